"""The light front: what an endpoint starts on a host that has no PowerShell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hostsim.fronts.light.commands import Process, start
from hostsim.fronts.light.host import Host
from hostsim.fronts.light.pool import Pool


class LightFront:
    """Runs commands and pools on one machine; `pipes` is the folder of the host's named pipes (unix sockets)."""

    def __init__(self, machine: Any, engine: Any, pipes: Path) -> None:
        self.host = Host(machine, engine, pipes)

    @property
    def engine(self) -> Any:
        """The host's engine; one may come later than the host."""
        return self.host.engine

    @engine.setter
    def engine(self, engine: Any) -> None:
        self.host.engine = engine

    def start(self, command_line: str) -> Process:
        return start(self.host, command_line)

    def open_pool(self, pool_id: str, creation: bytes) -> Pool:
        return Pool(self.host, pool_id, creation)
