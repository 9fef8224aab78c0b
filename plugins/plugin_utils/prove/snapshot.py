# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the host shows of its processes and compute systems at one moment, made ready to be compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.compute_systems import (
    GUID,
    ComputeSystem,
    ComputeSystems,
    compute_systems,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.processes import Process as Row
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.processes import processes
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer

WORKER = "vmwp"  # one for each virtual machine, owned by NT VIRTUAL MACHINE\GUID
OWNERS_OF = ["vmwp.exe"]
LOOKS = ({"verb": "processes", "owners_of": OWNERS_OF}, {"verb": "compute_systems"})


@dataclass(frozen=True)
class Process:
    """`name` in lower case without .exe, as `plain_name` makes it."""

    pid: int
    name: str
    session: int | None
    created: datetime | None


@dataclass(frozen=True)
class Snapshot:
    """`processes` by PID; `workers` the GUIDs of the virtual machines that have a worker process, `strangers` why the
    owners of other workers could not be told; `machines` what is known of each compute system's virtual machine by its
    id (as host/answers/compute_systems.py has it). `processes` and `machines` are None where they could not be read.
    `unread` says why."""

    processes: Mapping[int, Process] | None = None
    workers: frozenset[str] = frozenset()
    strangers: tuple[str, ...] = ()
    machines: Mapping[str, str | None] | None = None
    unread: tuple[str, ...] = ()


def snapshot(listed: Answer, systems: Answer) -> Snapshot:
    """Of the ANSWERs to LOOKS. Raises WrongShape."""
    rows = processes(listed.value) if listed.ok else ()
    unread = [] if rows else [f"the host's processes could not be read: {_why(listed, 'the list is empty')}"]
    workers, strangers = _workers(rows)
    machines, told = _machines(systems)
    return Snapshot(
        {row.pid: _process(row) for row in rows} if rows else None,
        workers,
        strangers,
        machines,
        (*unread, *told),
    )


def plain_name(name: str) -> str:
    """`PING.EXE` and `ping` are one program: tools differ in case and in the ending."""
    return name.lower().removesuffix(".exe")


def moment(text: str | None) -> datetime | None:
    """A date as the host or the engine writes it (ISO, UTC or with an offset, up to nine digits of a second)."""
    match = re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8})(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?", text or "")
    if not match or match[1].startswith("0001"):
        return None
    try:
        at = datetime.fromisoformat(match[1] + (match[2] or "")[:7] + (match[3] or "Z").replace("Z", "+00:00"))
        return at.astimezone(UTC)
    except (ValueError, OverflowError):  # 99 hours, or the year 9999 at the edge of an offset
        return None


def _process(row: Row) -> Process:
    return Process(row.pid, plain_name(row.name), row.session, moment(row.created))


def _workers(rows: Sequence[Row]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The virtual machines of the worker processes, and why the owner of each of the others is not known."""
    owned, strangers = set(), []
    for row in rows:
        if plain_name(row.name) != WORKER:
            continue
        found = GUID.search(row.owner or "")
        if found:
            owned.add(found[1].lower())
        else:
            strangers.append(row.owner_error or f"its owner is {row.owner or 'not told'}")
    return frozenset(owned), tuple(dict.fromkeys(strangers))


def _machines(answer: Answer) -> tuple[dict[str, str | None] | None, tuple[str, ...]]:
    """Both sources together, and why what is missing could not be read."""
    if not answer.ok:
        return None, (f"the compute systems could not be read: {_why(answer)}",)
    said = compute_systems(answer.value)
    sources = [source for source in (said.processes, said.diagnosis) if source is not None]
    if not sources:
        return None, (f"the compute systems could not be read: {'; '.join(said.errors)[:400]}",)
    ids = {system.id for source in sources for system in source}
    machines = {identifier: _one(identifier, sources) for identifier in ids}
    return machines, _gaps(machines, said)


def _one(identifier: str, sources: Sequence[Sequence[ComputeSystem]]) -> str | None:
    """What the sources agree on; None where none of them tells, or where they contradict each other."""
    told = {system.machine for source in sources for system in source if system.id == identifier} - {None}
    return told.pop() if len(told) == 1 else None


def _gaps(machines: Mapping[str, str | None], said: ComputeSystems) -> tuple[str, ...]:
    if None not in machines.values():
        return ()
    return tuple(f"the compute systems could not all be read: {error[:200]}" for error in said.errors)


def _why(answer: Answer, otherwise: str = "no answer") -> str:
    return (answer.error.text or answer.error.type or "no answer")[:200] if not answer.ok else otherwise
