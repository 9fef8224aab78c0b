"""What cannot be done is refused before anything is changed: features, reboots, images, containers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

pytestmark = LIGHT_ONLY
BARE = {**READY, "features": [], "engine": {"state": "absent"}, "outage": 0.5}
PERMITTED = {**WEB, "allow_piercing": ["network", "credential_spec", "volume"]}
# What is declared besides, on which host, and the words of the refusal.
CANNOT: dict[str, tuple[str, dict[str, Any], str]] = {
    "no engine": ("bare", {}, "No engine is installed on this host"),
    "no such network": ("srv", {"network": "corp"}, "there is no network corp on the host"),
    "no such container": ("srv", {"network": "container:db"}, "container:db cannot be joined"),
    "no such file": ("srv", {"credential_spec": "file://gmsa.json"}, "CredentialSpecs\\gmsa.json is not there"),
    "no such entry": ("srv", {"credential_spec": "registry://gmsa"}, "has no entry gmsa"),
    "no such folder": (
        "raw",
        {"mounts": [{"source": "C:\\nowhere", "target": "C:\\d"}]},
        "the source C:\\nowhere is not there",
    ),
}


@pytest.fixture(scope="module")
def fleet(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    raw = {**READY, "features": [], "engine": {"state": "stopped"}, "outage": 0.5}
    return fleet_of(bare=BARE, srv=READY, raw=raw, again=BARE)


@pytest.mark.parametrize("check", [("--check",), ()], ids=["check", "real"])
@pytest.mark.parametrize("what", CANNOT)
def test_site_refuses_before_anything_is_changed(fleet: SimulatedFleet, what: str, check: tuple[str, ...]) -> None:
    host, options, words = CANNOT[what]
    boot = fleet.state(host)["machine"]["boot_time"]
    fleet.counts(host, reset=True)
    variables = {"containers_project": "shop", "containers_list": [{**PERMITTED, **options}], "host_reboot": True}
    run = fleet.play("winfleet.containers.site", "--limit", host, *check, variables=variables)
    assert words in run.failures().get(host, ""), run.output
    assert run.hosts[host]["changed"] == 0
    assert set(fleet.module_calls(host)) == {"_look"}
    assert fleet.state(host)["machine"]["boot_time"] == boot


def test_the_features_alone_can_be_had_on_a_host_without_an_engine(fleet: SimulatedFleet) -> None:
    """Four beats: planned, nothing happened, done with its reboot, and nothing to do."""
    features = {"reboot": True}
    boot = fleet.state("again")["machine"]["boot_time"]
    assert fleet.task("again", "host_features", features, "--check").hosts["again"]["changed"] == 1
    assert fleet.state("again")["machine"]["boot_time"] == boot
    run = fleet.task("again", "host_features", features)
    assert run.of("host_features")["again"]["rebooted"] is True, run.output
    assert fleet.task("again", "host_features", features).hosts["again"]["changed"] == 0
