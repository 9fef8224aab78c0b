"""The engine on hosts as they are met, in four beats: check mode, nothing happened, real run, again changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_holes import unallowed
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import known
from fronts import LIGHT_ONLY
from simulated import SimulatedFleet

from playbooks import Run

# How each verb is answered is the same on both fronts (tests/contract); test_site.py installs engines on both.
pytestmark = LIGHT_ONLY

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
# Whose whole state is compared: each question to a fleet is a program that is started.
COUNTED = ("bare", "old", "wrapper", "script")
COMPARED = ("bare", "old", "wrapper", "utf16", "moved", "broken", "foreign", "flags", "ignored")


def brought(fleet: SimulatedFleet, version: str) -> dict[str, Any]:
    """The options for an archive of a version, a file of the controller."""
    archive = fleet.folder / f"docker-{version}.zip"
    sha256 = fleet.simulator("archive", version, str(archive)).split()[0]
    return {"version": version, "archive": str(archive), "checksum": sha256}


@pytest.fixture(scope="module")
def beats(fleet_of: Callable[..., SimulatedFleet]) -> dict[str, Any]:
    names = list(CASES)
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
    compared = [name for name in names if name in COMPARED]
    seen: dict[str, Any] = {"names": names, "before": {name: fleet.state(name) for name in compared}}
    seen["check"] = fleet.play(playbook, "--check", "--diff", variables=variables)
    seen["after_check"] = {name: fleet.state(name) for name in compared}
    seen["real"] = fleet.play(playbook, "--diff", variables=variables)
    seen["after"] = {name: fleet.state(name) for name in compared}
    for name in names:
        if name in COUNTED:
            fleet.counts(name, reset=True)
    seen["again"] = fleet.play(playbook, variables=variables)
    seen["calls"] = {name: fleet.module_calls(name) for name in names if name in COUNTED}
    return seen


def each(chosen: Callable[[Case], bool]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("name", [name for name, case in CASES.items() if chosen(case)])


SEEN = each(lambda case: any(case is CASES[name] for name in COMPARED))
CALLS = each(lambda case: any(case is CASES[name] for name in COUNTED))
WELL = each(lambda case: not case.refused)
REFUSED = each(lambda case: bool(case.refused))


def differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """What a run may change and differs: files, services, values of the registry. A few words, since pytest takes
    minutes for the difference of two whole states."""
    found = []
    for kind in ("files", "services", "registry"):
        texts = [
            {json.dumps(row, sort_keys=True, default=str) for row in rows(state["machine"][kind])}
            for state in (one, other)
        ]
        found += [f"{kind}: {text[:200]}" for text in sorted(texts[0] ^ texts[1])]
    return found[:10]


def rows(told: Any) -> list[Any]:
    return list(told.items()) if isinstance(told, dict) else list(told)


def result(run: Run, name: str) -> dict[str, Any]:
    return run.of("engine")[name]


@SEEN
def test_check_mode_leaves_the_host_as_it_was(beats: dict[str, Any], name: str) -> None:
    assert differing(beats["after_check"][name], beats["before"][name]) == []


@WELL
def test_it_comes_to_what_is_declared(beats: dict[str, Any], name: str) -> None:
    case = CASES[name]
    assert name not in beats["real"].failures(), beats["real"].failures()[name]
    found = result(beats["real"], name)
    assert found["engine"]["action"] == case.action and found["changed"] is (case.action != "none")
    assert found["engine"]["version"]["after"] == case.version and found["engine"]["state"] == "running"
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
    assert found["engine"]["version"]["before"] == CASES[name].version


@CALLS
def test_an_unchanged_host_costs_one_call(beats: dict[str, Any], name: str) -> None:
    """Two where the engine is not at its usual place."""
    assert beats["calls"][name] == CASES[name].calls


@REFUSED
def test_what_cannot_be_is_refused_and_changes_nothing(beats: dict[str, Any], name: str) -> None:
    for beat in ("check", "real", "again"):
        if beat == "check" and name in ASSUMED:
            continue
        message = beats[beat].failures()[name]
        assert CASES[name].refused in message and message.startswith(f"{name}: Refused, and nothing was changed")
    if name in COMPARED:
        assert differing(beats["after"][name], beats["before"][name]) == []


def test_nothing_broke(beats: dict[str, Any]) -> None:
    for beat in ("check", "real", "again"):
        assert "Traceback" not in beats[beat].output
        refused = {name for name in beats["names"] if CASES[name].refused}
        assert set(beats[beat].failures()) == (refused - ASSUMED if beat == "check" else refused)


def test_other_keys_and_the_encoding(beats: dict[str, Any]) -> None:
    assert json.dumps(result(beats["real"], "utf16")["diff"]["after"]["config"]) == '{"labels": ["a=1"]}'
