"""A real Docker Engine (Linux) of the tests' own, on a socket that bears the name of the engine's pipe: nothing of the
computer's own engine is touched, and nothing of it stays."""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import os
import shutil
import socket
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hostsim.host import ENGINE_PIPE

START_SECONDS = 60.0
ANSWER_SECONDS = 120.0
BUSYBOX = Path("/bin/busybox")  # static, as Debian's package busybox-static has it
OWN_NETWORKS = ("none", "host", "bridge")
PROGRAMS = ("cat", "httpd", "sh", "sleep", "test", "touch")


def _static(program: Path) -> bool:
    """Whether it runs without anything beside it."""
    return program.exists() and b"/ld-linux" not in program.read_bytes()[:4096]


needs_engine = pytest.mark.skipif(
    shutil.which("dockerd") is None or os.geteuid() != 0,
    reason="NO DOCKER ENGINE: dockerd is not on PATH, or not started by root",
)
needs_busybox = pytest.mark.skipif(
    not _static(BUSYBOX), reason="NO BUSYBOX: there is no static /bin/busybox (busybox-static) to make an image of"
)

Answer = tuple[int, str]


@dataclass(frozen=True)
class RealEngine:
    """All that it writes is below `folder`; `log` is what it says."""

    folder: Path

    @property
    def pipe(self) -> Path:
        return self.folder / ENGINE_PIPE

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def ask(
        self, method: str, path: str, body: bytes | str | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Status and text of one request. Raises OSError where nobody answers."""
        connection = http.client.HTTPConnection("docker", timeout=ANSWER_SECONDS)
        connection.sock = socket.socket(socket.AF_UNIX)
        with contextlib.closing(connection):
            connection.sock.connect(str(self.pipe))
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.read().decode("utf-8", "replace")

    def done(
        self, method: str, path: str, body: bytes | str | None = None, headers: dict[str, str] | None = None
    ) -> Any:
        """The answer to what cannot fail: its JSON, or its text."""
        status, text = self.ask(method, path, body, headers)
        assert status < http.client.BAD_REQUEST and '"errorDetail"' not in text, (method, path, status, text)
        try:
            return json.loads(text)
        except ValueError:
            return text

    def load(self, name: str, tag: str, layer: bytes) -> None:
        """An image of one layer."""
        path = f"/images/create?fromSrc=-&repo={name}&tag={tag}"
        self.done("POST", path, layer, {"Content-Type": "application/x-tar"})

    def container(self, name: str) -> dict[str, Any]:
        return dict(self.done("GET", f"/containers/{name}/json"))

    def empty(self) -> None:
        """Without containers, networks and volumes; a bridge would stay on this computer after the engine's end."""
        for row in self.done("GET", "/containers/json?all=1"):
            self.done("DELETE", f"/containers/{row['Id']}?force=1")
        for row in self.done("GET", "/networks"):
            if row["Name"] not in OWN_NETWORKS:
                self.done("DELETE", f"/networks/{row['Id']}")
        for row in self.done("GET", "/volumes")["Volumes"] or []:
            self.done("DELETE", f"/volumes/{row['Name']}")

    def answers(self) -> bool:
        try:
            return self.ask("GET", "/_ping")[0] == http.client.OK
        except OSError:
            return False


@contextlib.contextmanager
def docker_engine(*flags: str) -> Iterator[RealEngine]:
    """One without a network of its own and without rules of a firewall."""
    folder = Path(tempfile.mkdtemp(prefix="winfleet-dockerd-"))
    engine = RealEngine(folder)
    command = ["dockerd", "--storage-driver", "vfs", "--iptables=false", "--bridge=none", "-H", f"unix://{engine.pipe}"]
    command += ["--data-root", str(folder / "data"), "--exec-root", str(folder / "exec"), "-p", str(folder / "pid")]
    with engine.log.open("wb") as log:
        process = subprocess.Popen([*command, *flags], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not engine.answers():
            said = engine.log.read_text(errors="replace")[-3000:]
            assert process.poll() is None and time.monotonic() < deadline, said
            time.sleep(0.1)
        yield engine
        engine.empty()
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def layer(*files: tuple[str, bytes]) -> bytes:
    """A tar of these files."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, content in files:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return data.getvalue()


def busybox_layer() -> bytes:
    """A root file system in which containers run: busybox by the names of some programs, and a folder for them."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        archive.add(BUSYBOX.resolve(), "bin/busybox")
        for name in PROGRAMS:
            link = tarfile.TarInfo(f"bin/{name}")
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            archive.addfile(link)
        page = tarfile.TarInfo("www/index.html")
        page.size = len(b"hello\n")
        archive.addfile(page, io.BytesIO(b"hello\n"))
    return data.getvalue()
