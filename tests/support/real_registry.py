"""A real registry (Debian's package docker-registry) on the loopback, which gives and takes nothing without a login."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from hostsim.wsman.certificate import make_certificate

START_SECONDS = 30.0

needs_registry = pytest.mark.skipif(
    shutil.which("docker-registry") is None or shutil.which("htpasswd") is None,
    reason="NO REGISTRY: docker-registry and htpasswd (apache2-utils) are not both on PATH",
)


@dataclass(frozen=True)
class RealRegistry:
    """`address` as it stands before the names of its images; `log` is what it says, with the users' names."""

    address: str
    folder: Path

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def certificate(self) -> Path:
        return self.folder / "certificate.pem"

    def said(self) -> str:
        return self.log.read_text(errors="replace")


@contextlib.contextmanager
def docker_registry(users: Mapping[str, str], tls: bool = False) -> Iterator[RealRegistry]:
    """`users` are names and passwords, which it has as bcrypt hashes alone. With `tls` it speaks HTTPS; of a loopback
    address an engine takes any certificate."""
    folder = Path(tempfile.mkdtemp(prefix="winfleet-registry-"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    registry = RealRegistry(address, folder)
    lines = [_hashed(name, password) for name, password in users.items()]
    (folder / "htpasswd").write_text("".join(lines), encoding="utf-8")
    if tls:
        make_certificate("localhost", folder)
    keys = {"certificate": str(registry.certificate), "key": str(folder / "key.pem")}
    settings = {
        "version": 0.1,
        "log": {"level": "debug"},
        "storage": {"filesystem": {"rootdirectory": str(folder / "images")}},
        "http": {"addr": address, **({"tls": keys} if tls else {})},
        "auth": {"htpasswd": {"realm": "tests", "path": str(folder / "htpasswd")}},
    }
    (folder / "config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    command = ["docker-registry", "serve", str(folder / "config.yml")]
    # Its own variables would be settings
    environment = {name: text for name, text in os.environ.items() if not name.startswith("REGISTRY_")}
    with registry.log.open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _asks_for_a_login(address, tls):
            assert process.poll() is None and time.monotonic() < deadline, registry.said()[-3000:]
            time.sleep(0.05)
        yield registry
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _hashed(name: str, password: str) -> str:
    """A line of the file of passwords."""
    command = ["htpasswd", "-n", "-i", "-B", "-C", "4", name]
    made = subprocess.run(command, input=password, capture_output=True, text=True, check=True)
    return made.stdout.strip() + "\n"


def _asks_for_a_login(address: str, tls: bool) -> bool:
    unverified = ssl._create_unverified_context()
    connection = (
        http.client.HTTPSConnection(address, timeout=5, context=unverified)
        if tls
        else http.client.HTTPConnection(address, timeout=5)
    )
    with contextlib.closing(connection):
        try:
            connection.request("GET", "/v2/")
            return connection.getresponse().status == http.client.UNAUTHORIZED
        except OSError:
            return False
