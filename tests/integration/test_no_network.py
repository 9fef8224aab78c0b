"""`network: none` on an engine that dies of it (moby#51822): warned of before, told with what happened, and whole again
after the next run."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

pytestmark = LIGHT_ONLY
ALONE = {**WEB, "name": "alone", "network": "none"}
WARNING = "engine 28.5.2 crashes when a container without a network stops"


@pytest.fixture
def host(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    return fleet_of(srv={**READY, "outage": 0.1})


def states(host: SimulatedFleet) -> dict[str, str]:
    return {name: found["State"]["Status"] for name, found in host.engine().items()}


def message(run: Any) -> str:
    (result,) = [line["result"] for line in run.results if line["event"] == "failed"]
    return str(result["msg"])


def test_its_start_beside_another_is_cut_off_and_undone(host: SimulatedFleet) -> None:
    assert host.deploy(WEB).code == 0
    run = host.deploy(ALONE, WEB)
    assert WARNING in " ".join(run.output.split())
    told = message(run)
    assert "cuts the start of a container without a network" in told and "29.1.4" in told
    assert "What was begun for alone was undone." in told
    assert states(host) == {"web": "running"}
    assert host.deploy({**ALONE, "network": "nat"}, WEB).code == 0
    assert states(host) == {"alone": "running", "web": "running"}


@pytest.mark.parametrize("change", [{"state": "stopped"}, {"state": "absent"}, {"network": "nat"}])
def test_its_end_is_the_end_of_the_engine_and_the_next_run_converges(
    host: SimulatedFleet, change: dict[str, Any]
) -> None:
    assert host.deploy(ALONE).code == 0
    assert host.deploy(ALONE, WEB).code == 0
    declared = ({**ALONE, **change}, WEB)
    checked = host.task("srv", "containers", {"project": "test", "containers": list(declared)}, "--check")
    assert WARNING in " ".join(checked.output.split())
    run = host.deploy(*declared)
    assert WARNING in " ".join(run.output.split())
    told = message(run)
    assert "all containers of this host have ended with it" in told and "29.1.4" in told
    again = message(host.deploy(*declared))
    assert "service docker is stopped" in again
    host.simulator("reboot", "srv")
    end = time.monotonic() + 20
    while not host.state("srv")["engine"]["running"] and time.monotonic() < end:
        time.sleep(0.1)
    assert host.deploy(*declared).code == 0
    wanted = {"stopped": {"alone": "exited"}, "absent": {}, None: {"alone": "running"}}[change.get("state")]
    assert states(host) == {**wanted, "web": "running"}
    assert not host.deploy(*declared).hosts["srv"]["changed"]
