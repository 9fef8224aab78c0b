"""How do a live host's processes ask their machine? By lines of JSON over a unix socket.

    {"ask": NAME, "args": {...}}   ->   {"value": ...} or {"error": {type, code, text, error_id}}

The error's fields are those of WindowsError. Dates travel as ISO 8601 texts in UTC.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import socketserver
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hostsim.fronts.light.wql import condition
from hostsim.fronts.live import programs
from hostsim.machine import WindowsError

GET_EVENT = "Microsoft.PowerShell.Commands.GetWinEventCommand"
CIM_EXCEPTION = "Microsoft.Management.Infrastructure.CimException"


def _cim(machine: Any, class_name: str, namespace: str, filter: str | None, properties: list[str] | None) -> Any:
    """Rows with all the class's properties; those not asked for are null, as Get-CimInstance -Property leaves them."""
    rows = machine.cim(class_name, namespace=namespace)
    wanted = {name.lower() for name in properties or []}
    if rows and wanted - {name.lower() for name in rows[0]}:
        raise WindowsError(CIM_EXCEPTION, "0x80131500", "Invalid query ", "HRESULT 0x80041017,GetCimInstance")
    if filter:
        try:
            passes = condition(filter)
        except ValueError as error:
            raise WindowsError(
                CIM_EXCEPTION, "0x80131500", "Invalid query ", "HRESULT 0x80041017,GetCimInstance"
            ) from error
        rows = [row for row in rows if passes(row)]
    if not wanted:
        return rows
    return [{name: value if name.lower() in wanted else None for name, value in row.items()} for row in rows]


def _owner(machine: Any, process_id: int) -> str | None:
    for row in machine.processes():
        if row["ProcessId"] == process_id:
            return str(row["Owner"]) if row["Owner"] else None
    raise WindowsError(CIM_EXCEPTION, "0x80131500", "Not found ", "HRESULT 0x80041002,InvokeCimMethod")


def _registry(machine: Any, path: str) -> Any:
    values = machine.registry(path)
    return None if values is None else {"values": values, "keys": machine.registry_subkeys(path)}


def _drive(machine: Any, name: str) -> bool:
    return bool(machine.path(f"{name}:\\")["exists"])


def _events(machine: Any, log: str, source: str, count: int) -> Any:
    if not machine.has_log(log):
        text = f'There is not an event log on the localhost computer that matches "{log}".'
        raise WindowsError("System.Exception", "0x80131500", text, f"NoMatchingLogsFound,{GET_EVENT}")
    found = machine.events(log, source, count)
    if not found:
        text = "No events were found that match the specified selection criteria."
        raise WindowsError("System.Exception", "0x80131500", text, f"NoMatchingEventsFound,{GET_EVENT}")
    return found


def _make(machine: Any, path: str, directory: bool, force: bool) -> None:
    there = machine.path(path)
    if there["exists"] and not (force and there["directory"] == directory):
        text = f"{'An item with the specified name' if directory else 'The file'} '{path}' already exists."
        raise WindowsError("System.IO.IOException", "0x80131620", text)
    if directory:
        machine.add_path(path)
    else:
        machine.write_file(path, b"")


def _move(machine: Any, path: str, target: str, force: bool) -> None:
    if force and machine.path(target)["exists"] and not machine.path(target)["directory"]:
        machine.replace_file(path, target)
    else:
        machine.move_path(path, target)


ASKS: dict[str, Callable[..., Any]] = {
    "read_file": lambda machine, path: base64.b64encode(machine.read_file(path)).decode(),
    "write_file": lambda machine, path, content: machine.write_file(path, base64.b64decode(content)),
    "make_item": _make,
    "move_item": _move,
    "copy_item": lambda machine, path, target: machine.copy_file(path, target),
    "replace_file": lambda machine, path, target, backup: machine.replace_file(path, target, backup),
    "need_space": lambda machine: machine.need_space(),
    "file_versions": lambda machine, path: machine.file_versions(path),
    "remove_item": lambda machine, path: machine.remove_path(path),
    "cim": _cim,
    "owner": _owner,
    "registry": _registry,
    "remove_registry": lambda machine, path: machine.remove_registry(path),
    "set_registry": lambda machine, path, values: machine.set_registry(path, values),
    "path": lambda machine, path: machine.item(path),
    "drive": _drive,
    "windows_features": lambda machine: machine.windows_features(),
    "install_windows_feature": lambda machine, names, management_tools, source: machine.install_windows_feature(
        names, management_tools=management_tools, source=source
    ),
    "uninstall_windows_feature": lambda machine, names: machine.uninstall_windows_feature(names),
    "optional_features": lambda machine, name: machine.optional_features(name),
    "enable_optional_feature": lambda machine, name, all, source: machine.enable_optional_feature(
        name, all=all, source=source
    ),
    "disable_optional_feature": lambda machine, name: machine.disable_optional_feature(name),
    "services": lambda machine: machine.services(),
    "start_service": lambda machine, name: machine.start_service(name),
    "stop_service": lambda machine, name: machine.stop_service(name),
    "service_method": lambda machine, name, method, arguments: machine.service_method(name, method, arguments),
    "events": _events,
    "make_group": lambda machine, name: machine.make_group(name),
    "compute_processes": lambda machine: machine.compute_processes(),
    "shutdown": lambda machine, delay: machine.shutdown(delay),
    "program": lambda machine, name, arguments: programs.run(machine, name, arguments),
}


def reply(machine: Any, line: bytes, of_front: Mapping[str, Callable[..., Any]] | None = None) -> dict[str, Any]:
    """The answer to one line; `of_front` are questions that are not the machine's.

    What no host would raise is a fault of the simulator, and is said as one."""
    try:
        question = json.loads(line)
        if of_front and question["ask"] in of_front:
            return {"value": of_front[question["ask"]](**question["args"])}
        return {"value": ASKS[question["ask"]](machine, **question["args"])}
    except WindowsError as error:
        return {"error": {"type": error.type, "code": error.code, "text": error.text, "error_id": error.error_id}}
    except Exception as error:
        text = f"The simulator failed: {error!r}"
        return {"error": {"type": "System.Exception", "code": "0x80131500", "text": text, "error_id": "Simulator"}}


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}0Z"
    raise TypeError(f"{value!r} cannot travel")


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):
            for line in self.rfile:
                self.wfile.write(
                    json.dumps(reply(self.server.machine, line, self.server.of_front), default=_text).encode() + b"\n"
                )


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    machine: Any
    of_front: Mapping[str, Callable[..., Any]]


class AskServer:
    """Answers on a unix socket at `path` until it is closed; who may open it is the machine's administrator."""

    def __init__(self, machine: Any, path: Path, of_front: Mapping[str, Callable[..., Any]] | None = None) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        before = os.umask(0o077)
        try:
            self._server = _Server(str(path), _Handler)
        except OSError as error:
            raise OSError(f"{path}: {error} (a socket's path holds about a hundred bytes)") from error
        finally:
            os.umask(before)
        self._server.machine = machine
        self._server.of_front = of_front or {}
        threading.Thread(target=self._server.serve_forever, args=(0.2,), daemon=True, name="asks").start()

    def close(self) -> None:
        """Stops listening; questions that were asked are still answered."""
        self._server.shutdown()
        self._server.server_close()
        self.path.unlink(missing_ok=True)
