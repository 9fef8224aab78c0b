"""All parts of a host in one task: what one remote call tells, what is decided before anything is done, and in what
order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

HYPERV = {**WEB, "name": "untrusted", "isolation": "hyperv"}
SETS = [
    {"project": "shop", "containers": [WEB, {**WEB, "name": "api"}]},
    {"project": "tools", "containers": [HYPERV], "prune": True},
]
WHOLE: dict[str, Any] = {"features": {"reboot": True}, "sets": SETS, "proof": {"require": True}}
# Its engine is installed and cannot start before the feature is there.
UNPREPARED = {**READY, "features": [], "engine": {"state": "stopped"}, "outage": 0.5}


@pytest.fixture(scope="module")
def fleet(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    return fleet_of(srv=READY, raw=UNPREPARED, bare={**UNPREPARED, "engine": {"state": "absent"}})


@LIGHT_ONLY
def test_two_projects_in_both_modes_and_their_proof_are_one_call_when_nothing_changes(fleet: SimulatedFleet) -> None:
    first = fleet.task("srv", "container_host", WHOLE)
    assert first.code == 0, first.output
    fleet.counts("srv", reset=True)
    again = fleet.task("srv", "container_host", WHOLE, "--diff")
    assert again.hosts["srv"]["changed"] == 0, again.output
    counts = fleet.counts("srv", reset=True)
    assert counts["modules"] == {"_look": 1}
    assert counts["commands"] == 1
    result = again.of("container_host")["srv"]
    assert "diff" not in result
    verdicts = {row["name"]: (row["project"], row["verdict"]) for row in result["proof"]["proof"]}
    assert verdicts == {"web": ("shop", "proven"), "api": ("shop", "proven"), "untrusted": ("tools", "proven")}
    assert [made["project"] for made in result["sets"]] == ["shop", "tools"]


@LIGHT_ONLY
def test_new_containers_cost_two_calls_for_a_project(fleet: SimulatedFleet, front: str) -> None:
    fleet.task("srv", "container_host", WHOLE)
    fleet.counts("srv", reset=True)
    more = [{**SETS[0], "containers": [*SETS[0]["containers"], {**WEB, "name": "more"}], "prune": True}, SETS[1]]
    run = fleet.task("srv", "container_host", {**WHOLE, "sets": more})
    assert run.code == 0, run.output
    assert fleet.module_calls("srv") == {"_look": 1, "_act": 1}
    result = run.of("container_host")["srv"]
    assert {row["name"] for row in result["proof"]["proof"]} == {"web", "api", "more", "untrusted"}
    assert result["proof"]["proven"] is True


def test_from_a_host_without_features_to_the_proof(fleet: SimulatedFleet) -> None:
    """Check mode shows the whole run and changes nothing; the real run then does it, with its reboot, and once only."""
    boot = fleet.state("raw")["machine"]["boot_time"]
    planned = fleet.task("raw", "container_host", WHOLE, "--check", "--diff").of("container_host")["raw"]
    assert set(planned["diff"]["after"]) == {"features", "project shop", "project tools"}
    assert any("once the host is prepared" in text for text in planned["warnings"])
    assert fleet.state("raw")["machine"]["boot_time"] == boot
    fleet.counts("raw", reset=True)
    run = fleet.task("raw", "container_host", WHOLE)
    assert run.code == 0, run.output
    result = run.of("container_host")["raw"]
    assert (result["features"]["rebooted"], result["proof"]["proven"]) == (True, True)
    assert fleet.module_calls("raw")["_act"] == 4  # the features, each project, and what tidies up after the pull
    assert fleet.task("raw", "container_host", WHOLE).hosts["raw"]["changed"] == 0


@LIGHT_ONLY
def test_a_part_that_is_refused_keeps_all_others_from_acting(fleet: SimulatedFleet) -> None:
    boot = fleet.state("bare")["machine"]["boot_time"]
    run = fleet.task("bare", "container_host", WHOLE)  # no engine, and no part that brings one
    assert "No engine is installed" in run.failures()["bare"], run.output
    assert fleet.state("bare")["machine"]["boot_time"] == boot
    fleet.counts("srv", reset=True)
    refused = fleet.task("srv", "container_host", {**WHOLE, "sets": [{**SETS[0], "containers": [HYPERV]}, SETS[1]]})
    assert "untrusted is declared by the projects shop and tools" in refused.failures()["srv"]
    assert fleet.module_calls("srv") == {}
