# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which listeners, accounts, folders, registries and addresses does the engine take?"""

from __future__ import annotations

import ntpath
import re
from collections.abc import Callable, Iterator

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration import addresses
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.findings import (
    ENDS,
    IDLE,
    TOLD,
    Context,
    Finding,
    said,
)

UNIX_SINCE = "29.5.0"
Rule = Callable[[str, Context], Iterator[Finding]]


def each(check: Callable[[str], str | None], kind: str = ENDS) -> Rule:
    """A rule for each text of a list."""

    def rule(key: str, context: Context) -> Iterator[Finding]:
        for value in context.texts(key):
            why = check(value)
            if why:
                yield Finding(kind, key, f"{said(key, value)}: {why}")

    return rule


def hosts(key: str, context: Context) -> Iterator[Finding]:
    yield from each(lambda value: addresses.listener(value, context.since(UNIX_SINCE)))(key, context)


def group(key: str, context: Context) -> Iterator[Finding]:
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


def data_root(key: str, context: Context) -> Iterator[Finding]:
    path = context.text(key)
    if not path:
        return
    drive = ntpath.splitdrive(path)[0]
    if not re.fullmatch(r"[A-Za-z]:", drive):
        yield Finding(ENDS, key, f"{said(key, path)} is no path on a drive of the host; write one as D:\\docker")
    elif not path[2:].startswith(("\\", "/")):
        yield Finding(IDLE, key, f"{said(key, path)} is no whole path; write {drive}\\{path[2:]}")


def drive(key: str, context: Context) -> Iterator[Finding]:
    drive = ntpath.splitdrive(context.text(key))[0]
    if drive and context.there.get(f"{drive.upper()}\\") is False:
        yield Finding(ENDS, key, f"{said(key, context.text(key))}: the host has no drive {drive}; name one that it has")


def insecure(key: str, context: Context) -> Iterator[Finding]:
    yield from each(addresses.registry)(key, context)
    for value in context.texts(key):
        if addresses.has_scheme(value) and not addresses.registry(value):
            yield Finding(
                TOLD, key, f"{said(key, value)}: the engine takes what is before the name away; write NAME:PORT"
            )


def ip_addresses(key: str, context: Context) -> Iterator[Finding]:
    zones = key != "host-gateway-ip" and context.since("29.0.0")
    told = context.values.get(key) or []
    for value in [told] if isinstance(told, str) else told:
        if value and not addresses.is_address(value, zones):
            yield Finding(ENDS, key, f"{said(key, value)} is no IP address")


def gateways(key: str, context: Context) -> Iterator[Finding]:
    for family, colon in (("IPv4", False), ("IPv6", True)):
        if sum((":" in value) is colon for value in context.texts(key) if value) > 1:
            yield Finding(ENDS, key, f"there is more than one {family} address; leave one")


def network(key: str, context: Context) -> Iterator[Finding]:
    value = context.text(key)
    if value and not addresses.is_network(value):
        yield Finding(
            IDLE, key, f"{said(key, value)} is no subnet, and the engine says nothing of it; write one as 172.30.0.0/20"
        )
