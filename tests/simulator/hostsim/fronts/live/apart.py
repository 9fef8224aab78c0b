"""A process that goes on when its connection is gone: what Ansible's asynchronous wrapper comes to on a live host."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from hostsim.fronts.background import Background, background
from hostsim.fronts.live.landing import ReceivingProcess

ROUND = 1.0


class ApartProcess:
    """A command whose standard input is looked at once it is whole: where it brings the wrapper, the caller gets its
    answer at once, and the process works on for itself."""

    def __init__(self, process: ReceivingProcess, home: Path) -> None:
        self._process, self._home = process, home
        self._input = bytearray()
        self._begun = False
        self._answer: bytes | None = None

    def write(self, data: bytes, end: bool) -> None:
        if self._begun or self._process.receives(bytes(self._input) + data):
            self._begun = True
            self._process.write(bytes(self._input) + data, end)
            self._input.clear()
            return
        self._input += data
        if end:
            whole = bytes(self._input)
            apart = background(whole)
            if apart is not None:
                self._go_on(apart)
            self._process.write(whole if apart is None else apart.stdin, end)

    def read(self, timeout: float) -> tuple[bytes, bytes, int | None]:
        if self._answer is None:
            return self._process.read(timeout)
        answer, self._answer = self._answer, b""
        return answer, b"", 0

    def terminate(self) -> None:
        if self._answer is None:
            self._process.terminate()

    def _go_on(self, apart: Background) -> None:
        results = self._home / ".ansible_async" / apart.job
        results.parent.mkdir(exist_ok=True)
        started = json.dumps(apart.started(str(results)))
        results.write_text(started)
        self._answer = started.encode() + b"\r\n"

        def work() -> None:
            printed, code = b"", None
            while code is None:
                out, _errors, code = self._process.read(ROUND)
                printed += out
            results.write_bytes(apart.ended(str(results), printed))

        threading.Thread(target=work, daemon=True, name="live-background").start()
