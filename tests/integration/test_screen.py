# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The callback that shows a run for people, on site.yml: what was changed and why, refusals, proof, sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

pytestmark = LIGHT_ONLY
SHOP = {"containers_project": "shop", "containers_list": [WEB], "containers_settle": 0}
SECRET = "hunter2-and-more"
HOSTS = ("first", "second", "down")


@pytest.fixture
def fleet(
    fleet_of: Callable[..., SimulatedFleet], monkeypatch: pytest.MonkeyPatch, front: str
) -> Iterator[SimulatedFleet]:
    monkeypatch.setenv("ANSIBLE_STDOUT_CALLBACK", "winfleet.containers.fleet")
    yield fleet_of(**dict.fromkeys(HOSTS, READY))


def test_a_run_reads_well(fleet: SimulatedFleet) -> None:
    fleet.fault("down", "endpoint-gone")
    would = fleet.play("playbooks/site.yml", "--check", "--limit", "first", variables=SHOP)
    assert "first  would change" in would.output and "    shop: create web: it is not there" in would.output
    assert "created" not in would.output.partition("THE FLEET")[2]
    run = fleet.play("playbooks/site.yml", variables=SHOP)
    lines = run.output.splitlines()
    assert max(map(len, lines)) <= 100, run.output
    for host in HOSTS[:2]:
        place = lines.index(f"{host}  changed")
        assert any(line == "    shop: create web: it is not there" for line in lines[place : place + 6]), run.output
        assert any(line == "    proven: web (process)" for line in lines[place : place + 6]), run.output
    assert "down  not reached" in lines
    assert "TASK [" not in run.output and "Traceback" not in run.output and "fatal:" not in run.output
    told = run.output.partition("THE FLEET")[2]
    assert "3 hosts: 2 changed, 0 unchanged, 1 not reached." in told
    assert "2 images pulled, 2 containers created." in told
    assert "2 of 2 containers proven to be isolated as declared." in told
    assert "not reached: down" in told
    again = fleet.play("playbooks/site.yml", "--limit", "first", variables=SHOP)
    assert "first  unchanged" in again.output.splitlines()
    assert "1 host: 0 changed, 1 unchanged." in again.output


def test_refusals_stand_one_by_one_and_secrets_nowhere(fleet: SimulatedFleet) -> None:
    bad = [
        {**WEB, "env": {"DB_PASSWORD": SECRET}, "image": "mcr.microsoft.com/windows/nanoserver:ltsc2019"},
        {**WEB, "name": "other", "memory": "lots"},
    ]
    run = fleet.play("playbooks/site.yml", "--limit", "first,second", variables={**SHOP, "containers_list": bad})
    assert run.output.splitlines().count("first  refused") == 1, run.output
    assert "other" in run.output and "lots" in run.output
    refused = fleet.play("playbooks/site.yml", "--limit", "first", variables={**SHOP, "containers_list": bad[:1]})
    assert "first  refused" in refused.output and "failed: first" in refused.output
    assert max(map(len, refused.output.splitlines())) <= 100, refused.output
    assert SECRET not in run.output + refused.output


def test_with_v_everything_is_shown_as_by_the_default(fleet: SimulatedFleet) -> None:
    run = fleet.play("playbooks/site.yml", "-v", "--limit", "first", variables=SHOP)
    assert "TASK [" in run.output and "PLAY RECAP" in run.output and "changed: [first] =>" in run.output
    assert "1 container created" in run.output.partition("THE FLEET")[2].replace("\n", " ")


TASKS = """
- hosts: first,down
  gather_facts: false
  ignore_unreachable: true
  collections: [winfleet.containers]
  tasks:
    - name: Ours by its short name
      containers: {project: shop, containers: [{name: short, image: %s, isolation: process}], settle: 0}
      check_mode: true
    - name: Theirs in a loop
      ansible.builtin.command: sh -c "echo no basket >&2; exit {{ item }}"
      delegate_to: localhost
      loop: [0, 3]
      ignore_errors: true
    - name: Hidden
      ansible.builtin.command: sh -c "echo hunter2-and-more; exit 3"
      delegate_to: localhost
      no_log: true
      ignore_errors: true
    - ansible.builtin.debug: {var: inventory_hostname}
    - ansible.builtin.debug: {msg: "\\u001b[31mred"}
"""


def test_tasks_of_any_kind_read_well(fleet: SimulatedFleet) -> None:
    path = fleet.folder / "any.yml"
    path.write_text(TASKS % WEB["image"], encoding="utf-8")
    fleet.fault("down", "endpoint-gone")
    run = fleet.play(str(path))
    lines = [line.strip() for line in run.output.splitlines()]
    for line in (
        *(
            "first  would change",
            "shop: create short: it is not there",
            "first -> localhost  changed: Theirs in a loop (0)",
        ),
        *("first -> localhost  failed, ignored: Theirs in a loop (3)", "no basket"),
        *("first -> localhost  failed, ignored: Hidden", "no_log hides what it said"),
        *("inventory_hostname: first", "red", "2 hosts: 1 changed, 0 unchanged, 1 not reached.", "not reached: down"),
    ):
        assert line in lines, run.output
    assert run.code == 0 and SECRET not in run.output
