# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which rows are meant? Filters of the fleet's status; all that are given must fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

# Option -> the value of a row that it is compared with; patterns as of a shell, case does not count.
FILTERS = {
    "projects": "project",
    "containers": "name",
    "images": "image",
    "states": "state",
    "healths": "health",
    "modes": "mode",
}


def meant(row: Mapping[str, Any], asked: Mapping[str, Sequence[str]], drifted: bool, late: bool) -> bool:
    """Whether a row fits; `drifted` and `late` leave only rows with drift, or only those with something behind."""
    if (drifted or late) and not ((drifted and row["drift"]) or (late and row["behind"])):
        return False
    return all(
        any(fnmatchcase(str(row[key] or "").lower(), pattern.lower()) for pattern in asked[name])
        for name, key in FILTERS.items()
        if asked.get(name)
    )


def narrowed(hosts: Sequence[Mapping[str, Any]], options: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The hosts with the rows that fit. A filter that leaves nothing of a host leaves it out, unless it is not known
    what is there."""
    only = options["only"]
    asked = any(options[name] for name in FILTERS) or bool(only)
    found = []
    for host in hosts:
        rows = [
            row
            for row in host["containers"]
            if meant(row, options, "drift" in only, "behind" in only)
            and not (options["foreign"] == "hide" and row["project"] is None)
        ]
        if rows or not asked or host["error"] or (host["drift"] and "behind" not in only):
            found.append({**host, "containers": rows})
    return found
