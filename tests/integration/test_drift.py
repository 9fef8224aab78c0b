"""What differs is mended, what does not is left alone: recreation for isolation, and recreations that were cut off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, REGISTRY, WEB, SimulatedFleet

from playbooks import Run


@pytest.fixture
def host(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    return fleet_of(srv=READY)


@LIGHT_ONLY
def test_declared_hyperv_but_created_as_process_is_recreated(host: SimulatedFleet) -> None:
    assert host.deploy(WEB).hosts["srv"]["changed"] == 1
    before = host.engine()["web"]
    assert before["HostConfig"]["Isolation"] == "process"
    run = host.deploy({**WEB, "isolation": "hyperv"}, diff=True)
    after = host.engine()
    assert list(after) == ["web"], run.output
    assert after["web"]["HostConfig"]["Isolation"] == "hyperv"
    assert after["web"]["Id"] != before["Id"]
    assert after["web"]["State"]["Running"] is True
    difference = run.of("containers")["srv"]["diff"]
    assert "process" in str(difference["before"])
    assert "hyperv" in str(difference["after"])
    assert host.prove()["web"]["verdict"] == "proven"
    host.module_calls("srv")
    assert host.deploy({**WEB, "isolation": "hyperv"}).hosts["srv"]["changed"] == 0
    assert host.module_calls("srv") == {"_look": 1}


@LIGHT_ONLY
def test_stopped_absent_and_prune(host: SimulatedFleet) -> None:
    host.deploy(WEB, {**WEB, "name": "spare"})
    assert host.deploy({**WEB, "state": "stopped"}).hosts["srv"]["changed"] == 1
    assert host.engine()["web"]["State"]["Running"] is False
    assert host.deploy({**WEB, "state": "stopped"}).hosts["srv"]["changed"] == 0
    assert set(host.engine()) == {"web", "spare"}
    assert host.deploy({**WEB, "state": "stopped"}, prune=True).hosts["srv"]["changed"] == 1
    assert set(host.engine()) == {"web"}
    assert host.deploy({"name": "web", "state": "absent"}).hosts["srv"]["changed"] == 1
    assert host.engine() == {}
    assert host.deploy({"name": "web", "state": "absent"}).hosts["srv"]["changed"] == 0


def test_a_recreation_that_fails_brings_the_old_container_back(host: SimulatedFleet) -> None:
    host.deploy(WEB)
    before = host.engine()["web"]
    host.fault("srv", "start-failure", code="0xc0370106")
    run = host.deploy({**WEB, "isolation": "hyperv"})
    assert "0xc0370106" in run.failures()["srv"], run.output
    host.fault("srv", "clear")
    assert host.engine()["web"]["Id"] == before["Id"]
    assert host.engine()["web"]["State"]["Running"] is True
    host.deploy({**WEB, "isolation": "hyperv"})
    assert {name: entry["HostConfig"]["Isolation"] for name, entry in host.engine().items()} == {"web": "hyperv"}


@LIGHT_ONLY
def test_a_container_of_somebody_else_is_not_touched(host: SimulatedFleet) -> None:
    host.deploy(WEB, project="theirs")
    before = host.engine()["web"]["Id"]
    run = host.deploy(WEB, project="ours")
    assert "theirs" in run.failures()["srv"]
    assert "adopt" in run.failures()["srv"]
    assert host.engine()["web"]["Id"] == before


@LIGHT_ONLY
def test_ports_are_swapped_and_a_joined_network_follows(host: SimulatedFleet) -> None:
    def declared(first: str, second: str) -> list[dict[str, Any]]:
        ports = {"web": [first], "api": [second]}
        return [
            *({**WEB, "name": name, "ports": ports[name], "allow_piercing": ["port"]} for name in ports),
            {**WEB, "name": "agent", "network": "container:web", "allow_piercing": ["network"]},
        ]

    assert host.deploy(*declared("8080:80", "8081:80")).hosts["srv"]["failures"] == 0
    joined = host.engine()["agent"]["Id"]
    run = host.deploy(*declared("8081:80", "8080:80"))
    assert run.hosts["srv"]["failures"] == 0, run.output
    assert {name: entry["State"]["Running"] for name, entry in host.engine().items()} == dict.fromkeys(
        ["web", "api", "agent"], True
    )
    assert host.engine()["agent"]["Id"] != joined
    assert host.deploy(*declared("8081:80", "8080:80")).hosts["srv"]["changed"] == 0


@LIGHT_ONLY
def test_prune_takes_away_what_a_host_no_longer_declares(host: SimulatedFleet) -> None:
    def site(containers: list[dict[str, Any]], prune: bool) -> Run:
        declared = {"containers_project": "test", "containers_list": containers, "containers_prune": prune}
        return host.play("winfleet.containers.site", variables=declared)

    assert site([WEB], True).code == 0
    site([], False)
    assert set(host.engine()) == {"web"}
    run = site([], True)
    assert (run.code, run.hosts["srv"]["changed"], host.engine()) == (0, 1, {}), run.output
    assert site([], True).hosts["srv"]["changed"] == 0


@LIGHT_ONLY
def test_the_data_of_an_unnamed_volume_goes_along(fleet_of: Callable[..., SimulatedFleet]) -> None:
    image = "registry.example.com/cache:1"
    about = {**REGISTRY[WEB["image"]], "config": {"Volumes": {"C:\\cache": {}}}}
    fleet = fleet_of(registry={image: about}, srv=READY)
    fleet.deploy({**WEB, "image": image})
    before = fleet.engine()["web"]["Mounts"]
    run = fleet.deploy({**WEB, "image": image, "memory": "1g"})
    after = fleet.engine()["web"]["Mounts"]
    assert [mount["Name"] for mount in after] == [mount["Name"] for mount in before]
    assert "goes along" in run.of("containers")["srv"]["containers"][0]["why"][0]
    assert len(fleet.state("srv")["engine"]["volumes"]) == 1
    assert fleet.deploy({**WEB, "image": image, "memory": "1g"}).hosts["srv"]["changed"] == 0
