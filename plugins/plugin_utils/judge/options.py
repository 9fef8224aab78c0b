# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of a container's options would Windows refuse or ignore? Known before anything is pulled.

Every finding is {option, value, action: "refuse"|"warn", reason, way_out, source}.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_options import row_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_row import REFUSED, RESOURCES

Finding = dict[str, Any]

LEAST_CPUS = 0.01  # as the engine's message says (it takes less, recorded, and rounds it up)


def refused_options(options: Mapping[str, Any]) -> list[Finding]:
    """What of these words (any spelling: cap_add, CapAdd) Windows has not got. What asks for nothing is warned of, and
    nothing more."""
    found = []
    for name, value in options.items():
        row = row_of(name)
        if row is None or value is None:
            continue
        if row.asks_for_nothing(value):
            reason = f"{value!r} asks for nothing, and is left out"
            found.append(_finding(name, value, "warn", reason, f"Leave out {name}.", row.source))
        elif row.lacks:
            does = "refuses the container" if row.engine == REFUSED else "accepts the option and ignores it"
            reason = f"{row.lacks}; the engine {does}"
            found.append(_finding(name, value, "warn" if row.warns else "refuse", reason, row.way_out, row.source))
    return found


def too_many_cpus(cpus: float | None, processors: int | None) -> Finding | None:
    """The engine takes no more than the host has; without the host's number only the least is known."""
    if not cpus or (cpus >= LEAST_CPUS and (processors is None or cpus <= processors)):
        return None
    to = f" to {processors}" if processors is not None else ""
    host = " (this host's processors)" if processors is not None else ""
    reason = f"cpus goes from {LEAST_CPUS}{to}{host}"
    return _finding("cpus", cpus, "refuse", reason, f"Give a value from {LEAST_CPUS}{to}.", RESOURCES)


def _finding(option: str, value: Any, action: str, reason: str, way_out: str, source: str) -> Finding:
    return {"option": option, "value": value, "action": action, "reason": reason, "way_out": way_out, "source": source}
