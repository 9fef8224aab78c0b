"""Faults from outside: each is one clear error that says what to do, and the next run converges with nothing lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

# fault: words that the error must have
FAULTS = {
    "engine-stopped": ["docker", "Start-Service"],
    "pipe-missing": ["docker_engine", "pipe"],
    "pipe-denied": ["docker_engine", "denied", "Administrators"],
    "endpoint-gone": [],
}


@pytest.fixture
def host(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    return fleet_of(srv=READY)


@pytest.fixture(scope="module")
def survivor(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    """A host that goes through one fault after the other."""
    fleet = fleet_of(srv=READY)
    fleet.deploy(WEB)
    return fleet


@LIGHT_ONLY
@pytest.mark.parametrize("kind", FAULTS)
def test_one_clear_error_and_the_next_run_converges(survivor: SimulatedFleet, kind: str) -> None:
    before = survivor.engine()["web"]["Id"]
    declared = [WEB, {**WEB, "name": kind}]
    survivor.fault("srv", kind)
    run = survivor.deploy(*declared)
    message = run.failures()["srv"]
    assert [word for word in FAULTS[kind] if word not in message] == [], message
    assert "Traceback" not in run.output
    survivor.fault("srv", "clear")
    after = survivor.deploy(*declared)
    assert after.hosts["srv"]["failures"] == 0, after.output
    assert survivor.engine()["web"]["Id"] == before
    assert survivor.engine()[kind]["State"]["Running"] is True
    assert survivor.deploy(*declared).hosts["srv"]["changed"] == 0


@pytest.mark.parametrize("messages", [2, 3])
def test_winrm_lost_in_the_middle_of_an_act(host: SimulatedFleet, messages: int) -> None:
    """The connection is cut so many messages into the act that recreates a container."""
    host.deploy(WEB)
    host.fault("srv", "drop-in-act", messages=messages)
    run = host.deploy({**WEB, "isolation": "hyperv"})
    assert run.hosts["srv"]["failures"] or run.hosts["srv"]["unreachable"], run.output
    assert "Traceback" not in run.output
    host.fault("srv", "clear")
    after = host.deploy({**WEB, "isolation": "hyperv"})
    assert after.hosts["srv"]["failures"] == 0, after.output
    assert {
        name: (entry["HostConfig"]["Isolation"], entry["State"]["Running"]) for name, entry in host.engine().items()
    } == {"web": ("hyperv", True)}
    assert host.deploy({**WEB, "isolation": "hyperv"}).hosts["srv"]["changed"] == 0
