# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Would an engine of this version start with this daemon.json and these flags, and would it do what is meant?"""

from __future__ import annotations

import ntpath
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration import (
    kinds,
    logs,
    names,
    together,
    values,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.findings import (
    ENDS,
    IDLE,
    TOLD,
    Context,
    Finding,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flags import (
    Flags,
    settings_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_settings import setting
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import Version

BEFORE = " (it stands in the host's file: declare another value, or null to take it out)"


@dataclass(frozen=True)
class Checked:
    """Each is "KEY: what is wrong; the way out". With one of `refusals` the engine would not start, or a declared key
    would do nothing."""

    refusals: list[str]
    warnings: list[str]


def check(
    settings: Mapping[str, Any],
    flags: Flags | None,
    version: Version | None,
    accounts: Mapping[str, bool],
    declared: Collection[str] = (),
    there: Mapping[str, bool] | None = None,
) -> Checked:
    """`settings` is the whole file as it would be, `flags` those that stay with the service, `declared` the keys that
    were declared. `accounts` (see accounts_of) and `there` (see paths_of) say what the host has; an unknown version is
    taken for the newest."""
    refusals: list[str] = []
    warnings: list[str] = []
    for found in _findings(settings, Context({}, flags, version, accounts, there or {})):
        refused = found.kind == ENDS or (found.kind == IDLE and found.declared_as in declared)
        there_before = found.declared_as in settings and found.declared_as not in declared and found.kind != TOLD
        (refusals if refused else warnings).append(f"{found.key}: {found.text}{BEFORE if there_before else ''}")
    return Checked(list(dict.fromkeys(refusals)), list(dict.fromkeys(warnings)))


def _findings(settings: Mapping[str, Any], context: Context) -> Iterator[Finding]:
    yield from names.findings(settings, context)
    effective = _effective(settings, context.flags)
    for key, value in list(effective.items()):
        row = setting(key, context.version)
        wrong = list(kinds.findings(key, row.kind, value)) if row else []
        yield from wrong
        if wrong or row is None:
            del effective[key]
    whole = Context(effective, context.flags, context.version, context.accounts, context.there)
    yield from values.findings(whole)
    yield from logs.findings(whole)
    yield from together.findings(whole)


def _effective(settings: Mapping[str, Any], flags: Flags | None) -> dict[str, Any]:
    """The file over the flags; null is as good as nothing."""
    flagged = settings_of(flags) if flags else {}
    return {**flagged, **{key: value for key, value in settings.items() if value is not None}}


def accounts_of(settings: Mapping[str, Any], flags: Flags | None = None) -> list[str]:
    """The groups and users that must be there."""
    group = _effective(settings, flags).get("group")
    told = group.split(",") if isinstance(group, str) else []
    return list(dict.fromkeys(name.strip() for name in told if name.strip()))


def paths_of(settings: Mapping[str, Any], flags: Flags | None = None) -> list[str]:
    """The files and the drives (as `D:\\`) that must be there."""
    effective = _effective(settings, flags)
    paths = [effective.get("data-root"), effective.get("exec-root")]
    drives = [ntpath.splitdrive(path)[0].upper() for path in paths if isinstance(path, str)]
    files = [path for path in together.tls_files(effective, flags).values() if isinstance(path, str) and path]
    return list(dict.fromkeys([*(f"{drive}\\" for drive in drives if len(drive) == 2), *files]))


def opens_tcp(settings: Mapping[str, Any], flags: Flags | None, version: Version | None = None) -> list[str]:
    """The TCP listeners that let in clients without a certificate of their own."""
    effective = _effective(settings, flags)
    hosts = effective.get("hosts")
    if hosts is not None and not kinds.is_texts(hosts):
        return []
    return [] if together.verifies(effective, version) else together.tcp_hosts(effective)
