# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which values does the engine take of each key? RULES is the table; one walk reads it.

What is found at the engine's start besides: moby daemon/command/daemon.go start, daemon/daemon.go NewDaemon (recorded:
daemon-start.jsonl of the tests).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration import addresses
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration import rules_of_pairs as pairs
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration import rules_of_places as places
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.findings import (
    ENDS,
    IDLE,
    TOLD,
    Context,
    Finding,
    said,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.rules_of_places import Rule

LEVELS = ("panic", "fatal", "error", "warn", "info", "debug", "trace")
FORMATS = ("text", "json")
FEATURES = ("buildkit", "containerd-snapshotter", "containerd-migration", "cdi", "embedded-containerd")
OLDEST_API = (1, 24)
# The newest API of a version, newest first (moby api/common.go at the tags)
APIS = (("30.0.0", None), ("29.6.0", (1, 55)), ("29.3.0", (1, 54)), ("29.2.0", (1, 53)), ("29.0.0", (1, 52)))


def _word(words: Sequence[str], exact: bool = False) -> Rule:
    def rule(key: str, context: Context) -> Iterator[Finding]:
        value = context.text(key)
        if value and (value if exact else value.lower()) not in words:
            yield Finding(ENDS, key, f"{said(key, value)} is none of {', '.join(words)}")

    return rule


def _within(least: int = 0, most: int | None = None, since: str = "") -> Rule:
    def rule(key: str, context: Context) -> Iterator[Finding]:
        value = context.values.get(key) or 0
        if since and not context.since(since):
            return
        if value < least or (most is not None and value > most):
            upper = f" to {most}" if most is not None else " or more"
            yield Finding(ENDS, key, f"{value} is not allowed; it is {least}{upper}")

    return rule


def _features(key: str, context: Context) -> Iterator[Finding]:
    for name, value in context.table(key).items():
        if name not in FEATURES:
            yield Finding(TOLD, f"{key}.{name}", f"no feature of this name is known; there are {', '.join(FEATURES)}")
        elif name == "buildkit" and value:
            yield Finding(TOLD, f"{key}.{name}", "it is experimental on Windows, as the engine says itself")


def _api(key: str, context: Context) -> Iterator[Finding]:
    value = context.text(key)
    if not value:
        return
    newest = next((api for since, api in APIS if context.version is not None and context.since(since)), None)
    number = tuple(int(part) if part.isdigit() else 0 for part in [*value.split("."), "0"][:2])
    if number < OLDEST_API or (newest is not None and number > newest):
        upper = f" to {newest[0]}.{newest[1]}" if newest else " or newer"
        yield Finding(ENDS, key, f"{said(key, value)} is not allowed; it is 1.24{upper}")


def _cors(key: str, context: Context) -> Iterator[Finding]:
    if context.text(key) and context.since("28.0.0"):
        yield Finding(ENDS, key, "the engine refuses it since 28.0; leave it out, and use a reverse proxy")
    elif context.text(key) and context.since("27.0.0"):
        yield Finding(IDLE, key, "the engine does nothing with it since 27.0; leave it out, and use a reverse proxy")


def _plugins(key: str, context: Context) -> Iterator[Finding]:
    for name in context.texts(key):
        yield Finding(
            IDLE,
            key,
            f"the engine waits at its start for a plugin {said(key, name)}, without end where there is none; "
            "leave it out where the host has none",
        )


def _nri(key: str, context: Context) -> Iterator[Finding]:
    known = ("enable", "plugin-path", "plugin-config-path", "socket-path")
    for name in context.table(key):
        if str(name).lower() not in known:
            yield Finding(ENDS, f"{key}.{name}", f"the engine does not start with it; it takes {', '.join(known)}")


RULES: tuple[tuple[str, Rule], ...] = (
    ("log-level", _word(LEVELS)),
    ("log-format", _word(FORMATS, exact=True)),
    ("dns", places.ip_addresses),
    ("dns-search", places.each(addresses.domain)),
    ("host-gateway-ip", places.ip_addresses),
    ("host-gateway-ips", places.ip_addresses),
    ("host-gateway-ips", places.gateways),
    ("labels", pairs.labels),
    ("mtu", _within()),
    ("max-concurrent-downloads", _within()),
    ("max-concurrent-uploads", _within()),
    ("max-download-attempts", _within()),
    ("default-stop-timeout", _within(since="29.7.0")),
    ("network-diagnostic-port", _within(most=addresses.HIGHEST_PORT)),
    ("node-generic-resources", pairs.resources),
    ("hosts", places.hosts),
    ("registry-mirrors", places.each(addresses.mirror)),
    ("insecure-registries", places.insecure),
    ("api-cors-header", _cors),
    ("exec-opts", pairs.exec_opts),
    ("storage-opts", pairs.storage_opts),
    ("group", places.group),
    ("data-root", places.data_root),
    ("data-root", places.drive),
    ("exec-root", places.drive),
    ("fixed-cidr", places.network),
    ("features", _features),
    ("min-api-version", _api),
    ("authorization-plugins", _plugins),
    ("nri-opts", _nri),
)


def findings(context: Context) -> Iterator[Finding]:
    for key, rule in RULES:
        if context.values.get(key) is not None:
            yield from rule(key, context)
