# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What to do next in the fleet: the same remedy once, with the hosts that want it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.report.hosts import MODE_NAMES, reason_text

# More reasons than this are told apart in the hosts' own rows.
MOST_REASONS = 3
_NAMELY = {"refused": "cannot run in", "refuted": "does not run in"}


def todo(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """`[{what, why: [text], more_reasons, remedies: [text], hosts: [name]}]`, that of most hosts first.

    On one host no remedy and no reason is told twice: what helps the host helps its containers.
    """
    found: dict[tuple[str, tuple[str, ...]], dict[str, Any]] = {}
    for row in rows:
        told: set[str] = set()
        for item in [*row["lacks"], *_containers(row)]:
            remedies = tuple(remedy for remedy in item["remedies"] if remedy not in told)
            if item["remedies"] and not remedies:
                continue
            told.update(remedies)
            entry = found.setdefault(
                (item["what"], remedies),
                {"what": item["what"], "why": [], "more_reasons": 0, "remedies": list(remedies), "hosts": []},
            )
            entry["hosts"].append(row["name"])
            entry["why"].extend(why for why in item["why"] if why not in entry["why"] and why not in told)
            told.update(item["why"])
    for entry in found.values():
        entry["more_reasons"] = max(0, len(entry["why"]) - MOST_REASONS)
        entry["why"] = entry["why"][:MOST_REASONS]
    return sorted(found.values(), key=lambda entry: (-len(entry["hosts"]), entry["what"], entry["remedies"]))


def _containers(row: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for item in row["containers"]:
        if item["outcome"] in _NAMELY:
            mode = MODE_NAMES.get(item["isolation"], "the declared isolation")
            what = f"container {item['name']} {_NAMELY[item['outcome']]} {mode}"
            why = [reason_text(reason) for reason in item["reasons"]] or item["evidence"]
            yield {"what": what, "why": why, "remedies": item["remedies"]}
