"""The looks `file` and `text`: what is at a path, and what is in it."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from typing import Any

from hostsim.fronts.light.answers import pick
from hostsim.fronts.light.host import Host
from hostsim.machine import WindowsError

FACTS = ["exists", "directory", "Length"]


VERSIONS = ["FileVersion", "ProductVersion"]
MOST = 1048576


def file(host: Host, look: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"path": path, **_found(host, path, look)} for path in look["paths"]]


def _found(host: Host, path: str, look: dict[str, Any]) -> dict[str, Any]:
    """What is at one path, or why it cannot be read."""
    more = [*(VERSIONS if look.get("versions") else []), *(["SHA256"] if look.get("digests") else [])]
    row: dict[str, Any] = dict.fromkeys([*FACTS, *more])
    try:
        row.update(pick(host.machine.item(path), FACTS), error=None)
        if row["exists"] and not row["directory"]:
            known = {**host.machine.file_versions(path), "SHA256": digest(host, path) if look.get("digests") else None}
            row.update(pick(known, more))
        return row
    except WindowsError as error:
        return {**dict.fromkeys(row), "error": {"type": error.type, "code": error.code, "text": error.text}}


def digest(host: Host, path: str) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(host.machine.read_file(path)).hexdigest()


def text(host: Host, look: dict[str, Any]) -> dict[str, Any]:
    path = look["path"]
    if not host.machine.item(path)["exists"]:
        return {"exists": False, "Length": None, "content": None}
    content = host.machine.read_file(path)
    fits = len(content) <= (MOST if look.get("most") is None else int(look["most"]))
    return {"exists": True, "Length": len(content), "content": b64encode(content).decode() if fits else None}
