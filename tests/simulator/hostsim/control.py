"""How do the command line and the daemon talk? JSON lines over a unix socket: one question, one answer, then the end.

{"ask": "state", "host": "srv2022"}
{"ok": true, "value": ...}   or   {"ok": false, "error": "..."}
"""

from __future__ import annotations

import contextlib
import json
import socket
import socketserver
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

SOCKET = "control"


class ControlError(Exception):
    """The daemon refused; the text is for the user."""


class NotRunning(ControlError):
    """Nobody listens in this folder."""


def ask(folder: Path, question: dict[str, Any], timeout: float = 60) -> Any:
    """The value that the daemon whose control socket is in this folder answers. Raises NotRunning, ControlError."""
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(timeout)
    with connection:
        try:
            connection.connect(str(folder / SOCKET))
            connection.sendall(json.dumps(question).encode() + b"\n")
            with connection.makefile("rb") as lines:
                line = lines.readline()
        except (FileNotFoundError, ConnectionError) as error:
            raise NotRunning("No fleet runs here.") from error
        except TimeoutError as error:
            raise ControlError(f"The fleet did not answer within {timeout:g} s.") from error
    if not line:
        raise NotRunning("The fleet has just ended.")
    answer = json.loads(line)
    if not answer["ok"]:
        raise ControlError(answer["error"])
    return answer["value"]


class ControlServer(socketserver.ThreadingUnixStreamServer):
    """Answers questions until it is shut down. `answer` raises ControlError for what it refuses."""

    daemon_threads = True

    def __init__(self, folder: Path, answer: Callable[[dict[str, Any]], Any]) -> None:
        self.answer = answer
        with contextlib.suppress(FileNotFoundError):
            (folder / SOCKET).unlink()
        super().__init__(str(folder / SOCKET), _Question)
        (folder / SOCKET).chmod(0o600)

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True, name="control").start()


class _Question(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = self.server
        assert isinstance(server, ControlServer)
        line = self.rfile.readline()
        if not line:
            return
        try:
            answer = {"ok": True, "value": server.answer(json.loads(line))}
        except ControlError as error:
            answer = {"ok": False, "error": str(error)}
        except Exception as error:
            traceback.print_exc()
            answer = {"ok": False, "error": f"The simulator failed: {error!r} (`logs` says where)."}
        with contextlib.suppress(BrokenPipeError):
            self.wfile.write(json.dumps(answer, default=str).encode() + b"\n")
