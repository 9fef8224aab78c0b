"""How does a command line of a text shell run here? PowerShell as a process, the rest as cmd.exe's built-ins.

PowerShell is started through the simulated host's PATH under the name in the command line: ansible-core 2.21 and newer
look that name up again and compare its folder, links resolved, with $PSHOME.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Protocol

from hostsim.fronts.cmd import Console, Printed, not_recognized, program, run_builtin, words

POWERSHELL_NAMES = ("powershell", "pwsh")


class Environment(Protocol):
    """The simulated host as seen by its processes. `pwsh` is used where the host's PATH has no such name."""

    folder: Path
    pwsh: Path
    hostname: str

    def environment(self) -> Mapping[str, str]:
        """All environment variables of the host's processes; its programs are those folders of PATH in `folder`."""


class PrintedProcess:
    """A command that has ended when it starts."""

    def __init__(self, printed: Printed) -> None:
        self._printed = printed

    def write(self, data: bytes, end: bool) -> None:
        """Nobody reads it."""

    def read(self, timeout: float) -> tuple[bytes, bytes, int | None]:
        printed, self._printed = self._printed, Printed(exit_code=self._printed.exit_code)
        return printed.stdout.encode(), printed.stderr.encode(), printed.exit_code

    def terminate(self) -> None:
        """It has ended."""


class LiveProcess:
    """A process of this machine with pumps on its pipes; \\n in its output becomes \\r\\n, as Windows writes it."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        self._process = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
            bufsize=0,
        )
        self._output = {"stdout": bytearray(), "stderr": bytearray()}
        self._open = 2
        self._changed = threading.Condition()
        self._input: SimpleQueue[tuple[bytes, bool]] = SimpleQueue()
        threading.Thread(target=self._feed, daemon=True).start()
        for name, pipe in (("stdout", self._process.stdout), ("stderr", self._process.stderr)):
            assert pipe is not None
            threading.Thread(target=self._drain, args=(name, pipe), daemon=True).start()

    def write(self, data: bytes, end: bool) -> None:
        """Queues input; the process's stdin closes right after the bytes that `end` comes with."""
        if self._process.poll() is not None:
            raise BrokenPipeError(f"process {self._process.pid} has ended")
        self._input.put((data, end))

    def read(self, timeout: float) -> tuple[bytes, bytes, int | None]:
        """New stdout and stderr, and the exit code once both pipes are at their end."""
        deadline = time.monotonic() + timeout
        with self._changed:
            self._changed.wait_for(lambda: any(self._output.values()) or not self._open, timeout)
            out, err = (bytes(data) for data in self._output.values())
            for data in self._output.values():
                data.clear()
            if self._open:
                return out, err, None
        try:
            code = self._process.wait(max(0.05, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return out, err, None
        return out, err, code

    def terminate(self) -> None:
        """Kills the process and its children, if it is still at work."""
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._input.put((b"", True))

    def _feed(self) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        end = False
        with contextlib.suppress(OSError), pipe:
            while not end:
                data, end = self._input.get()
                view = memoryview(data)
                while view:
                    view = view[pipe.write(view) :]

    def _drain(self, name: str, pipe: IO[bytes]) -> None:
        last = b""
        with pipe:
            while data := pipe.read(65536):
                lines = re.sub(rb"(?<!\r)\n", b"\r\n", last + data)[len(last) :]
                last = data[-1:] if data.endswith(b"\r") else b""
                with self._changed:
                    self._output[name] += lines
                    self._changed.notify_all()
        with self._changed:
            self._open -= 1
            if not self._open:
                self._input.put((b"", True))
            self._changed.notify_all()


def start(command_line: str, environment: Environment) -> LiveProcess | PrintedProcess:
    """Runs a command line as the host would: PowerShell, a built-in of cmd.exe, a program of the host, or an error."""
    variables = environment.environment()
    name = program(command_line)
    path = find_program(name, variables.get("PATH", ""), environment.folder)
    if path is None and name in POWERSHELL_NAMES:
        path = environment.pwsh
    if path is not None:
        return LiveProcess([str(path), *words(command_line)[1:]], variables, environment.folder)
    console = Console(
        environment.hostname,
        variables.get("USERNAME", "Administrator"),
        getattr(environment, "version", Console.version),
        variables,
    )
    return PrintedProcess(run_builtin(command_line, console) or not_recognized(command_line))


def find_program(name: str, search_path: str, host_folder: Path) -> Path | None:
    """The program `name` (any case, with or without .exe) in a folder of PATH that is the host's own."""
    wanted = {name, name + ".exe"}
    for folder in map(Path, filter(None, search_path.split(os.pathsep))):
        if folder.is_relative_to(host_folder) and folder.is_dir():
            for path in sorted(folder.iterdir()):
                if path.name.lower() in wanted and os.access(path, os.X_OK):
                    return path
    return None
