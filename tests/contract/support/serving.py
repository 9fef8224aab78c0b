"""A web server for downloads, whose addresses each go wrong in their own way."""

from __future__ import annotations

import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from archives import archive

SILENCE_SECONDS = 3.0


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *arguments: object) -> None:
        """Nobody reads it."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        self.server.asked[path] += 1
        getattr(self, "on_" + path.strip("/").replace(".", "_"), self.on_nothing)()

    def on_good_zip(self) -> None:
        """All of it, or from a place on."""
        self._from(archive("good"))

    def on_whole_zip(self) -> None:
        """All of it, whatever was asked for."""
        self._send(200, archive("good"))

    def on_cut_zip(self) -> None:
        """The first answer ends in the middle."""
        self._from(archive("good"), half=self.server.asked["/cut.zip"] == 1)

    def on_dead_zip(self) -> None:
        """Each answer ends before it has begun."""
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.close_connection = True

    def on_silent_zip(self) -> None:
        time.sleep(SILENCE_SECONDS)
        self.close_connection = True

    def on_moved_zip(self) -> None:
        self._send(302, b"", Location="/good.zip")

    def on_to_file_zip(self) -> None:
        self._send(302, b"", Location="file:///C:/Windows/win.ini")

    def on_round_zip(self) -> None:
        self._send(302, b"", Location="/round.zip")

    def on_secret_zip(self) -> None:
        """Only for those who know."""
        known = self.headers["Authorization"] == "Bearer x"
        self._send(200 if known else 401, archive("good") if known else b"who are you?")

    def on_nothing(self) -> None:
        self._send(404, b"there is no such thing")

    def _from(self, content: bytes, half: bool = False) -> None:
        wanted = self.headers["Range"]
        if wanted is None:
            self._send(200, content, half)
            return
        start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        if start >= len(content):
            self._send(416, b"")
            return
        told = f"bytes {start}-{len(content) - 1}/{len(content)}"
        self._send(206, content[start:], half, **{"Content-Range": told})

    def _send(self, status: int, content: bytes, half: bool = False, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if half else content)
        self.close_connection = self.close_connection or half


class Server(ThreadingHTTPServer):
    """Listens on a free port of this computer until it is closed."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: Counter[str] = Counter()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def close(self) -> None:
        self.shutdown()
        self.server_close()
