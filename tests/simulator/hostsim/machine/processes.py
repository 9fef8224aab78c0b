"""Which processes run: the table that Win32_Process shows."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime
from typing import Any

SYSTEM = "NT AUTHORITY\\SYSTEM"
LOCAL = "NT AUTHORITY\\LOCAL SERVICE"
NETWORK = "NT AUTHORITY\\NETWORK SERVICE"
SYSTEM32 = "C:\\Windows\\System32\\"

# GK, as a host looks some seconds after boot: name, parent, session, owner, path (None: protected), least build
BOOT: tuple[tuple[str, str | None, int, str, str | None, int], ...] = (
    ("Registry", "System", 0, SYSTEM, None, 17134),
    ("smss.exe", "System", 0, SYSTEM, None, 0),
    ("csrss.exe", "smss.exe", 0, SYSTEM, None, 0),
    ("wininit.exe", "smss.exe", 0, SYSTEM, None, 0),
    ("csrss.exe", "smss.exe", 1, SYSTEM, None, 0),
    ("winlogon.exe", "smss.exe", 1, SYSTEM, SYSTEM32 + "winlogon.exe", 0),
    ("services.exe", "wininit.exe", 0, SYSTEM, None, 0),
    ("lsass.exe", "wininit.exe", 0, SYSTEM, SYSTEM32 + "lsass.exe", 0),
    ("fontdrvhost.exe", "wininit.exe", 0, "Font Driver Host\\UMFD-0", SYSTEM32 + "fontdrvhost.exe", 16299),
    ("fontdrvhost.exe", "winlogon.exe", 1, "Font Driver Host\\UMFD-1", SYSTEM32 + "fontdrvhost.exe", 16299),
    ("LogonUI.exe", "winlogon.exe", 1, SYSTEM, SYSTEM32 + "LogonUI.exe", 0),
    ("dwm.exe", "winlogon.exe", 1, "Window Manager\\DWM-1", SYSTEM32 + "dwm.exe", 0),
    ("svchost.exe", "services.exe", 0, SYSTEM, SYSTEM32 + "svchost.exe", 0),
    ("svchost.exe", "services.exe", 0, NETWORK, SYSTEM32 + "svchost.exe", 0),
    ("svchost.exe", "services.exe", 0, LOCAL, SYSTEM32 + "svchost.exe", 0),
    ("WmiPrvSE.exe", "svchost.exe", 0, NETWORK, SYSTEM32 + "wbem\\WmiPrvSE.exe", 0),
)
# GK: what a container's own session runs, in starting order: name, parent within it, owner, working set in bytes
GUEST: tuple[tuple[str, str | None, str, int], ...] = (
    ("smss.exe", None, SYSTEM, 274_432),
    ("csrss.exe", "smss.exe", SYSTEM, 397_312),
    ("wininit.exe", "smss.exe", SYSTEM, 827_392),
    ("services.exe", "wininit.exe", SYSTEM, 1_712_128),
    ("lsass.exe", "wininit.exe", SYSTEM, 2_924_544),
    ("fontdrvhost.exe", "wininit.exe", "Font Driver Host\\UMFD-0", 421_888),
    ("svchost.exe", "services.exe", SYSTEM, 1_839_104),
    ("svchost.exe", "services.exe", NETWORK, 1_462_272),
    ("svchost.exe", "services.exe", LOCAL, 2_527_232),
    ("svchost.exe", "services.exe", SYSTEM, 4_591_616),
    ("CExecSvc.exe", "services.exe", SYSTEM, 950_272),
)


class PidSource:
    """PIDs as Windows gives them: multiples of 4, by chance, never one that is in use."""

    def __init__(self, seed: str, first: int = 400) -> None:
        self._random = random.Random(seed)
        self._next = first

    def take(self, used: Iterable[int]) -> int:
        """A PID that is not among the used ones."""
        taken = set(used)
        while True:
            self._next += 4 * self._random.randint(1, 60)
            if self._next > 32_000:
                self._next = 400 + 4 * self._random.randint(1, 60)
            if self._next not in taken:
                return self._next


class Processes:
    """The live processes by PID."""

    def __init__(self, seed: str, build: int) -> None:
        self._seed = seed
        self._boots = 0
        self._pids = PidSource(seed)
        self._build = build
        self._rows: dict[int, dict[str, Any]] = {}

    def boot(self, at: datetime, until: datetime) -> None:
        """Forget everything and start the system's own processes, one after the other between the two times."""
        self._boots += 1
        self._pids = PidSource(f"{self._seed}/{self._boots}")
        self._rows = {}
        self._add(0, 0, "System Idle Process", 0, None, None, at)
        self._add(4, 0, "System", 0, SYSTEM, None, at)
        for step, (name, parent, session, owner, path, least) in enumerate(BOOT):
            if self._build >= least:
                moment = at + (until - at) * (step / len(BOOT))
                self.start(name, self.named(parent), session, owner, path, moment)

    def start(self, name: str, parent: int, session: int, owner: str, path: str | None, at: datetime) -> int:
        """Start a process; returns its PID."""
        pid = self._pids.take(self._rows)
        self._add(pid, parent, name, session, owner, path, at)
        return pid

    def start_beside(self, other: int, name: str, owner: str, path: str | None, at: datetime) -> int:
        """Start a process with the parent and the session of another."""
        row = self._rows[other]
        return self.start(name, row["ParentProcessId"], row["SessionId"], owner, path, at)

    def end(self, pids: Iterable[int]) -> None:
        """End processes; those that are gone already are no error."""
        for pid in list(pids):
            self._rows.pop(pid, None)

    def named(self, name: str | None) -> int:
        """The PID of the newest process of that image name in the table's order, or 0."""
        found = [pid for pid, row in self._rows.items() if name and row["Name"].lower() == name.lower()]
        return found[-1] if found else 0

    def alive(self, pid: int) -> bool:
        """Whether there is a process of that PID."""
        return pid in self._rows

    def free_session(self) -> int:
        """The lowest session number that nobody has and that is no console's."""
        used = {row["SessionId"] for row in self._rows.values()}
        session = 2
        while session in used:
            session += 1
        return session

    def rows(self) -> list[dict[str, Any]]:
        """`{ProcessId, ParentProcessId, Name, SessionId, CreationDate, ExecutablePath, Owner}`, by PID."""
        return [dict(self._rows[pid]) for pid in sorted(self._rows)]

    def _add(
        self, pid: int, parent: int, name: str, session: int, owner: str | None, path: str | None, at: datetime
    ) -> None:
        self._rows[pid] = {
            "ProcessId": pid,
            "ParentProcessId": parent,
            "Name": name,
            "SessionId": session,
            "CreationDate": at,
            "ExecutablePath": path,
            "Owner": owner,
        }
