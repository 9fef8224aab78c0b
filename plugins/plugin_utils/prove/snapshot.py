# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the host shows of its processes and compute systems at one moment, made ready to be compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
NO_VM = "00000000-0000-0000-0000-000000000000"
WORKER = "vmwp"  # one for each virtual machine, owned by NT VIRTUAL MACHINE\GUID
OWNERS_OF = ["vmwp.exe"]


@dataclass(frozen=True)
class Process:
    """`name` in lower case without .exe, as `plain_name` makes it."""

    pid: int
    name: str
    session: int | None
    created: datetime | None


@dataclass(frozen=True)
class Snapshot:
    """`processes` by PID; `workers` the GUIDs of the virtual machines that have a worker process; `machines` the
    RuntimeId of each compute system by its id (None where it has no virtual machine). None for what could not be
    read, with the reason in `unread`."""

    processes: Mapping[int, Process] | None = None
    workers: frozenset[str] = frozenset()
    machines: Mapping[str, str | None] | None = None
    unread: list[str] = field(default_factory=list)


def snapshot(processes: Mapping[str, Any], compute_systems: Mapping[str, Any]) -> Snapshot:
    """Of the ANSWERs to the looks `processes` and `compute_systems`."""
    unread: list[str] = []
    rows = _value(processes, "the host's processes", unread)
    found = {process.pid: process for process in map(_process, rows or [])}
    owners = [str(row.get("Owner") or "") for row in rows or [] if plain_name(row.get("Name")) == WORKER]
    workers = frozenset(match[0].lower() for owner in owners if (match := GUID.search(owner)))
    return Snapshot(found if rows is not None else None, workers, _machines(compute_systems, unread), unread)


def plain_name(name: Any) -> str:
    """`PING.EXE` and `ping` are one program: tools differ in case and in the ending."""
    return str(name or "").lower().removesuffix(".exe")


def moment(text: Any) -> datetime | None:
    """A date as the host or the engine writes it (ISO, UTC or with an offset, up to nine digits of a second)."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?", str(text or ""))
    if not match or match[1].startswith("0001"):
        return None
    at = datetime.fromisoformat(match[1] + (match[2] or "")[:7] + (match[3] or "Z").replace("Z", "+00:00"))
    return at.astimezone(UTC)


def _process(row: Mapping[str, Any]) -> Process:
    session = row.get("SessionId")
    return Process(
        int(row["ProcessId"]),
        plain_name(row.get("Name")),
        None if session is None else int(session),
        moment(row.get("CreationDate")),
    )


def _machines(answer: Mapping[str, Any], unread: list[str]) -> dict[str, str | None] | None:
    """Get-ComputeProcess where it tells RuntimeId, else the text of hcsdiag."""
    said = _value(answer, "the compute systems", unread)
    if said is None:
        return None
    rows = said["compute_process"].get("value") if said["compute_process"].get("ok") else None
    if rows is not None and all(row.get("RuntimeId") for row in rows):
        return {str(row["Id"]).lower(): _guid(str(row["RuntimeId"])) for row in rows}
    text = said["hcsdiag"].get("value") if said["hcsdiag"].get("ok") else None
    if text is not None:
        return hcsdiag_machines(text)
    if rows is not None:
        unread.append("Get-ComputeProcess does not tell RuntimeId on this host, and hcsdiag did not answer")
    else:
        unread.append(
            "the compute systems could not be read: "
            + str((said["hcsdiag"].get("error") or {}).get("text") or "no answer")[:200]
        )
    return None


def hcsdiag_machines(text: str) -> dict[str, str | None]:
    """`hcsdiag list`: a line with the id, then an indented line with type, state, GUID and owner, separated by
    commas and padding."""
    machines: dict[str, str | None] = {}
    current: str | None = None
    for line in text.splitlines():
        if line.strip() and not line[0].isspace():
            current = line.strip().lower()
            machines[current] = None
        elif current and (match := GUID.search(line)):
            machines[current] = _guid(match[0])
    return machines


def _guid(text: str) -> str | None:
    match = GUID.search(text)
    guid = match[0].lower() if match else None
    return None if guid == NO_VM else guid


def _value(answer: Mapping[str, Any], what: str, unread: list[str]) -> Any:
    if answer.get("ok"):
        return answer.get("value")
    unread.append(f"{what} could not be read: {str((answer.get('error') or {}).get('text') or 'no answer')[:200]}")
    return None


def top_rows(top: Mapping[str, Any] | None) -> set[tuple[int, str]]:
    """(PID, name) of an engine's `top` (Titles Name, PID, CPU, Private Working Set; moby daemon/top_windows.go)."""
    if not top:
        return set()
    titles: Sequence[str] = top.get("Titles") or []
    if "Name" not in titles or "PID" not in titles:
        return set()
    name, pid = titles.index("Name"), titles.index("PID")
    return {(int(row[pid]), plain_name(row[name])) for row in top.get("Processes") or []}
