"""The first day on Windows, on simulated hosts: a PowerShell answers all parts; a light host says that it has none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.first_day.paper import MOST_CHARACTERS
from ansible_collections.winfleet.containers.plugins.plugin_utils.first_day.questions import parts
from fronts import FRONTS, LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

from playbooks import Run

LIVE_ONLY = pytest.mark.parametrize("front", [FRONTS[1]], indirect=True)
SECRET = "geheim-4711"
# What the simulator cannot show, part and row: there PowerShell is not on Windows, and says so in an error of its own.
NOT_HERE = {("versions", "session"), ("pipes", "without access")}
# What a row is there to find, and finds here as well: the type of its error.
FOUND = {
    ("class", "no answer"): "timeout",
    ("look engine", "an engine's pipe that is missing"): "System.TimeoutException",
    ("look cim", "cim: a missing class"): "Microsoft.Management.Infrastructure.CimException",
}


@pytest.fixture(scope="module")
def played(
    fleet_of: Callable[..., SimulatedFleet], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Run, dict[str, Any], str]]:
    fleet = fleet_of(srv=READY)
    fleet.deploy({**WEB, "env": {"DB_PASSWORD": SECRET}})
    before = fleet.engine()
    path = tmp_path_factory.mktemp("paper") / "first.json"
    run = fleet.play(
        "winfleet.containers.first_day", variables={"first_day_file": str(path), "first_day_shutdown": True}
    )
    assert fleet.engine() == before
    text = path.read_text()
    yield run, json.loads(text), text


def rows(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(part["name"], row["label"]): row for part in document["parts"] for row in part["rows"]}


@LIVE_ONLY
def test_every_question_has_its_answer(played: tuple[Run, dict[str, Any], str]) -> None:
    run, document, text = played
    assert run.code == 0, run.output
    assert document["complete"] is True
    found = rows(document)
    assert list(found) == [(part.name, label) for part in parts(shutdown=True) for label in part.asks]
    failed = {key: row["answer"]["error"] for key, row in found.items() if not row["answer"]["ok"]}
    assert set(failed) == NOT_HERE | set(FOUND), failed
    assert {key: failed[key]["type"] for key in FOUND} == FOUND
    assert len(text) < MOST_CHARACTERS


@LIVE_ONLY
def test_it_measures_what_is_assumed(played: tuple[Run, dict[str, Any], str]) -> None:
    found = {key: row["answer"].get("value") for key, row in rows(played[1]).items()}
    assert found["pipes", "missing"]["error"]["chain"][-1]["type"] == "System.TimeoutException"
    assert found["dism", "a missing name"]["error"]["chain"][-1]["code"] == "0x800f080c"
    assert found["paths", "missing drive"]["item"]["error"]["chain"][0]["type"].endswith("DriveNotFoundException")
    assert found["class", "5 MB"] == {"status": 200, "characters": 5_000_000}
    assert found["wire", "5 MB"] == {"characters": 5_000_000, "came_through": True}
    assert found["json", "forms"]["nested_empty_lists"]["came_through"] is True
    assert [sample["LastBootUpTime"] for sample in found["clock", "clock"]] == 4 * [
        found["clock", "clock"][0]["LastBootUpTime"]
    ]
    assert found["processes", "compute_process"]["count"] == 1
    assert found["look engine", "engine: /version"][0]["body"]["Os"] == "windows"
    assert all(len(row["seconds"]) == 2 for key, row in rows(played[1]).items() if key[0].startswith("look "))


@LIVE_ONLY
def test_a_restart_is_scheduled_seen_and_taken_back(played: tuple[Run, dict[str, Any], str]) -> None:
    run, document, _text = played
    codes = rows(document)["shutdown", "codes"]["answer"]["value"]
    assert (codes["first"]["ExitCode"], codes["abort"]["ExitCode"]) == (0, 0)
    assert codes["step"]["value"]["ExitCode"] == 1190  # our step takes it for the reboot that it is
    assert "(1190)" in codes["second"]["Output"]
    assert "(1116)" in codes["abort_again"]["Output"]
    said = [line["result"].get("msg") for line in run.results]
    assert "SCHEDULES A RESTART" in said[0]
    assert "shutdown /a" in said[0]


@LIVE_ONLY
def test_nothing_secret_is_in_the_file_or_on_the_screen(played: tuple[Run, dict[str, Any], str]) -> None:
    assert SECRET not in played[2]
    assert SECRET not in played[0].output


@LIGHT_ONLY
def test_a_light_host_says_that_it_needs_a_powershell(fleet_of: Callable[..., SimulatedFleet], tmp_path: Path) -> None:
    path = tmp_path / "first.json"
    variables = {"first_day_file": str(path), "first_day_hide_names": True}
    run = fleet_of(alpha=READY).play("winfleet.containers.first_day", variables=variables)
    assert run.code == 2
    assert "Traceback" not in run.output
    message = run.failures()["alpha"]
    assert message.startswith("first_day needs a PowerShell on name")
    assert "--front live" in message
    document = json.loads(path.read_text())
    assert {part["name"] for part in document["parts"] if "rows" in part} == {
        part.name for part in parts() if part.program == "_look"
    }
    assert "alpha" not in path.read_text()


@LIGHT_ONLY
def test_a_file_that_cannot_be_written_is_said_in_one_sentence(fleet_of: Callable[..., SimulatedFleet]) -> None:
    run = fleet_of(srv=READY).play("winfleet.containers.first_day", variables={"first_day_file": "/proc/nobody/x.json"})
    assert run.code == 2
    assert "Give first_day_file where this user may write." in run.failures()["srv"]
