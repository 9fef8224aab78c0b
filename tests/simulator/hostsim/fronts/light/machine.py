"""The looks `cim`, `registry`, `boot`, `processes` and `compute_systems`, and the step `reboot`."""

from __future__ import annotations

from typing import Any

from hostsim.fronts.light.answers import Failed, answer, pick
from hostsim.fronts.light.host import Host
from hostsim.fronts.light.wql import condition
from hostsim.fronts.live import programs
from hostsim.machine import CommandNotFound
from hostsim.machine.registry import expanded

PROCESS = ["ProcessId", "ParentProcessId", "Name", "SessionId", "CreationDate", "ExecutablePath"]
REBOOTS = (0, 1115, 1190)  # told now; a shutdown is under way; one is scheduled
COMPUTE_SYSTEM = ["Id", "Type", "State", "Owner", "RuntimeId"]


def cim(host: Host, look: dict[str, Any]) -> list[dict[str, Any]]:
    rows = host.machine.cim(look["class"], namespace=look.get("namespace") or "root/cimv2")
    if look.get("filter"):
        try:
            wanted = condition(look["filter"])
        except ValueError as error:
            raise Failed("Microsoft.Management.Infrastructure.CimException", "0x80131500", "Invalid query ") from error
        rows = [row for row in rows if wanted(row)]
    return [pick(row, look["properties"]) for row in rows]


def registry(host: Host, look: dict[str, Any]) -> dict[str, Any]:
    key = host.machine.registry(look["path"])
    if key is None:
        return {"exists": False, "values": {}}
    known = {name.lower(): value for name, value in key.items()}
    return {
        "exists": True,
        "values": {name: expanded(known[name.lower()]) for name in look.get("names") or [] if name.lower() in known},
    }


def boot(host: Host, look: dict[str, Any]) -> dict[str, Any]:
    system = host.machine.cim("Win32_OperatingSystem")[0]
    entry = answer(lambda: _printed(host, "bcdedit.exe", "/enum", "{current}")) if look.get("entry") else None
    uptime = (system["LocalDateTime"] - system["LastBootUpTime"]).total_seconds()
    return {**pick(system, ["LastBootUpTime", "LocalDateTime"]), "Uptime": round(uptime, 3), "entry": entry}


def processes(host: Host, look: dict[str, Any]) -> list[dict[str, Any]]:
    owned = {name.lower() for name in look.get("owners_of") or []}
    return [
        {**pick(process, PROCESS), **_owner(process, process["Name"].lower() in owned)}
        for process in host.machine.processes()
    ]


def _owner(process: dict[str, Any], asked: bool) -> dict[str, Any]:
    """What GetOwner says: 2, access denied, for a process that is nobody's."""
    owner = process["Owner"] if asked else None
    return {"Owner": owner, "OwnerError": "GetOwner returned 2" if asked and owner is None else None}


def compute_systems(host: Host, look: dict[str, Any]) -> dict[str, Any]:
    return {
        "hcsdiag": answer(lambda: _printed(host, "hcsdiag.exe", "list")),
        "compute_process": answer(
            lambda: [_texts(pick(row, COMPUTE_SYSTEM)) for row in host.machine.compute_processes()]
        ),
    }


def _texts(row: dict[str, Any]) -> dict[str, str | None]:
    return {name: None if value is None else str(value) for name, value in row.items()}


def reboot(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    ended = programs.run(host.machine, "shutdown.exe", ["/r", "/t", str(int(step["delay"]))])
    value = {"ExitCode": ended["exit_code"]}
    if ended["exit_code"] not in REBOOTS:
        raise Failed("status", str(ended["exit_code"]), (ended["stdout"] + ended["stderr"]).strip(), value)
    return value


def _printed(host: Host, name: str, *arguments: str) -> str:
    """What a program of Windows printed; one that ends with another exit code than 0 has failed."""
    if not programs.is_installed(host.machine, name):
        raise CommandNotFound(f"C:\\Windows\\System32\\{name}")
    ended = programs.run(host.machine, name, list(arguments))
    output = ended["stdout"] + ended["stderr"]
    if ended["exit_code"]:
        raise Failed("status", str(ended["exit_code"]), output.strip())
    return str(output)
