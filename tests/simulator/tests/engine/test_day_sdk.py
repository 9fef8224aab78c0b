"""A day's work with the docker SDK for Python on a simulated engine."""

from __future__ import annotations

import time
from collections.abc import Iterator

import docker
import pytest

from .box import NANO, Box

IMAGE = f"{NANO}:ltsc2022"
RUNS = ["ping", "-t", "localhost"]


@pytest.fixture
def client(day: tuple[Box, str]) -> Iterator[docker.DockerClient]:
    found = docker.DockerClient(base_url=day[1], version="auto", timeout=30)
    found.images.pull(NANO, "ltsc2022")
    yield found
    found.close()


def test_run_and_its_output(client: docker.DockerClient) -> None:
    assert client.containers.run(IMAGE, "cmd /c echo once", remove=True).strip() == b"once"
    with pytest.raises(docker.errors.ContainerError) as failed:
        client.containers.run(IMAGE, "cmd /c echo no disk >&2 & exit 5", name="fails")
    assert failed.value.exit_status == 5 and b"no disk" in failed.value.stderr
    assert client.containers.get("fails").wait()["StatusCode"] == 5
    follows = client.containers.run(
        IMAGE, ["cmd", "/c", "echo one & ping -n 2 localhost & echo two"], detach=True, name="follows"
    )
    assert next(iter(follows.logs(stream=True, follow=True))).strip() == b"one"
    tty = client.containers.run(IMAGE, "cmd /c echo on a tty", tty=True, detach=True)
    assert tty.wait()["StatusCode"] == 0
    assert tty.logs().strip() == b"on a tty"
    assert follows.logs(tail=0) == b""


def test_exec(client: docker.DockerClient) -> None:
    web = client.containers.run(IMAGE, RUNS, detach=True, name="web", isolation="process")
    assert web.exec_run("cmd /c echo hello").output.strip() == b"hello"
    code, (out, err) = web.exec_run("cmd /c echo out & echo wrong >&2 & exit 3", demux=True)
    assert (code, out.strip(), err.strip()) == (3, b"out", b"wrong")
    identifier = client.api.exec_create(web.id, "ping localhost")["Id"]
    assert client.api.exec_start(identifier, detach=True) == ""
    assert client.api.exec_inspect(identifier)["Running"] is True
    web.stop(timeout=1)
    with pytest.raises(docker.errors.APIError, match="is not running"):
        web.exec_run("cmd /c ver")


def test_what_is_seen_of_a_container(client: docker.DockerClient) -> None:
    web = client.containers.run(
        IMAGE, RUNS, detach=True, name="web", isolation="hyperv", ports={"80/tcp": 8080}, mem_limit="1g",
        restart_policy={"Name": "on-failure", "MaximumRetryCount": 3},
        healthcheck={"test": ["CMD-SHELL", "exit 0"], "interval": 10**8},
    )  # fmt: skip
    web.reload()
    assert web.attrs["HostConfig"]["Isolation"] == "hyperv"
    assert web.ports["80/tcp"][0]["HostPort"] == "8080"
    assert web.top()["Titles"] == ["Name", "PID", "CPU", "Private Working Set"]
    assert web.stats(stream=False)["memory_stats"]["privateworkingset"] > 0
    web.pause()
    web.reload()
    assert web.status == "paused"
    web.unpause()
    assert [one.name for one in client.containers.list(filters={"ancestor": IMAGE, "status": "running"})] == ["web"]
    web.kill()
    assert client.containers.prune()["ContainersDeleted"] == [web.id]


def test_networks_and_volumes(client: docker.DockerClient) -> None:
    pool = docker.types.IPAMPool(subnet="10.9.0.0/24", gateway="10.9.0.1")
    back = client.networks.create("back", driver="nat", ipam=docker.types.IPAMConfig(pool_configs=[pool]))
    data = client.volumes.create("data", labels={"keep": "yes"})
    web = client.containers.run(
        IMAGE, RUNS, detach=True, name="web", network="back", volumes={"data": {"bind": "C:\\data", "mode": "rw"}}
    )
    web.reload()
    assert web.attrs["NetworkSettings"]["Networks"]["back"]["IPAddress"].startswith("10.9.0.")
    assert [mount["Name"] for mount in web.attrs["Mounts"]] == ["data"]
    back.reload()
    assert [one.name for one in back.containers] == ["web"]
    with pytest.raises(docker.errors.APIError, match="active endpoints"):
        back.remove()
    with pytest.raises(docker.errors.APIError, match="in use"):
        data.remove()
    other = client.networks.create("other", driver="nat")
    other.connect(web, aliases=["shop"])
    other.disconnect(web)
    web.remove(force=True)
    assert set(client.networks.prune()["NetworksDeleted"]) == {"back", "other"}
    data.remove()
    assert client.volumes.list() == []


def test_images_and_events(client: docker.DockerClient) -> None:
    image = client.images.get(IMAGE)
    image.tag("mine", "1")
    assert image.history()
    archive = b"".join(client.images.get("mine:1").save(named=True))
    client.images.remove("mine:1")
    client.images.remove(IMAGE)
    assert client.images.list() == []
    (loaded,) = client.images.load(archive)
    assert loaded.id == image.id and loaded.tags == ["mine:1"]
    assert client.df()["Images"][0]["RepoTags"] == ["mine:1"]
    actions = [event["Action"] for event in client.events(since=0, until=int(time.time()) + 1, decode=True)]
    assert {"pull", "tag", "untag", "load", "delete"} <= set(actions)
    assert client.images.prune(filters={"dangling": False})["ImagesDeleted"]
