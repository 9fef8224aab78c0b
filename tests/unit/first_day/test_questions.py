"""The table of parts: all of docs/verbs.md is asked, and all that is asked is known to a program and documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from ansible_collections.winfleet.containers.plugins.plugin_utils.first_day.questions import (
    CALL,
    FACTS,
    LOOKS,
    Part,
    parts,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import HOST_LOOKS

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs" / "first-day-on-windows.md").read_text(encoding="utf-8")
ALL = parts(shutdown=True)


def looks_of(part: Part) -> list[dict[str, object]]:
    return [ask["look"] for ask in part.asks.values() if ask["verb"] == "look"]


def verbs_of_program(name: str) -> dict[str, str]:
    text = (ROOT / "plugins" / "modules" / f"{name}.ps1").read_text()
    return dict(re.findall(r"^    (\w+) = '([\w-]+)'$", text, re.MULTILINE))


def test_every_documented_look_and_every_look_of_a_host_is_asked() -> None:
    section = (ROOT / "docs" / "verbs.md").read_text().split("\n## Looks\n")[1].split("\n## ")[0]
    asked = [look for part in ALL for look in looks_of(part)]
    assert {look["verb"] for look in asked} == set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))
    assert [look for look in HOST_LOOKS if look not in asked] == []
    assert all(ask["times"] == 2 for part in ALL for ask in part.asks.values() if ask.get("verb") == "look")


@pytest.mark.parametrize("program", [FACTS, LOOKS])
def test_what_is_asked_of_a_program_is_what_it_knows(program: str) -> None:
    asked = {ask["verb"] for part in ALL if part.program == program for ask in part.asks.values()}
    assert asked == set(verbs_of_program(program)) != set()


@pytest.mark.parametrize("program", [FACTS, LOOKS])
def test_each_function_of_a_program_is_exported_by_a_module_that_it_requires(program: str) -> None:
    text = (ROOT / "plugins" / "modules" / f"{program}.ps1").read_text()
    exported = set()
    for name in re.findall(r"^#AnsibleRequires -PowerShell \.\.module_utils\.(\w+)$", text, re.MULTILINE):
        module = (ROOT / "plugins" / "module_utils" / f"{name}.psm1").read_text()
        exported |= set(re.findall(r"[\w-]+", module.rsplit("Export-ModuleMember -Function", 1)[1]))
    assert set(verbs_of_program(program).values()) <= exported


def test_the_program_without_classes_needs_none() -> None:
    """Were classes not to work, it would still have to answer."""
    needed, waiting = set(), ["_first_day.ps1"]
    while waiting:
        name = waiting.pop()
        folder = "modules" if name.endswith(".ps1") else "module_utils"
        text = (ROOT / "plugins" / folder / name).read_text()
        assert not re.search(r"^class ", text, re.MULTILINE), name
        found = {f"{each}.psm1" for each in re.findall(r"^#AnsibleRequires .*\.(_\w+)$", text, re.MULTILINE)}
        waiting += found - needed
        needed |= found
    assert "_FirstDayMachine.psm1" in needed


def test_something_is_done_only_where_it_was_asked_for_and_last() -> None:
    assert "shutdown" not in {ask.get("verb") for part in parts() for ask in part.asks.values()}
    assert [part.name for part in ALL][:-1] == [part.name for part in parts()]
    assert ALL[-1].name == "shutdown"


def test_names_of_parts_are_unique_and_each_has_its_row_in_the_documentation() -> None:
    names = [part.name for part in ALL]
    assert len(names) == len(set(names))
    section = DOCUMENT.split("\n## What each part decides\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    documented = [name for line in rows for name in re.findall(r"`([^`]+)`", line.split(" | ")[0])]
    assert documented == names
    assert all(
        line.count(" | ") == 3 and "" not in [cell.strip() for cell in line.strip("| ").split(" | ")] for line in rows
    )


def test_the_files_that_the_documentation_names_exist() -> None:
    folders = [ROOT, ROOT / "docs", ROOT / "plugins" / "module_utils", ROOT / "plugins" / "plugin_utils"]
    folders += [ROOT / "plugins" / "plugin_utils" / name for name in ("judge", "prove", "host")] + [ROOT / "playbooks"]
    named = set(re.findall(r"`([\w/.-]+\.(?:py|ps1|psm1|yml|md))`", DOCUMENT)) - {"inventory.yml"}
    assert len(named) > 15
    assert [name for name in sorted(named) if not any((folder / name).exists() for folder in folders)] == []


def test_the_variables_of_the_playbook_are_documented() -> None:
    text = (ROOT / "playbooks" / "first_day.yml").read_text()
    used = set(re.findall(r"(?<!_)\b(first_day_\w+|winfleet_hosts)\b", text)) - {"first_day_result"}
    section = DOCUMENT.split("| variable |")[1].split("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == used


def test_the_task_and_its_documentation_have_the_same_options() -> None:
    from ansible_collections.winfleet.containers.plugins.action._first_day import ARGUMENTS

    text = (ROOT / "plugins" / "modules" / "_first_day.yml").read_text()
    options = yaml.safe_load(text)["DOCUMENTATION"]["options"]
    assert set(options) == {*ARGUMENTS, "probes"}
    assert {name: options[name]["type"] for name in ARGUMENTS} == {name: row["type"] for name, row in ARGUMENTS.items()}


def test_a_call_of_all_looks_is_that_of_host_info() -> None:
    assert [list(part.asks.values()) for part in ALL if part.program == CALL][-1] == HOST_LOOKS
