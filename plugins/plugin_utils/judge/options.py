# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of a container's options would Windows refuse or ignore? Known before anything is pulled.

Every finding is {option, value, action: "refuse"|"warn", reason, way_out, source}.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.refused_options import (
    COUNTS_WHEN_ZERO,
    CPU_CONFLICTS,
    CPU_RANGES,
    REFUSED_OPTIONS,
)

Finding = dict[str, Any]

_BY_SPELLING = {name.replace("_", ""): name for name in REFUSED_OPTIONS}
_CPU_SOURCE = "moby/moby daemon/daemon_windows.go verifyPlatformContainerResources"


def refused_options(
    options: Mapping[str, Any], mode: str | None = None, processors: int | None = None
) -> list[Finding]:
    """What of these options (any spelling: cap_add, CapAdd) Windows refuses or ignores, and which CPU options conflict
    in this isolation mode or leave their range. Options that ask for nothing (false, empty, -1 where that is the
    default) are not told."""
    found = []
    for name, value in options.items():
        known = _BY_SPELLING.get(name.replace("_", "").lower())
        if known is None or value in REFUSED_OPTIONS[known]["harmless"]:
            continue
        if not value and not (known in COUNTS_WHEN_ZERO and value == 0 and not isinstance(value, bool)):
            continue
        row = REFUSED_OPTIONS[known]
        found.append(_finding(name, value, row["action"], row["reason"], f"Leave out {name}.", row["source"]))
    return found + _cpu_conflicts(options, mode) + _cpu_ranges(options, processors)


def _cpu_conflicts(options: Mapping[str, Any], mode: str | None) -> list[Finding]:
    found = []
    for row in CPU_CONFLICTS:
        if row.only not in (None, mode) or not all(options.get(name) for name in row.options):
            continue
        loser = row.options[1]
        found.append(_finding(loser, options[loser], row.action, row.reason, f"Leave out {loser}.", _CPU_SOURCE))
    return found


def _cpu_ranges(options: Mapping[str, Any], processors: int | None) -> list[Finding]:
    found = []
    for name, (least, most) in CPU_RANGES.items():
        value = options.get(name)
        limit = processors if most == "processors" else most
        if value is None or value == 0 or isinstance(limit, str):
            continue
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            reason = f"{name} is a number, and {str(value)[:40]!r} is none"
            found.append(_finding(name, value, "refuse", reason, "Give a number.", _CPU_SOURCE))
            continue
        if value < least or (limit is not None and value > limit):
            to = f" to {limit}" if limit is not None else ""
            reason = f"{name} goes from {least}{to}" + (
                " (this host's processors)" if most == "processors" and limit else ""
            )
            found.append(_finding(name, value, "refuse", reason, f"Give a value from {least}{to}.", _CPU_SOURCE))
    return found


def _finding(option: str, value: Any, action: str, reason: str, way_out: str, source: str) -> Finding:
    return {"option": option, "value": value, "action": action, "reason": reason, "way_out": way_out, "source": source}
