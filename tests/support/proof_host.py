"""A host with containers as `isolation_proof` sees it: what the engine and Windows answer to the proof's four looks."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from typing import Any

import plain_container
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer

NO_VM = "00000000-0000-0000-0000-000000000000"
STARTED = "2026-11-24T08:00:00.1234567Z"
LATER = "2026-11-24T08:00:01.0000000Z"
BOOTED = "2026-11-20T06:00:00.0000000Z"
TITLES = ["Name", "PID", "CPU", "Private Working Set"]
# what every Windows container runs beside its own program
BESIDE = ("smss.exe", "csrss.exe", "wininit.exe", "services.exe", "lsass.exe", "svchost.exe", "CExecSvc.exe")


def guid(number: int) -> str:
    return f"6F1B8F3E-5A0C-4C3B-9E57-2D0B9C1E{number:04X}"


# What the engine tells of a container that declares nothing (moby api/types/container)
UNCHANGED: dict[str, Any] = plain_container.HOST
PLAIN: dict[str, Any] = {**plain_container.CONFIG, "Env": [], "Cmd": ["ping"]}


@dataclass
class Box:
    """`really` is how it runs, `claimed` what the engine says; `listed` whether the engine lists it as running."""

    name: str
    claimed: str = "process"
    really: str | None = None
    project: str | None = "shop"
    declared: str | None = None
    running: bool = True
    status: str = "running"
    number: int = 0
    labels: dict[str, str] | None = None

    @property
    def id(self) -> str:
        return f"{self.number:04x}" * 16

    @property
    def mode(self) -> str:
        return self.really or self.claimed

    def our_labels(self) -> dict[str, str]:
        if self.labels is not None or self.project is None:
            return self.labels or {}
        return {
            "winfleet.project": self.project,
            "winfleet.version": "0.1.0",
            "winfleet.digest": "sha256:1",
            "winfleet.isolation": self.declared or self.claimed,
        }

    def inside(self) -> list[tuple[str, int]]:
        first = 10_000 * self.number
        return [(name, first + 4 * place) for place, name in enumerate((*BESIDE, "PING.EXE", "conhost.exe"), 1)]


@dataclass
class ProofHost:
    """`raw()` are the four answers as JSON would bring them, so that a test may change any place in them."""

    boxes: list[Box]
    source: str = "compute_process"  # or hcsdiag
    extra: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for number, box in enumerate(self.boxes, 1):
            box.number = number

    def raw(self) -> list[dict[str, Any]]:
        return copy.deepcopy(
            [
                {"ok": True, "value": [self._list(), self._inspects(), self._list(running=True), self._tops()]},
                {"ok": True, "value": self._processes()},
                {"ok": True, "value": self._systems()},
                {"ok": True, "value": [self._list(running=True), self._tops()]},
            ]
        )

    def answers(self) -> list[Answer]:
        return as_answers(self.raw())

    def _list(self, running: bool = False) -> dict[str, Any]:
        rows = [
            {
                "Id": box.id,
                "Names": [f"/{box.name}"],
                "Image": "nano:2022",
                "State": box.status if box.running else "exited",
                "Labels": box.our_labels(),
            }
            for box in self.boxes
            if not running or (box.running and box.status == "running")
        ]
        return {"status": 200, "body": json.dumps(rows)}

    def _inspects(self) -> dict[str, Any]:
        return {"each": [{"for": box.id, "status": 200, "body": json.dumps(self._inspect(box))} for box in self.boxes]}

    def _inspect(self, box: Box) -> dict[str, Any]:
        status = box.status if box.running else "exited"
        return {
            "Id": box.id,
            "Name": f"/{box.name}",
            "Image": "sha256:1",
            "State": {
                "Status": status,
                "Running": box.running,
                "Paused": status == "paused",
                "Restarting": status == "restarting",
                "StartedAt": STARTED,
            },
            "HostConfig": {"Isolation": box.claimed, **UNCHANGED},
            "Config": {"Labels": box.our_labels(), **PLAIN, "Hostname": box.id[:12], "Image": "nano:2022"},
        }

    def _tops(self) -> dict[str, Any]:
        return {
            "each": [
                {
                    "for": box.id,
                    "status": 200,
                    "body": json.dumps(
                        {
                            "Titles": TITLES,
                            "Processes": [[name, str(pid), "00:00:00.031", "856.1kB"] for name, pid in box.inside()],
                        }
                    ),
                }
                for box in self.boxes
                if box.running and box.status == "running"
            ]
        }

    def _processes(self) -> list[dict[str, Any]]:
        rows = [
            process("System Idle Process", 0, 0, None),
            process("System", 4, 0, BOOTED),
            process("svchost.exe", 800, 0, BOOTED),
            process("ping.exe", 804, 1, BOOTED),
        ]
        for box in self.boxes:
            if not box.running:
                continue
            if box.mode == "process":
                rows += [process(name, pid, 0 if name == "smss.exe" else box.number + 2) for name, pid in box.inside()]
            else:
                owner = f"NT VIRTUAL MACHINE\\{guid(box.number)}"
                rows.append(process("vmwp.exe", 90_000 + box.number, 0, LATER, owner))
        return rows + self.extra

    def _systems(self) -> dict[str, Any]:
        running = [box for box in self.boxes if box.running]
        machines = {box.id: guid(box.number) if box.mode == "hyperv" else NO_VM for box in running}
        denied = {"ok": False, "error": {"type": "x", "code": "", "text": "not known here"}}
        if self.source == "compute_process":
            rows = [
                {"Id": key.upper(), "Type": "Container", "State": "Running", "Owner": "docker", "RuntimeId": machine}
                for key, machine in machines.items()
            ]
            return {"hcsdiag": denied, "compute_process": {"ok": True, "value": rows}}
        text = "".join(
            f"{key}\r\n    {'Container,':<26}\tRunning, {machine}, docker\r\n" for key, machine in machines.items()
        )
        return {"hcsdiag": {"ok": True, "value": text}, "compute_process": denied}


def process(name: str, pid: int, session: int | None, created: str | None = LATER, owner: str | None = None) -> Any:
    return {
        "ProcessId": pid,
        "ParentProcessId": 4,
        "Name": name,
        "SessionId": session,
        "CreationDate": created,
        "ExecutablePath": None,
        "Owner": owner,
        "OwnerError": None,
    }


def as_answers(raw: list[dict[str, Any]]) -> list[Answer]:
    """Raises WrongShape where one is no ANSWER."""
    return [read(Answer, item, "an answer") for item in raw]
