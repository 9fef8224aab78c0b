"""A reboot is made where Windows says that it needs one, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from simulated import READY, SimulatedFleet

BARE = {**READY, "features": [], "engine": {"state": "absent"}, "outage": 0.5}
OPTIONS = {"containers": True, "reboot": True}


def boot_time(fleet: SimulatedFleet, host: str) -> Any:
    return fleet.state(host)["machine"]["boot_time"]


@pytest.fixture(scope="module")
def fleet(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    return fleet_of(usual=BARE, modest={**BARE, "features_without_restart": ["Containers"]})


@pytest.mark.parametrize(("host", "reboots"), [("usual", True), ("modest", False)])
def test_a_reboot_only_where_windows_needs_one(fleet: SimulatedFleet, host: str, reboots: bool) -> None:
    before = boot_time(fleet, host)
    planned = fleet.task(host, "host_features", OPTIONS, "--check").of("host_features")[host]
    assert (planned["changed"], boot_time(fleet, host)) == (True, before)
    run = fleet.task(host, "host_features", OPTIONS)
    result = run.of("host_features")[host]
    assert run.code == 0, run.output
    assert (result["rebooted"], result["reboot_required"]) == (reboots, False)
    assert (boot_time(fleet, host) != before) == reboots
    again = fleet.task(host, "host_features", OPTIONS)
    assert again.hosts[host]["changed"] == 0, again.output


@pytest.fixture
def restless(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    return fleet_of(srv=BARE)


def test_a_host_that_settles_late_and_reboots_once_more_ends_well(restless: SimulatedFleet) -> None:
    restless.fault("srv", "settling", looks=2, reboots=1)
    run = restless.task("srv", "host_features", {**OPTIONS, "reboot_timeout": 300})
    result = run.of("host_features")["srv"]
    assert run.code == 0, run.output
    assert (result["rebooted"], result["reboots"], result["reboot_required"]) == (True, 2, False)
    assert result["features"]["after"]["containers"] == "enabled"


def test_features_that_take_half_a_minute_to_be_looked_at_end_well(restless: SimulatedFleet) -> None:
    """Get-WindowsFeature took minutes on real hosts (PowerShell/PowerShell issue 24500); a shutdown is under way 5
    seconds after its step, so that no look may stand behind it."""
    restless.fault("srv", "slow-features", seconds=30)
    run = restless.task("srv", "host_features", {**OPTIONS, "reboot_timeout": 300})
    result = run.of("host_features")["srv"]
    assert run.code == 0, run.output
    assert (result["rebooted"], result["reboot_required"]) == (True, False)
    assert result["features"]["after"]["containers"] == "enabled"
