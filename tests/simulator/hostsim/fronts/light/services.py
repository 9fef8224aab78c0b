"""The look `service`: Win32_Service, by name."""

from __future__ import annotations

from typing import Any

from hostsim.fronts.light.answers import chosen, pick
from hostsim.fronts.light.host import Host

PROPERTIES = ["Name", "DisplayName", "State", "StartMode", "PathName", "ProcessId", "ExitCode"]


def service(host: Host, look: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [pick(row, PROPERTIES) for row in host.machine.services()]
    return chosen(rows, "Name", look["names"])


def row(host: Host, name: str) -> dict[str, Any] | None:
    """The same of one service, or None."""
    found = host.machine.service(name)
    return None if found is None else pick(found, PROPERTIES)
