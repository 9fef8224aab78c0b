# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which values does the engine take of each key? RULES is the table; one walk reads it.

What is found at the engine's start besides: moby daemon/command/daemon.go start, daemon/daemon.go NewDaemon (recorded:
daemon-start.jsonl of the tests).
"""

from __future__ import annotations

import ntpath
import re
from collections.abc import Callable, Iterator, Sequence

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration import addresses
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.findings import (
    ENDS,
    IDLE,
    TOLD,
    Context,
    Finding,
    said,
)

LEVELS = ("panic", "fatal", "error", "warn", "info", "debug", "trace")
FORMATS = ("text", "json")
MODES = ("default", "process", "hyperv")
RESERVED = ("com.docker.", "io.docker.", "org.dockerproject.")
FEATURES = ("buildkit", "containerd-snapshotter", "containerd-migration", "cdi", "embedded-containerd")
UNIX_SINCE = "29.5.0"
OLDEST_API = (1, 24)
# The newest API of a version, newest first (moby api/common.go at the tags)
APIS = (("30.0.0", None), ("29.6.0", (1, 55)), ("29.3.0", (1, 54)), ("29.2.0", (1, 53)), ("29.0.0", (1, 52)))
Rule = Callable[[str, Context], Iterator[Finding]]


def _each(check: Callable[[str], str | None], kind: str = ENDS) -> Rule:
    """A rule for each text of a list."""

    def rule(key: str, context: Context) -> Iterator[Finding]:
        for value in context.texts(key):
            why = check(value)
            if why:
                yield Finding(kind, key, f"{said(key, value)}: {why}")

    return rule


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


def _exec_opts(key: str, context: Context) -> Iterator[Finding]:
    found = 0
    for text in context.texts(key):
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name or not value:
            yield Finding(
                ENDS, key, f"{said(key, text)} is not NAME=VALUE; write isolation=process or isolation=hyperv"
            )
        elif name.lower() != "isolation":
            yield Finding(ENDS, key, f"Windows has no option {said(key, name)}, only isolation; leave it out")
        elif value.lower() not in MODES:
            yield Finding(ENDS, key, f"{said(key, text)}: isolation is one of {', '.join(MODES)}")
        else:
            found += 1
    if found > 1:
        yield Finding(IDLE, key, "isolation= stands there more than once, and the last one counts; leave one")


def _storage_opts(key: str, context: Context) -> Iterator[Finding]:
    for text in context.texts(key):
        name, _, value = text.partition("=")
        if name.lower() != "size":
            yield Finding(
                IDLE, key, f"{said(key, text)}: Windows reads size=SIZE alone, nothing comes of it; leave it out"
            )
        elif addresses.size(value) is None:
            yield Finding(ENDS, key, f"{said(key, text)} is no size; write size=60GB")


def _hosts(key: str, context: Context) -> Iterator[Finding]:
    yield from _each(lambda value: addresses.listener(value, context.since(UNIX_SINCE)))(key, context)


def _group(key: str, context: Context) -> Iterator[Finding]:
    hosts = [host.strip() for host in context.texts("hosts")]
    if not context.text(key) or (hosts and all(host and not host.startswith(("npipe:", "unix:")) for host in hosts)):
        return
    for name in context.text(key).split(","):
        name = name.strip() if context.since("29.0.0") else name
        if not name.strip():
            yield Finding(ENDS, key, f"{said(key, context.text(key))} has a comma without a name; take it out")
        elif name != name.strip():
            yield Finding(ENDS, key, f"{said(key, context.text(key))}: before 29.0 no blanks stand beside the comma")
        elif context.accounts.get(name) is False:
            yield Finding(
                ENDS, key, f"Windows knows no group and no user {said(key, name)}; make it first, or name another one"
            )


def _data_root(key: str, context: Context) -> Iterator[Finding]:
    path = context.text(key)
    if not path:
        return
    drive = ntpath.splitdrive(path)[0]
    if not re.fullmatch(r"[A-Za-z]:", drive):
        yield Finding(ENDS, key, f"{said(key, path)} is no path on a drive of the host; write one as D:\\docker")
    elif not path[2:].startswith(("\\", "/")):
        yield Finding(IDLE, key, f"{said(key, path)} is no whole path; write {drive}\\{path[2:]}")


def _drive(key: str, context: Context) -> Iterator[Finding]:
    drive = ntpath.splitdrive(context.text(key))[0]
    if drive and context.there.get(f"{drive.upper()}\\") is False:
        yield Finding(ENDS, key, f"{said(key, context.text(key))}: the host has no drive {drive}; name one that it has")


def _insecure(key: str, context: Context) -> Iterator[Finding]:
    yield from _each(addresses.registry)(key, context)
    for value in context.texts(key):
        if addresses.has_scheme(value) and not addresses.registry(value):
            yield Finding(
                TOLD, key, f"{said(key, value)}: the engine takes what is before the name away; write NAME:PORT"
            )


def _labels(key: str, context: Context) -> Iterator[Finding]:
    found: dict[str, str] = {}
    for text in context.texts(key):
        name, equals, value = text.partition("=")
        if not equals:
            yield Finding(ENDS, key, f"{said(key, text)} is not NAME=VALUE")
        elif text.lower().startswith(RESERVED):
            yield Finding(
                ENDS, key, f"{said(key, text)}: {', '.join(f'{each}*' for each in RESERVED)} are the engine's own"
            )
        elif found.setdefault(name, value) != value:
            yield Finding(
                ENDS, key, f"{said(key, text)}: the label {name} has another value besides; leave one of them"
            )


def _addresses(key: str, context: Context) -> Iterator[Finding]:
    zones = key != "host-gateway-ip" and context.since("29.0.0")
    told = context.values.get(key) or []
    for value in [told] if isinstance(told, str) else told:
        if value and not addresses.is_address(value, zones):
            yield Finding(ENDS, key, f"{said(key, value)} is no IP address")


def _gateways(key: str, context: Context) -> Iterator[Finding]:
    for family, colon in (("IPv4", False), ("IPv6", True)):
        if sum((":" in value) is colon for value in context.texts(key) if value) > 1:
            yield Finding(ENDS, key, f"there is more than one {family} address; leave one")


def _network(key: str, context: Context) -> Iterator[Finding]:
    value = context.text(key)
    if value and not addresses.is_network(value):
        yield Finding(
            IDLE, key, f"{said(key, value)} is no subnet, and the engine says nothing of it; write one as 172.30.0.0/20"
        )


def _features(key: str, context: Context) -> Iterator[Finding]:
    for name, value in context.table(key).items():
        if name not in FEATURES:
            yield Finding(TOLD, f"{key}.{name}", f"no feature of this name is known; there are {', '.join(FEATURES)}")
        elif name == "buildkit" and value:
            yield Finding(TOLD, f"{key}.{name}", "it is experimental on Windows, as the engine says itself")


def _resources(key: str, context: Context) -> Iterator[Finding]:
    told: dict[str, list[str]] = {}
    for text in context.texts(key):
        parts = [part.strip() for part in text.split("=")]
        if len(parts) != 2:
            yield Finding(ENDS, key, f"{said(key, text)} is not NAME=VALUE")
        else:
            told.setdefault(parts[0], []).append(parts[1])
    for name, values in told.items():
        numbers = [value for value in values if re.fullmatch(r"[+-]?\d+", value)]
        if numbers and (len(values) > 1 or int(numbers[0]) < 0):
            yield Finding(ENDS, key, f"{name} has either one number of zero or more, or names")


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
    ("dns", _addresses),
    ("dns-search", _each(addresses.domain)),
    ("host-gateway-ip", _addresses),
    ("host-gateway-ips", _addresses),
    ("host-gateway-ips", _gateways),
    ("labels", _labels),
    ("mtu", _within()),
    ("max-concurrent-downloads", _within()),
    ("max-concurrent-uploads", _within()),
    ("max-download-attempts", _within()),
    ("default-stop-timeout", _within(since="29.7.0")),
    ("network-diagnostic-port", _within(most=addresses.HIGHEST_PORT)),
    ("node-generic-resources", _resources),
    ("hosts", _hosts),
    ("registry-mirrors", _each(addresses.mirror)),
    ("insecure-registries", _insecure),
    ("api-cors-header", _cors),
    ("exec-opts", _exec_opts),
    ("storage-opts", _storage_opts),
    ("group", _group),
    ("data-root", _data_root),
    ("data-root", _drive),
    ("exec-root", _drive),
    ("fixed-cidr", _network),
    ("features", _features),
    ("min-api-version", _api),
    ("authorization-plugins", _plugins),
    ("nri-opts", _nri),
)


def findings(context: Context) -> Iterator[Finding]:
    for key, rule in RULES:
        if context.values.get(key) is not None:
            yield from rule(key, context)
