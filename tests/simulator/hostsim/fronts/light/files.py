"""The look `file`: what is at a path."""

from __future__ import annotations

from typing import Any

from hostsim.fronts.light.answers import pick
from hostsim.fronts.light.host import Host
from hostsim.machine import WindowsError

FACTS = ["exists", "directory", "Length"]


def file(host: Host, look: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"path": path, **_found(host, path)} for path in look["paths"]]


def _found(host: Host, path: str) -> dict[str, Any]:
    """What is at one path, or why it cannot be read."""
    try:
        return {**pick(host.machine.item(path), FACTS), "error": None}
    except WindowsError as error:
        return {**dict.fromkeys(FACTS), "error": {"type": error.type, "code": error.code, "text": error.text}}
