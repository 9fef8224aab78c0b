"""Files that Ansible sends to a live host. Its own script runs in a PowerShell of this computer, where .NET takes
`C:\\folder\\file` for a name in the current folder, which is the host's: there it is fetched from."""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hostsim.fronts.live_pool import LivePool
from hostsim.fronts.live_process import Environment, LiveProcess
from hostsim.fronts.payload import sent_to
from hostsim.fronts.payload_psrp import InputReader
from hostsim.machine import WindowsError

DISK_FULL = "0x80070070"


class Landing:
    """One file, from the time when its place is known."""

    def __init__(self, machine: Any, folder: Path, path: str) -> None:
        self._machine, self._path, self._file = machine, path, folder / path
        try:
            machine.write_file(path, b"")
        except WindowsError as error:  # the script shall fail as well, for the same reason
            target = Path("/dev/full") if error.code == DISK_FULL else folder / "no such folder" / "file"
            self._file.unlink(missing_ok=True)
            self._file.symlink_to(target)

    def take(self) -> None:
        """Moves what is there into the machine; nothing where its disk is full by now."""
        if not self._file.is_symlink() and self._file.exists():
            with contextlib.suppress(WindowsError):
                self._machine.write_file(self._path, self._file.read_bytes())
        self._file.unlink(missing_ok=True)


def landing(machine: Any, folder: Path, stdin: bytes) -> Landing | None:
    """The file that a standard input brings, by its beginning; None for any other input. With slashes it would not be
    one name here."""
    path = sent_to(stdin)
    return Landing(machine, folder, path) if path is not None and "/" not in path else None


Lands = Callable[[bytes], Landing | None]


class ReceivingProcess:
    """A process whose input may be such a file: what begins it tells."""

    def __init__(self, process: LiveProcess, lands: Lands) -> None:
        self._process, self._lands = process, lands
        self._landing: Landing | None = None
        self._begun = False

    def receives(self, data: bytes) -> bool:
        """Whether an input that begins so brings a file."""
        return sent_to(data) is not None

    def write(self, data: bytes, end: bool) -> None:
        if not self._begun:
            self._landing = self._lands(data)
        self._begun = True
        self._process.write(data, end)

    def read(self, timeout: float) -> tuple[bytes, bytes, int | None]:
        read = self._process.read(timeout)
        if read[2] is not None:
            self._take()
        return read

    def terminate(self) -> None:
        self._process.terminate()
        self._take()

    def _take(self) -> None:
        landing, self._landing = self._landing, None
        if landing is not None:
            landing.take()


class ReceivingPool(LivePool):
    """A runspace pool whose pipelines may get such files."""

    def __init__(self, environment: Environment, creation: bytes, lands: Lands) -> None:
        self._lands = lands
        self._landings: dict[uuid.UUID, Landing] = {}
        self._reader = InputReader(self._begins)
        self._reading = threading.Lock()
        super().__init__(environment, creation)

    def send(self, pipeline_id: str | None, stream: str, data: bytes) -> None:
        if pipeline_id:
            with self._reading:
                self._reader.feed(data)
        super().send(pipeline_id, stream, data)

    def receive(self, pipeline_id: str | None, timeout: float) -> tuple[list[bytes], bool]:
        packets, done = super().receive(pipeline_id, timeout)
        if done and pipeline_id:
            self._take(uuid.UUID(pipeline_id))
        return packets, done

    def signal(self, pipeline_id: str) -> None:
        super().signal(pipeline_id)
        self._take(uuid.UUID(pipeline_id))

    def close(self) -> None:
        super().close()
        for pipeline in list(self._landings):
            self._take(pipeline)

    def _begins(self, pipeline: uuid.UUID, stdin: bytes) -> None:
        landing = self._lands(stdin)
        if landing is not None:
            self._landings[pipeline] = landing

    def _take(self, pipeline: uuid.UUID) -> None:
        landing = self._landings.pop(pipeline, None)
        if landing is not None:
            landing.take()
