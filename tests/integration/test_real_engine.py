"""The set of a project on a real Docker Engine: made, found as it was declared, changed, brought back where its new
form does not start, and taken away. The engine is one on Linux; what it says otherwise than one on Windows is data
(tests/support/linux_engine.py)."""

from __future__ import annotations

import json
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from engine_between import Between, in_the_place_of
from linux_engine import OF_SETS
from real_engine import OWN_NETWORKS, RealEngine, busybox_layer, docker_engine, needs_busybox, needs_engine
from simulated import READY, SimulatedFleet

pytestmark = [pytest.mark.dockerd, needs_engine, needs_busybox]

IMAGE = "registry.example/team/app:1"
SUBNET, OTHER_SUBNET = "10.213.99.0/24", "10.213.98.0/24"
ANSWER_SECONDS = 10.0
# All that both kinds of engines have. Not here: memory and cpus, which an engine on Linux drops where the computer's
# kernel does not limit them; user, working_dir, devices and credential specs, which are of one kind alone.
DB: dict[str, Any] = {
    "name": "db",
    "image": IMAGE,
    "isolation": "default",
    "command": ["/bin/sh", "-c", "touch /data/ready; exec sleep 1000"],
    "env": {"MODE": "store", "WORDS": "two words = one text"},
    "labels": {"tier": "back"},
    "restart_policy": "unless-stopped",
    "stop_timeout": 1,
    "hostname": "database",
    "networks": {"back": {"aliases": ["store"], "ipv4_address": "10.213.99.20"}},
    "mounts": [{"type": "volume", "source": "data", "target": "C:\\data"}],
    "healthcheck": {
        "test": ["CMD", "/bin/test", "-e", "/data/ready"], "interval": "1s", "timeout": "5s", "retries": 3,
    },
    "log_driver": "json-file",
    "log_options": {"max-size": "1m"},
}  # fmt: skip
WEB: dict[str, Any] = {
    "name": "web",
    "image": IMAGE,
    "isolation": "default",
    "entrypoint": ["/bin/httpd"],
    "command": ["-f", "-p", "80", "-h", "/www"],
    "env": {"STORE": "store"},
    "restart_policy": "on-failure:3",
    "stop_timeout": 1,
    "stop_signal": "SIGTERM",
    "network": "back",
    "depends_on": {"db": {"condition": "service_healthy"}},
    "mounts": [{"type": "volume", "source": "data", "target": "C:\\data", "read_only": True}],
}


@dataclass(frozen=True)
class Stand:
    """A simulated host with the real engine at its pipe; `port` is a free one of this computer."""

    fleet: SimulatedFleet
    engine: RealEngine
    between: Between
    port: int

    def deploy(self, *containers: dict[str, Any], **more: Any) -> Any:
        self.between.asked.clear()
        self.fleet.counts("srv", reset=True)
        return self.fleet.deploy(
            *containers,
            project="shop",
            networks={
                "back": {"subnet": SUBNET, "gateway": "10.213.99.1", "labels": {"tier": "back"}},
                "front": {"subnet": OTHER_SUBNET, "gateway": "10.213.98.1"},
            },
            volumes={"data": {"labels": {"kept": "yes"}}},
            allow_piercing=["volume", "port"],
            settle=1,
            diff=True,
            **more,
        )

    def web(self, **more: Any) -> dict[str, Any]:
        ports = [f"{self.port}:80"]
        return {**WEB, "ports": ports, **more}


@pytest.fixture(scope="module")
def engine() -> Iterator[RealEngine]:
    """Where containers cannot run (a computer without the rights for it) nothing is shown by it."""
    with docker_engine() as made:
        name, _colon, tag = IMAGE.rpartition(":")
        made.load(name, tag, busybox_layer())
        body = {"Image": IMAGE, "Cmd": ["/bin/sleep", "1"], "HostConfig": {"NetworkMode": "none"}}
        kind = {"Content-Type": "application/json"}
        made.done("POST", "/containers/create?name=first", json.dumps(body), kind)
        status, text = made.ask("POST", "/containers/first/start")
        if status >= 400:
            pytest.skip(f"NO CONTAINERS: this engine starts none here: {text[:300]}")
        yield made


@pytest.fixture
def stand(fleet_of: Callable[..., SimulatedFleet], engine: RealEngine) -> Iterator[Stand]:
    fleet = fleet_of(srv=READY)
    engine.empty()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    with in_the_place_of(fleet.engine_pipe(), engine.pipe, OF_SETS) as between:
        yield Stand(fleet, engine, between, port)
    engine.empty()


def result(run: Any) -> dict[str, Any]:
    assert run.failures() == {}, run.output
    return dict(run.of("containers")["srv"])


def actions(run: Any) -> dict[str, list[str]]:
    return {row["name"]: row["actions"] for row in result(run)["containers"]}


def page(stand: Stand) -> str:
    """What the container web gives through its port."""
    end = time.monotonic() + ANSWER_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{stand.port}/", timeout=ANSWER_SECONDS) as answer:
                return str(answer.read().decode())
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.1)


