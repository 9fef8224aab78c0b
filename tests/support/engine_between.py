"""Stands at a simulated host's pipe in the place of its engine, and passes all on to a real Docker Engine on Linux.

Modules want an engine for Windows and declare what such a one has. What one on Linux says, or takes, in other words is
a row of data with its reason, and nothing else is changed on the way."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import socket
import socketserver
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

ANSWER_SECONDS = 300.0
NO_BODY = (http.client.NO_CONTENT, http.client.NOT_MODIFIED)


@dataclass(frozen=True)
class Otherwise:
    """In a request `METHOD PATH` that `asked` matches from end to end: the member `field` (names with dots between
    them, `[]` for each element of a list) is `linux` for this engine and `windows` for the collection; None is a member
    that is not there. `sent`: it is a member of what is sent, not of the answer."""

    asked: str
    field: str
    linux: Any
    windows: Any
    why: str
    sent: bool = False

    def changed(self, body: Any) -> bool:
        """Puts one value in the place of the other, wherever it stands; whether it did."""
        old, new = (self.windows, self.linux) if self.sent else (self.linux, self.windows)
        *path, last = self.field.split(".")
        found = [place for place in _places([body], path) if isinstance(place, dict) and place.get(last) == old]
        for place in found:
            place[last] = new
        return bool(found)


def _places(values: list[Any], path: Sequence[str]) -> list[Any]:
    for name in path:
        if name == "[]":
            values = [item for value in values if isinstance(value, list) for item in value]
        else:
            values = [value[name] for value in values if isinstance(value, dict) and name in value]
    return values


@dataclass
class Between:
    """`asked` are the requests that came: method, path, headers; `used` counts the rows that changed something."""

    engine: Path
    rows: Sequence[Otherwise]
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    used: Counter[Otherwise] = field(default_factory=Counter)

    def translated(self, text: bytes, asked: str, sent: bool) -> bytes:
        rows = [row for row in self.rows if row.sent is sent and re.fullmatch(row.asked, asked)]
        try:
            body = json.loads(text) if rows else None
        except ValueError:
            return text
        changing = [row for row in rows if row.changed(body)]
        self.used.update(changing)
        return json.dumps(body).encode() if changing else text

    def passed_on(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, bytes]:
        """Status, kind and body of the answer."""
        self.asked.append((method, path, headers))
        asked = f"{method} {path.partition('?')[0]}"
        body = self.translated(body, asked, sent=True)
        connection = http.client.HTTPConnection("docker", timeout=ANSWER_SECONDS)
        connection.sock = socket.socket(socket.AF_UNIX)
        with contextlib.closing(connection):
            connection.sock.connect(str(self.engine))
            kept = {name: text for name, text in headers.items() if name.lower() not in ("content-length", "host")}
            connection.request(method, path, body or None, kept)
            response = connection.getresponse()
            told = self.translated(response.read(), asked, sent=False)
            return response.status, response.headers.get("Content-Type", "application/json"), told


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True

    def __init__(self, path: str, between: Between) -> None:
        self.between = between
        super().__init__(path, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *arguments: object) -> None:
        """Nobody reads it."""

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, kind, told = self.server.between.passed_on(self.command, self.path, body, dict(self.headers.items()))
        self.send_response(status)
        if status not in NO_BODY:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        if status not in NO_BODY:
            self.wfile.write(told)

    do_GET: Callable[..., None] = _pass_on
    do_POST: Callable[..., None] = _pass_on
    do_DELETE: Callable[..., None] = _pass_on


@contextlib.contextmanager
def in_the_place_of(pipe: Path, engine: Path, rows: Sequence[Otherwise]) -> Iterator[Between]:
    """`pipe` is the socket that is taken, `engine` that of the engine that is asked."""
    between = Between(engine, rows)
    pipe.unlink(missing_ok=True)
    with _Server(str(pipe), between) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield between
        finally:
            server.shutdown()
