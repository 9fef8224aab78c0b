"""The workflow for hosted runners: nobody has run it, but what it names must exist."""

from __future__ import annotations

import fnmatch
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[3]
PATH = ROOT / ".github" / "workflows" / "windows.yml"
TEXT = PATH.read_text(encoding="utf-8")
WORKFLOW = yaml.safe_load(TEXT)
JOB = WORKFLOW["jobs"]["first-day"]
RUNS = "\n".join(step["run"] for step in JOB["steps"] if "run" in step)


def option_names(role: str) -> set[str]:
    specification = yaml.safe_load((ROOT / "roles" / role / "meta" / "argument_specs.yml").read_text())
    return {name for entry in specification["argument_specs"].values() for name in entry.get("options", {})}


def test_it_runs_by_hand_and_for_pull_requests_on_both_servers() -> None:
    assert set(WORKFLOW["on"]) == {"workflow_dispatch", "pull_request"}
    assert {row["runner"] for row in JOB["strategy"]["matrix"]["include"]} == {"windows-2022", "windows-2025"}
    assert WORKFLOW["permissions"] == {"contents": "read"}


def test_it_says_that_it_is_unverified() -> None:
    assert "UNVERIFIED" in TEXT.split("\nname:")[0]
    assert "**unverified**" in (ROOT / "docs" / "first-day-on-windows.md").read_text()


def test_its_playbooks_exist_and_come_in_order() -> None:
    named = re.findall(r"winfleet\.containers\.(\w+)", RUNS)
    assert named == ["first_day", "site", "site", "first_day", "report"]
    assert all((ROOT / "playbooks" / f"{name}.yml").exists() for name in named)


@pytest.mark.parametrize("tag", [row["tag"] for row in JOB["strategy"]["matrix"]["include"]])
def test_its_variables_are_those_of_the_roles_and_playbooks(tag: str) -> None:
    variables = yaml.safe_load(JOB["env"]["HOST_VARIABLES"].replace("${{ matrix.tag }}", tag))
    known = set().union(*(option_names(role.name) for role in (ROOT / "roles").iterdir()))
    assert set(variables) <= known
    assert variables["host_reboot"] is False  # it would end the runner
    given = set(re.findall(r"-e (\w+)=", RUNS))
    playbooks = "".join(path.read_text() for path in (ROOT / "playbooks").glob("*.yml"))
    assert given == {"first_day_file", "report_folder"}
    assert all(name in known or re.search(rf"\b{name}\b", playbooks) for name in given)


def test_its_container_passes_the_door() -> None:
    from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import (
        CONTAINER_OPTIONS,
    )

    variables: dict[str, Any] = yaml.safe_load(JOB["env"]["HOST_VARIABLES"])
    for container in variables["containers_list"]:
        assert set(container) <= set(CONTAINER_OPTIONS)
        assert container["isolation"] == "process"


def test_no_secret_is_printed() -> None:
    """What has the password before it is masked goes to no output."""
    opening = next(step["run"] for step in JOB["steps"] if "$password" in step.get("run", ""))
    lines = [line for line in opening.splitlines() if "$password" in line]
    assert "::add-mask::" in lines[1]
    assert not any(re.search(r"Write-|echo|^\s*\"", line) for line in [lines[0], *lines[2:]])


def test_it_is_not_in_the_built_collection() -> None:
    ignored = yaml.safe_load((ROOT / "galaxy.yml").read_text())["build_ignore"]
    assert any(fnmatch.fnmatch(".github", pattern) for pattern in ignored)
