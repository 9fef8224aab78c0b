"""The proof refutes an engine that lies, in both directions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet


@pytest.mark.parametrize(("claims", "kind"), [("hyperv", "lie-hyperv"), ("process", "lie-process")])
def test_an_engine_that_lies_is_refuted(fleet_of: Callable[..., SimulatedFleet], claims: str, kind: str) -> None:
    host = fleet_of(srv=READY)
    host.fault("srv", kind)
    assert host.deploy({**WEB, "isolation": claims}).hosts["srv"]["failures"] == 0
    entry = host.prove()["web"]
    assert (entry["declared"], entry["claimed"], entry["verdict"]) == (claims, claims, "refuted")
    assert entry["evidence"]
    run = host.task("srv", "isolation_proof", {"project": "test", "require": True})
    assert "web" in run.failures()["srv"]
    host.fault("srv", "clear")
    host.deploy({**WEB, "isolation": claims, "labels": {"again": "1"}})
    assert host.prove()["web"]["verdict"] == "proven"


@LIGHT_ONLY
def test_a_container_that_does_not_run_is_inconclusive(fleet_of: Callable[..., SimulatedFleet]) -> None:
    host = fleet_of(srv=READY)
    host.deploy({**WEB, "state": "stopped"})
    assert host.prove()["web"]["verdict"] == "inconclusive"
