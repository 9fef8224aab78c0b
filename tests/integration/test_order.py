"""A database that has to be healthy, a container that ends, and copies, on a simulated host in four beats."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, REGISTRY, WEB, SimulatedFleet

pytestmark = LIGHT_ONLY

CHECK = {"Test": ["CMD-SHELL", "echo no database & exit 1"], "Interval": 10**8, "Retries": 1}
SICK = "registry.example.com/sick:1"
IMAGES = {**REGISTRY, SICK: {**REGISTRY[WEB["image"]], "config": {"Healthcheck": CHECK}}}
DB = {**WEB, "name": "db", "healthcheck": {"test": ["CMD", "cmd", "/c", "exit 0"], "interval": "1s"}}
MIGRATE = {
    **WEB,
    "name": "migrate",
    "command": "cmd /c echo migrated",
    "once": True,
    "depends_on": {"db": {"condition": "service_healthy"}},
}
COPIES = {
    **WEB,
    "scale": 2,
    "ports": ["8080-8081:80"],
    "depends_on": {"migrate": {"condition": "service_completed_successfully"}},
}
SET: dict[str, Any] = {"project": "test", "containers": [COPIES, MIGRATE, DB], "allow_piercing": ["port"]}


@pytest.fixture(scope="module")
def fleet(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    return fleet_of(registry=IMAGES, srv=READY, sick=READY, many=READY)


def test_four_beats(fleet: SimulatedFleet) -> None:
    check = fleet.task("srv", "containers", SET, "--check")
    assert check.failures() == {} and fleet.engine() == {}
    real = fleet.task("srv", "containers", SET)
    assert real.failures() == {}, real.output
    rows = {row["name"]: row for row in real.of("containers")["srv"]["containers"]}
    assert {name: (row["state"], row["exit_code"]) for name, row in rows.items()} == {
        "db": ("running", None),
        "migrate": ("exited", 0),
        "web-1": ("running", None),
        "web-2": ("running", None),
    }
    assert rows["migrate"]["log"] == ["migrated"] and "log" not in rows["db"]
    started = {name: box["State"]["StartedAt"] for name, box in fleet.engine().items()}
    assert sorted(started, key=lambda name: started[name])[:2] == ["db", "migrate"]
    fleet.counts("srv", reset=True)
    again = fleet.task("srv", "containers", SET)
    assert again.of("containers")["srv"]["changed"] is False
    assert fleet.module_calls("srv") == {"_look": 1}


def test_copies_that_are_too_many_go(fleet: SimulatedFleet) -> None:
    fleet.task("srv", "containers", SET)
    run = fleet.task("srv", "containers", {**SET, "containers": [{**COPIES, "scale": 1}, MIGRATE, DB]})
    assert run.failures() == {} and "web-2" not in fleet.engine() and "web-1" in fleet.engine()


def test_it_ends_badly_with_its_last_words(fleet: SimulatedFleet) -> None:
    failing = {**MIGRATE, "command": "cmd /c echo no table & exit 3"}
    run = fleet.task("sick", "containers", {**SET, "containers": [COPIES, failing, DB]})
    text = run.failures()["sick"]
    assert "container migrate: it did not end well" in text and "exit code 3" in text and "no table" in text
    assert "web-1" in text and "Traceback" not in run.output
    assert set(fleet.engine("sick")) == {"db"}
    after = fleet.task("sick", "containers", SET)
    assert after.failures() == {} and set(fleet.engine("sick")) == {"db", "migrate", "web-1", "web-2"}


def test_what_needs_a_sick_one_is_not_tried_and_all_else_runs(fleet: SimulatedFleet) -> None:
    fleet.task("sick", "containers", {"project": "test", "containers": [], "prune": True})
    sick = {**WEB, "name": "db", "image": SICK}
    aside = {**WEB, "name": "aside"}
    run = fleet.task("sick", "containers", {**SET, "containers": [COPIES, MIGRATE, sick, aside]})
    assert "unhealthy" in run.failures()["sick"]
    assert set(fleet.engine("sick")) == {"aside"}


def test_what_stops_does_so_backwards(fleet: SimulatedFleet) -> None:
    fleet.task("srv", "containers", SET)
    stopped = [{**COPIES, "scale": 1, "state": "stopped"}, {**MIGRATE, "state": "absent"}, {**DB, "state": "stopped"}]
    run = fleet.task("srv", "containers", {**SET, "containers": stopped})
    assert run.failures() == {}, run.output
    ended = {name: box["State"]["FinishedAt"] for name, box in fleet.engine().items()}
    assert ended["web-1"] < ended["db"]


def test_a_hundred_with_dependencies_in_one_call(fleet: SimulatedFleet) -> None:
    chain = [
        {**WEB, "name": f"c{number:03}", **({"depends_on": [f"c{number - 1:03}"]} if number % 10 else {})}
        for number in range(100)
    ]
    declared = {"project": "many", "containers": chain, "settle": 0}
    done = fleet.task("many", "containers", declared)
    assert done.failures() == {}, done.output
    fleet.counts("many", reset=True)
    before = time.monotonic()
    assert fleet.task("many", "containers", declared).of("containers")["many"]["changed"] is False
    assert time.monotonic() - before < 60
    assert fleet.module_calls("many") == {"_look": 1}
