# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fleet in numbers, and in the sentences that a person reads first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.report.containers import outcome_counts
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.findings import LEVELS
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.hosts import RUNS

Row = Mapping[str, Any]

# count -> which hosts are counted; the page offers each as a filter of the same name.
COUNTED: dict[str, Callable[[Row], bool]] = {
    "broken": lambda row: _has(row, "broken", "bad"),
    "isolation": lambda row: _has(row, "isolation", "bad"),
    "process": lambda row: row["isolation"]["process"]["verdict"] in RUNS,
    "hyperv": lambda row: row["isolation"]["hyperv"]["verdict"] in RUNS,
    "none": lambda row: (
        row["reached"] and not any(row["isolation"][mode]["verdict"] in RUNS for mode in row["isolation"])
    ),
    "reboot": lambda row: bool(row["reboot"]["pending"]),
    "engine": lambda row: row["reached"] and row["engine"]["state"] != "running",
    "outdated": lambda row: bool(row["engine"]["out_of_support"] or row["engine"]["grave"]),
    "update": lambda row: bool(row["engine"]["update_to"]),
    "support": lambda row: row["support"]["state"] in ("ended", "ending"),
    "unreached": lambda row: not row["reached"],
}


def _has(row: Row, section: str, level: str) -> bool:
    return any(entry["section"] == section and entry["level"] == level for entry in row["findings"])


def flags(row: Row) -> list[str]:
    """The counts in which a host is counted."""
    return [name for name, counts in COUNTED.items() if counts(row)]


def summary(rows: Sequence[Row], todo: Sequence[Mapping[str, Any]], left_out: Sequence[str] = ()) -> dict[str, Any]:
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
    return {**numbers, "sentences": [*answers(todo), *sentences(numbers), *_left_out(left_out)]}


# section -> how a few of its entries are told in one sentence; the others are told in numbers.
ANSWERS = {"broken": "Broken", "isolation": "Isolation"}
TOLD = ("bad", "warn")
MOST_ENTRIES, MOST_HOSTS = 4, 3


def answers(todo: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is broken and where, and what is not isolated as declared, each in one sentence of bearable length."""
    return [
        f"{words}: {_some([_entry(entry) for entry in entries], MOST_ENTRIES, '; ')}."
        for section, words in ANSWERS.items()
        if (entries := [entry for entry in todo if entry["section"] == section and entry["level"] in TOLD])
    ]


def _entry(entry: Mapping[str, Any]) -> str:
    return f"{entry['what']} ({_some(entry['hosts'], MOST_HOSTS, ', ')})"


def _some(texts: Sequence[str], most: int, between: str) -> str:
    more = len(texts) - most
    return between.join([*texts[:most], *([f"and {more} more"] if more > 0 else [])])


def _left_out(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    one = len(names) == 1
    return [f"Left out, since {'it is' if one else 'they are'} not Windows: {_some(sorted(names), 8, ', ')}."]


def sentences(numbers: Mapping[str, Any]) -> list[str]:
    """What will break, how containers stand, and what can run, in numbers."""
    hosts, counts, support = numbers["hosts"], numbers["counts"], numbers["support"]
    containers = numbers["containers"]
    total = sum(containers.values())
    said = [
        (counts["unreached"], f"{counts['unreached']} {_was(counts['unreached'])} not reached."),
        (counts["reboot"], f"{counts['reboot']} {_need(counts['reboot'])} a reboot."),
        (support["ended"], f"Support has ended for {_hosts(support['ended'])}."),
        (support["ending"], f"Support ends within a year for {_hosts(support['ending'])}."),
        (counts["outdated"], f"{_hosts(counts['outdated'])} {_run(counts['outdated'])} {OUTDATED}."),
        (counts["update"], f"An update of the engine is due on {_hosts(counts['update'])}."),
        (total, f"{_of(total, containers)}."),
        (
            True,
            f"{counts['process']} of {_hosts(hosts)} can run process isolation, {counts['hyperv']} Hyper-V isolation.",
        ),
        (counts["none"], f"{counts['none']} can run no Windows containers as {_it_is(counts['none'])} now."),
    ]
    return [text for tell, text in said if tell] if hosts else ["No host was given."]


def _hosts(number: int) -> str:
    return f"{number} host" if number == 1 else f"{number} hosts"


def _need(number: int) -> str:
    return "needs" if number == 1 else "need"


OUTDATED = "an engine that is out of support or has known holes"


def _run(number: int) -> str:
    return "runs" if number == 1 else "run"


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _it_is(number: int) -> str:
    return "it is" if number == 1 else "they are"


OUTCOME_PHRASES = {
    "proven": "proven isolated as declared",
    "runs": "judged to run, without a proof",
    "resting": "stopped, as declared",
    "missing": "not there",
    "start_failed": "that could not be started",
    "dead": "dead",
    "removing": "being removed",
    "stopped": "stopped",
    "restarting": "restarting again and again",
    "unhealthy": "unhealthy",
    "refused": "refused",
    "refuted": "NOT isolated as declared",
    "other_image": "of another image",
    "differs": "not as declared",
    "left": "still there, though declared absent",
    "inconclusive": "inconclusive",
    "unknown": "not judged",
}


def _of(total: int, containers: Mapping[str, int]) -> str:
    noun = "container" if total == 1 else "containers"
    parts = [f"{containers[word]} {phrase}" for word, phrase in OUTCOME_PHRASES.items() if containers[word]]
    return f"{total} declared {noun}: {', '.join(parts)}"
