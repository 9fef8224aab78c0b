"""A container on several networks of a simulated host: four beats, what a hand did to it, a network that it loses."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Callable
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

pytestmark = LIGHT_ONLY
NETWORKS: dict[str, Any] = {
    "back": {"subnet": "172.30.0.0/24", "name": "shop-back"},
    "front": {"driver": "internal", "subnet": "172.31.0.0/24"},
}
ON: dict[str, Any] = {
    "back": {"aliases": ["database"], "ipv4_address": "172.30.0.10"},
    "front": {"aliases": ["store", "db"]},
    "nat": {},
}
DB = {**WEB, "name": "db", "networks": ON}


def declared(*containers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"project": "test", "networks": NETWORKS, "containers": list(containers), **more}


def asked(fleet: SimulatedFleet, path: str, body: dict[str, Any]) -> None:
    """What a hand asks of the host's engine."""
    connection = http.client.HTTPConnection("docker", timeout=30)
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(str(fleet.engine_pipe()))
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
    assert connection.getresponse().status == 200
    connection.close()


def places(fleet: SimulatedFleet, name: str = "db") -> dict[str, Any]:
    return dict(fleet.engine()[name]["NetworkSettings"]["Networks"])


def told(run: Any) -> dict[str, Any]:
    assert run.failures() == {}, run.output
    return dict(run.of("containers")["srv"])


@pytest.fixture
def fleet(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    return fleet_of(srv=READY)


@pytest.mark.parametrize("version", ["24.0.7", "28.5.2"])
def test_four_beats(fleet_of: Callable[..., SimulatedFleet], version: str) -> None:
    """An engine that makes a container on one network alone, and one that could make it on all."""
    fleet = fleet_of(srv={**READY, "engine": {"state": "running", "version": version}})
    wish = declared(DB)
    check = told(fleet.task("srv", "containers", wish, "--check", "--diff"))
    assert check["changed"] is True and fleet.engine() == {}
    real = told(fleet.task("srv", "containers", wish))
    assert [row["actions"] for row in real["containers"]] == [["create"]]
    found = places(fleet)
    assert set(found) == {"shop-back", "front", "nat"}
    assert found["shop-back"]["IPAddress"] == "172.30.0.10" and "database" in found["shop-back"]["Aliases"]
    assert {"store", "db"} <= set(found["front"]["Aliases"]) and found["front"]["IPAddress"].startswith("172.31.0.")
    fleet.counts("srv", reset=True)
    again = told(fleet.task("srv", "containers", wish))
    assert again["changed"] is False and fleet.module_calls("srv") == {"_look": 1}


BY_HAND: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("/networks/front/disconnect", {}, {}, {"front": {"aliases": ["db", "store"]}}),
    ("/networks/other/connect", {"EndpointConfig": {"Aliases": ["x"]}}, {"other": {"aliases": ["x"]}}, {}),
]


def test_what_a_hand_did_is_told_and_mended(fleet: SimulatedFleet) -> None:
    beside = {**WEB, "name": "beside", "networks": ["front", "nat"]}
    others = {"project": "others", "networks": {"other": {}}, "containers": []}
    told(fleet.task("srv", "containers", others))
    wish = declared(DB, beside)
    told(fleet.task("srv", "containers", wish))
    was = fleet.engine()["beside"]["Id"]
    for path, body, before, after in BY_HAND:
        asked(fleet, path, {"Container": "db", **body})
        run = fleet.task("srv", "containers", wish, "--diff")
        rows = {row["name"]: (row["actions"], row["differs"]) for row in told(run)["containers"]}
        assert rows == {"db": (["recreate"], ["networks"]), "beside": ([], [])}
        diff = told(run)["diff"]
        assert (diff["before"]["db"], diff["after"]["db"]) == ({"networks": before}, {"networks": after})
        assert set(places(fleet)) == {"shop-back", "front", "nat"}
        assert told(fleet.task("srv", "containers", wish))["changed"] is False
    assert fleet.engine()["beside"]["Id"] == was


def test_a_network_that_is_made_anew_takes_along_whoever_has_it_as_a_second(fleet: SimulatedFleet) -> None:
    beside = {**WEB, "name": "beside", "networks": ["back"]}
    wish = declared({**WEB, "name": "db", "networks": ["nat", "front"]}, beside)
    told(fleet.task("srv", "containers", wish))
    before = fleet.engine()
    wish["networks"] = {**NETWORKS, "front": {"driver": "internal", "subnet": "172.29.0.0/24", "recreate": True}}
    done = told(fleet.task("srv", "containers", wish))
    rows = {row["name"]: row["actions"] for row in done["containers"]}
    assert rows == {"db": ["recreate"], "beside": []}
    assert places(fleet)["front"]["IPAddress"].startswith("172.29.0.")
    assert fleet.engine()["beside"]["Id"] == before["beside"]["Id"]
    assert told(fleet.task("srv", "containers", wish))["changed"] is False


def test_one_that_cannot_be_connected_leaves_nothing_behind(fleet: SimulatedFleet) -> None:
    """The network was there when the host was looked at, and had another subnet than its container's address."""
    wish = {"project": "test", "networks": {"front": {"external": True}}, "containers": []}
    told(fleet.task("srv", "containers", {**declared(), "project": "other"}))
    web = {**WEB, "networks": {"nat": None, "front": {"ipv4_address": "10.99.0.9"}}}
    failed = fleet.task("srv", "containers", {**wish, "containers": [web]})
    text = failed.failures()["srv"]
    assert "container web: " in text and "an address of the container does not fit its network" in text
    assert "10.99.0.9" in text
    assert fleet.engine() == {}
