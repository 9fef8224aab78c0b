"""The engine on a unix socket: one connection for many requests, streams, and the docker SDK for Python."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time

import docker
import pytest
from hostsim.engine import Engine
from hostsim.machine import Machine

from .box import NANO, REGISTRY, SERVER_2022


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("docker", timeout=5)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(5)
        self.sock.connect(self._path)


@pytest.fixture
def served(tmp_path, make):
    """A box whose engine listens; its socket's path as `box.path`."""
    box = make(images=[]).up()
    box.path = str(tmp_path / "CoreFxPipe_docker_engine")
    box.engine.listen(box.path)
    yield box
    box.engine.close()


def test_one_connection_many_requests(served):
    connection = UnixConnection(served.path)
    connection.connect()
    first = connection.sock
    for method, path, status in (
        ("GET", "/_ping", 200), ("HEAD", "/_ping", 200), ("GET", "/containers/x/json", 404), ("POST",
        "/containers/x/start", 404),
        ("GET", "/containers/json?all=1", 200),
    ):  # fmt: skip
        connection.request(method, path)
        response = connection.getresponse()
        response.read()
        assert response.status == status
        assert connection.sock is first, f"closed after {path}"
    connection.request("POST", f"/images/create?fromImage={NANO}&tag=ltsc2022")
    response = connection.getresponse()
    assert response.getheader("Transfer-Encoding") == "chunked"
    assert json.loads(response.read().splitlines()[-1])["status"].startswith("Status: Downloaded")
    body = iter([json.dumps({"Image": f"{NANO}:ltsc2022"}).encode()])
    connection.request(
        "POST", "/containers/create?name=web", body, {"Content-Type": "application/json"}, encode_chunked=True
    )
    assert connection.getresponse().read().startswith(b'{"Id":')
    assert connection.sock is first
    connection.close()


def test_a_dropped_answer_and_a_stopped_engine_end_the_connection(served):
    connection = UnixConnection(served.path)
    served.engine.fault("drop")
    connection.request("GET", "/info")
    with pytest.raises((http.client.IncompleteRead, ConnectionError, http.client.BadStatusLine)):
        connection.getresponse().read()
    connection.close()
    waiting = UnixConnection(served.path)
    waiting.request("GET", "/events")
    response = waiting.getresponse()
    served.machine.stop_service("docker")
    with contextlib.suppress(
        http.client.IncompleteRead, ConnectionError
    ):  # as the engine is cut off or ends its answer
        assert response.read() == b""
    with pytest.raises((FileNotFoundError, ConnectionRefusedError)):
        UnixConnection(served.path).request("GET", "/_ping")
    served.up()
    again = UnixConnection(served.path)
    again.request("GET", "/_ping")
    assert again.getresponse().read() == b"OK"
    again.close()
    waiting.close()


def test_the_docker_sdk(served):
    client = docker.DockerClient(base_url=f"unix://{served.path}", version="auto")
    try:
        assert client.ping()
        assert client.info()["Isolation"] == "process"
        assert client.version()["Os"] == "windows"
        image = client.images.pull(NANO, "ltsc2022")
        assert image.attrs["OsVersion"] == "10.0.20348.2113"
        client.volumes.create("cache")
        container = client.containers.create(
            f"{NANO}:ltsc2022", ["ping", "-t", "localhost"], name="web", isolation="hyperv", mem_limit="1g",
            nano_cpus=10**9,
            mounts=[docker.types.Mount("C:\\cache", "cache"), docker.types.Mount("C:\\in", "C:\\Data", type="bind",
            read_only=True)],
            ports={"80/tcp": 8080}, labels={"project": "demo"}, restart_policy={"Name": "unless-stopped"},
        )  # fmt: skip
        container.start()
        assert container.top()["Titles"] == ["Name", "PID", "CPU", "Private Working Set"]
        container.reload()
        assert container.status == "running"
        assert container.attrs["HostConfig"]["Isolation"] == "hyperv"
        assert container.attrs["HostConfig"]["Memory"] == 2**30
        assert container.ports == {"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}]}
        assert [c.name for c in client.containers.list(filters={"label": "project=demo", "isolation": "hyperv"})] == [
            "web"
        ]
        container.rename("old")
        container.stop()
        assert container.wait()["StatusCode"] == 0xC000013A
        assert container.logs() == b""
        container.update(restart_policy={"Name": "no"})
        with pytest.raises(docker.errors.APIError, match="resource updating isn't supported on Windows"):
            container.update(mem_limit="2g")
        container.remove(v=True)
        assert client.containers.list(all=True) == []
        assert {network.name for network in client.networks.list()} == {"nat", "none"}
        lan = client.networks.create("lan", driver="transparent")
        lan.remove()
        assert [volume.name for volume in client.volumes.list()] == ["cache"]
        actions = [event["Action"] for event in client.events(since=0, until=int(time.time()) + 1, decode=True)]
        assert actions[0] == "pull" and {"create", "start", "rename", "stop", "die", "destroy"} <= set(actions)
        with pytest.raises(docker.errors.ImageNotFound):
            client.images.get("nope")
        with pytest.raises(docker.errors.APIError, match="invalid isolation"):
            client.containers.create(f"{NANO}:ltsc2022", isolation="hyper-v")
    finally:
        client.close()


def test_many_engines_share_one_acceptor(tmp_path):
    before = threading.active_count()
    engines = []
    for number in range(30):
        machine = Machine({**SERVER_2022, "engine": {"state": "stopped"}}, f"host{number}")
        engine = Engine(machine, registry=REGISTRY)
        engine.start()
        engine.listen(str(tmp_path / f"{number}.sock"))
        engines.append(engine)
    assert threading.active_count() <= before + 1
    for number in (0, 17, 29):
        connection = UnixConnection(str(tmp_path / f"{number}.sock"))
        connection.request("GET", "/info")
        assert json.loads(connection.getresponse().read())["Name"].lower() == f"host{number}"
        connection.close()
    for engine in engines:
        engine.close()
