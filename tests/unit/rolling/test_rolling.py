"""A rolling deploy as plain data: when it stops, what became of a host, and the table for people."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.rolling.actions import deploy_actions
from ansible_collections.winfleet.containers.plugins.plugin_utils.rolling.lines import WIDTH, deploy_lines
from ansible_collections.winfleet.containers.plugins.plugin_utils.rolling.outcome import LONGEST_WHY, deploy_outcome
from ansible_collections.winfleet.containers.plugins.plugin_utils.rolling.stop import deploy_stop
from ansible_collections.winfleet.containers.plugins.plugin_utils.rolling.why import deploy_why

OLD, NEW = "a" * 64, "b" * 64
KEPT = {"kept": [{"project": "shop", "declared": NEW, "sets": [{"digest": OLD, "since": None, "images": ["web:1"]}]}]}
KEPT_NOW = {"kept": [{"project": "shop", "declared": NEW, "sets": [{"digest": NEW, "since": None, "images": []}]}]}
BACK = {"changed": True, "sets": [{"project": "shop", "to": OLD, "declared": NEW, "containers": [{"image": "web:1"}]}]}
FAILED = {"why": "web: it did not come up"}
FIRST, SECOND = {"deploy_batch_0_of_4": list("abcd")}, {"deploy_batch_4_of_8": list("efghijkl")}
PLAN = {"sets": [{"project": "shop", "to": OLD, "left": NEW}]}
NO_PLAN = {"failed": True, "refused": ["no set of it is kept"]}


@pytest.mark.parametrize(
    ("groups", "most", "stops"),
    [
        ({}, 0, False),
        ({"all": ["a", "b"], "deploy_batch": ["a"]}, 0, False),
        ({"deploy_batch_0_of_1": ["a"]}, 0, True),
        ({"deploy_batch_0_of_1": ["a"], "deploy_well": ["a"]}, 0, False),
        ({**FIRST, "deploy_well": list("bcd")}, 25, False),
        ({**FIRST, "deploy_well": list("bcd")}, 24.9, True),
        ({**FIRST, "deploy_well": list("bcd")}, "24.9", True),
        ({**FIRST, **SECOND, "deploy_well": list("bcdghijkl")}, 25, False),
        ({**FIRST, **SECOND, "deploy_well": list("bcdhijkl")}, 25, True),
        ({"deploy_batch_0_of_1": ["a"]}, 100, False),
    ],
)
def test_it_stops_where_too_many_of_a_batch_failed(
    groups: dict[str, list[str]], most: float | str, stops: bool
) -> None:
    """Whoever is not among those that are well has failed: some fell out of the run before they could tell."""
    assert bool(deploy_stop(groups, most)) is stops


def test_of_the_batch_that_is_not_over_those_count_that_have_told_it() -> None:
    groups = {**FIRST, **SECOND, "deploy_well": list("abcd")}
    assert deploy_stop(groups, 0) and not deploy_stop(groups, 0, list("efgh"))
    told = {**groups, "deploy_ill": ["e"]}
    assert "1 of 8 hosts of a batch failed (e)" in deploy_stop(told, 0, list("fgh"))
    assert not deploy_stop(told, 12.5, list("fgh"))


def test_why_it_stopped_names_some_of_them() -> None:
    text = deploy_stop({"deploy_batch_0_of_9": list("ihgfedcba"), "deploy_well": list("fghi")}, 10)
    assert text.startswith("the run stopped: 5 of 9 hosts of a batch failed (a, b, c and 2 more)")


def test_what_is_to_do_is_told_in_lines() -> None:
    row = {"name": "web", "actions": ["finish", "recreate"], "why": ["one", "two"]}
    made = {"sets": [{"containers": [row, {"name": "b", "actions": []}], "pruned_images": ["x:1"]}, {}]}
    assert deploy_actions(made) == ["web: finish and recreate (one; two)", "image x:1: remove"]
    assert deploy_actions({"sets": [{"networks": [{**row, "why": []}]}]}) == ["network web: finish and recreate"]
    assert deploy_actions({}) == []


@pytest.mark.parametrize(
    ("seen", "word", "now"),
    [
        ({"planned": KEPT, "done": {"changed": True}, "looked": KEPT, "kept": KEPT_NOW}, "deployed", NEW),
        ({"planned": KEPT, "done": {"skipped": True}, "looked": {"skipped": True}}, "unchanged", OLD),
        ({"planned": KEPT, "check": True, "actions": ["web: create"]}, "would change", OLD),
        ({"planned": KEPT, "check": True, "actions": []}, "unchanged", OLD),
        ({"planned": {"unreachable": True}, "failure": FAILED}, "not reached", None),
        ({"planned": KEPT, "done": {"unreachable": True}, "failure": FAILED}, "not reached", None),
        ({"planned": {"failed": True, "refused": ["x"]}, "failure": FAILED}, "refused", None),
        ({"planned": KEPT, "failure": FAILED}, "failed", OLD),
        ({"planned": KEPT, "done": {"changed": True, "failed": True}, "failure": FAILED}, "failed", None),
        ({"planned": KEPT, "done": {"changed": True}, "failure": FAILED, "back": BACK}, "rolled back", OLD),
        ({"stopped": "the run stopped"}, "not begun", None),
        ({"back": BACK}, "taken back", OLD),
        ({"back": {**BACK, "changed": False}}, "unchanged", OLD),
        ({"check": True, "actions": ["web: recreate"], "back_planned": PLAN}, "would change", NEW),
        ({"back_planned": NO_PLAN, "failure": FAILED}, "refused", None),
        (
            {"planned": KEPT, "done": {"changed": True}, "kept": KEPT_NOW, "back_planned": NO_PLAN, "failure": FAILED},
            "failed",
            NEW,
        ),
    ],
)
def test_what_became_of_a_host(seen: dict[str, Any], word: str, now: str | None) -> None:
    made = deploy_outcome(seen)
    assert made["outcome"] == word
    assert (made["now"] or [{"digest": None}])[0]["digest"] == now


def test_why_there_was_no_way_back_is_told() -> None:
    nothing = {"sets": [{"project": "shop", "to": None, "why_not": "no set of it is kept on this host"}]}
    made = deploy_outcome({"planned": KEPT, "done": {"changed": True}, "failure": FAILED, "back": nothing})
    assert made["outcome"] == "failed" and not made["rolled_back"]
    assert made["why"] == "web: it did not come up No way back: no set of it is kept on this host."
    made = deploy_outcome({"failure": FAILED, "back": {"failed": True, "msg": "refused"}})
    assert made["why"].endswith("No way back: refused")


def test_check_mode_tells_where_a_way_back_leads() -> None:
    made = deploy_outcome({"check": True, "actions": ["web: recreate"], "back_planned": PLAN})
    assert made["why"] == f"it would go back to {OLD[:12]}"


@pytest.mark.parametrize(
    ("result", "task", "why"),
    [
        ({"msg": "no room"}, {"action": "winfleet.containers.container_host", "name": "Deploy"}, "no room"),
        ({"msg": "gone"}, {"action": "ansible.builtin.fail", "name": "Go on"}, "gone"),
        ({}, {"action": "ansible.builtin.fail", "name": "Go on"}, "Go on: it failed"),
        ({"msg": "rc 3", "stdout": "out", "stderr": " no basket\n"}, {"name": "Ask"}, "Ask: rc 3 no basket"),
        ({"msg": "rc 3", "stdout": "x" * 999}, {"name": "Ask"}, f"Ask: rc 3 {'x' * 300}"),
        ({"msg": "hunter2"}, {"action": "uri", "no_log": True}, "uri: no_log hides what it said"),
        ({"msg": "items", "results": [{}, {"failed": True, "msg": "one"}]}, {"name": "Each"}, "Each: one"),
    ],
)
def test_why_a_task_failed(result: dict[str, Any], task: dict[str, Any], why: str) -> None:
    assert deploy_why(result, task) == why


def test_a_reason_is_masked_and_has_an_end() -> None:
    why = "https://bob:hunter2hunter2@lb.example.com said no " + "x" * 3000
    made = deploy_outcome({"failure": {"why": why}})
    assert "hunter2" not in made["why"] and len(made["why"]) <= LONGEST_WHY


def test_the_table_fits_and_tells_each_host() -> None:
    long = "a-host-with-a-name-that-is-much-longer-than-the-column.example.com"
    done = deploy_outcome({"planned": KEPT, "done": {"changed": True}, "failure": FAILED, "back": BACK})
    two = [{"project": name * 40, "digest": OLD, "images": ["registry.example.com/" + "x" * 90]} for name in "pq"]
    outcomes = {
        "h1": done,
        long: {**done, "before": two, "now": two, "why": "word " * 60},
        "h3": deploy_outcome({"stopped": "the run stopped: why"}),
        "h4": None,
    }
    lines = deploy_lines(outcomes)
    assert lines[0].split() == ["HOST", "BEFORE", "NOW", "OUTCOME"]
    assert lines[1].split() == ["h1", OLD[:12], OLD[:12], "rolled", "back"]
    assert [line.strip() for line in lines if line.strip()][2].startswith("web: it did not come up")
    assert "2 not begun, 2 rolled back" in lines and "the run stopped: why" in lines
    assert f"{OLD[:12]}  shop: web:1" in lines or any(line.startswith(OLD[:12]) for line in lines)
    widths = [len(line) for line in lines if "x" * 90 not in line]
    assert max(widths) <= WIDTH


def test_a_host_that_keeps_nothing_says_so() -> None:
    made = deploy_outcome({"planned": {"kept": [{"project": "shop", "declared": NEW, "sets": []}]}, "check": True})
    assert "none kept" in deploy_lines({"h": made})[1]


def test_a_host_whose_engine_says_nothing_is_not_known() -> None:
    silent = {"kept": [{"project": "shop", "declared": None, "sets": []}], "failed": True}
    made = deploy_outcome({"planned": silent, "failure": FAILED})
    assert made["before"] is None and deploy_lines({"h": made})[1].split()[1:] == [*["not", "known"] * 2, "failed"]
