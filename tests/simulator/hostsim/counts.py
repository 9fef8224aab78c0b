"""What did a host's endpoint have to do since the last reset? Messages, bytes, shells, commands, module calls."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from hostsim.fronts.payload import module_call
from hostsim.fronts.payload_psrp import InputReader

NUMBERS = ("messages", "bytes_in", "bytes_out", "shells", "commands", "pipelines")


class Counts:
    """An endpoint's observer. It keeps numbers and module names only: no payload, no arguments.

    Modules count under the last part of their name (`_look`, `win_ping`). `on_module` hears the name of each call
    before it runs.
    """

    def __init__(self) -> None:
        self.on_module: Callable[[str], None] | None = None
        self._lock = threading.Lock()
        self._psrp = InputReader()
        self._numbers = dict.fromkeys(NUMBERS, 0)
        self._modules: Counter[str] = Counter()

    def message(self, bytes_in: int, bytes_out: int) -> None:
        with self._lock:
            self._numbers["messages"] += 1
            self._numbers["bytes_in"] += bytes_in
            self._numbers["bytes_out"] += bytes_out

    def shell(self) -> None:
        self._add("shells")

    def command(self, text: str) -> None:
        self._add("commands")

    def input(self, data: bytes) -> None:
        """The whole standard input of a text command."""
        self._module(data)

    def pipeline(self, data: bytes) -> None:
        """PSRP fragments, in the order in which they came."""
        with self._lock:
            whole = self._psrp.feed(data)
        for stdin in whole:
            self._add("pipelines")
            self._module(stdin)

    def read(self, reset: bool = False) -> dict[str, Any]:
        """The numbers, and the calls by the module's name; with `reset` they start again at nothing."""
        with self._lock:
            found = {
                **self._numbers,
                "module_calls": sum(self._modules.values()),
                "modules": dict(sorted(self._modules.items())),
            }
            if reset:
                self._numbers = dict.fromkeys(NUMBERS, 0)
                self._modules.clear()
            return found

    def _add(self, number: str) -> None:
        with self._lock:
            self._numbers[number] += 1

    def _module(self, stdin: bytes) -> None:
        call = module_call(stdin)
        if call is None:
            return
        name = call.name.rpartition(".")[2]
        with self._lock:
            self._modules[name] += 1
        if self.on_module is not None:
            self.on_module(name)
