"""How is an engine asked? HTTP/1.1 over the host's named pipe, one request after the other, failures as docs/verbs.md
names them.

The pipe is the unix socket that a live host's PowerShell would open too, so a fault of the engine is the same fault
on both fronts.
"""

from __future__ import annotations

import http.client
import socket
import time
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hostsim.fronts.light.answers import Failed
from hostsim.fronts.light.host import Host

TIMED_OUT = ("System.TimeoutException", "0x80131505")
DENIED = ("System.UnauthorizedAccessException", "0x80070005")
ENDED = ("System.IO.EndOfStreamException", "0x80070026")

Response = dict[str, Any]


class Pipe(http.client.HTTPConnection):
    """One connection, open from the start; `connect_timeout` in seconds. Raises Failed.

    `services` are those of which one must run or start, so that a pipe that is not there is waited for.
    """

    auto_open = 0  # an engine that ends the connection has ended it: there is no second one behind the caller's back

    def __init__(self, host: Host, name: str, connect_timeout: float, services: list[str] | None = None) -> None:
        super().__init__(name)
        deadline = time.monotonic() + connect_timeout
        while True:
            if host.engine is not None and host.engine.pipe_state == "denied":
                raise Failed(*DENIED, f"Access to the pipe '{name}' is denied.")
            try:
                self.sock = _connected(host.pipe(name))
                return
            except OSError:
                # A real host waits for a pipe that is not there also where its service runs; nobody is about to make it
                # then, so a test need not.
                if not _starting(host, services) or time.monotonic() >= deadline:
                    raise Failed(*TIMED_OUT, "The operation has timed out.") from None
            time.sleep(0.05)

    def ask(
        self,
        method: str,
        path: str,
        timeout: float,
        body: str | bytes | None = None,
        headers: dict[str, str] | None = None,
        last: int = 0,
        heard: Callable[[bytes], None] | None = None,
    ) -> Response:
        """`{status, body}`; `timeout` is for each wait in which no byte comes, in seconds. With `last` the body is the
        base64 of so many of its last bytes. `heard` hears of the body while it comes."""
        asked = f"{method} {path}"
        kind = {"Content-Type": "application/x-tar" if isinstance(body, bytes) else "application/json"} if body else {}
        data = body.encode() if isinstance(body, str) else body
        try:
            if self.sock is not None:
                self.sock.settimeout(timeout)
            self.request(method, path, data or None, {"Host": "docker", **(headers or {}), **kind})
            response = self.getresponse()
            told = b""
            while part := response.read1():
                told += part
                if heard is not None:
                    heard(part)
            if response.length:  # read1 says nothing of a body that ends too soon
                raise http.client.IncompleteRead(told, response.length)
            text = b64encode(told[-last:]).decode() if last else told.decode("utf-8", "replace")
            return {"status": response.status, "body": text}
        except TimeoutError:
            self.close()
            raise Failed("timeout", "", f"No answer within {timeout:g} s to {asked}.") from None
        except http.client.IncompleteRead:
            raise Failed(*ENDED, f"The pipe ended in the middle of the answer to {asked}.") from None
        except (http.client.HTTPException, OSError):
            raise Failed(*ENDED, f"The pipe ended before the answer to {asked}.") from None


def _connected(path: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(str(path))
    except OSError:
        connection.close()
        raise
    return connection


def _starting(host: Host, services: list[str] | None) -> bool:
    """Whether a service that makes the pipe is on its way."""
    found = (host.machine.service(name) for name in (["docker"] if services is None else services))
    return any(service is not None and service["State"] == "Start Pending" for service in found)
