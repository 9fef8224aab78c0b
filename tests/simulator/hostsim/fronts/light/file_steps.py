"""The steps `file` and `folder`: what the item commands of PowerShell do with files of Windows."""

from __future__ import annotations

import ntpath
from base64 import b64decode
from collections.abc import Callable
from typing import Any

from hostsim.fronts.light.answers import Failed
from hostsim.fronts.light.host import Host
from hostsim.machine import WindowsError

BAD_ARGUMENT = ("System.ArgumentException", "0x80070057")
NOT_FOUND = ("System.Management.Automation.ItemNotFoundException", "0x80131501")
NO_DRIVE = ("System.Management.Automation.DriveNotFoundException", "0x80131501")
EXISTS = ("System.IO.IOException", "0x800700b7")
TAKEN = ("System.IO.IOException", "0x80131620")


def is_file(host: Host, path: str) -> bool:
    """Whether a file is there. Raises WindowsError for a folder, and for what cannot be read."""
    found = host.machine.item(path)
    if found["directory"]:
        raise WindowsError(
            "System.UnauthorizedAccessException", "0x80070005", f"Access to the path '{path}' is denied."
        )
    return bool(found["exists"])


def need(host: Host, path: str) -> None:
    """Raises Failed as the item commands do where nothing is at a path."""
    if not host.machine.item(path)["exists"]:
        raise Failed(*NOT_FOUND, f"Cannot find path '{path}' because it does not exist.")


def need_drive(host: Host, path: str) -> None:
    """Raises Failed as New-Item does where the drive is not there."""
    drive = ntpath.splitdrive(path)[0]
    if len(drive) == 2 and not host.machine.path(drive + "\\")["exists"]:
        raise Failed(*NO_DRIVE, f"Cannot find drive. A drive with the name '{drive[0]}' does not exist.")


def new_file(host: Host, path: str, content: bytes) -> None:
    """New-Item, and what is written into it."""
    need_drive(host, path)
    host.machine.write_file(path, content)


def _write(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    path, part = step["path"], f"{step['path']}.part"
    there, backup = is_file(host, path), step.get("backup") or None
    host.machine.item(part)
    host.machine.remove_path(part)
    new_file(host, part, b64decode(step.get("content") or ""))
    try:
        if there:
            host.machine.replace_file(part, path, backup)
        else:
            host.machine.move_path(part, path)
    except WindowsError:
        host.machine.remove_path(part)
        raise
    return {"written": True, "backed_up": there and backup is not None}


def _remove(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    there = is_file(host, step["path"])
    host.machine.remove_path(step["path"])
    return {"removed": there}


def move(host: Host, path: str, to: str) -> None:
    """Move-Item -Force of a file."""
    need(host, path)
    if is_file(host, to):
        host.machine.replace_file(path, to)
    else:
        host.machine.move_path(path, to)


def _move(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    there = is_file(host, step["path"])
    is_file(host, step["to"])
    if not there and step.get("maybe"):
        return {"moved": False}
    move(host, step["path"], step["to"])
    return {"moved": True}


def _copy(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    is_file(host, step["path"])
    is_file(host, step["to"])
    need(host, step["path"])
    host.machine.copy_file(step["path"], step["to"])
    return {"copied": True}


def _create_folder(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    found = host.machine.item(step["path"])
    if found["directory"]:
        return {"made": False}
    need_drive(host, step["path"])
    if found["exists"]:
        raise Failed(*TAKEN, f"An item with the specified name '{step['path']}' already exists.")
    host.machine.add_path(step["path"])
    return {"made": True}


def _remove_folder(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    there = host.machine.item(step["path"])["exists"]
    host.machine.remove_path(step["path"])
    return {"removed": there}


def _move_folder(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    if host.machine.item(step["to"])["exists"]:
        raise Failed(*EXISTS, f"There is something at {step['to']} already.")
    need(host, step["path"])
    host.machine.move_path(step["path"], step["to"])
    return {"moved": True}


Do = dict[str, Callable[[Host, dict[str, Any]], dict[str, Any]]]
FILES: Do = {"write": _write, "remove": _remove, "move": _move, "copy": _copy}
FOLDERS: Do = {"create": _create_folder, "remove": _remove_folder, "move": _move_folder}


def _done(table: Do, kind: str, host: Host, step: dict[str, Any]) -> dict[str, Any]:
    do = step.get("do")
    if do not in table:
        raise Failed(*BAD_ARGUMENT, f"To '{do}' a {kind} is not possible.")
    return table[do](host, step)


def file(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    return _done(FILES, "file", host, step)


def folder(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    return _done(FOLDERS, "folder", host, step)