def came_up(engine: RealEngine, since: float) -> list[tuple[str, str]]:
    """What the engine tells of db and web: that they were started, and how their health became."""
    filters = {"event": ["start", "health_status"], "container": ["db", "web"]}
    path = f"/events?since={since:.9f}&until={time.time():.9f}&filters={quote(json.dumps(filters))}"
    rows = [json.loads(line) for line in engine.ask("GET", path)[1].splitlines()]
    return [(row["Action"], row["Actor"]["Attributes"]["name"]) for row in rows]


def test_a_set_is_made_and_found_as_it_was_declared(stand: Stand) -> None:
    began = time.time()
    made = result(stand.deploy(DB, stand.web()))
    rows = {row["name"]: row for row in made["containers"]}
    assert {name: (row["state"], row["health"]) for name, row in rows.items()} == {
        "db": ("running", "healthy"),
        "web": ("running", None),
    }
    assert page(stand) == "hello\n"
    assert came_up(stand.engine, began)[:3] == [("start", "db"), ("health_status: healthy", "db"), ("start", "web")]

    db, web = stand.engine.container("db"), stand.engine.container("web")
    assert {"MODE=store", "WORDS=two words = one text"} <= set(db["Config"]["Env"])
    assert db["Config"]["Labels"]["tier"] == "back" and db["Config"]["Hostname"] == "database"
    assert [web["HostConfig"]["RestartPolicy"][key] for key in ("Name", "MaximumRetryCount")] == ["on-failure", 3]
    assert [(mount["Name"], mount["RW"]) for mount in web["Mounts"]] == [("data", False)]
    endpoint = db["NetworkSettings"]["Networks"]["back"]
    assert "store" in endpoint["Aliases"] and endpoint["IPAddress"] == "10.213.99.20"
    (volume,) = stand.engine.done("GET", "/volumes")["Volumes"]
    assert volume["Labels"]["kept"] == "yes"
    assert stand.engine.done("GET", "/networks/back")["Labels"]["tier"] == "back"

    again = result(stand.deploy(DB, stand.web()))
    assert again["changed"] is False and "diff" not in again
    assert {method for method, _path, _headers in stand.between.asked} == {"GET"}
    assert stand.fleet.module_calls("srv") == {"_look": 1}


def test_a_set_is_changed_brought_back_and_taken_away(stand: Stand) -> None:
    result(stand.deploy(DB, stand.web()))
    db, web = (stand.engine.container(name)["Id"] for name in ("db", "web"))

    assert actions(stand.deploy(DB, stand.web(env={"STORE": "other"}))) == {"db": [], "web": ["recreate"]}
    changed = stand.engine.container("web")
    assert "STORE=other" in changed["Config"]["Env"] and changed["Id"] != web
    assert stand.engine.container("db")["Id"] == db and page(stand) == "hello\n"

    policy = stand.web(env={"STORE": "other"}, restart_policy="always")
    assert actions(stand.deploy(DB, policy)) == {"db": [], "web": ["update"]}
    assert stand.engine.container("web")["HostConfig"]["RestartPolicy"]["Name"] == "always"

    broken = stand.deploy(DB, stand.web(entrypoint=["/bin/nothing"], command=["x"]))
    assert "web" in broken.failures()["srv"] and "Traceback" not in broken.output
    back = stand.engine.container("web")
    assert back["Id"] == changed["Id"] and back["State"]["Running"] and page(stand) == "hello\n"
    assert len(stand.engine.done("GET", "/containers/json?all=1")) == 2
    assert actions(stand.deploy(DB, policy)) == {"db": [], "web": []}

    front = {"front": {"aliases": ["shop"], "ipv4_address": "10.213.98.30"}}
    both = {**policy, "network": None, "networks": {"back": None, **front}}
    assert actions(stand.deploy(DB, both)) == {"db": [], "web": ["recreate"]}
    places = stand.engine.container("web")["NetworkSettings"]["Networks"]
    assert set(places) == {"back", "front"} and page(stand) == "hello\n"
    assert "shop" in places["front"]["Aliases"] and places["front"]["IPAddress"] == "10.213.98.30"
    assert actions(stand.deploy(DB, both)) == {"db": [], "web": []}
    kind = {"Content-Type": "application/json"}
    for name, way, before, after in (
        ("web", "disconnect", {}, {"front": {"aliases": ["shop"], "ipv4_address": "10.213.98.30"}}),
        ("db", "connect", {"front": {}}, {}),
    ):
        stand.engine.done("POST", f"/networks/front/{way}", json.dumps({"Container": name}), kind)
        by_hand = stand.deploy(DB, both)
        diff = result(by_hand)["diff"]
        assert (diff["before"][name], diff["after"][name]) == ({"networks": before}, {"networks": after})
        assert set(stand.engine.container(name)["NetworkSettings"]["Networks"]) - {"front"} == {"back"}
        assert actions(stand.deploy(DB, both)) == {"db": [], "web": []}

    gone = stand.fleet.deploy(project="shop", prune=True, prune_volumes=True)
    assert result(gone)["changed"] is True and "stays on the host" not in gone.output
    assert stand.engine.done("GET", "/containers/json?all=1") == []
    assert not stand.engine.done("GET", "/volumes")["Volumes"]
    assert {row["Name"] for row in stand.engine.done("GET", "/networks")} <= set(OWN_NETWORKS)
    assert set(stand.between.used) == set(OF_SETS)  # no row stands there that changes nothing
