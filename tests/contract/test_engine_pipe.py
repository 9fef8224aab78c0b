"""The engine verbs, asked of the simulated engine and of a real Docker Engine: the same answers are expected."""

from __future__ import annotations

import contextlib
import http.client
import io
import os
import shutil
import socket
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from asking import run
from cases import CASES, descriptions
from expectation import complaints
from fronts import needs_powershell
from hostsim.fronts.light import LightFront
from hostsim.fronts.live import LiveFront
from hostsim.machine import Machine
from standing import host_from

SCRIPT = yaml.safe_load((CASES / "engine_pipe.yml").read_text(encoding="utf-8"))
NAME, TAG = "mcr.microsoft.com/windows/nanoserver", "ltsc2025"
START_SECONDS = 60.0

needs_engine = pytest.mark.skipif(
    shutil.which("dockerd") is None or os.geteuid() != 0,
    reason="NO DOCKER ENGINE: dockerd is not on PATH, or not started by root",
)
FRONTS = [
    pytest.param(LightFront, id="light"),
    pytest.param(LiveFront, id="live", marks=[pytest.mark.live, needs_powershell]),
]


def play(front: Any) -> dict[str, Any]:
    """Asks everything of one engine in order; what each question was answered."""
    answers: dict[str, Any] = {}
    for line in SCRIPT:
        if line["kind"] == "look":
            answer = run(front, "_look", {"looks": [{"verb": "engine", **line["ask"]}]})["looks"][0]
        else:
            answer = run(front, "_act", {"steps": [{"verb": line["kind"], **line["ask"]}]})["steps"][0]
        answers[line["name"]] = answer
    return answers


def check(answers: dict[str, Any]) -> None:
    found = {line["name"]: complaints({"ok": True, "value": line["answer"]}, answers[line["name"]]) for line in SCRIPT}
    assert {name: lines for name, lines in found.items() if lines} == {}


@contextlib.contextmanager
def docker_engine() -> Iterator[Path]:
    """A Docker Engine without network; the folder of its socket, which bears the pipe's name."""
    folder = Path(tempfile.mkdtemp(prefix="winfleet-dockerd-"))
    pipe = folder / "CoreFxPipe_docker_engine"
    command = ["dockerd", "--storage-driver", "vfs", "--iptables=false", "--bridge=none", "-H", f"unix://{pipe}"]
    command += ["--data-root", str(folder / "data"), "--exec-root", str(folder / "exec"), "-p", str(folder / "pid")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(pipe):
            assert process.poll() is None and time.monotonic() < deadline, (folder / "log").read_text(errors="replace")[
                -3000:
            ]
            time.sleep(0.1)
        _ask(pipe, "POST", f"/images/create?fromSrc=-&repo={NAME}&tag={TAG}", _image())
        yield folder
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _image() -> bytes:
    """A layer with one empty file."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("empty"))
    return data.getvalue()


def _ask(pipe: Path, method: str, path: str, body: bytes = b"") -> int:
    connection = http.client.HTTPConnection("docker", timeout=30)
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(str(pipe))
    with contextlib.closing(connection):
        connection.request(method, path, body, {"Content-Type": "application/x-tar"})
        response = connection.getresponse()
        response.read()
        assert response.status == http.client.OK
        return response.status


def _answers(pipe: Path) -> bool:
    try:
        return _ask(pipe, "GET", "/_ping") == http.client.OK
    except OSError:
        return False


@pytest.mark.parametrize(
    "front", [pytest.param("light"), pytest.param("live", marks=[pytest.mark.live, needs_powershell])]
)
def test_the_simulated_engine_answers(front: str) -> None:
    with host_from(descriptions(), "ready2025", front) as host:
        check(play(host.front))


@pytest.fixture(scope="module")
def pipes() -> Iterator[Path]:
    with docker_engine() as folder:
        yield folder


@pytest.mark.dockerd
@needs_engine
@pytest.mark.parametrize("front", FRONTS)
def test_a_docker_engine_answers_alike(front: type[LightFront] | type[LiveFront], pipes: Path, tmp_path: Path) -> None:
    machine = Machine({"release": "2025", "edition": "ServerDatacenter"}, "real")
    standing = front(machine, None, pipes) if front is LightFront else LiveFront(machine, None, tmp_path, pipes)
    try:
        check(play(standing))
    finally:
        if isinstance(standing, LiveFront):
            standing.close()
