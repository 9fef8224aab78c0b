"""Networks and volumes of a set on simulated hosts: four beats, and what stands against them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

NETWORKS: dict[str, Any] = {
    "back": {"subnet": "172.30.0.0/24", "labels": {"tier": "back"}},
    "plant": {"driver": "internal"},
}
DB = {
    **WEB,
    "name": "db",
    "network": "back",
    "mounts": [{"type": "volume", "source": "data", "target": "C:\\data"}],
}
SET: dict[str, Any] = {
    "networks": NETWORKS,
    "volumes": {"data": {"labels": {"kept": "yes"}}},
    "allow_piercing": ["volume"],
}

pytestmark = LIGHT_ONLY


@pytest.fixture(scope="module")
def host(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    return fleet_of(srv={**READY, "engine": {"state": "running", "version": "28.5.2"}})


@pytest.fixture
def empty(host: SimulatedFleet) -> SimulatedFleet:
    for project in ("test", "other"):
        host.deploy(project=project, prune=True, prune_volumes=True)
    assert host.engine() == {}
    assert set(networks(host)) == {"nat", "none"}
    return host


def networks(host: SimulatedFleet) -> dict[str, dict[str, Any]]:
    return {row["Name"]: row for row in host.state("srv")["engine"]["networks"]}


def result(run: Any) -> dict[str, Any]:
    assert run.hosts["srv"]["failures"] == 0, run.output
    return dict(run.of("containers")["srv"])


def message(run: Any) -> str:
    (told,) = [line["result"]["msg"] for line in run.results if line["event"] == "failed"]
    return str(told)


def test_four_beats(empty: SimulatedFleet) -> None:
    declared = {"project": "test", "containers": [DB], **SET}
    checked = result(empty.task("srv", "containers", declared, "--check", "--diff"))
    assert [(row["name"], row["driver"], row["actions"]) for row in checked["networks"]] == [
        ("back", "nat", ["create"]),
        ("plant", "internal", ["create"]),
    ]
    assert [(row["name"], row["actions"]) for row in checked["volumes"]] == [("data", ["create"])]
    assert set(networks(empty)) == {"nat", "none"}
    done = result(empty.deploy(DB, **SET))
    assert done["changed"] is True
    back = networks(empty)["back"]
    assert back["Labels"]["tier"] == "back" and back["Labels"]["winfleet.project"] == "test"
    assert [row["Subnet"] for row in back["IPAM"]["Config"]] == ["172.30.0.0/24"]
    assert list(empty.engine()["db"]["NetworkSettings"]["Networks"]) == ["back"]
    empty.module_calls("srv")
    again = result(empty.deploy(DB, **SET))
    assert again["changed"] is False
    assert [(row["name"], row["actions"]) for row in again["networks"]] == [("back", []), ("plant", [])]
    assert empty.module_calls("srv") == {"_look": 1}


def test_a_changed_subnet_is_refused_and_made_good_when_asked(empty: SimulatedFleet) -> None:
    empty.deploy(DB, **SET)
    before = empty.engine()["db"]["Id"]
    changed = {**SET, "networks": {**NETWORKS, "back": {**NETWORKS["back"], "subnet": "172.31.0.0/24"}}}
    told = message(empty.deploy(DB, **changed))
    assert "network back: subnet is 172.30.0.0/24 and must be 172.31.0.0/24" in told
    assert "containers are on it (db)" in told and "recreate: true" in told
    assert empty.engine()["db"]["Id"] == before
    changed["networks"]["back"]["recreate"] = True
    done = result(empty.deploy(DB, **changed))
    assert [row["actions"] for row in done["networks"] if row["name"] == "back"] == [["recreate"]]
    (db,) = empty.engine().values()
    assert db["State"]["Running"] is True and db["Id"] != before
    assert db["NetworkSettings"]["Networks"]["back"]["IPAddress"].startswith("172.31.0.")
    assert result(empty.deploy(DB, **changed))["changed"] is False


def test_external_ones_must_be_there(empty: SimulatedFleet) -> None:
    external: dict[str, Any] = {"networks": {"back": {"external": True}}, "volumes": {"data": {"external": True}}}
    external["allow_piercing"] = ["volume"]
    told = message(empty.deploy(DB, **external))
    assert "network back: external: is declared external and is not on the host, which has nat, none" in told
    assert "volume data: external: is declared external and is not on the host" in told
    result(empty.deploy(project="other", **SET))
    assert result(empty.deploy(DB, **external))["changed"] is True
    assert result(empty.deploy(DB, **external))["changed"] is False
    assert "belongs to the project other" in message(empty.deploy(DB, **SET))
    kept = empty.deploy(project="other", prune=True, prune_volumes=True)
    assert "network back is declared no more and stays: db" in kept.output.replace("\n", " ")
    assert "back" in networks(empty) and "plant" not in networks(empty)


def test_the_whole_project_goes_with_its_volumes_only_when_told(empty: SimulatedFleet) -> None:
    empty.deploy(DB, **SET)
    done = result(empty.deploy(prune=True))
    assert [(row["name"], row["actions"]) for row in done["networks"]] == [("back", ["remove"]), ("plant", ["remove"])]
    assert set(networks(empty)) == {"nat", "none"} and empty.engine() == {}
    told = result(empty.deploy(prune=True, prune_volumes=True))
    assert [(row["name"], row["actions"]) for row in told["volumes"]] == [("data", ["remove"])]
    assert result(empty.deploy(prune=True, prune_volumes=True))["changed"] is False


def test_labels_that_a_restart_of_the_engine_took_are_no_difference(empty: SimulatedFleet) -> None:
    empty.deploy(DB, **SET)
    empty.simulator("reboot", "srv")
    until = time.monotonic() + 60
    while time.monotonic() < until and networks(empty)["back"]["Labels"]:
        time.sleep(0.5)
    assert networks(empty)["back"]["Labels"] == {}
    assert result(empty.deploy({**DB, "state": "started"}, **SET))["networks"][0]["actions"] == []
    empty.module_calls("srv")
    assert result(empty.deploy(DB, **SET))["changed"] is False
    assert empty.module_calls("srv") == {"_look": 1}
    pruned = empty.deploy(prune=True)
    assert "network back has no labels" in " ".join(pruned.output.split())
    assert set(networks(empty)) == {"nat", "none", "back"}
