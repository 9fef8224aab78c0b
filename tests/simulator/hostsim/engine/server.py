"""Who answers on the engines' unix sockets? One acceptor for all engines of the process, a thread for each connection.

HTTP/1.1 with keep-alive: a .NET or Go client sends several requests over one connection. An answer without a length
is sent
chunked, each part as it comes. werkzeug's own server closes the connection after each answer, so this one is on
http.server.
"""

from __future__ import annotations

import contextlib
import io
import select
import selectors
import socket
import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from .api.hijack import TAKEN_OVER
from .errors import ConnectionDropped, NotListening

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
IDLE = 600.0  # seconds without a request until a connection is closed


class Listener:
    """One engine's socket; it can be opened and closed again and again."""

    def __init__(self, path: str, app: WSGI) -> None:
        self.path = path
        self.app = app
        self._socket: socket.socket | None = None
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()

    def open(self) -> None:
        """Listen; nothing to do where it listens already."""
        with self._lock:
            if self._socket is not None:
                return
            _unlink(self.path)
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self._socket.bind(self.path)
            self._socket.listen(64)
            self._socket.setblocking(False)
            ACCEPTOR.add(self._socket, self)

    def close(self) -> None:
        """Stop listening, remove the socket's file, cut the connections."""
        with self._lock:
            if self._socket is None:
                return
            ACCEPTOR.remove(self._socket)
            self._socket.close()
            self._socket = None
            _unlink(self.path)
            connections = list(self._connections)
        for connection in connections:
            _cut(connection)

    def serve(self, connection: socket.socket) -> None:
        """Answer the requests of one connection, in a thread of its own."""
        with self._lock:
            self._connections.add(connection)
        try:
            Handler(connection, self.app)
        except (OSError, ValueError):
            pass  # the client has gone, or the listener was closed
        finally:
            with self._lock:
                self._connections.discard(connection)
            connection.close()


class Acceptor:
    """The one thread that accepts for all listeners; it starts with the first and lives as a daemon."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._lock = threading.Lock()
        self._wake_read, self._wake_write = socket.socketpair()
        self._selector.register(self._wake_read, selectors.EVENT_READ, None)
        self._thread: threading.Thread | None = None

    def add(self, listening: socket.socket, listener: Listener) -> None:
        """Accept on this socket from now on."""
        with self._lock:
            self._selector.register(listening, selectors.EVENT_READ, listener)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="engine-acceptor", daemon=True)
                self._thread.start()
        self._wake_write.send(b".")

    def remove(self, listening: socket.socket) -> None:
        """Accept there no longer."""
        with self._lock:
            self._selector.unregister(listening)

    def _run(self) -> None:
        while True:
            for key, _events in self._selector.select():
                if key.data is None:
                    self._wake_read.recv(1024)
                    continue
                try:
                    connection, _address = key.fileobj.accept()  # type: ignore[union-attr]
                except OSError:
                    continue  # closed in between
                connection.setblocking(True)
                thread = threading.Thread(target=key.data.serve, args=(connection,), name="engine", daemon=True)
                thread.start()


class Handler(BaseHTTPRequestHandler):
    """WSGI over one connection."""

    protocol_version = "HTTP/1.1"
    timeout = IDLE
    wbufsize = -1  # head and body in one write

    def __init__(self, connection: socket.socket, app: WSGI) -> None:
        self._app = app
        super().__init__(connection, ("", 0), None)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        body = self._read_body()
        head: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            head[:] = [status, headers]

        try:
            environ = self._environ(body)
            parts = self._app(environ, start_response)
            self._send(head[0], head[1], parts, TAKEN_OVER in environ)
        except (ConnectionDropped, NotListening):
            self.wfile.flush()
            self.close_connection = True
            _cut(self.connection)

    def _send(
        self, status: str, headers: list[tuple[str, str]], parts: Iterable[bytes], taken_over: bool = False
    ) -> None:
        code = int(status.split()[0])
        names = {name.lower() for name, _value in headers}
        bodiless = self.command == "HEAD" or code in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)
        chunked = not bodiless and not taken_over and "content-length" not in names
        self.close_connection = self.close_connection or taken_over
        self.send_response_only(code, status.partition(" ")[2])
        for name, value in headers:
            if not (bodiless and name.lower() == "content-length" and self.command != "HEAD"):
                self.send_header(name, value)
        if not taken_over:
            self.send_header("Date", self.date_time_string())
        if chunked:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for part in parts:
                if part and not bodiless:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part) if chunked else part)
                elif not part and _gone(self.connection, may_be_silent=taken_over):
                    raise ConnectionResetError
                if chunked or taken_over:
                    self.wfile.flush()  # an empty part sends the head
            if chunked:
                self.wfile.write(b"0\r\n\r\n")
            self.wfile.flush()
        finally:
            close = getattr(parts, "close", None)
            if close:
                close()

    def _read_body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = bytearray()
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return bytes(body)

    def _environ(self, body: bytes) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command, "SCRIPT_NAME": "", "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query, "SERVER_NAME": "docker", "SERVER_PORT": "80",
            "SERVER_PROTOCOL": self.request_version,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""), "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True, "wsgi.multiprocess": False, "wsgi.run_once": False,
        }  # fmt: skip
        for name, value in self.headers.items():
            key = "HTTP_" + name.upper().replace("-", "_")
            if key not in ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING"):  # the body is read
                environ[key] = value
        return environ


def _unlink(path: str) -> None:
    Path(path).unlink(missing_ok=True)


def _gone(connection: socket.socket, may_be_silent: bool = False) -> bool:
    """Whether the client has closed its end. One that took the connection over and has no input shuts down its half at
    once, and goes on reading."""
    poll = select.poll()
    poll.register(connection, 0 if may_be_silent else select.POLLIN)  # the end of both halves is told in any case
    if may_be_silent:
        return bool(poll.poll(0))
    return bool(poll.poll(0)) and connection.recv(1, socket.MSG_PEEK) == b""


def _cut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it has gone already
        connection.shutdown(socket.SHUT_RDWR)


ACCEPTOR = Acceptor()
