"""deploy.yml: in batches, a canary first; what is sick stops it and goes back, what is cut off is gone on with."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fronts import LIGHT_ONLY
from rolling import FLEET, NAME, PASSWORD, VERSIONS, Watched, begun, calls, declared, deploy, image, images, rows, words
from simulated import SimulatedFleet

pytestmark = LIGHT_ONLY
HOSTS = list(FLEET)
CANARY, OTHERS = HOSTS[0], HOSTS[1:]
AT_ONCE = {"winfleet_serial": "100%"}


@pytest.fixture(scope="module")
def shop(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    """Twelve hosts that run version 1."""
    fleet = fleet_of(registry=VERSIONS, **FLEET)
    run = deploy(fleet, 1, **AT_ONCE)
    assert run.code == 0 and set(words(run).values()) == {"deployed"}, run.output
    calls(fleet)
    return fleet


def test_a_sick_version_stops_after_its_canary_and_goes_back(shop: SimulatedFleet, tmp_path: Path) -> None:
    report = tmp_path / "deploy.json"
    run = deploy(shop, "sick", deploy_report=str(report))
    assert run.code != 0
    assert words(run) == {CANARY: "rolled back", **dict.fromkeys(OTHERS, "not begun")}
    assert images(shop, HOSTS) == {f"{NAME}:1"} and image(shop, CANARY, "same") != "absent"
    assert set(calls(shop)) == {CANARY}  # no call at all reached the others
    assert "its health check says unhealthy" in run.output and PASSWORD not in run.output
    told = json.loads(report.read_text(encoding="utf-8"))["hosts"]
    assert told[CANARY]["rolled_back"] and told[CANARY]["now"] == told[CANARY]["before"] != []
    assert told[CANARY]["now"][0]["images"][-1] == f"{NAME}:1" and not told[OTHERS[0]]["changed"]
    assert PASSWORD not in report.read_text(encoding="utf-8")


def test_what_the_checks_say_from_outside_goes_back_as_well(shop: SimulatedFleet) -> None:
    more = {"deploy_command": ["sh", "-c", "echo no basket; exit 3"], "deploy_retries": 1, "deploy_delay": 0}
    run = deploy(shop, 2, **more)
    assert words(run) == {CANARY: "rolled back", **dict.fromkeys(OTHERS, "not begun")}, run.output
    before, now, _word = rows(run)[CANARY]
    assert before == now and images(shop, HOSTS) == {f"{NAME}:1"}
    assert "Run the command: The command exited with a non-zero return code. no basket" in " ".join(run.output.split())
    calls(shop)


def test_check_mode_says_it_and_does_nothing(shop: SimulatedFleet) -> None:
    run = deploy(shop, 2, "--check", **AT_ONCE)
    assert run.code == 0 and set(words(run).values()) == {"would change"}, run.output
    assert {name for found in calls(shop).values() for name in found} == {"_look"}
    assert images(shop, HOSTS) == {f"{NAME}:1"}


def test_what_is_wrong_is_said_before_anything_is_sent(shop: SimulatedFleet) -> None:
    run = deploy(shop, 2, deploy_drain_tasks="nowhere.yml")
    assert "deploy_drain_tasks" in run.output and "nowhere.yml is no file on the controller" in run.output
    run = deploy(shop, 2, deploy_max_fail_percentage=120)
    assert "deploy_max_fail_percentage: 120 is not allowed; allowed are percentages from 0 to 100" in run.output
    run = deploy(shop, 2, deploy_projects="shop")  # no part of a name is meant
    assert "a list of the names of projects is needed, such as [shop]" in run.output
    run = deploy(shop, 2, deploy_rollback="some")
    assert run.code != 0 and "deploy_rollback" in run.output and "failed, all, none" in run.output
    assert calls(shop) == {}


def test_a_good_version_takes_no_more_than_a_batch_out_of_service(shop: SimulatedFleet, tmp_path: Path) -> None:
    """Hooks run around each host that changes, and around no other."""
    for name in ("drain", "undrain"):
        line = f"{name} {{{{ inventory_hostname }}}}"
        task = {"name": name, "delegate_to": "localhost", "ansible.builtin.shell": f"echo {line} >> {tmp_path}/said"}
        (tmp_path / f"{name}.yml").write_text(json.dumps([task]), encoding="utf-8")
    hooks = {f"deploy_{name}_tasks": str(tmp_path / f"{name}.yml") for name in ("drain", "undrain")}
    with Watched(shop) as watched:
        run = deploy(shop, 2, winfleet_serial=[1, 3, 4], deploy_command="true", **hooks)
    assert run.code == 0 and set(words(run).values()) == {"deployed"}, run.output
    assert images(shop, HOSTS) == {f"{NAME}:2"}
    assert 1 <= watched.worst <= 4, watched.looks
    said = (tmp_path / "said").read_text(encoding="utf-8").split("\n")[:-1]
    assert said[:2] == [f"drain {CANARY}", f"undrain {CANARY}"]
    assert max(sum(1 if one.startswith("drain") else -1 for one in said[:end]) for end in range(len(said))) <= 4
    assert sorted(said) == sorted(f"{name} {host}" for name in ("drain", "undrain") for host in HOSTS)
    calls(shop)
    again = deploy(shop, 2, **AT_ONCE)
    assert set(words(again).values()) == {"unchanged"} and not any(one["changed"] for one in again.hosts.values())
    assert calls(shop) == {host: {"_look": 1} for host in HOSTS}


def test_what_was_cut_off_is_gone_on_with(shop: SimulatedFleet) -> None:
    variables = shop.folder / "cut.json"
    variables.write_text(json.dumps(declared(3)), encoding="utf-8")
    calls(shop)
    with begun(shop, "winfleet.containers.deploy", "-e", f"@{variables}") as process:
        until = time.monotonic() + 60
        while not any(image(shop, host) == f"{NAME}:3" for host in OTHERS) and time.monotonic() < until:
            time.sleep(0.05)
        assert process.poll() is None
        os.killpg(process.pid, signal.SIGKILL)
    done = [host for host in HOSTS if image(shop, host) == f"{NAME}:3"]
    assert CANARY in done and len(done) < len(HOSTS)
    calls(shop)
    run = deploy(shop, 3)
    assert run.code == 0 and images(shop, HOSTS) == {f"{NAME}:3"}, run.output
    assert words(run)[CANARY] == "unchanged" and words(run)[HOSTS[-1]] == "deployed"
    assert calls(shop)[CANARY] == {"_look": 1}
    assert set(words(deploy(shop, 3, **AT_ONCE)).values()) == {"unchanged"}


@pytest.mark.parametrize("strategy", ["free", "host_pinned"])
def test_other_strategies_do_the_same(shop: SimulatedFleet, strategy: str) -> None:
    limit = ",".join(HOSTS[:4])
    more = {"winfleet_strategy": strategy, "winfleet_serial": [1, 3]}
    sick = deploy(shop, "sick", "--limit", limit, **more)
    assert words(sick) == {CANARY: "rolled back", **dict.fromkeys(HOSTS[1:4], "not begun")}, sick.output
    run = deploy(shop, 4, "--limit", limit, **more)
    assert run.code == 0 and set(words(run).values()) <= {"deployed", "unchanged"}, run.output
    assert images(shop, HOSTS[:4]) == {f"{NAME}:4"}


def test_as_many_may_fail_as_is_said(shop: SimulatedFleet) -> None:
    """One of the first four is away: a quarter of its batch. The rest is gone on with, and it is told at the end."""
    shop.fault(HOSTS[2], "endpoint-gone")
    few = deploy(shop, 5, winfleet_serial=[4, 8], deploy_max_fail_percentage=20)
    told = {**dict.fromkeys(HOSTS[:4], "deployed"), **dict.fromkeys(HOSTS[4:], "not begun"), HOSTS[2]: "not reached"}
    assert few.code != 0 and words(few) == told, few.output
    run = deploy(shop, 5, winfleet_serial=[4, 8], deploy_max_fail_percentage=25)
    shop.fault(HOSTS[2], "clear")
    assert run.code != 0 and words(run)[HOSTS[2]] == "not reached" and words(run)[HOSTS[-1]] == "deployed"
    assert images(shop, [host for host in HOSTS if host != HOSTS[2]]) == {f"{NAME}:5"}
    assert deploy(shop, 5, "--limit", HOSTS[2]).code == 0


def test_with_all_every_host_of_the_run_goes_back(shop: SimulatedFleet) -> None:
    """The canary is well; its checks from outside fail on another host."""
    before = images(shop, HOSTS)
    check = "sh -c 'test {{ inventory_hostname }} != " + HOSTS[2] + "'"
    more = {"deploy_command": check, "deploy_retries": 1, "deploy_delay": 0, "deploy_rollback": "all"}
    run = deploy(shop, 6, winfleet_serial=[1, 3, 8], **more)
    assert run.code != 0 and images(shop, HOSTS) == before, run.output
    back = dict.fromkeys(HOSTS[:4], "taken back") | {HOSTS[2]: "rolled back"}
    assert words(run) == {**dict.fromkeys(HOSTS, "not begun"), **back}, run.output


def test_with_none_what_failed_stays_for_a_look_at_it(shop: SimulatedFleet) -> None:
    before = images(shop, HOSTS)
    more = {"deploy_command": "false", "deploy_retries": 1, "deploy_delay": 0, "deploy_rollback": "none"}
    run = deploy(shop, 6, **more)
    assert words(run)[CANARY] == "failed" and image(shop, CANARY) == f"{NAME}:6", run.output
    assert images(shop, OTHERS) == before
    again = deploy(shop, 6, **{**more, "deploy_rollback": "failed"})  # it goes on: now it goes back
    assert words(again)[CANARY] == "rolled back" and {image(shop, CANARY)} == before, again.output


def test_what_the_judge_refuses_is_never_begun(shop: SimulatedFleet) -> None:
    before = images(shop, HOSTS)
    run = deploy(shop, "newer", deploy_drain_tasks=str(shop.folder / "hosts.yml"))
    assert words(run)[CANARY] == "refused" and "an image newer than the host never runs" in " ".join(run.output.split())
    was, now, _word = rows(run)[CANARY]
    assert was == now and images(shop, HOSTS) == before
