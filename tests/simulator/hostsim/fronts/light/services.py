"""The look `service`: Win32_Service, by name."""

from __future__ import annotations

from typing import Any

from hostsim.fronts.light.answers import chosen, pick
from hostsim.fronts.light.host import Host


def service(host: Host, look: dict[str, Any]) -> list[dict[str, Any]]:
    properties = ["Name", "DisplayName", "State", "StartMode", "PathName", "ProcessId", "ExitCode"]
    rows = [pick(row, properties) for row in host.machine.services()]
    return chosen(rows, "Name", look["names"])
