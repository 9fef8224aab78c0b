"""Installing, configuring, upgrading, moving flags and removing, of which each step fails once, is killed or cut off:
the old engine or the new one runs, no container is lost, and the next run converges. On light hosts: how each verb
fails is the same on both fronts (tests/contract)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

from playbooks import Run

pytestmark = LIGHT_ONLY

OLD, NEW = "28.5.2", "29.7.2"
TWO = [WEB, {**WEB, "name": "job", "restart_policy": "always"}]


@dataclass(frozen=True)
class Act:
    """`engine` is what a host has before, `steps` how many the act has, `containers` whether two run meanwhile,
    `version` what runs afterwards."""

    engine: dict[str, Any]
    declared: dict[str, Any]
    steps: int
    version: str | None
    containers: bool = True
    brings: bool = False


ACTS = {
    "install": Act({"state": "absent"}, {}, 27, NEW, containers=False, brings=True),
    "configure": Act({"state": "running", "version": OLD}, {"config": {"debug": True}}, 15, OLD),
    "upgrade": Act({"state": "running", "version": OLD}, {}, 29, NEW, brings=True),
    "move": Act(
        {"state": "running", "version": OLD, "flags": ["--debug"]},
        {"config": {"debug": True}, "move_flags": True}, 16, OLD,
    ),
    "remove": Act({"state": "running", "version": OLD}, {"state": "absent"}, 12, None, containers=False),
}  # fmt: skip
# How it is broken: the fault, its option, and at which numbers of an act with so many steps. One more step than there
# is does not fail, which shows that all were met.
BROKEN: dict[str, tuple[str, str, Callable[[int], range]]] = {
    "fails": ("step-fails", "step", lambda steps: range(1, steps + 2)),
    "dies": ("act-dies", "step", lambda steps: range(0, steps + 1, 6)),
    "cut": ("drop-in-act", "messages", lambda steps: range(1, 5)),
}
HOSTS = {
    f"{name}-{how}{number}": (name, how, number)
    for name, act in ACTS.items()
    for how, (_fault, _option, numbers) in BROKEN.items()
    for number in numbers(act.steps)
}
FAILS = [host for host, (name, how, number) in HOSTS.items() if how == "fails" and number <= ACTS[name].steps]
BEYOND = [host for host, (name, how, number) in HOSTS.items() if how == "fails" and number > ACTS[name].steps]
LOST = [host for host, (_name, how, _number) in HOSTS.items() if how != "fails"]
WITH_CONTAINERS = [host for host, (name, _how, _number) in HOSTS.items() if ACTS[name].containers]


@dataclass
class Beats:
    """What was played, and the services of each host before and after the run in which something breaks."""

    runs: dict[str, Run]
    before: dict[str, Any]
    broken: dict[str, Any]


@pytest.fixture(scope="module")
def beats(fleet_of: Callable[..., SimulatedFleet]) -> Beats:
    fleet = fleet_of(**{host: {**READY, "engine": ACTS[name].engine} for host, (name, _, _) in HOSTS.items()})
    archive = fleet.folder / "docker.zip"
    sha256 = fleet.simulator("archive", NEW, str(archive)).split()[0]
    brought = {"version": NEW, "archive": str(archive), "checksum": sha256}
    declared = {
        host: {"adopt": True, **ACTS[name].declared, **(brought if ACTS[name].brings else {})}
        for host, (name, _, _) in HOSTS.items()
    }
    engine = {"winfleet.containers.engine": "{{ declared[inventory_hostname] }}"}
    deploy = {"winfleet.containers.containers": {"project": "test", "containers": TWO}}
    paths = {
        task: Path(fleet.playbook([(task, hosts, what)])).rename(fleet.folder / f"{task}.yml")
        for task, hosts, what in (("engine", "all", engine), ("containers", ",".join(WITH_CONTAINERS), deploy))
    }

    def play(task: str, *arguments: str) -> Run:
        return fleet.play(str(paths[task]), *arguments, variables={"declared": declared})

    seen = Beats({"deployed": play("containers")}, {}, {})
    for host, (_name, how, number) in HOSTS.items():
        fault, option, _numbers = BROKEN[how]
        fleet.fault(host, fault, **{option: number})
        seen.before[host] = fleet.state(host)["machine"]
    seen.runs["first"] = play("engine")
    seen.runs["after"] = play("containers", "--check")
    for host in HOSTS:
        seen.broken[host] = fleet.state(host)["machine"]
    seen.runs |= {name: play("engine") for name in ("second", "third")}
    seen.runs["last"] = play("containers", "--check")
    return seen


def of(host: str) -> Act:
    return ACTS[HOSTS[host][0]]


def both_run(rows: list[dict[str, Any]]) -> bool:
    return {row["state"] for row in rows} == {"running"} and len(rows) == len(TWO)


def test_it_begins_with_two_containers(beats: Beats) -> None:
    assert beats.runs["deployed"].failures() == {}


def test_each_step_of_each_act_fails_once(beats: Beats) -> None:
    assert [host for host in FAILS if host not in beats.runs["first"].failures()] == []
    assert [host for host in BEYOND if host in beats.runs["first"].failures()] == []


def test_a_failure_says_which_step_and_what_stands_now(beats: Beats) -> None:
    for host in FAILS:
        text = beats.runs["first"].failures()[host]
        assert text.startswith((f"{host}: engine: ", f"{host}: container ", f"{host}: the engine")), text
        assert "Not all of what was begun could be undone" not in text and "Traceback" not in text


def test_what_failed_was_taken_back(beats: Beats) -> None:
    """What fails after the engine is in its place (a container, tidying up) takes no engine back, and says so."""
    for host in FAILS:
        text = beats.runs["first"].failures()[host]
        if "Done: the engine" in text:
            continue
        services = [
            {name: (row["PathName"], row["State"]) for name, row in machine["services"].items()}
            for machine in (beats.before[host], beats.broken[host])
        ]
        assert services[0] == services[1], (host, text)
        if of(host).containers:
            result = beats.runs["after"].of("containers")[host]
            assert result["changed"] is False and both_run(result["containers"]), (host, text)


def test_what_was_lost_on_its_way_is_one_clear_error(beats: Beats) -> None:
    first = beats.runs["first"]
    assert "Traceback" not in first.output
    for host in LOST:
        if host not in first.of("engine"):
            counts = first.hosts[host]
            assert counts["failures"] or counts["unreachable"], host


def test_the_next_run_converges(beats: Beats) -> None:
    assert beats.runs["second"].failures() == {}
    for host in HOSTS:
        assert beats.runs["second"].of("engine")[host]["engine"]["version"]["after"] == of(host).version, host


def test_then_nothing_is_left_to_do_and_no_container_is_lost(beats: Beats) -> None:
    assert beats.runs["third"].failures() == {} and beats.runs["last"].failures() == {}
    assert [host for host in HOSTS if beats.runs["third"].of("engine")[host]["changed"]] == []
    for host in WITH_CONTAINERS:
        result = beats.runs["last"].of("containers")[host]
        assert result["changed"] is False and both_run(result["containers"]), host
