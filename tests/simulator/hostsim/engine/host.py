"""What does the engine learn of its host? Asked of Windows anew each time, as CIM and the registry give it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

CURRENT_VERSION = "HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
WORKSTATION = 1  # VER_NT_WORKSTATION; Enterprise multi-session reports 3 (isolation.md 4.1)


class Clock(Protocol):
    """What gives the machine's time."""

    def now(self) -> datetime: ...


class MachineLike(Protocol):
    """The parts of hostsim.machine.Machine that the engine uses."""

    boot_time: datetime

    @property
    def clock(self) -> Clock: ...

    def cim(self, class_name: str, namespace: str = "root/cimv2") -> list[dict[str, Any]]: ...

    def registry(self, path: str) -> dict[str, Any] | None: ...

    def service(self, name: str) -> dict[str, Any] | None: ...

    def path(self, path: str) -> dict[str, Any]: ...

    def add_path(self, path: str) -> None: ...

    def read_file(self, path: str) -> bytes: ...

    def write_file(self, path: str, content: bytes) -> None: ...

    def has_account(self, name: str) -> bool: ...

    def write_event(self, source: str, text: str, level: str = ..., event_id: int = ...) -> None: ...

    def hcs_create_and_start(self, *args: Any, **kwargs: Any) -> dict[str, Any]: ...

    def hcs_terminate(self, container_id: str, exit_code: int = ...) -> bool: ...

    def hcs_pause(self, container_id: str, paused: bool = True) -> None: ...

    def hcs_processes(self, container_id: str) -> list[dict[str, Any]]: ...

    def hcs_execute(self, *args: Any, **kwargs: Any) -> dict[str, Any]: ...

    def hcs_kill(self, container_id: str, pid: int) -> None: ...

    def hcs_running(self, container_id: str) -> bool: ...

    def service_exited(self, name: str, text: str | None = None) -> None: ...

    def on_exit(self, container_id: str, callback: Any) -> None: ...


@dataclass(frozen=True)
class Host:
    """The host as the engine sees it; `memory` in bytes, `product` the registry's ProductName."""

    name: str
    build: int
    revision: int
    product_type: int
    product: str
    display_version: str
    release_id: str
    build_lab: str
    processors: int
    memory: int

    @property
    def client(self) -> bool:
        """Whether the engine takes this for a client: ProductType alone decides."""
        return self.product_type == WORKSTATION


def look_at(machine: MachineLike) -> Host:
    """Read the host's facts."""
    system = machine.cim("Win32_OperatingSystem")[0]
    computer = machine.cim("Win32_ComputerSystem")[0]
    version = machine.registry(CURRENT_VERSION) or {}
    return Host(
        name=str(computer["Name"]),
        build=int(system["BuildNumber"]),
        revision=int(version.get("UBR") or 0),
        product_type=int(system["ProductType"]),
        product=str(version.get("ProductName") or ""),
        display_version=str(version.get("DisplayVersion") or ""),
        release_id=str(version.get("ReleaseId") or ""),
        build_lab=str(version.get("BuildLabEx") or ""),
        processors=int(computer["NumberOfLogicalProcessors"]),
        memory=int(computer["TotalPhysicalMemory"]),
    )
