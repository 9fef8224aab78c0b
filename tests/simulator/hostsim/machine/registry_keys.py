"""Which registry keys follow from the machine, each with the function that gives its values (None = no such key)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from . import identity, net_framework, registry
from .registry import Key

if TYPE_CHECKING:
    from .core import Core
    from .service_table import Row

# Reboot markers that something other than a feature may leave (isolation.md 4.4, GK)
MARKERS = ("component", "windows_update", "file_rename")


def _when(there: bool) -> Key | None:
    return {} if there else None


def _auto_logon_checked(machine: Core) -> Key | None:
    """Appears some time after boot: win_reboot waits for it (winrm-standin.md 6.6)."""
    return _when(machine.clock.now() >= machine.ready_time + timedelta(seconds=machine.description.settle))


def _session_manager(machine: Core) -> Key:
    values: Key = {"ProtectionMode": 1}
    if "file_rename" in machine.markers:
        values["PendingFileRenameOperations"] = ["\\??\\C:\\Windows\\Temp\\pending.tmp", ""]
    return values


SYSTEM_PATH = ("%SystemRoot%\\system32", "%SystemRoot%", "%SystemRoot%\\System32\\Wbem")


def _environment(machine: Core) -> Key:
    """The machine's environment variables; Path is REG_EXPAND_SZ and is told as it stands there (GK)."""
    return {
        "ComSpec": "%SystemRoot%\\system32\\cmd.exe", "NUMBER_OF_PROCESSORS": str(machine.description.processors),
        "OS": "Windows_NT", "Path": ";".join((*SYSTEM_PATH, *machine.description.engine.path_entries())),
        "PATHEXT": ".COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC", "PROCESSOR_ARCHITECTURE": "AMD64",
        "TEMP": "%SystemRoot%\\TEMP", "TMP": "%SystemRoot%\\TEMP", "USERNAME": "SYSTEM", "windir": "%SystemRoot%",
    }  # fmt: skip


KEYS: dict[str, Callable[[Core], Key | None]] = {
    registry.CURRENT_VERSION: lambda machine: identity.current_version(machine.description),
    registry.WINLOGON: lambda machine: {"Shell": "explorer.exe", "AutoAdminLogon": "0"},
    registry.AUTO_LOGON_CHECKED: _auto_logon_checked,
    registry.CBS: lambda machine: {},
    registry.CBS_REBOOT_PENDING: lambda machine: _when(
        machine.parts.features.reboot_pending or "component" in machine.markers
    ),
    registry.AUTO_UPDATE: lambda machine: {},
    registry.UPDATE_REBOOT_REQUIRED: lambda machine: _when("windows_update" in machine.markers),
    registry.SESSION_MANAGER: _session_manager,
    registry.ENVIRONMENT: _environment,
    net_framework.KEY: lambda machine: net_framework.values(
        machine.description.net_framework, machine.description.build
    ),
    registry.COMPUTER_NAME + "\\ComputerName": lambda machine: {
        "ComputerName": identity.computer_name(machine.description)
    },
    registry.COMPUTER_NAME + "\\ActiveComputerName": lambda machine: {
        "ComputerName": identity.computer_name(machine.description)
    },
    registry.VOLATILE_STORE: lambda machine: _when(machine.parts.services.one("vmcompute") is not None),
}


STARTS = {"Auto": 2, "Manual": 3, "Disabled": 4}
OWN_PROCESS = 16  # SERVICE_WIN32_OWN_PROCESS


def _service(row: Mapping[str, Any], made: Row | None) -> Key:
    values = {
        "Type": OWN_PROCESS, "Start": STARTS[row["StartMode"]], "ErrorControl": 1, "ImagePath": row["PathName"],
        "DisplayName": row["DisplayName"], "ObjectName": row["StartName"],
        **({"DelayedAutostart": 1} if row["DelayedAutoStart"] else {}),
    }  # fmt: skip
    if made is not None and made.failure_actions:
        values["FailureActions"] = list(made.failure_actions)
    if made is not None and made.depends:
        values["DependOnService"] = list(made.depends)
    if made is not None and made.about:
        values["Description"] = made.about
    return values


def services(machine: Core) -> dict[str, Key]:
    """One key for each service."""
    parts = machine.parts.services
    return {f"{registry.SERVICES}\\{row['Name']}": _service(row, parts.row(row["Name"])) for row in parts.all()}


# values of a service's key that are the service's own: name -> (property, how it is told)
_PROPERTIES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "imagepath": ("PathName", str),
    "displayname": ("DisplayName", str),
    "delayedautostart": ("DelayedAutoStart", lambda number: bool(int(number))),
    "start": ("StartMode", lambda number: next(mode for mode, start in STARTS.items() if start == int(number))),
}


def write(machine: Core, path: str, values: Key) -> None:
    """Write a key; what is a service's becomes the service's."""
    parent, _, name = registry.normal(path).rpartition("\\")
    left = dict(values)
    if parent.lower() == registry.SERVICES.lower() and machine.parts.services.one(name) is not None:
        for key in list(left):
            if key.lower() in _PROPERTIES:
                of, told = _PROPERTIES[key.lower()]
                machine.parts.services.change(name, **{of: told(left.pop(key))})
        if not left:
            return
    machine.parts.registry.set(path, left)


def derived(machine: Core) -> dict[str, Callable[[], Key | None]]:
    """The table bound to one machine."""
    return {path: lambda function=function: function(machine) for path, function in KEYS.items()}  # type: ignore[misc]


def compute_systems(machine: Core) -> dict[str, Key]:
    """One key for each running compute system (isolation.md 6)."""
    return {f"{registry.VOLATILE_STORE}\\{row['Id']}": {} for row in machine.parts.compute.rows()}
