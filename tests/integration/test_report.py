"""The report and the preflight: what is declared now against what is there now, on the hosts that a limit leaves."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

from playbooks import Run

pytestmark = LIGHT_ONLY
API = {**WEB, "name": "api", "isolation": "hyperv"}
# host -> what is done to `web` after the deployment, as somebody would by hand
BY_HAND: dict[str, dict[str, Any] | None] = {
    "gone": {**WEB, "state": "absent"},
    "halted": {**WEB, "state": "stopped"},
    "loop": {**WEB, "command": "cmd /c exit 5", "restart_policy": "always"},
    "mode": {**WEB, "isolation": "hyperv"},
    "image": {**WEB, "image": "mcr.microsoft.com/windows/servercore:ltsc2025"},
    "fine": None,
}
OUTCOMES = {
    "gone": "missing",
    "halted": "stopped",
    "loop": "restarting",
    "mode": "refuted",
    "image": "other_image",
    "fine": "proven",
}


@pytest.fixture(scope="module")
def fleet(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    # an engine of which there is nothing to be said
    made = fleet_of(**{host: {**READY, "engine": {"state": "running", "version": "29.7.2"}} for host in BY_HAND})
    made.play("winfleet.containers.site", variables=declared(made.folder))
    for host, other in BY_HAND.items():
        if other is not None:
            made.deploy(other, host=host, project="shop", wait=False)
    (made.folder / "more.yml").write_text(
        "all:\n  hosts:\n    linux1: {ansible_connection: local}\n"
        "    switch: {ansible_connection: ansible.netcommon.network_cli}\n"
    )
    return made


def declared(folder: Path) -> dict[str, Any]:
    return {
        "containers_sets": [
            {"project": "shop", "containers": [WEB]},
            {"project": "tools", "containers": [API]},
        ],
        "report_folder": str(folder / "out"),
    }


def report(fleet: SimulatedFleet, playbook: str, *arguments: str, **more: Any) -> tuple[Run, dict[str, Any]]:
    run = fleet.play(f"winfleet.containers.{playbook}", *arguments, variables={**declared(fleet.folder), **more})
    assert "Traceback" not in run.output
    return run, json.loads((fleet.folder / "out" / "fleet.json").read_text())


@pytest.fixture(scope="module")
def told(fleet: SimulatedFleet) -> tuple[Run, dict[str, Any]]:
    return report(fleet, "report", "-i", str(fleet.folder / "more.yml"))


def test_each_container_stands_as_it_does_now(told: Any) -> None:
    run, data = told
    assert run.code == 0, run.output
    outcomes = {host["name"]: {item["name"]: item["outcome"] for item in host["containers"]} for host in data["hosts"]}
    assert outcomes == {host: {"web": outcome, "api": "proven"} for host, outcome in OUTCOMES.items()}
    levels = {host["name"]: host["level"] for host in data["hosts"]}
    assert levels == {**dict.fromkeys(OUTCOMES, "bad"), "image": "warn", "fine": "ok"}


def test_what_is_broken_is_told_first_with_what_to_do(told: Any) -> None:
    _run, data = told
    entries = [(entry["section"], entry["hosts"]) for entry in data["todo"][:5]]
    assert sorted(hosts for section, hosts in entries if section == "broken") == [
        ["gone"],
        ["halted"],
        ["image"],
        ["loop"],
    ]
    assert entries[4] == ("isolation", ["mode"])
    assert all(entry["remedies"] for entry in data["todo"][:5])
    assert not [text for entry in data["todo"] for text in entry["remedies"] if "containers.engine" in text]


def test_the_playbook_says_the_same_in_a_few_lines(told: Any) -> None:
    run, data = told
    for text in data["summary"]["sentences"]:
        assert text in " ".join(run.output.split()) or text in run.output
    first = data["summary"]["sentences"][0]
    assert first.startswith("Broken: container web ")
    assert len(data["summary"]["sentences"]) <= 8


def test_hosts_that_are_not_windows_are_left_out_and_named(told: Any) -> None:
    run, data = told
    assert "Left out, since they are not Windows: linux1, switch." in data["summary"]["sentences"]
    assert {host["name"] for host in data["hosts"]} == set(OUTCOMES)
    assert run.hosts["linux1"]["failures"] == run.hosts["linux1"]["unreachable"] == 0
    assert run.hosts["switch"]["failures"] == run.hosts["switch"]["unreachable"] == 0


@pytest.mark.parametrize("playbook", ["report", "preflight"])
def test_a_limit_leaves_its_hosts_and_the_page_is_written(fleet: SimulatedFleet, playbook: str) -> None:
    run, data = report(fleet, playbook, "--limit", "fine,gone")
    assert run.code == 0, run.output
    assert {host["name"] for host in data["hosts"]} == {"fine", "gone"}


@pytest.mark.parametrize("playbook", ["report", "preflight"])
@pytest.mark.parametrize(
    ("fail_on", "limit", "code"),
    [("bad", "fine,image", 0), ("bad", "fine,loop", 2), ("warn", "image", 2), ("warn", "fine", 0), ("never", "all", 0)],
)
def test_it_ends_with_an_error_where_that_is_asked_for(
    fleet: SimulatedFleet, playbook: str, fail_on: str, limit: str, code: int
) -> None:
    run, _data = report(fleet, playbook, "--limit", limit, report_fail_on=fail_on)
    assert run.code == code, run.output


def test_the_preflight_has_one_line_for_each_container(fleet: SimulatedFleet) -> None:
    run, _data = report(fleet, "preflight")
    said = {
        line["host"]: line["result"]["msg"]
        for line in run.results
        if line["task"] == "Say it" and line["event"] == "ok"
    }
    words = {
        "gone": "create",
        "halted": "start because it does not run",
        "loop": "recreate because",
        "mode": "recreate because isolation is hyperv and must be process",
        "image": "recreate because",
        "fine": "unchanged, running",
    }
    for host, lines in said.items():
        text = " ".join(" ".join(lines).split())
        assert text.count("container web") == text.count("container api") == 1, text
        assert f"process): {words[host]}" in text, text
        assert max(map(len, lines)) <= 88
