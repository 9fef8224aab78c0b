"""The step `service`: the methods of Win32_Service, and what a service is like after them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hostsim.fronts.light.answers import Failed
from hostsim.fronts.light.file_steps import BAD_ARGUMENT
from hostsim.fronts.light.host import Host
from hostsim.fronts.light.services import row

NEVER_STARTED = 1077
MODES = {"auto": "Automatic", "delayed": "Automatic", "manual": "Manual", "disabled": "Disabled"}

Value = dict[str, Any]


def _method(host: Host, name: str, method: str, **arguments: Any) -> int:
    if method != "Create" and host.machine.service(name) is None:
        raise Failed("status", "1060", f"There is no service {name}.")
    return int(host.machine.service_method(name, method, arguments))


def _need_success(host: Host, name: str, method: str, returned: int) -> None:
    if returned:
        text = f"{method} of the service {name} returned {returned}."
        raise Failed("status", str(returned), text, row(host, name))


def _now(host: Host, step: Value) -> Value:
    return row(host, step["name"]) or {"State": None}


def _start(host: Host, step: Value) -> Value:
    name = step["name"]
    if (row(host, name) or {}).get("State") == "Running":
        return _now(host, step)
    returned = _method(host, name, "StartService")
    found = row(host, name)
    if found and found["State"] == "Running":
        return found
    code, text = returned, f"The service {name} did not start: StartService returned {returned}."
    if found and found["ExitCode"] not in (0, NEVER_STARTED):
        code, text = found["ExitCode"], f"The service {name} did not start: its exit code is {found['ExitCode']}."
    raise Failed("status", str(code), text, found)


def _stop(host: Host, step: Value) -> Value:
    name = step["name"]
    if (row(host, name) or {}).get("State") == "Stopped":
        return _now(host, step)
    returned = _method(host, name, "StopService")
    found = row(host, name)
    if found is None or found["State"] == "Stopped":
        return _now(host, step)
    text = f"The service {found['Name']} did not stop: StopService returned {returned}, it is {found['State']}."
    raise Failed("status", str(returned), text, found)


def _properties(step: Value) -> Value:
    given = {"PathName": step.get("path"), "DisplayName": step.get("display")}
    start = step.get("start")
    if start and start not in MODES:
        raise Failed(*BAD_ARGUMENT, f"A service cannot be started '{start}'.")
    return {name: value for name, value in {**given, "StartMode": MODES.get(start or "")}.items() if value}


def _set_delay(host: Host, step: Value) -> None:
    if step.get("start") in ("auto", "delayed"):
        host.machine.change_service(step["name"], DelayedAutoStart=step["start"] == "delayed")


def _create(host: Host, step: Value) -> Value:
    _need_success(host, step["name"], "Create", _method(host, step["name"], "Create", **_properties(step)))
    _set_delay(host, step)
    return _now(host, step)


def _change(host: Host, step: Value) -> Value:
    given = _properties(step)
    _need_success(host, step["name"], "Change", _method(host, step["name"], "Change", **given))
    _set_delay(host, step)
    return _now(host, step)


def _delete(host: Host, step: Value) -> Value:
    if host.machine.service(step["name"]) is not None:
        _need_success(host, step["name"], "Delete", _method(host, step["name"], "Delete"))
    return _now(host, step)


DEEDS: dict[str, Callable[[Host, Value], Value]] = {
    "create": _create, "change": _change, "start": _start, "stop": _stop, "delete": _delete,
}  # fmt: skip


def service(host: Host, step: Value) -> Value:
    do = step.get("do")
    if do not in DEEDS:
        raise Failed(*BAD_ARGUMENT, f"To '{do}' a service is not possible.")
    return DEEDS[do](host, step)
