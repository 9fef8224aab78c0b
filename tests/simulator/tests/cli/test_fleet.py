"""A fleet file is read with its defaults, and each mistake in one is one sentence that names it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hostsim.fleet import FleetError, fleet_from, read_fleet

FLEETS = Path(__file__).resolve().parents[2] / "fleets"
IMAGE = "mcr.microsoft.com/windows/nanoserver:ltsc2022"


@pytest.mark.parametrize("path", sorted(FLEETS.glob("*.yml")), ids=lambda path: path.name)
def test_every_fleet_of_this_folder_is_read(path: Path) -> None:
    assert read_fleet(path).hosts


def test_the_demo_fleet_is_what_the_demo_promises() -> None:
    fleet = read_fleet(FLEETS / "demo.yml")
    told = {
        plan.name: (
            plan.description.build,
            plan.description.edition.edition_id,
            plan.description.platform,
            plan.engine.state,
        )
        for plan in fleet.hosts
    }
    assert told == {
        "srv2022": (20348, "ServerDatacenter", "physical", "absent"),
        "srv2019": (17763, "ServerStandard", "vmware", "absent"),
        "srv2025": (26100, "ServerDatacenter", "physical", "absent"),
        "win11": (26100, "Professional", "physical", "absent"),
        "win10home": (19045, "Core", "physical", "absent"),
    }
    assert [plan.name for plan in fleet.hosts if plan.description.features] == ["srv2025"]


def test_defaults() -> None:
    fleet = fleet_from({"hosts": {"a": {}}})
    plan = fleet.hosts[0]
    assert (plan.engine.state, plan.engine.version, plan.engine.program, plan.engine.service, plan.images) == (
        "absent", "28.5.2", "C:\\Program Files\\Docker\\dockerd.exe", "docker", (),
    )  # fmt: skip
    assert list(fleet.users) == ["vagrant"]
    assert len(fleet.users["vagrant"]) > 20
    assert fleet_from({"hosts": {"a": {}}}).users != fleet.users
    assert fleet_from({"hosts": {"a": {}}, "users": {"admin": 12345}}).users == {"admin": "12345"}


WRONG: dict[str, tuple[Any, str]] = {
    "nothing": (None, "'hosts' must name at least one host"),
    "no hosts": ({"hosts": {}}, "'hosts' must name at least one host"),
    "a list": ([1], "the fleet file must be a table"),
    "an unknown section": (
        {"hosts": {"a": {}}, "images": {}},
        "'images' is unknown; known are hosts, registry, registries, users",
    ),
    "an unknown key": ({"hosts": {"web1": {"memmory": 1}}}, "host web1: 'memmory' is unknown"),
    "an unknown key of the engine": (
        {"hosts": {"web1": {"engine": {"verson": 1}}}},
        "host web1: engine: 'verson' is unknown",
    ),
    "a bad name": ({"hosts": {"../x": {}}}, "host '../x'"),
    "a release that is none": ({"hosts": {"web1": {"release": "2031"}}}, "2031"),
    "an edition that is none": ({"hosts": {"web1": {"edition": "ServerHome"}}}, "ServerHome"),
    "a size that is none": ({"hosts": {"web1": {"memory": "much"}}}, "much"),
    "an image that cannot be pulled": (
        {"hosts": {"web1": {"images": [IMAGE]}}},
        f"the image {IMAGE} is not in the fleet's registry",
    ),
    "an engine that cannot run": (
        {"hosts": {"web1": {"engine": {"state": "running"}}}},
        "only where the feature Containers",
    ),
    "an engine's state": ({"hosts": {"web1": {"engine": {"state": "paused"}}}}, "paused"),
    "a registry's login": (
        {"hosts": {"a": {}}, "registries": {"r.example": {"login": "ldap"}}},
        "registries: r.example: a login is open, basic, token",
    ),
    "an image's key": ({"hosts": {"a": {}}, "registry": {IMAGE: {"version": 1}}}, "'version' is unknown"),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_a_mistake_is_named(mistake: str, tmp_path: Path) -> None:
    document, words = WRONG[mistake]
    with pytest.raises(ValueError) as caught:
        fleet_from(document)
    assert words in str(caught.value)


def test_a_file_that_is_not_there_or_no_yaml(tmp_path: Path) -> None:
    with pytest.raises(FleetError, match="No such file"):
        read_fleet(tmp_path / "none.yml")
    bad = tmp_path / "bad.yml"
    bad.write_text("hosts: [", encoding="utf-8")
    with pytest.raises(FleetError, match="is not YAML"):
        read_fleet(bad)
