"""Which compute systems (containers) run, and as which processes the host sees them."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from .errors import HcsError
from .hcs_rules import UVM_MEMORY
from .processes import GUEST, SYSTEM32, PidSource, Processes
from .runs import Run
from .workload import OTHER_WORKING_SET, WORKING_SET, Workload, on_disk

ADMINISTRATOR = "User Manager\\ContainerAdministrator"
NO_GUID = "00000000-0000-0000-0000-000000000000"


def owner_of(user: str | None) -> str:
    """Who a process of a container runs as, of the name that was asked for."""
    return user if user and "\\" in user else f"User Manager\\{user or 'ContainerAdministrator'}"


@dataclass
class System:
    """One running compute system; `guest` as HCS lists it, `host` the PIDs that the host's table has for it."""

    container_id: str
    isolation: str
    runtime_id: str
    memory: int
    started: datetime
    guest: list[dict[str, Any]] = field(default_factory=list)
    host: list[int] = field(default_factory=list)
    init: int = 0
    paused: bool = False
    runs: dict[int, tuple[Run, Callable[[int], None]]] = field(default_factory=dict)  # pid -> what it does, its end


class Compute:
    """The compute systems of one machine. Calls are made under the machine's lock."""

    def __init__(self, seed: str, processes: Processes) -> None:
        self._random = random.Random(seed + "/compute")
        self._processes = processes
        self._systems: dict[str, System] = {}
        self._exits: dict[str, list[Callable[[int], None]]] = {}

    def start(
        self, container_id: str, isolation: str, memory: int | None, work: Workload, user: str | None, now: datetime
    ) -> System:
        """Start one; the rules have been asked before. Raises HcsError when the id runs already."""
        if container_id in self._systems:
            text = "A virtual machine or container with the specified identifier already exists."
            raise HcsError("0xc037010f", text, "create")
        hyperv = isolation == "hyperv"
        runtime = str(uuid.UUID(int=self._random.getrandbits(128), version=4)).upper() if hyperv else NO_GUID
        system = System(container_id, isolation, runtime, (memory or UVM_MEMORY) if hyperv else 0, now)
        owner = owner_of(user)
        if hyperv:
            self._start_vm(system, work)
        else:
            self._start_silo(system, work, owner)
        self._systems[container_id] = system
        return system

    def end(self, container_id: str) -> list[Callable[[int], None]]:
        """End one; returns who wanted to be told (they are told once). None of that id: nobody."""
        system = self._systems.pop(container_id, None)
        if system is None:
            return []
        self._processes.end(system.host)
        told = []
        for run, ended in system.runs.values():
            run.stop()
            told.append(ended)
        return [*self._exits.pop(container_id, []), *told]

    def execute(self, container_id: str, work: Workload, user: str, now: datetime) -> int:
        """One more process in it; its PID, the guest's under hyperv. Raises HcsError."""
        system = self.get(container_id)
        name = work.images[0]
        if system.isolation == "hyperv":
            used = [row["PID"] for row in system.guest]
            pid = PidSource(f"{container_id}/{len(used)}", 60).take(used)
        else:
            disk, path = on_disk(name)
            pid = self._processes.start_beside(system.init, disk, user, path, now)
            system.host.append(pid)
        self._list(system, name, pid, WORKING_SET.get(name.lower(), OTHER_WORKING_SET))
        return pid

    def executed(self, container_id: str, pid: int) -> None:
        """A further process has ended; nothing to do where its system has."""
        system = self._systems.get(container_id)
        if system is None or pid not in system.runs:
            return
        del system.runs[pid]
        system.guest = [row for row in system.guest if row["PID"] != pid]
        if pid in system.host:
            system.host.remove(pid)
            self._processes.end([pid])

    def clear(self) -> None:
        """At shutdown all end, and nobody is left to be told."""
        for container_id in list(self._systems):
            self.end(container_id)
        self._exits.clear()

    def on_exit(self, container_id: str, callback: Callable[[int], None]) -> None:
        """Call back with the exit code when the system ends."""
        self._exits.setdefault(container_id, []).append(callback)

    def running(self, container_id: str) -> bool:
        """Whether it runs."""
        return container_id in self._systems

    def get(self, container_id: str) -> System:
        """The system. Raises HcsError 0xc037010e."""
        if container_id not in self._systems:
            text = "A virtual machine or container with the specified identifier does not exist."
            raise HcsError("0xc037010e", text, "start")
        return self._systems[container_id]

    def guest_processes(self, container_id: str, now: datetime) -> list[dict[str, Any]]:
        """HCS's process list: `{Name, PID, CPU (seconds), PrivateWorkingSet (bytes)}`; guest PIDs under hyperv."""
        system = self.get(container_id)
        age = (now - system.started).total_seconds()
        return [
            {
                "Name": row["Name"],
                "PID": row["PID"],
                "CPU": round(row["CPU"] + age * 0.0002, 3),
                "PrivateWorkingSet": row["PrivateWorkingSet"],
            }
            for row in system.guest
        ]

    def memory_in_use(self) -> int:
        """Bytes that utility VMs hold."""
        return sum(system.memory for system in self._systems.values())

    def rows(self) -> list[dict[str, Any]]:
        """Get-ComputeProcess: `{Id, Type, State, Owner, RuntimeId, IsTemplate}` (isolation.md 6; row values GK)."""
        return [
            {
                "Id": system.container_id,
                "Type": "Container",
                "State": "Paused" if system.paused else "Running",
                "Owner": "docker",
                "RuntimeId": system.runtime_id,
                "IsTemplate": False,
            }
            for system in self._systems.values()
        ]

    def hcsdiag(self) -> str:
        """hcsdiag list: an id's line, then an indented one with a tab after the padded type (A8.3)."""
        lines = []
        for row in self.rows():
            kind = f"{row['Type']},".ljust(26)
            lines += [row["Id"], f"    {kind}\t{row['State']}, {row['RuntimeId']}, {row['Owner']}"]
        return "".join(line + "\r\n" for line in lines)

    def state(self) -> list[dict[str, Any]]:
        """For the machine's state."""
        return [
            {
                **row,
                "isolation": self._systems[row["Id"]].isolation,
                "pid": self._systems[row["Id"]].init,
                "memory": self._systems[row["Id"]].memory,
            }
            for row in self.rows()
        ]

    # inside

    def _tree(self, work: Workload, owner: str) -> list[tuple[str, str | None, str, int]]:
        """The container's processes: its own session's, then the workload's, each the child of the one before."""
        parents = ["CExecSvc.exe", *work.images]
        own = [
            (image, parents[step], owner, WORKING_SET.get(image.lower(), OTHER_WORKING_SET))
            for step, image in enumerate(work.images)
        ]
        return [*GUEST, *own]

    def _list(self, system: System, name: str, pid: int, size: int) -> None:
        system.guest.append({"Name": name, "PID": pid, "CPU": 0.031, "PrivateWorkingSet": size})

    def _start_silo(self, system: System, work: Workload, owner: str) -> None:
        session = self._processes.free_session()
        pids: dict[str | None, int] = {None: self._processes.named("vmcompute.exe")}
        for step, (name, parent, user, size) in enumerate(self._tree(work, owner)):
            disk, path = on_disk(name) if step >= len(GUEST) else (name, SYSTEM32 + name)
            at = system.started + timedelta(microseconds=step)
            pid = self._processes.start(disk, pids[parent], session, user, path, at)
            pids[name] = pid
            system.host.append(pid)
            self._list(system, name, pid, size)
            if step == len(GUEST):
                system.init = pid

    def _start_vm(self, system: System, work: Workload) -> None:
        owner = f"NT VIRTUAL MACHINE\\{system.runtime_id}"
        service = self._processes.named("vmcompute.exe")
        worker = self._processes.start("vmwp.exe", service, 0, owner, SYSTEM32 + "vmwp.exe", system.started)
        memory = self._processes.start("vmmem", worker, 0, owner, None, system.started + timedelta(microseconds=1))
        system.host = [worker, memory]
        guest_pids = PidSource(system.container_id, 60)
        used: list[int] = []
        for step, (name, _parent, _user, size) in enumerate(self._tree(work, ADMINISTRATOR)):
            pid = guest_pids.take(used)
            used.append(pid)
            self._list(system, name, pid, size)
            if step == len(GUEST):
                system.init = pid
