"""remove.yml: projects go, with what was asked for, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from rolling import NAME, VERSIONS
from simulated import READY, WEB, SimulatedFleet

from playbooks import Run

pytestmark = LIGHT_ONLY
HOST, PIERCING = "srv", ["volume", "network"]


def project(name: str, version: int) -> dict[str, Any]:
    """A container on a network, with a volume, both of the project."""
    mount = {"type": "volume", "source": "data", "target": "C:\\data"}
    container = {**WEB, "name": f"{name}-web", "image": f"{NAME}:{version}", "mounts": [mount], "network": "back"}
    return {
        "project": name,
        "containers": [container],
        "networks": {"back": {"name": f"{name}-back", "driver": "nat", "subnet": f"172.30.{version}.0/24"}},
        "volumes": {"data": {"name": f"{name}-data"}},
        "allow_piercing": PIERCING,
        "keep": 2,
    }


@pytest.fixture
def fleet(fleet_of: Callable[..., SimulatedFleet]) -> Iterator[SimulatedFleet]:
    """A host with two projects, and one with no engine."""
    made = fleet_of(registry=VERSIONS, srv=READY, bare={"release": "2022"})
    run = made.task(HOST, "container_host", {"sets": [project("shop", 1), project("office", 2)]})
    assert run.code == 0, run.output
    yield made


def remove(fleet: SimulatedFleet, *arguments: str, **more: Any) -> Run:
    return fleet.play("winfleet.containers.remove", *arguments, variables={"remove_projects": ["shop"], **more})


def there(fleet: SimulatedFleet) -> dict[str, list[str]]:
    """What of the two projects is on the host, by kind."""
    volumes = [one["Name"] for one in fleet.by_hand(HOST, "GET", "/volumes")["Volumes"]]
    networks = [one["Name"] for one in fleet.by_hand(HOST, "GET", "/networks")]
    tags = [tag for one in fleet.by_hand(HOST, "GET", "/images/json") for tag in one["RepoTags"] or []]
    return {
        "containers": sorted(fleet.engine(HOST)),
        "networks": sorted(name for name in networks if name.endswith("-back")),
        "volumes": sorted(name for name in volumes if name.endswith("-data")),
        "kept": sorted(name.split("-")[1] for name in volumes if name.startswith("winfleet.kept-")),
        "images": sorted(tag for tag in tags if tag.startswith(NAME)),
    }


BOTH = {
    "containers": ["office-web", "shop-web"],
    "networks": ["office-back", "shop-back"],
    "volumes": ["office-data", "shop-data"],
    "kept": ["office", "shop"],
    "images": [f"{NAME}:1", f"{NAME}:2"],
}


def test_it_is_not_done_by_mistake(fleet: SimulatedFleet) -> None:
    run = remove(fleet)
    assert run.code != 0 and "remove_confirm is not true" in run.output and "shop" in run.output
    for given in ("shop", []):
        run = fleet.play("winfleet.containers.remove", variables={"remove_projects": given, "remove_confirm": True})
        assert run.code != 0 and "a list of the names of projects is needed" in run.output
    run = fleet.play("winfleet.containers.remove", variables={"remove_confirm": True})
    assert run.code != 0 and "remove_projects: is not given" in run.output
    assert there(fleet) == BOTH


def test_check_mode_shows_what_would_go(fleet: SimulatedFleet) -> None:
    run = remove(fleet, "--check", "--diff", remove_volumes=True, remove_images=True)
    assert run.code == 0 and run.hosts[HOST]["changed"] == 1
    for name in ("shop-web", "network shop-back", "volume shop-data", f"image {NAME}:1"):
        assert f"remove {name}" in run.output, run.output
    assert "office" not in run.output and there(fleet) == BOTH


def test_containers_and_networks_go_and_data_stays(fleet: SimulatedFleet) -> None:
    run = remove(fleet, remove_confirm=True)
    assert run.code == 0 and run.hosts["bare"]["changed"] == 0, run.output
    assert there(fleet) == {
        **BOTH,
        "containers": ["office-web"],
        "networks": ["office-back"],
        "kept": ["office"],
    }
    again = remove(fleet, remove_confirm=True)
    assert again.code == 0 and not any(one["changed"] for one in again.hosts.values()), again.output


def test_all_of_it_goes_where_that_is_said(fleet: SimulatedFleet) -> None:
    run = remove(fleet, remove_confirm=True, remove_volumes=True, remove_images=True)
    assert run.code == 0, run.output
    assert there(fleet) == {
        "containers": ["office-web"],
        "networks": ["office-back"],
        "volumes": ["office-data"],
        "kept": ["office"],
        "images": [f"{NAME}:2"],
    }


def test_networks_may_stay(fleet: SimulatedFleet) -> None:
    assert remove(fleet, remove_confirm=True, remove_networks=False, remove_projects=["shop", "nobody"]).code == 0
    assert there(fleet) == {**BOTH, "containers": ["office-web"], "kept": ["office"]}
