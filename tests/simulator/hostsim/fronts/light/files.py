"""The look `file`: what is at a path."""

from __future__ import annotations

from typing import Any

from hostsim.fronts.light.answers import pick
from hostsim.fronts.light.host import Host


def file(host: Host, look: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for path in look["paths"]:
        facts = host.machine.path(path)
        found.append({"path": path, **pick(facts, ["exists", "directory", "Length"])})
    return found
