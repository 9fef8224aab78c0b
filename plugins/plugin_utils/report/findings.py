# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is there to be said of one host, each with its place on the page and its severity?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.exit_codes import exit_code_text
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.standing import OUTCOMES
from ansible_collections.winfleet.containers.plugins.plugin_utils.status.table import called

Row = Mapping[str, Any]

# The questions that the page answers, in its order.
SECTIONS = {
    "broken": "What is broken, and where",
    "isolation": "What is not isolated as declared",
    "coming": "What will break",
    "could": "What hosts lack to run more",
}
# How much a host, or what is said of it, wants attention, most first.
LEVELS = ("bad", "warn", "unknown", "ok")

# The kind of what a host lacks -> (section, level); an engine is worse where containers are to run on it.
LACKS = {
    "unreached": ("broken", "unknown"),
    "project": ("broken", "bad"),
    "engine with containers": ("broken", "bad"),
    "engine": ("broken", "warn"),
    "config": ("broken", "warn"),
    "engine ended": ("coming", "warn"),
    "engine holes": ("coming", "warn"),
    "engine update": ("coming", "ok"),
    "reboot": ("coming", "warn"),
    "ended": ("coming", "bad"),
    "ending": ("coming", "warn"),
    "nothing runs": ("could", "bad"),
    "mode": ("could", "ok"),
}


def finding(section: str, level: str, what: str, why: list[str], remedies: list[str]) -> dict[str, Any]:
    return {"section": section, "level": level, "what": what, "why": why, "remedies": remedies}


def of_containers(row: Row) -> Iterator[dict[str, Any]]:
    """What is to be told of the containers of a host: how they stand, and what they may run into."""
    for item in row["containers"]:
        section, level, words, remedy = OUTCOMES[item["outcome"]]
        if section:
            remedies = item["remedies"] if item["outcome"] == "refused" and item["remedies"] else [remedy]
            yield finding(section, level, f"container {item['name']} {words}", list(_why(item)), remedies)
        for text in item["warnings"]:
            yield finding("coming", "ok", f"container {item['name']}: {text}", [], [])


def of_drift(drift: Iterable[Mapping[str, str]]) -> Iterator[dict[str, Any]]:
    """What is to be told of the networks and volumes of a host (status/drift.py)."""
    remedies = ["Deploy its project again (playbook winfleet.containers.site)."]
    for one in drift:
        yield finding("broken", "warn", f"{called(one)} {one['text']}", [], remedies)


def _why(item: Mapping[str, Any]) -> Iterator[str]:
    outcome = item["outcome"]
    if outcome == "refuted" and item["claimed"] and item["claimed"] != item["isolation"]:
        yield f"It is declared {item['isolation']}, and the engine says that it runs as {item['claimed']}."
    if outcome in ("stopped", "restarting", "unhealthy") and item["state"]:
        code = f", {exit_code_text(item['exit_code'])}" if item["exit_code"] is not None else ""
        again = f", {item['restarts']} times started anew" if item["restarts"] else ""
        yield f"The engine says: {item['state']}{code}{again}."
    if outcome in ("other_image", "differs"):
        yield from item["differences"]
    if outcome in ("refused", "missing", "stopped"):
        yield from item["refused"] or [reason_text(reason) for reason in item["reasons"] if outcome == "refused"]
    if outcome in ("refuted", "inconclusive"):
        yield from item["evidence"]


def reason_text(reason: Mapping[str, Any]) -> str:
    """`rule (asked: value; this host: fact)` of one reason of a verdict."""
    parts = [("asked", reason.get("value")), ("this host", reason.get("fact"))]
    inside = "; ".join(f"{label}: {part}" for label, part in parts if part not in (None, ""))
    return f"{reason.get('rule', '')} ({inside})" if inside else str(reason.get("rule", ""))


def worst(levels: Iterator[str] | list[str]) -> str:
    """The level that wants most attention; `ok` of none."""
    return min(levels, key=LEVELS.index, default="ok")
