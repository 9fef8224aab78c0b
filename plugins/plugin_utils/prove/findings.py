# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does the host show of one container? Two findings, each made for itself: are its processes the host's own, and
has it a virtual machine of its own? What cannot be told is None."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.compute_systems import NO_MACHINE
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.seen import Subject
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.snapshot import Process, Snapshot

# The engine notes the start once it has happened, so a container's first processes are a little older; a process of
# the host that has the same PID and name by chance is, as a rule, much older.
OLDER = timedelta(seconds=60)
# The session manager of a container does not live in the container's session.
OUTSIDE_SESSION = {"smss"}
COMMON = {
    "smss",
    "csrss",
    "wininit",
    "services",
    "lsass",
    "svchost",
    "cexecsvc",
    "fontdrvhost",
}  # in every Windows container, and most of them on every host too
# All processes of a container under process isolation are the host's, so all that last must be found there. One in ten
# may be missing: a name that the two lists write differently, or one that is not shown to this user.
MAY_LACK = 10


@dataclass(frozen=True)
class Findings:
    """`on_host`: its processes are the host's own (None = cannot be told); `in_machine`: it has a virtual machine of
    its own, whose GUID is `machine`."""

    on_host: bool | None
    in_machine: bool | None
    session: int | None
    machine: str | None
    lines: tuple[str, ...]


def findings(item: Subject, seen: Snapshot) -> Findings:
    if not item.running:
        text = "it does not run, so there is nothing to be seen on the host"
        return Findings(None, None, None, None, () if item.unread else (text,))
    on_host, session, lines = _on_host(item, seen)
    in_machine, machine, line = _in_machine(item, seen)
    return Findings(on_host, in_machine, session, machine, (*lines, line, *seen.unread))


def _on_host(item: Subject, seen: Snapshot) -> tuple[bool | None, int | None, tuple[str, ...]]:
    """Only PIDs of both tops count: those lived while the host was looked at."""
    lasting = sorted(item.first & item.second)
    own = [(pid, name) for pid, name in lasting if name not in COMMON]
    if not own:
        text = "no process of its own is in both lists of the engine (top), so none could be looked for on the host"
        return None, None, (text,)
    if seen.processes is None:
        return None, None, ()
    inside = _inside(item, lasting, seen.processes)
    if not inside:
        text = f"none of its {len(lasting)} processes ({_names(lasting)}) is a process of the host"
        return False, None, (text,)
    sessions = {process.session for process in inside}
    told = ", ".join(f"{process.name} (PID {process.pid})" for process in inside[:3])
    if len(sessions) > 1 or not sessions.isdisjoint({None, 0}):
        places = ", ".join(sorted(str(session) for session in sessions))
        text = (
            f"{len(inside)} of its {len(lasting)} processes have the PID and name of a process of the host, but in "
            f"session {places}, which is not one of its own: {told}"
        )
        return None, None, (text,)
    wanted = [row for row in lasting if row[1] not in OUTSIDE_SESSION]
    lacking = sorted(set(wanted) - {(process.pid, process.name) for process in inside})
    session = next(iter(sessions))
    if len(lacking) > len(wanted) // MAY_LACK or all(process.name in COMMON for process in inside):
        text = (
            f"only {len(inside)} of its {len(lasting)} processes are found on the host, in session {session}: {told}; "
            f"{_names(lacking)} is not, so whether it is the host that runs them cannot be told"
        )
        return None, None, (text,)
    text = f"{len(inside)} of its {len(lasting)} processes are the host's own, all in session {session}: {told}"
    return True, session, (text,)


def _inside(item: Subject, lasting: Sequence[tuple[int, str]], processes: Mapping[int, Process]) -> list[Process]:
    """The processes of the host that may be the container's, those that tell most first. What every Windows has as
    well, in the session of the host's own services, is met by chance: the PIDs of a virtual machine are numbers like
    those of the host."""
    found = [
        process
        for pid, name in lasting
        if name not in OUTSIDE_SESSION
        and (process := _match(processes.get(pid), name, item)) is not None
        and not (process.session == 0 and name in COMMON)
    ]
    return sorted(found, key=lambda process: (process.name in COMMON, process.pid))


def _match(process: Process | None, name: str, item: Subject) -> Process | None:
    """PID numbers collide, so the name must be the same, and the process must not be older than the container."""
    if process is None or process.name != name:
        return None
    if item.started and process.created and process.created < item.started - OLDER:
        return None
    return process


def _in_machine(item: Subject, seen: Snapshot) -> tuple[bool | None, str | None, str]:
    if seen.machines is None:
        return None, None, "whether it has a virtual machine of its own could not be read"
    if item.id not in seen.machines:
        return None, None, "the host's compute systems do not hold its id"
    guid = seen.machines[item.id]
    if guid is None:
        return None, None, "its compute system does not tell whether it is a virtual machine"
    if guid == NO_MACHINE:
        return False, None, "its compute system has no virtual machine"
    names = f"its compute system is the virtual machine {guid.upper()}"
    if guid in seen.workers:
        return True, guid, f"{names}, which has a worker process (vmwp) of its own"
    if seen.processes is None:
        return None, guid, f"{names}; whether that has a worker process (vmwp) could not be read"
    if seen.strangers:
        why = "; ".join(seen.strangers)[:200]
        return None, guid, f"{names}; whose the host's worker processes (vmwp) are could not be read: {why}"
    return None, guid, f"{names}, but no worker process (vmwp) belongs to it"


def _names(rows: Sequence[tuple[int, str]]) -> str:
    names = sorted({name for _pid, name in rows if name not in COMMON}) or sorted({name for _pid, name in rows})
    return ", ".join(names[:4]) + (" ..." if len(names) > 4 else "")
