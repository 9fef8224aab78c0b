"""What can go wrong in the simulated engine, as exceptions."""

from __future__ import annotations


class ApiError(Exception):
    """An answer of the engine that is not a success: the HTTP status and the text of `message`."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class NotListening(ConnectionRefusedError):
    """The engine's pipe is not there, or may not be opened; raised where a request is made in process."""


class ConnectionDropped(ConnectionResetError):
    """The fault `drop`: the connection ends in the middle of an answer."""
