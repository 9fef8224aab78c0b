"""The engine on hosts as they are met, in four beats: check mode, nothing happened, real run, again changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_holes import unallowed
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import known
from fronts import needs_powershell
from simulated import SimulatedFleet

from playbooks import Run

NEW, OLD = "29.7.2", "28.5.2"
CONFIG = "C:\\ProgramData\\docker\\config\\daemon.json"
FEATURES = ["Containers"]
LAST_OF_2016 = "20.10.24"
BRING = "bring"  # stands for the archive of that version, on the controller


@dataclass(frozen=True)
class Case:
    """`host` of the fleet, what is `declared`; `action`, the `version` that answers then, or words of why it is
    `refused`. `calls` of the host programs in the last beat."""

    host: dict[str, Any]
    declared: dict[str, Any]
    action: str = "none"
    version: str | None = None
    refused: str = ""
    config: dict[str, Any] | None = None
    calls: dict[str, int] = field(default_factory=lambda: {"_look": 1})


def engine(version: str = OLD, state: str = "running", **more: Any) -> dict[str, Any]:
    return {"release": "2022", "features": FEATURES, "engine": {"state": state, "version": version, **more}}


def bare(**more: Any) -> dict[str, Any]:
    return {"release": "2022", "features": FEATURES, "engine": {"state": "absent"}, **more}


def with_file(content: Any, path: str = CONFIG) -> dict[str, Any]:
    return {**engine(), "files": {path: content}}


TWO = {"_look": 2}  # where the engine is not at its usual place, or has no service that is known, it is looked for
CASES: dict[str, Case] = {
    "bare": Case(bare(), {BRING: NEW}, "install", NEW),
    "configured": Case(
        bare(), {BRING: NEW, "config": {"exec-opts": ["isolation=hyperv"]}}, "install", NEW,
        config={"exec-opts": ["isolation=hyperv"]},
    ),
    "old": Case(engine(), {BRING: NEW, "adopt": True}, "upgrade", NEW),
    "foreign": Case(engine(), {BRING: NEW}, refused="adopt: true"),
    "newer": Case(engine(NEW), {"version": OLD, "archive": "C:\\x.zip", "checksum": "0" * 64, "adopt": True},
                  refused="must not be replaced by the older"),
    "script": Case(engine(installer="microsoft"), {BRING: NEW, "adopt": True}, "upgrade", NEW, calls=TWO),
    "mirantis": Case(engine(installer="mirantis"), {BRING: NEW, "adopt": True}, "upgrade", NEW),
    "stevedore": Case(engine(installer="stevedore"), {BRING: NEW, "adopt": True}, "upgrade", NEW, calls=TWO),
    "wrapper": Case(engine(wrapper="nssm"), {"adopt": True, "config": {"debug": True}}, "configure", OLD,
                    config={"debug": True}),
    "named": Case(engine(service="dockerd"), {"adopt": True, "config": {"debug": True}}, "configure", OLD),
    "broken": Case(with_file('{\n  "debug": true,\n}'), {"adopt": True, "config": {"debug": True}}, refused="line "),
    "bom": Case(with_file({"base64": "77u/eyJkZWJ1ZyI6IGZhbHNlfQ=="}), {"adopt": True, "config": {"debug": True}},
                "configure", OLD, config={"debug": True}),
    "utf16": Case(with_file({"base64": "//57ACIAZABlAGIAdQBnACIAOgAgAGYAYQBsAHMAZQB9AA=="}),
                  {"adopt": True, "config": {"labels": ["a=1"]}}, "configure", OLD,
                  config={"debug": False, "labels": ["a=1"]}),
    "flags": Case(engine(flags=["--debug"]), {"adopt": True, "config": {"debug": True}}, refused="move_flags: true"),
    "moved": Case(engine(flags=["--debug"]), {"adopt": True, "config": {"debug": False}, "move_flags": True},
                  "configure", OLD, config={"debug": False}),
    "stray": Case(with_file("{}", "C:\\ProgramData\\docker\\daemon.json"), {}, "none", OLD),
    "desktop": Case(
        {"release": "11 24H2", "features": FEATURES, "engine": {"state": "desktop", "mode": "windows", "version": OLD}},
        {BRING: NEW, "adopt": True}, refused="Docker Desktop",
    ),
    "linux": Case(
        {"release": "11 24H2", "features": FEATURES, "engine": {"state": "desktop", "mode": "linux", "version": OLD}},
        {"config": {"debug": True}}, refused="Linux containers",
    ),
    "containerd": Case(
        {"release": "2022", "features": FEATURES, "engine": {"state": "containerd"}},
        {BRING: NEW}, "install", NEW,
    ),
    "nothing": Case(bare(), {}, refused="version: there is no engine"),
    "unprepared": Case({**bare(), "features": []}, {BRING: NEW}, refused="Containers feature"),
    "server2016": Case(
        {"release": "2016", "features": FEATURES, "engine": {"state": "absent"}, "net_framework": "4.8"},
        {BRING: NEW}, refused="20.10.24",
    ),
    "last2016": Case(
        {"release": "2016", "features": FEATURES, "engine": {"state": "absent"}, "net_framework": "4.8"},
        {BRING: LAST_OF_2016, "allow_known_holes": [hole.id for hole in unallowed(known(LAST_OF_2016))]},
        "install", LAST_OF_2016,
    ),
    "framework": Case(
        {"release": "2016", "features": FEATURES, "engine": {"state": "absent"}},
        {BRING: LAST_OF_2016}, refused=".NET Framework 4.7.2",
    ),
    "ignored": Case(engine(), {"adopt": True, "config": {"host": ["npipe://"]}}, refused="config.host"),
    "tcp": Case(engine(), {"adopt": True, "config": {"hosts": ["npipe://", "tcp://0.0.0.0:2375"]}},
                refused="allow_insecure_tcp"),
}  # fmt: skip


# In check mode a task before this one may be the one that brings the features.
ASSUMED = {"unprepared"}
# What the host programs do differently in each of these is asked of them in a PowerShell too.
LIVE = ("bare", "old", "wrapper", "utf16", "moved", "broken")


def brought(fleet: SimulatedFleet, version: str) -> dict[str, Any]:
    """The options for an archive of a version, a file of the controller."""
    archive = fleet.folder / f"docker-{version}.zip"
    sha256 = fleet.simulator("archive", version, str(archive)).split()[0]
    return {"version": version, "archive": str(archive), "checksum": sha256}


@pytest.fixture(scope="module")
def beats(front: str, fleet_of: Callable[..., SimulatedFleet]) -> dict[str, Any]:
    names = [name for name in CASES if front == "light" or name in LIVE]
    fleet = fleet_of(**{name: CASES[name].host for name in names})
    bring = {version: brought(fleet, version) for version in (NEW, LAST_OF_2016)}
    declared = {
        name: {key: value for key, value in CASES[name].declared.items() if key != BRING}
        | bring.get(CASES[name].declared.get(BRING, ""), {})
        for name in names
    }
    task = {"winfleet.containers.engine": "{{ declared[inventory_hostname] }}"}
    playbook = fleet.playbook([("engine", "all", task)])
    variables = {"declared": declared}
    seen: dict[str, Any] = {"before": {name: fleet.state(name) for name in names}}
    seen["check"] = fleet.play(playbook, "--check", "--diff", variables=variables)
    seen["after_check"] = {name: fleet.state(name) for name in names}
    seen["real"] = fleet.play(playbook, "--diff", variables=variables)
    seen["after"] = {name: fleet.state(name) for name in names}
    for name in names:
        fleet.counts(name, reset=True)
    seen["again"] = fleet.play(playbook, variables=variables)
    seen["calls"] = {name: fleet.module_calls(name) for name in names}
    return seen


def each(chosen: Callable[[Case], bool]) -> pytest.MarkDecorator:
    """Each case on light hosts, some of them on live ones."""
    names = [name for name, case in CASES.items() if chosen(case)]
    live = [pytest.mark.live, needs_powershell]
    pairs = [
        *(pytest.param("light", name, id=f"light-{name}") for name in names),
        *(pytest.param("live", name, id=f"live-{name}", marks=live) for name in names if name in LIVE),
    ]
    return pytest.mark.parametrize(("front", "name"), pairs, indirect=["front"])


EACH = each(lambda case: True)
WELL = each(lambda case: not case.refused)
REFUSED = each(lambda case: bool(case.refused))


def standing(state: dict[str, Any]) -> Any:
    """What a run may change: files, services, the registry, what runs."""
    machine = state["machine"]
    return {key: machine[key] for key in ("files", "services", "registry")}


def result(run: Run, name: str) -> dict[str, Any]:
    return run.of("engine")[name]


@EACH
def test_check_mode_leaves_the_host_as_it_was(beats: dict[str, Any], name: str) -> None:
    assert standing(beats["after_check"][name]) == standing(beats["before"][name])


@WELL
def test_it_comes_to_what_is_declared(beats: dict[str, Any], name: str) -> None:
    case = CASES[name]
    assert name not in beats["real"].failures(), beats["real"].failures()[name]
    found = result(beats["real"], name)
    assert found["engine"]["action"] == case.action and found["changed"] is (case.action != "none")
    assert beats["after"][name]["engine"]["version"] == case.version
    if case.config is not None:
        assert found["diff"]["after"].get("config") or name == "configured"


@WELL
def test_check_mode_says_what_the_real_run_does(beats: dict[str, Any], name: str) -> None:
    planned, done = result(beats["check"], name), result(beats["real"], name)
    assert planned["changed"] is done["changed"]
    assert planned["engine"]["changes"] == done["engine"]["changes"]
    assert planned.get("diff") == done.get("diff")


@WELL
def test_again_changes_nothing(beats: dict[str, Any], name: str) -> None:
    found = result(beats["again"], name)
    assert found["changed"] is False and found["engine"]["action"] == "none"
    assert beats["calls"][name] == CASES[name].calls


@REFUSED
def test_what_cannot_be_is_refused_and_changes_nothing(beats: dict[str, Any], name: str) -> None:
    for beat in ("check", "real", "again"):
        if beat == "check" and name in ASSUMED:
            continue
        message = beats[beat].failures()[name]
        assert CASES[name].refused in message and message.startswith(f"{name}: Refused, and nothing was changed")
    assert standing(beats["after"][name]) == standing(beats["before"][name])


def test_nothing_broke(beats: dict[str, Any]) -> None:
    for beat in ("check", "real", "again"):
        assert "Traceback" not in beats[beat].output
        refused = {name for name in beats["after"] if CASES[name].refused}
        assert set(beats[beat].failures()) == (refused - ASSUMED if beat == "check" else refused)


def test_other_keys_and_the_encoding(beats: dict[str, Any]) -> None:
    assert json.dumps(result(beats["real"], "utf16")["diff"]["after"]["config"]) == '{"labels": ["a=1"]}'
