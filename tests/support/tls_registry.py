"""A registry that speaks HTTPS, and the proxy through which it is reached under any name: one address on the loopback.
`requests` finds it by the variables of `environment`."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from hostsim.wsman.certificate import make_certificate

# What is answered to a request: status, headers, body. It is told method, address (with the name), headers and body.
Said = tuple[int, Mapping[str, str], bytes]
Answers = Callable[["Asked"], Said]


@dataclass(frozen=True)
class Asked:
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass
class TlsRegistry:
    """`asked` are the requests so far; `answers` may be changed at any time."""

    answers: Answers
    environment: Mapping[str, str]
    asked: list[Asked] = field(default_factory=list)


@contextlib.contextmanager
def tls_registry(folder: Path, *names: str, answers: Answers) -> Iterator[TlsRegistry]:
    folder.mkdir(exist_ok=True)
    certificate, context, _binding = make_certificate(names[0], folder, *names[1:])
    registry = TlsRegistry(answers, {})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_CONNECT(self) -> None:
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):  # who does not trust us hangs up
                self.connection = context.wrap_socket(self.connection, server_side=True)
                self.rfile = self.connection.makefile("rb")
                self.wfile = self.connection.makefile("wb", buffering=0)
                self.name, self.close_connection = self.path.partition(":")[0], False
                while not self.close_connection:
                    self.handle_one_request()
            self.close_connection = True

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            url = f"https://{getattr(self, 'name', '')}{self.path}"
            asked = Asked(self.command, url, dict(self.headers), body)
            registry.asked.append(asked)
            status, headers, told = registry.answers(asked)
            self.send_response(status)
            for name, text in {**headers, "Content-Length": str(len(told))}.items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(told)

        do_POST = do_GET

        def log_message(self, *args: Any) -> None:
            """Tests read `asked`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    registry.environment = {
        "HTTPS_PROXY": f"http://127.0.0.1:{server.server_port}",
        "https_proxy": f"http://127.0.0.1:{server.server_port}",
        "REQUESTS_CA_BUNDLE": str(certificate),
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield registry
    finally:
        server.shutdown()
        server.server_close()


def image_answers(name: str, sizes: Mapping[str, int]) -> Answers:
    """A registry that has one image under each tag of the repository `name`, with layers of these sizes by diff_id."""
    config = json.dumps({"rootfs": {"type": "layers", "diff_ids": list(sizes)}}).encode()
    layers = [{"digest": f"sha256:{number}", "size": size} for number, size in enumerate(sizes.values())]
    manifest = json.dumps({"schemaVersion": 2, "config": {"digest": "sha256:config"}, "layers": layers}).encode()

    def answers(asked: Asked) -> Said:
        path = asked.url.partition("://")[2].partition("/")[2]
        if path.startswith(f"v2/{name}/manifests/"):
            return 200, {}, manifest
        return (200, {}, config) if path == f"v2/{name}/blobs/sha256:config" else (404, {}, b"{}")

    return answers
