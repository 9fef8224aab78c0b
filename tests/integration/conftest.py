from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from fronts import FRONTS
from simulated import DEMO_FLEET, REGISTRY, SimulatedFleet


@pytest.fixture(scope="module", params=FRONTS)
def front(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def fleet_of(front: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., SimulatedFleet]]:
    """Brings fleets up: `fleet_of(name=host description, ...)`, with the demo's registry unless another is given."""
    fleets: list[SimulatedFleet] = []

    def bring_up(registry: dict[str, Any] | None = None, **hosts: dict[str, Any]) -> SimulatedFleet:
        fleet = SimulatedFleet(tmp_path_factory.mktemp("fleet"), front)
        fleets.append(fleet)
        fleet.up({"hosts": hosts, "registry": registry or REGISTRY})
        return fleet

    yield bring_up
    for fleet in fleets:
        fleet.down()


@pytest.fixture(scope="module")
def demo_fleet(front: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedFleet]:
    """The demo's five hosts, from nothing; `engine.yml` in its folder is an inventory that declares their engine."""
    fleet = SimulatedFleet(tmp_path_factory.mktemp("demo"), front)
    fleet.up(yaml.safe_load(DEMO_FLEET.read_text(encoding="utf-8")))
    archive = fleet.folder / "docker.zip"
    sha256 = fleet.simulator("archive", "29.7.2", str(archive)).split()[0]
    declared = {"engine_version": "29.7.2", "engine_archive": str(archive), "engine_checksum": sha256}
    (fleet.folder / "engine.yml").write_text(yaml.safe_dump({"all": {"vars": declared}}), encoding="utf-8")
    yield fleet
    fleet.down()
