"""What do the methods of Win32_Service return? (learn.microsoft.com, "Win32_Service class", its methods)"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .errors import WindowsError

UNKNOWN_FAILURE, NO_ANSWER, PATH_NOT_FOUND, ALREADY_RUNS, DISABLED, MARKED, EXISTS = 8, 7, 9, 10, 14, 16, 23
DENIED, NOT_ACTIVE = 2, 6
MODES = {"Automatic": "Auto", "Manual": "Manual", "Disabled": "Disabled"}
#: of CreateService and DeleteService, by the code of Windows
REFUSED = {"0x80070431": EXISTS, "0x80070430": MARKED}
#: of StartService, by the exit code that the service control manager wrote down; what answered it has started, even if
#: it ends then
NOT_STARTED = {
    1053: NO_ANSWER, 2: PATH_NOT_FOUND, 3: PATH_NOT_FOUND, 5: DENIED, 193: UNKNOWN_FAILURE, 216: UNKNOWN_FAILURE,
}  # fmt: skip


def _start(machine: Any, name: str, arguments: Mapping[str, Any]) -> int:
    row = machine.service(name)
    if row["State"] == "Running":
        return ALREADY_RUNS
    if row["StartMode"] == "Disabled":
        return DISABLED
    try:
        machine.start_service(name)
    except WindowsError:
        return NOT_STARTED.get(machine.service(name)["ExitCode"], 0)
    return 0


def _stop(machine: Any, name: str, arguments: Mapping[str, Any]) -> int:
    if machine.service(name)["State"] == "Stopped":
        return NOT_ACTIVE
    machine.stop_service(name)
    return 0


def _properties(arguments: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: arguments[name] for name in ("PathName", "DisplayName") if name in arguments}
    return known | ({"StartMode": MODES[arguments["StartMode"]]} if "StartMode" in arguments else {})


def _create(machine: Any, name: str, arguments: Mapping[str, Any]) -> int:
    given = {"DisplayName": name, "PathName": "", "StartMode": "Auto", **_properties(arguments)}
    machine.create_service(name, given["DisplayName"], given["PathName"], given["StartMode"])
    return 0


def _change(machine: Any, name: str, arguments: Mapping[str, Any]) -> int:
    machine.change_service(name, **_properties(arguments))
    return 0


def _delete(machine: Any, name: str, arguments: Mapping[str, Any]) -> int:
    machine.delete_service(name)
    return 0


METHODS: dict[str, Callable[[Any, str, Mapping[str, Any]], int]] = {
    "StartService": _start, "StopService": _stop, "Create": _create, "Change": _change, "Delete": _delete,
}  # fmt: skip


def call(machine: Any, name: str, method: str, arguments: Mapping[str, Any]) -> int:
    """The ReturnValue of a method; only Create is called of a service that is not there."""
    if machine.unprivileged:
        return DENIED
    try:
        return METHODS[method](machine, name, arguments)
    except WindowsError as error:
        return REFUSED.get(error.code, UNKNOWN_FAILURE)
