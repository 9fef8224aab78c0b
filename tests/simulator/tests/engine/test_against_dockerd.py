"""The same questions, asked of the simulated engine and of a real Docker Engine (Linux) of the same version.

Only what does not depend on the system can be compared: statuses, texts, and the names of the members.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import os
import re
import shutil
import socket
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hostsim.engine import Engine
from hostsim.machine import Machine
from werkzeug.test import Client

from .box import SERVER_2022

pytestmark = [
    pytest.mark.dockerd,
    pytest.mark.skipif(
        shutil.which("dockerd") is None or os.geteuid() != 0, reason="needs dockerd on PATH and root: NOT compared"
    ),
]
STARTED_WITHIN = 15.0  # seconds
ID = re.compile(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{12}\b")


class Unix(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("docker", timeout=10)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(10)
        self.sock.connect(self._path)


class Real:
    """A dockerd of our own."""

    def __init__(self, path: str) -> None:
        self.path = path

    def ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = "application/json"
    ) -> tuple[int, Any, dict]:
        connection = Unix(self.path)
        try:
            connection.request(method, path, body, {"Content-Type": kind} if body is not None else {})
            response = connection.getresponse()
            return response.status, _json(response.read()), dict(response.getheaders())
        finally:
            connection.close()


class Simulated:
    """The simulated engine, in process."""

    def __init__(self, version: str) -> None:
        machine = Machine({**SERVER_2022, "engine": {"state": "stopped"}}, "box")
        image = {"base:latest": {"os_version": "10.0.20348.1", "config": {"Cmd": None}}}
        self.engine = Engine(machine, version, registry=image, images=["base:latest"])
        self.engine.start()
        self._client = Client(self.engine.app)

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, Any, dict]:
        kind = {"content_type": "application/json"} if body is not None else {}
        response = self._client.open(path, method=method, data=body, **kind)
        return response.status_code, _json(response.get_data()), dict(response.headers)


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        return data.decode()


@pytest.fixture(scope="module")
def real() -> Iterator[Real]:
    with tempfile.TemporaryDirectory(prefix="dockerd-") as folder:
        path = f"{folder}/CoreFxPipe_docker_engine"
        command = [
            "dockerd", "--storage-driver", "vfs", "--iptables=false", "--bridge=none", "--data-root", f"{folder}/data",
            "--exec-root", f"{folder}/exec", "-p", f"{folder}/pid", "-H", f"unix://{path}",
        ]  # fmt: skip
        with Path(f"{folder}/log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log)
        engine = Real(path)
        end = time.monotonic() + STARTED_WITHIN
        answers = False
        while not answers and process.poll() is None and time.monotonic() < end:
            with contextlib.suppress(OSError):
                answers = engine.ask("GET", "/_ping")[0] == 200
            time.sleep(0.05)
        if not answers:
            process.kill()
            process.wait()
            pytest.skip(f"dockerd does not start here, NOT compared: {Path(f'{folder}/log').read_text()[-300:]}")
        buffer = io.BytesIO()
        tarfile.open(fileobj=buffer, mode="w").close()
        engine.ask("POST", "/images/create?fromSrc=-&repo=base", buffer.getvalue(), "application/x-tar")
        yield engine
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def simulated(real: Real) -> Simulated:
    return Simulated(real.ask("GET", "/version")[1]["Version"])


@pytest.fixture(scope="module")
def both(real: Real, simulated: Simulated) -> tuple[Real, Simulated]:
    for engine in (real, simulated):
        body = json.dumps({"Image": "base", "Cmd": ["x"], "Labels": {"a": "b"}}).encode()
        for name in ("one", "two"):
            assert engine.ask("POST", f"/containers/create?name={name}", body)[0] == 201
        assert engine.ask("POST", "/volumes/create", b'{"Name":"cache"}')[0] == 201
    return real, simulated


def _filters(**filters: Any) -> str:
    return "?all=1&filters=" + quote(json.dumps(filters))


def _create(**body: Any) -> tuple[str, str, bytes]:
    return "POST", "/containers/create", json.dumps({"Image": "base", "Cmd": ["x"], **body}).encode()


# asked of both: same status, and same message but for ids
SAME: list[tuple[Any, ...]] = [
    ("GET", "/containers/none/json"),
    ("GET", "/nope"),
    ("DELETE", "/info"),
    ("GET", "/v1.99/info"),
    _create(Image="nope"),
    _create(Image="NOPE"),
    _create(WorkingDir="app"),
    _create(Env=["=x"]),
    _create(Healthcheck={"Interval": 5}),
    _create(HostConfig={"Memory": "1g"}),
    _create(HostConfig={"RestartPolicy": {"Name": "foo"}}),
    _create(HostConfig={"RestartPolicy": {"Name": "always", "MaximumRetryCount": 3}}),
    _create(HostConfig={"RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": -3}}),
    _create(HostConfig={"AutoRemove": True, "RestartPolicy": {"Name": "always"}}),
    _create(HostConfig={"CapAdd": ["FOO"]}),
    _create(HostConfig={"ExtraHosts": ["x"]}),
    _create(HostConfig={"NetworkMode": "container:one"}, Hostname="x"),
    _create(HostConfig={"NetworkMode": "container:one", "PortBindings": {"80/tcp": [{"HostPort": "80"}]}}),
    _create(HostConfig={"PortBindings": {"80/tcp": [{"HostPort": "x"}]}}),
    _create(HostConfig={"Mounts": [{"Type": "volume"}]}),
    ("POST", "/containers/create?name=one", b'{"Image":"base","Cmd":["x"]}'),
    ("POST", "/containers/create", b'{"Image":'),
    ("POST", "/containers/create", b""),
    ("POST", "/containers/none/start"),
    ("POST", "/containers/two/stop"),
    ("POST", "/containers/two/kill"),
    ("POST", "/containers/two/kill?signal=FOO"),
    ("POST", "/containers/two/pause"),
    ("POST", "/containers/two/unpause"),
    ("POST", "/containers/two/rename"),
    ("POST", "/containers/two/rename?name=one"),
    ("POST", "/containers/two/rename?name=two"),
    ("POST", "/containers/two/rename?name=-x"),
    ("POST", "/containers/two/wait?condition=zip"),
    ("POST", "/containers/two/update", b'{"RestartPolicy":{"Name":"always"}}'),
    ("GET", "/containers/two/logs"),
    ("GET", "/containers/two/logs?stdout=1"),
    ("GET", "/containers/json" + _filters(zip=["x"])),
    ("GET", "/containers/json" + _filters(status=["x"])),
    ("GET", "/containers/json" + _filters(before=["none"])),
    ("GET", "/containers/json" + _filters(ancestor=["none"])),
    ("GET", "/images/json" + _filters(zip=["x"])),
    ("GET", "/networks" + _filters(zip=["x"])),
    ("GET", "/volumes" + _filters(zip=["x"])),
    ("GET", "/images/none/json"),
    ("DELETE", "/images/none"),
    ("DELETE", "/images/base"),
    ("POST", "/images/create?fromImage=UPPER"),
    ("GET", "/networks/zip"),
    ("DELETE", "/networks/zip"),
    ("DELETE", "/networks/none"),
    ("POST", "/networks/create", b'{"Name":"none"}'),
    ("GET", "/volumes/none"),
    ("DELETE", "/volumes/none"),
    ("DELETE", "/containers/none"),
]


@pytest.mark.parametrize("question", SAME, ids=lambda q: f"{q[0]} {q[1]} {q[2].decode() if len(q) > 2 else ''}"[:90])
def test_same_status_and_message(both, question):
    answers = []
    for engine in both:
        status, body, _headers = engine.ask(*question)
        text = body["message"] if isinstance(body, dict) and "message" in body else body
        answers.append((status, ID.sub("ID", text) if isinstance(text, str) else text))
    assert answers[1] == answers[0]


def _keys(value: Any, depth: int) -> Any:
    if isinstance(value, dict) and depth:
        return {key: _keys(value[key], depth - 1) for key in sorted(value)}
    return _keys(value[0], depth) if isinstance(value, list) and value and depth else None


# what is asked, how deep the members are compared, and where what the two systems may not share stands
MEMBERS: list[tuple[str, int, set[str]]] = [
    ("/version", 1, set()),
    ("/info", 1, {"CgroupVersion", "CgroupDriver"}),
    ("/containers/two/json", 1, set()),
    ("/containers/json?all=1", 1, set()),
    ("/images/base/json", 1, {"OsVersion", "VirtualSize"}),
    ("/images/json", 1, set()),
    ("/networks/none", 1, set()),
    ("/networks", 1, set()),
    ("/volumes", 2, set()),
    ("/volumes/cache", 1, set()),
]


@pytest.mark.parametrize(("path", "depth", "apart"), MEMBERS)
def test_same_members(both, path, depth, apart):
    found = []
    for engine in both:
        status, body, _headers = engine.ask("GET", path)
        assert status == 200
        keys = _keys(body, depth)
        found.append({key: value for key, value in keys.items() if key not in apart})
    assert found[1] == found[0]


@pytest.mark.parametrize("part", ["State", "HostConfig", "Config", "NetworkSettings"])
def test_same_members_of_a_container(both, part):
    real, simulated = (engine.ask("GET", "/containers/two/json")[1][part] for engine in both)
    assert set(simulated) == set(real)


def test_same_defaults_of_the_host_config(both):
    differs = {"CgroupnsMode", "IpcMode", "ShmSize", "Isolation", "MaskedPaths", "ReadonlyPaths", "OomKillDisable"}
    real, simulated = (engine.ask("GET", "/containers/two/json")[1]["HostConfig"] for engine in both)
    assert {k: v for k, v in simulated.items() if k not in differs} == {
        k: v for k, v in real.items() if k not in differs
    }


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_ping(both, method):
    own = {"Ostype", "Server", "Date", "Builder-Version", "Transfer-Encoding"}
    answers = [engine.ask(method, "/_ping") for engine in both]
    assert answers[0][:2] == answers[1][:2]
    real, simulated = ({k: v for k, v in answer[2].items() if k not in own} for answer in answers)
    assert simulated == real
