# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is a container isolated as it claims? Judged from the host, not from what the engine says of itself.

Under process isolation a container's processes are the host's own, in a session of their own; under hyperv they are
not there, and a virtual machine with a worker process is. Each of the two findings is made for itself, and only both
together prove or refute.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.isolation_modes import MODES
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.findings import Findings, findings
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.seen import Subject
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.snapshot import Snapshot

CONTAINER_ID = re.compile(r"[0-9a-f]{64}")

# (claimed, on_host, in_machine) -> verdict; every other combination is inconclusive.
VERDICTS: dict[tuple[str, bool | None, bool | None], str] = {
    ("process", True, False): "proven",
    ("process", False, True): "refuted",
    ("hyperv", False, True): "proven",
    ("hyperv", True, False): "refuted",
}


@dataclass(frozen=True)
class Proof:
    """`row` is {name, running, declared, claimed, verdict, evidence: [text]}. `counts`: it runs, by what the engine
    says or by what the host shows, or that could not be read."""

    project: str | None
    counts: bool
    row: dict[str, Any]


def proofs(subjects: Sequence[Subject], seen: Snapshot, inventory: Mapping[str, str] | None = None) -> list[Proof]:
    """One for each container, in their order. `inventory` are the modes that are declared now, by container; without it
    what was declared when the container was created counts."""
    made = {item.id: findings(item, seen) for item in subjects}
    sessions = [found.session for found in made.values() if found.session is not None]
    shared = {session for session in sessions if sessions.count(session) > 1}
    return [
        _proof(item, made[item.id], seen, shared, (inventory or {}).get(item.name, item.declared), set(made))
        for item in subjects
    ]


def _proof(
    item: Subject, found: Findings, seen: Snapshot, shared: set[int], declared: str | None, judged: set[str]
) -> Proof:
    lines = [*item.unread, *found.lines]
    verdict = VERDICTS.get((item.claimed, found.on_host, found.in_machine), "inconclusive")
    if verdict == "proven" and found.session in shared:
        verdict = "inconclusive"
        lines.append(f"session {found.session} is used by another container as well, so it is not this one's own")
    if found.machine and _others(found.machine, item.id, seen, judged):
        verdict = "inconclusive"
        lines.append("another container has the same virtual machine, so it is not this one's own")
    if item.unread:
        verdict = "inconclusive"
    if declared in MODES and item.claimed in MODES and declared != item.claimed:
        verdict = "refuted"
        lines.insert(0, f"it is declared {declared}, and the engine itself says {item.claimed}")
    if item.claimed not in MODES and not item.unread:
        lines.insert(0, f"the engine says isolation {item.claimed or 'nothing'}, which is no mode that could be proven")
    hidden = not item.running and item.id in (seen.machines or {})
    if hidden:
        lines.append("the engine says that it does not run, but the host's compute systems hold its id")
    row = {
        "name": item.name,
        "running": item.running,
        "declared": declared,
        "claimed": item.claimed,
        "verdict": verdict,
        "evidence": lines,
    }
    return Proof(item.project, item.running or hidden or bool(item.unread), row)


def _others(machine: str, identifier: str, seen: Snapshot, judged: set[str]) -> bool:
    """Whether the compute system of another container has this virtual machine. Others may name it rightly: the virtual
    machine is one itself."""
    return any(
        guid == machine and other != identifier and (other in judged or CONTAINER_ID.fullmatch(other) is not None)
        for other, guid in (seen.machines or {}).items()
    )
