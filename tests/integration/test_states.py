"""Up means that it runs, goes on to run and is healthy: what does not is told with why, and keeps nobody else."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, REGISTRY, WEB, SimulatedFleet

FAILED = ".winfleet-failed"
SECRET = "correct-horse-battery"
SICK = "registry.example.com/sick:1"
CHECK = {"Test": ["CMD-SHELL", f"echo no database for {SECRET} & exit 1"], "Interval": 10**8, "Retries": 1}
IMAGES = {**REGISTRY, SICK: {**REGISTRY[WEB["image"]], "config": {"Healthcheck": CHECK}}}
CRASHES = {**WEB, "name": "crasher", "command": f"cmd /c echo using {SECRET} & echo no database >&2 & exit 5"}
SECRETS = {"env": {"DB_PASSWORD": SECRET}}


@pytest.fixture(scope="module")
def host(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    return fleet_of(registry=IMAGES, srv=READY)


@pytest.fixture
def empty(host: SimulatedFleet) -> SimulatedFleet:
    host.deploy(prune=True)
    assert host.engine() == {}
    return host


def failure(run: Any) -> dict[str, Any]:
    (result,) = [line["result"] for line in run.results if line["event"] == "failed"]
    assert SECRET not in run.output
    return dict(result)


@LIGHT_ONLY
def test_one_that_restarts_has_not_come_up_and_later_runs_tell_so(empty: SimulatedFleet) -> None:
    declared = {**CRASHES, **SECRETS, "restart_policy": "always"}
    told = failure(empty.deploy(declared))
    for words in (
        "container crasher: it did not come up",
        "exit code 5",
        "was undone",
        "using ********",
        "no database",
    ):
        assert words in told["msg"], told["msg"]
    assert told["failed_step"]["log"][:2] == ["using ********", "no database"]
    assert empty.engine() == {}
    # One that came up before: without `wait` nobody looks.
    assert empty.deploy(declared, wait=False).hosts["srv"]["failures"] == 0
    checked = empty.task("srv", "containers", {"project": "test", "containers": [declared]}, "--check")
    assert checked.hosts["srv"]["changed"] == checked.hosts["srv"]["failures"] == 0
    for _run in range(2):
        again = empty.deploy(declared)
        assert "container crasher: it did not come up" in failure(again)["msg"]
        assert again.hosts["srv"]["changed"] == 0
        assert failure(again)["changed"] is False
        assert "crasher" in empty.engine()


@LIGHT_ONLY
@pytest.mark.parametrize("code", ["3221225781", "-1073741515"])
def test_one_that_ends_at_once_is_told_with_what_its_exit_code_means(empty: SimulatedFleet, code: str) -> None:
    told = failure(empty.deploy({**WEB, "command": f"cmd /c exit {code}"}))
    assert "0xC0000135 STATUS_DLL_NOT_FOUND" in told["msg"]
    assert empty.engine() == {}


@LIGHT_ONLY
def test_one_that_ends_while_it_settles_is_told(empty: SimulatedFleet) -> None:
    short = {**WEB, "command": "ping -n 3 localhost"}  # two seconds
    assert empty.deploy(short, settle=0).hosts["srv"]["failures"] == 0
    told = failure(empty.deploy({**short, "name": "other"}))
    assert "container other: it did not come up: it is exited, exit code 0." in told["msg"]
    assert "other" not in empty.engine()


def test_one_whose_health_check_fails_is_told_with_what_that_said(empty: SimulatedFleet) -> None:
    told = failure(empty.deploy({**WEB, **SECRETS, "image": SICK}))
    assert "its health check says unhealthy" in told["msg"]
    assert told["failed_step"]["health_log"] == ["no database for ********"]


@LIGHT_ONLY
def test_the_others_go_on(empty: SimulatedFleet) -> None:
    others = [{**WEB, "name": name} for name in ("api", "cache", "web")]
    joined = {**WEB, "name": "joined", "network": "container:crasher"}
    run = empty.deploy(*others, {**CRASHES, **SECRETS}, joined, allow_piercing=["network"])
    told = failure(run)
    assert sorted(empty.engine()) == ["api", "cache", "web"]
    assert "Done: " in told["msg"]
    assert told["msg"].endswith("\nNot tried: joined.")
    assert [row["name"] for row in told["containers"]] == ["crasher", "joined"]
    after = run.output[run.output.index("TASK") : run.output.index("PLAY RECAP")]
    lines = [line for text in after.splitlines() if text.strip() for line in textwrap.wrap(text, 100) or [""]]
    assert len(lines) <= 25, "\n".join(lines)
    assert empty.deploy(*others).hosts["srv"]["changed"] == 0


def test_what_a_failed_one_replaced_runs_on_and_the_failed_one_can_be_kept(empty: SimulatedFleet) -> None:
    empty.deploy(WEB, {**WEB, "name": "api"})
    before = {name: box["Id"] for name, box in empty.engine().items()}
    worse = {**CRASHES, **SECRETS, "name": "web", "restart_policy": "always"}
    told = failure(empty.deploy(worse, {**WEB, "name": "api"}, keep_failed=True))
    assert f"It was left as web{FAILED}, stopped; the one that it was to replace was brought back." in told["msg"]
    now = empty.engine()
    assert {name: now[name]["Id"] for name in before} == before
    assert now["web"]["State"]["Running"] is True
    assert now["web" + FAILED]["State"]["Running"] is False
    assert now["web" + FAILED]["HostConfig"]["RestartPolicy"]["Name"] == "no"
    unchanged = empty.deploy(WEB, {**WEB, "name": "api"})
    assert unchanged.hosts["srv"]["changed"] == 0
    assert "any more" not in unchanged.output  # no orphan
    assert empty.deploy({**WEB, "memory": "1g"}, {**WEB, "name": "api"}).hosts["srv"]["failures"] == 0
    assert sorted(empty.engine()) == ["api", "web"]


@LIGHT_ONLY
def test_several_that_fail_are_told_below_each_other(empty: SimulatedFleet) -> None:
    told = failure(
        empty.deploy({**CRASHES, **SECRETS}, {**CRASHES, **SECRETS, "name": "second"}, {**WEB, "name": "api"})
    )
    assert told["msg"].count("it did not come up") == 2
    assert [step["item"] for step in (told["failed_step"], *told["failed_steps"])] == ["crasher", "second"]
    assert sorted(empty.engine()) == ["api"]


@LIGHT_ONLY
def test_one_whose_start_failed_is_a_state_of_its_own(empty: SimulatedFleet) -> None:
    empty.deploy({**WEB, "state": "stopped"})
    empty.fault("srv", "start-failure", code="0xc0370106", times=1)
    told = failure(empty.deploy(WEB))
    assert told["containers"][0]["state"] == "start_failed"
    run = empty.task("srv", "containers", {"project": "test", "containers": [WEB]}, "--check")
    row = run.of("containers")["srv"]["containers"][0]
    assert row["actions"] == ["start"]
    assert "its start failed" in row["why"][0]
