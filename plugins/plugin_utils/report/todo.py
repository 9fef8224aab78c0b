# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to do next in the fleet: the same remedy once, with the hosts that want it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.report.findings import LEVELS, SECTIONS

# More reasons than this are told apart in the hosts' own rows.
MOST_REASONS = 3


def todo(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """`[{section, level, what, why: [text], more_reasons, remedies: [text], hosts: [name]}]`, in the order in which the
    page answers: by section, then by severity, then that of most hosts first.

    What would let a host run more (`could`) tells no remedy and no reason that was told of it before. That something is
    broken is told of each thing, whatever helps.
    """
    found: dict[tuple[str, str, str, tuple[str, ...]], dict[str, Any]] = {}
    for row in rows:
        told: set[str] = set()
        for item in row["findings"]:
            known = told if item["section"] == "could" else frozenset[str]()
            remedies = tuple(remedy for remedy in item["remedies"] if remedy not in known)
            if item["remedies"] and not remedies:
                continue
            told.update(remedies)
            entry = found.setdefault(
                (item["section"], item["level"], item["what"], remedies),
                {
                    "section": item["section"],
                    "level": item["level"],
                    "what": item["what"],
                    "why": [],
                    "more_reasons": 0,
                    "remedies": list(remedies),
                    "hosts": [],
                },
            )
            if row["name"] not in entry["hosts"]:
                entry["hosts"].append(row["name"])
            entry["why"].extend(why for why in item["why"] if why not in entry["why"] and why not in known)
            told.update(item["why"])
    for entry in found.values():
        entry["more_reasons"] = max(0, len(entry["why"]) - MOST_REASONS)
        entry["why"] = entry["why"][:MOST_REASONS]
    return sorted(found.values(), key=_place)


def _place(entry: Mapping[str, Any]) -> tuple[int, int, int, str, list[str]]:
    section, level = list(SECTIONS).index(entry["section"]), LEVELS.index(entry["level"])
    return section, level, -len(entry["hosts"]), entry["what"], entry["remedies"]
