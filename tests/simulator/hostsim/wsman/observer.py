"""Who is told what passed? An observer is any object with some of the methods below; nobody is told of passwords."""

from __future__ import annotations

from typing import Any


class Reporter:
    """Calls those of the methods message, shell, command, input and pipeline that the observer has."""

    def __init__(self, observer: object | None) -> None:
        self._observer = observer

    def _tell(self, method: str, *values: Any) -> None:
        call = getattr(self._observer, method, None)
        if call is not None:
            call(*values)

    def message(self, bytes_in: int, bytes_out: int) -> None:
        """One HTTP exchange is over; sizes of the bodies as sent."""
        self._tell("message", bytes_in, bytes_out)

    def shell(self) -> None:
        """A shell was opened."""
        self._tell("shell")

    def command(self, text: str) -> None:
        """A text shell was asked to run a command line."""
        self._tell("command", text)

    def input(self, data: bytes) -> None:
        """The whole input of one command of a text shell, once it has ended."""
        self._tell("input", data)

    def pipeline(self, data: bytes) -> None:
        """PSRP fragments on their way to a PowerShell shell."""
        self._tell("pipeline", data)
