# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does each host run now, after a rolling deploy? As a table of at most 100 columns, and as data."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.record import SHOWN

WIDTH = 88  # what is left of 100 columns inside Ansible's own output
HOST, SET, WORD = 20, SHOWN, 12  # columns
UNKNOWN, AS_IT_WAS = "not known", "as it was"
LEFT = ("not begun", "refused")  # nobody asked which sets such a host has; it still has them
NOTHING: dict[str, Any] = {"outcome": "not begun", "why": "", "before": None, "now": None}


def deploy_lines(outcomes: Mapping[str, Any]) -> list[str]:
    """`outcomes` by host, as the filter deploy_outcome makes them; None of a host that was never begun with."""
    told = [_row("HOST", "BEFORE", "NOW", "OUTCOME")]
    counts: dict[str, int] = {}
    for host, found in outcomes.items():
        one = {**NOTHING, **(found or {})}
        counts[one["outcome"]] = counts.get(one["outcome"], 0) + 1
        told += _of_host(host, one)
    told += ["", ", ".join(f"{number} {word}" for word, number in sorted(counts.items()))]
    told += [line for text in _stopped(outcomes) for line in textwrap.wrap(text, WIDTH)]
    return told + _sets(outcomes)


def _stopped(outcomes: Mapping[str, Any]) -> list[str]:
    """Why hosts were not begun with, once for all of them."""
    begun = [one for one in outcomes.values() if one]
    return sorted({str(one["why"]) for one in begun if one["outcome"] == NOTHING["outcome"]})


def _of_host(host: str, one: Mapping[str, Any]) -> list[str]:
    before, now = (_by_project(one[name]) for name in ("before", "now"))
    projects = sorted({*before, *now}) or [""]
    there = AS_IT_WAS if one["outcome"] in LEFT else UNKNOWN
    lines = [
        _row(
            _cut(host, HOST) if place == 0 else "",
            before.get(project, there),
            now.get(project, there),
            one["outcome"] if place == 0 else "",
            project if len(projects) > 1 else "",
        )
        for place, project in enumerate(projects)
    ]
    indent = "    "
    if one["outcome"] == NOTHING["outcome"]:
        return lines
    return lines + textwrap.wrap(one["why"], WIDTH, initial_indent=indent, subsequent_indent=indent)


def _row(host: str, before: str, now: str, outcome: str, project: str = "") -> str:
    columns = f"{host:<{HOST}}  {before:<{SET}}  {now:<{SET}}  {outcome:<{WORD}}  {_cut(project, WIDTH - 64)}"
    return columns.rstrip()


def _by_project(sets: Sequence[Mapping[str, Any]] | None) -> dict[str, str]:
    return {row["project"]: (row["digest"] or "none kept")[:SHOWN] for row in sets or []}


def _sets(outcomes: Mapping[str, Any]) -> list[str]:
    """What the digests stand for."""
    known: dict[str, str] = {}
    for one in outcomes.values():
        for row in [*((one or {}).get("before") or []), *((one or {}).get("now") or [])]:
            if row["digest"] and row["images"]:
                known[row["digest"][:SHOWN]] = f"{row['project']}: {', '.join(row['images']) or 'no image'}"
    hang = " " * (SHOWN + 2)
    return [
        line
        for digest, text in sorted(known.items(), key=lambda pair: (pair[1], pair[0]))
        for line in textwrap.wrap(f"{digest}  {text}", WIDTH, subsequent_indent=hang, break_on_hyphens=False)
    ]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 3] + "..."
