"""An engine that says exactly the bytes that a test gives it, on a unix socket that .NET takes for a named pipe."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from pathlib import Path

CLOSE = object()
LONGEST = 60.0
Saying = bytes | float | threading.Event | object


class RawEngine:
    """Answers each request with the next of `answers`, each a list of bytes to send, seconds to wait, an event to
    wait for, or CLOSE."""

    def __init__(self, folder: Path, name: str, answers: list[list[Saying]]) -> None:
        self.name = name
        self.requests: list[bytes] = []
        self.connections = 0
        self._path = folder / f"CoreFxPipe_{name}"
        self._answers = iter(answers)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(self._path))
        self._socket.listen()
        self._stop = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._stop.set()
        self._socket.close()
        self._path.unlink(missing_ok=True)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        actions: dict[type, Callable[..., object]] = {
            bytes: connection.sendall,
            float: self._stop.wait,
            threading.Event: lambda event: event.wait(LONGEST),
        }
        with connection, contextlib.suppress(OSError):
            while request := _request(connection):
                self.requests.append(request)
                for saying in next(self._answers, [CLOSE]):
                    if saying is CLOSE:
                        return
                    actions[type(saying)](saying)


def _request(connection: socket.socket) -> bytes:
    """One request with its body, or nothing once the client has gone."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part:
            return b""
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
