"""The role and its module, run by ansible-playbook on the controller alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.action.fleet_report import is_changed, wrong_together
from sample_fleet import sample_fleet

PLAY = [
    {
        "hosts": "localhost",
        "gather_facts": False,
        "tasks": [
            {
                "ansible.builtin.include_role": {"name": "winfleet.containers.report"},
                "vars": {"report_hosts": "{{ groups['fleet'] }}", "report_folder": "out"},
            }
        ],
    }
]


def play(folder: Path, *arguments: str, hosts: int = 5) -> subprocess.CompletedProcess[str]:
    """Run the role over a sample fleet whose facts stand in the inventory."""
    variables = {
        member["name"]: {
            "host_facts": member.get("host", {}),
            "host_isolation": member.get("isolation", {}),
            "containers_list": member.get("declared", []),
            "containers_result": {"verdicts": member.get("verdicts", [])},
            "proof_result": {"proof": member.get("proof", [])},
        }
        for member in sample_fleet(hosts)
    }
    (folder / "inventory.json").write_text(json.dumps({"fleet": {"hosts": variables}}))
    (folder / "play.json").write_text(json.dumps(PLAY))
    command = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "inventory.json", "play.json", *arguments]
    environment = {
        **os.environ,
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_HOME": str(folder / "home"),
        "ANSIBLE_FORCE_COLOR": "false",
    }
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def changes(run: subprocess.CompletedProcess[str]) -> str:
    assert run.returncode == 0, run.stdout + run.stderr
    return "changed" if "changed=1" in run.stdout else "unchanged" if "changed=0" in run.stdout else run.stdout


def test_it_reports_once_and_then_finds_nothing_new(tmp_path: Path) -> None:
    assert changes(play(tmp_path, "--check")) == "changed"
    assert not (tmp_path / "out").exists()
    first = play(tmp_path)
    assert changes(first) == "changed"
    assert "4 of 5 hosts can run process isolation" in first.stdout
    written = json.loads((tmp_path / "out" / "fleet.json").read_text())
    assert len(written["hosts"]) == 5
    assert changes(play(tmp_path)) == "unchanged"
    other = play(tmp_path, "--check", "--diff", "-e", "report_title=Other")
    assert changes(other) == "changed"
    assert '-    "title": "Windows container hosts"' in other.stdout
    assert "hosts" not in other.stdout.partition("+++")[2].partition("changed:")[0].replace("container hosts", "")
    (tmp_path / "out" / "fleet.html").write_text("spoiled")
    assert changes(play(tmp_path)) == "changed"


def test_bad_options_are_told_in_one_error(tmp_path: Path) -> None:
    run = play(tmp_path, "-e", json.dumps({"report_images": ["ltsc2077", "ltsc2022"]}))
    assert run.returncode != 0
    assert "images: 'ltsc2077' is not a known tag" in run.stdout + run.stderr
    assert not (tmp_path / "out").exists()


WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"hosts": [{"name": "a"}, {"name": "a"}, {"name": "b"}]}, ["hosts"]),
    ({"images": ["nonsense"]}, ["images"]),
    ({"data": "x.html"}, ["data"]),
]


@pytest.mark.parametrize(("options", "wanted"), WRONG)
def test_options_that_do_not_fit_together(options: dict[str, Any], wanted: list[str]) -> None:
    given = {
        "hosts": [{"name": "a"}],
        "images": ["ltsc2022", "10.0.17763"],
        "page": "x.html",
        "data": "x.json",
        **options,
    }
    assert [option for option, _text in wrong_together(given)] == wanted


def test_another_document_is_a_change_whatever_the_page() -> None:
    assert is_changed({}, None, {"generated": "x", "title": "a"}, "fleet.json")
