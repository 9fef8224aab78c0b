# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fleet in numbers, and in the sentences that a person reads first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.report.containers import outcome_counts
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.hosts import LEVELS, RUNS

Row = Mapping[str, Any]

# count -> which hosts are counted; the page offers each as a filter of the same name.
COUNTED: dict[str, Callable[[Row], bool]] = {
    "process": lambda row: row["isolation"]["process"]["verdict"] in RUNS,
    "hyperv": lambda row: row["isolation"]["hyperv"]["verdict"] in RUNS,
    "none": lambda row: (
        row["reached"] and not any(row["isolation"][mode]["verdict"] in RUNS for mode in row["isolation"])
    ),
    "reboot": lambda row: bool(row["reboot"]["pending"]),
    "engine": lambda row: row["reached"] and row["engine"]["state"] != "running",
    "support": lambda row: row["support"]["state"] in ("ended", "ending"),
    "unreached": lambda row: not row["reached"],
}


def flags(row: Row) -> list[str]:
    """The counts in which a host is counted."""
    return [name for name, counts in COUNTED.items() if counts(row)]


def summary(rows: Sequence[Row]) -> dict[str, Any]:
    """`{hosts, counts, levels, support, containers, sentences}` of the fleet; no inner key is missing."""
    levels = Counter(row["level"] for row in rows)
    support = Counter(row["support"]["state"] for row in rows)
    numbers = {
        "hosts": len(rows),
        "counts": {name: sum(map(counts, rows)) for name, counts in COUNTED.items()},
        "levels": {level: levels[level] for level in LEVELS},
        "support": {state: support[state] for state in ("supported", "ending", "ended", "unknown")},
        "containers": outcome_counts(rows),
    }
    return {**numbers, "sentences": sentences(numbers)}


def sentences(numbers: Mapping[str, Any]) -> list[str]:
    """What a person wants to know first: what can run, what is in the way, and whether containers are as declared."""
    hosts, counts, support = numbers["hosts"], numbers["counts"], numbers["support"]
    containers = numbers["containers"]
    total = sum(containers.values())
    said = [
        (
            True,
            f"{counts['process']} of {_hosts(hosts)} can run process isolation, {counts['hyperv']} Hyper-V isolation.",
        ),
        (counts["reboot"], f"{counts['reboot']} {_need(counts['reboot'])} a reboot."),
        (counts["none"], f"{counts['none']} can run no Windows containers as {_it_is(counts['none'])} now."),
        (counts["unreached"], f"{counts['unreached']} {_was(counts['unreached'])} not reached."),
        (support["ended"], f"Support has ended for {_hosts(support['ended'])}."),
        (support["ending"], f"Support ends within a year for {_hosts(support['ending'])}."),
        (total, f"{_of(total, containers)}."),
    ]
    return [text for tell, text in said if tell] if hosts else ["No host was given."]


def _hosts(number: int) -> str:
    return f"{number} host" if number == 1 else f"{number} hosts"


def _need(number: int) -> str:
    return "needs" if number == 1 else "need"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _it_is(number: int) -> str:
    return "it is" if number == 1 else "they are"


OUTCOME_PHRASES = {
    "proven": "proven isolated as declared",
    "runs": "judged to run, without a proof",
    "refused": "refused",
    "refuted": "NOT isolated as declared",
    "inconclusive": "inconclusive",
    "unknown": "not judged",
}


def _of(total: int, containers: Mapping[str, int]) -> str:
    noun = "container" if total == 1 else "containers"
    parts = [f"{containers[word]} {phrase}" for word, phrase in OUTCOME_PHRASES.items() if containers[word]]
    return f"{total} declared {noun}: {', '.join(parts)}"
