"""What does an endpoint start on a live host? Processes of this machine that see the simulated one."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any

from hostsim.fronts.live import denied
from hostsim.fronts.live.apart import ApartProcess
from hostsim.fronts.live.asks import AskServer
from hostsim.fronts.live.environment import HostEnvironment
from hostsim.fronts.live.landing import ReceivingPool, ReceivingProcess, landing
from hostsim.fronts.live_process import LiveProcess, PrintedProcess, start

ENGINE_PIPE = "CoreFxPipe_docker_engine"  # .NET's name on Unix for \\.\pipe\docker_engine


class LiveFront:
    """Runs command lines and runspace pools for one machine and its engine (None where there is none).

    `folder` is for the host's own files; `pipes`, with a short path, for its named pipes (unix sockets). `pwsh` is the
    PowerShell, that on PATH by default; FileNotFoundError where there is none.
    """

    def __init__(self, machine: Any, engine: Any, folder: Path, pipes: Path, pwsh: Path | None = None) -> None:
        found = pwsh or shutil.which("pwsh")
        if found is None:
            raise FileNotFoundError("A live host needs a PowerShell: put the folder of pwsh on PATH.")
        self.engine = engine
        self.host = HostEnvironment(machine, folder, pipes, Path(found).resolve(), pipes / "ask")
        self.asks = AskServer(machine, pipes / "ask", {"executables": self.host.executables, "spool": self.host.spool})
        self._lands = partial(landing, machine, folder)

    def start(self, command_line: str) -> ApartProcess | PrintedProcess:
        """A command line of a text shell, started."""
        self._prepare()
        process = start(command_line, self.host)
        if not isinstance(process, LiveProcess):
            return process
        return ApartProcess(ReceivingProcess(process, self._lands), self.host.folder / "home")

    def open_pool(self, pool_id: str, creation: bytes) -> ReceivingPool:
        """A runspace pool; `creation` holds its first PSRP fragments."""
        self._prepare()
        return ReceivingPool(self.host, creation, self._lands)

    def close(self) -> None:
        """Answers no more questions of the host's processes."""
        self.asks.close()

    def _prepare(self) -> None:
        denied.show(self.engine, self.host.pipes / ENGINE_PIPE)
        denied.respect_modes()
