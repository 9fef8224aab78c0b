"""Which CIM classes the machine answers, and with what: one table, read by `instances`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import identity
from .errors import WindowsError

if TYPE_CHECKING:
    from .core import Core

Instances = list[dict[str, Any]]
CIM_EXCEPTION = "Microsoft.Management.Infrastructure.CimException"


def _operating_system(machine: Core) -> Instances:
    count = len(machine.parts.processes.rows())
    return [identity.operating_system(machine.description, machine.boot_time, machine.clock.now(), count)]


def _processes(machine: Core) -> Instances:
    return [
        {
            **{name: value for name, value in row.items() if name != "Owner"},  # GetOwner is a method
            "Handle": str(row["ProcessId"]),
            "Caption": row["Name"],
            "CommandLine": None if row["ExecutablePath"] is None else f'"{row["ExecutablePath"]}"',
        }
        for row in machine.parts.processes.rows()
    ]


# (namespace, class) in lower case
CLASSES: dict[tuple[str, str], Callable[[Core], Instances]] = {
    ("root/cimv2", "win32_operatingsystem"): _operating_system,
    ("root/cimv2", "win32_computersystem"): lambda machine: [
        identity.computer_system(machine.description, machine.parts.virtualization)
    ],
    ("root/cimv2", "win32_processor"): lambda machine: [
        identity.processor(machine.description, machine.parts.virtualization)
    ],
    ("root/cimv2", "win32_logicaldisk"): lambda machine: identity.logical_disks(
        machine.description, machine.parts.files.full
    ),
    ("root/cimv2", "win32_bios"): lambda machine: [identity.bios(machine.description, machine.parts.virtualization)],
    ("root/cimv2", "win32_systemenclosure"): lambda machine: [identity.enclosure(machine.parts.virtualization)],
    ("root/cimv2", "win32_service"): lambda machine: machine.parts.services.all(),
    ("root/cimv2", "win32_process"): _processes,
    ("root/cimv2", "win32_account"): lambda machine: machine.accounts.rows(),
}
NAMESPACES = {namespace for namespace, _ in CLASSES}


def instances(machine: Core, class_name: str, namespace: str) -> Instances:
    """All instances with all the properties that are known. Raises WindowsError (texts of the CIM cmdlets, GK)."""
    place = namespace.replace("\\", "/").lower()
    if place not in NAMESPACES:
        raise WindowsError(CIM_EXCEPTION, "0x80131500", "Invalid namespace ", "HRESULT 0x8004100e,GetCimInstance")
    answer = CLASSES.get((place, class_name.lower()))
    if answer is None:
        raise WindowsError(CIM_EXCEPTION, "0x80131500", "Invalid class ", "HRESULT 0x80041010,GetCimInstance")
    return answer(machine)
