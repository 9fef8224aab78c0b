"""The engine verbs on a real Docker Engine: Linux, on a unix socket with the pipe's name, without a network."""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import subprocess
import tarfile
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

DOCKERD = shutil.which("dockerd", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
pytestmark = [
    pytest.mark.live,
    pytest.mark.dockerd,
    pytest.mark.skipif(
        DOCKERD is None or os.geteuid() != 0, reason="NOT RUN: no dockerd that may be started here (needs root)"
    ),
]
NAME = "dockerd"  # the pipe's
COUNT = 20


class UnixConnection(HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=30)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self._path))


def request(path: Path, method: str, target: str, body: bytes = b"") -> int:
    connection = UnixConnection(path)
    connection.request(method, target, body, {"Content-Type": "application/x-tar"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


@pytest.fixture(scope="module")
def pipe(server, tmp_path_factory) -> Iterator[str]:
    """A running engine with one empty image."""
    path = server.pipes / f"CoreFxPipe_{NAME}"
    folder = tmp_path_factory.mktemp("dockerd")
    arguments = ["--storage-driver", "vfs", "--iptables=false", "--bridge=none", "--data-root", str(folder / "data")]
    arguments += ["--exec-root", str(folder / "exec"), "-p", str(folder / "pid"), "-H", f"unix://{path}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(DOCKERD), *arguments], stdout=log, stderr=log, env={**os.environ, "TMPDIR": str(folder)}
        )
        try:
            _wait(path, process, folder / "log")
            empty = io.BytesIO()
            tarfile.open(fileobj=empty, mode="w").close()
            assert request(path, "POST", "/images/create?fromSrc=-&repo=empty&tag=1", empty.getvalue()) == 200
            yield NAME
        finally:
            process.terminate()
            process.wait(30)


def _wait(path: Path, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(150):
        if process.poll() is not None:
            pytest.skip(f"NOT RUN: dockerd does not start here: {log.read_text()[-300:]}")
        try:
            if request(path, "GET", "/_ping") == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail(f"dockerd did not answer within 15 s: {log.read_text()[-500:]}")


def create(session, pipe, name, **body):
    text = json.dumps({"Image": "empty:1", "Cmd": ["x"], "Labels": {"a": "1", "A": "2"}, **body})
    return session.step(
        "engine", pipe=pipe, method="POST", path=f"/containers/create?name={name}", body=text, accept=[201]
    )


def test_many_containers_in_one_look(session, pipe):
    for number in range(COUNT):
        assert create(session, pipe, f"many{number}")["ok"]
    requests = [
        {"path": "/version"},
        {"path": "/containers/json?all=1"},
        {"path": "/containers/{}/json", "each": {"request": 1, "field": "Id"}},
        {"path": "/images/nothing/json"},
        {"path": "/images/empty:1/json", "only_if": {"request": 3, "status": [404]}},
        {"method": "HEAD", "path": "/_ping"},
    ]
    value = session.look("engine", pipe=pipe, requests=requests)["value"]
    inspected = {json.loads(row["body"])["Name"] for row in value[2]["each"] if row["status"] == 200}
    assert {f"/many{number}" for number in range(COUNT)} <= inspected
    assert [row["status"] for row in (value[0], value[3], value[4], value[5])] == [200, 404, 200, 200]
    assert json.loads(value[4]["body"])["RepoTags"] == ["empty:1"]


def test_a_container_from_creation_to_removal(session, pipe):
    assert create(session, pipe, "life")["value"]["status"] == 201
    update = {"RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 2}}
    ask = {"pipe": pipe, "method": "POST"}
    assert session.step("engine", **ask, path="/containers/life/update", body=json.dumps(update), accept=[200])["ok"]
    waited = session.step(
        "wait", pipe=pipe, path="/containers/life/json", field="HostConfig.RestartPolicy.Name", values=["on-failure"]
    )
    assert json.loads(waited["value"]["body"])["HostConfig"]["RestartPolicy"]["MaximumRetryCount"] == 2
    assert session.step("engine", **ask, path="/containers/life/rename?name=other", accept=[204])["value"] == {
        "status": 204,
        "body": "",
    }
    assert session.step("engine", pipe=pipe, method="DELETE", path="/containers/other", accept=[204])["ok"]
    gone = session.step("engine", pipe=pipe, method="DELETE", path="/containers/other", accept=[204])
    assert (gone["error"]["type"], gone["error"]["code"]) == ("status", "404")


def test_what_a_linux_engine_refuses(session, pipe):
    refused = create(session, pipe, "refused", HostConfig={"Isolation": "hyperv"})
    assert refused["error"]["type"] == "status"
    assert "solation" in refused["error"]["text"]
    taken = [create(session, pipe, "taken") for _ in range(2)]
    assert [answer["ok"] for answer in taken] == [True, False]
    assert taken[1]["error"]["code"] == "409"


def test_a_pull_that_cannot_work_ends_with_its_reason(session, pipe):
    ask = {"pipe": pipe, "method": "POST", "accept": [200], "fail_on": '"errorDetail"', "tail": 5}
    answer = session.step("engine", path="/images/create?fromImage=localhost:1/nothing&tag=1", **ask)
    assert answer["ok"] is False
    assert "localhost:1" in answer["error"]["text"]
