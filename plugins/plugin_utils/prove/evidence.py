# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is a container isolated as it claims? Judged from the host, not from what the engine says of itself.

Under process isolation a container's processes are the host's own, in a session of their own; under hyperv they are
not there, and a virtual machine with a worker process is. Each of the two findings is made for itself, and only both
together prove or refute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.snapshot import (
    Process,
    Snapshot,
    moment,
    plain_name,
    top_rows,
)

# The engine notes the start once it has happened, so a container's first processes are a little older; a process of
# the host that has the same PID and name by chance is, as a rule, much older.
OLDER = timedelta(seconds=60)
# The session manager of a container does not live in the container's session.
OUTSIDE_SESSION = {plain_name("smss.exe")}
MODES = ("process", "hyperv")


@dataclass(frozen=True)
class Subject:
    """One container as the engine tells of it: `first` and `second` are the PIDs and names of the two `top`s."""

    id: str
    name: str
    running: bool
    declared: str | None
    claimed: str
    started: datetime | None
    first: frozenset[tuple[int, str]]
    second: frozenset[tuple[int, str]]


@dataclass(frozen=True)
class Findings:
    """`on_host`: its processes are the host's own (None = cannot be told); `in_machine`: it has a virtual machine of
    its own."""

    on_host: bool | None
    in_machine: bool | None
    session: int | None
    lines: tuple[str, ...]


# (claimed, on_host, in_machine) -> verdict; every other combination is inconclusive.
VERDICTS: dict[tuple[str, bool | None, bool | None], str] = {
    ("process", True, False): "proven",
    ("process", False, True): "refuted",
    ("hyperv", False, True): "proven",
    ("hyperv", True, False): "refuted",
}


def subject(inspect: Mapping[str, Any], first: Mapping[str, Any] | None, second: Mapping[str, Any] | None) -> Subject:
    state, labels = inspect.get("State") or {}, (inspect.get("Config") or {}).get("Labels") or {}
    return Subject(
        id=str(inspect["Id"]).lower(),
        name=str(inspect["Name"]).removeprefix("/"),
        running=bool(state.get("Running")),
        declared=labels.get("winfleet.isolation"),
        claimed=str((inspect.get("HostConfig") or {}).get("Isolation") or "").lower(),
        started=moment(state.get("StartedAt")),
        first=frozenset(top_rows(first)),
        second=frozenset(top_rows(second)),
    )


def proofs(subjects: Sequence[Subject], seen: Snapshot) -> list[dict[str, Any]]:
    """{name, running, declared, claimed, verdict, evidence: [text]} for each container, by name."""
    made = {item.name: findings(item, seen) for item in subjects}
    sessions = [found.session for found in made.values() if found.session is not None]
    shared = {session for session in sessions if sessions.count(session) > 1}
    return [_proof(item, made[item.name], shared) for item in sorted(subjects, key=lambda item: item.name)]


def _proof(item: Subject, found: Findings, shared: set[int]) -> dict[str, Any]:
    lines, on_host = list(found.lines), found.on_host
    verdict = VERDICTS.get((item.claimed, on_host, found.in_machine), "inconclusive")
    if verdict == "proven" and found.session in shared:
        verdict = "inconclusive"
        lines.append(f"session {found.session} is used by another container as well, so it is not this one's own")
    if item.declared in MODES and item.claimed in MODES and item.declared != item.claimed:
        verdict = "refuted"
        lines.insert(0, f"it was declared {item.declared}, and the engine itself says {item.claimed}")
    if item.claimed not in MODES:
        lines.insert(0, f"the engine says isolation {item.claimed or 'nothing'}, which is no mode that could be proven")
    return {
        "name": item.name,
        "running": item.running,
        "declared": item.declared,
        "claimed": item.claimed,
        "verdict": verdict,
        "evidence": lines,
    }


def findings(item: Subject, seen: Snapshot) -> Findings:
    if not item.running:
        return Findings(None, None, None, ("it does not run, so there is nothing to be seen on the host",))
    on_host, session, lines = _on_host(item, seen)
    in_machine, line = _in_machine(item, seen)
    return Findings(on_host, in_machine, session, (*lines, line, *seen.unread))


def _on_host(item: Subject, seen: Snapshot) -> tuple[bool | None, int | None, list[str]]:
    """Only PIDs of both tops count: those lived while the host was looked at."""
    lasting = sorted(item.first & item.second)
    if not lasting:
        return None, None, ["no process is in both lists of the engine (top), so none could be looked for on the host"]
    if seen.processes is None:
        return None, None, []
    matches = [process for pid, name in lasting if (process := _match(seen.processes.get(pid), name, item.started))]
    inside = [process for process in matches if process.name not in OUTSIDE_SESSION]
    inside.sort(key=lambda process: (process.name in COMMON, process.pid))  # what the container is for comes first
    sessions = {process.session for process in inside}
    if not inside:
        text = f"none of its {len(lasting)} processes ({_names(lasting)}) is a process of the host"
        return False, None, [text]
    told = ", ".join(f"{process.name} (PID {process.pid})" for process in inside[:3])
    if len(sessions) == 1 and (session := next(iter(sessions))) not in (None, 0):
        return (
            True,
            session,
            [f"{len(inside)} of its {len(lasting)} processes are the host's own, all in session {session}: {told}"],
        )
    places = ", ".join(sorted(str(session) for session in sessions))
    return (
        None,
        None,
        [
            f"{len(inside)} of its {len(lasting)} processes have the PID and name of a process of the host, but in "
            f"session {places}, which is not one of its own: {told}"
        ],
    )


def _match(process: Process | None, name: str, started: datetime | None) -> Process | None:
    """PID numbers collide, so the name must be the same, and the process must not be older than the container."""
    if process is None or process.name != name:
        return None
    if started and process.created and process.created < started - OLDER:
        return None
    return process


def _in_machine(item: Subject, seen: Snapshot) -> tuple[bool | None, str]:
    if seen.machines is None:
        return None, "whether it has a virtual machine of its own could not be read"
    if item.id not in seen.machines:
        return None, "the host's compute systems do not hold its id"
    guid = seen.machines[item.id]
    if guid is None:
        return False, "its compute system has no virtual machine"
    if guid in seen.workers:
        return (
            True,
            f"its compute system is the virtual machine {guid.upper()}, which has a worker process (vmwp) of its own",
        )
    return (
        None,
        f"its compute system names the virtual machine {guid.upper()}, but no worker process (vmwp) belongs to it",
    )


def _names(rows: Sequence[tuple[int, str]]) -> str:
    names = sorted({name for _pid, name in rows if name not in COMMON}) or sorted({name for _pid, name in rows})
    return ", ".join(names[:4]) + (" ..." if len(names) > 4 else "")


COMMON = {
    "smss",
    "csrss",
    "wininit",
    "services",
    "lsass",
    "svchost",
    "cexecsvc",
    "fontdrvhost",
}  # in every Windows container
