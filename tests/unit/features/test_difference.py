"""Which features are changed, in every state that a feature can have."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.features.difference import (
    NEEDS,
    difference,
    not_reached,
    wants,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.features.recipe import doing, name_step, steps
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.feature_states import STATES


def feature_plan(host: dict[str, Any], wanted: dict[str, bool], source: Sequence[str], reboot: bool = False) -> Any:
    found = difference(host, wanted)
    return SimpleNamespace(
        problems=found.problems,
        warnings=found.warnings,
        pending=bool(found.features("reboot")),
        steps=steps(host, found, source, reboot),
    )


def host(containers: str = "enabled", hyper_v: str = "enabled", **more: Any) -> dict[str, Any]:
    return {
        "build": 20348,
        "kind": "server",
        "edition": "ServerDatacenter",
        "product_type": 3,
        "features": {"containers": containers, "hyper_v": hyper_v},
        "virtualization": {
            "hypervisor_present": False,
            "vm": False,
            "firmware_enabled": True,
            "slat": True,
            "vm_monitor": True,
        },
        **more,
    }


def test_the_table_knows_every_state() -> None:
    assert set(NEEDS) == set(product(STATES, (True, False)))


@pytest.mark.parametrize(("state", "on"), NEEDS)
def test_each_state_leads_to_what_the_table_says(state: str, on: bool) -> None:
    made = feature_plan(host(containers=state), {"containers": on}, [])
    need = NEEDS[state, on]
    assert bool(made.problems) == (need == "impossible")
    assert [step["action"] for step in made.steps] == (["enable" if on else "disable"] if need == "step" else [])
    assert made.pending == (need == "reboot")


@pytest.mark.parametrize(
    ("hyper_v", "modes", "kind", "expected"),
    [
        ("auto", [], 3, None),
        ("auto", ["process"], 3, None),
        ("auto", ["process", "hyperv"], 3, True),
        ("auto", ["default"], 3, None),
        ("auto", ["default"], 1, True),
        ("true", [], 3, True),
        ("false", ["hyperv"], 3, False),
    ],
)
def test_auto_follows_the_declared_modes(hyper_v: str, modes: list[str], kind: int, expected: bool | None) -> None:
    facts = host(product_type=kind, edition="Professional" if kind == 1 else "ServerDatacenter")
    assert wants(facts, True, hyper_v, modes).get("hyper_v") is expected


def test_both_features_are_one_step_and_the_source_goes_with_it() -> None:
    made = feature_plan(host("disabled", "disabled"), {"containers": True, "hyper_v": True}, ["D:\\sxs"])
    (step,) = made.steps
    assert step == {
        "verb": "feature",
        "item": "features",
        "provider": "server_manager",
        "action": "enable",
        "names": ["Containers", "Hyper-V"],
        "source": ["D:\\sxs"],
        "management_tools": True,
    }


def test_enabling_one_and_disabling_the_other_are_two_steps() -> None:
    made = feature_plan(host("disabled", "enabled"), {"containers": True, "hyper_v": False}, ["D:\\sxs"])
    assert [(step["action"], step["names"], "source" in step) for step in made.steps] == [
        ("enable", ["Containers"], True),
        ("disable", ["Hyper-V"], False),
    ]


def test_an_unknown_hypervisor_is_a_warning() -> None:
    facts = host("enabled", "disabled", virtualization={})
    made = feature_plan(facts, {"containers": True, "hyper_v": True}, [])
    assert made.problems == []
    assert len(made.warnings) == 1
    assert made.warnings[0].count("hyper_v:") == 1
    assert "not known" in made.warnings[0]
    assert len(made.steps) == 1


def test_a_machine_without_virtualization_is_refused_with_one_name_before_it() -> None:
    flags = {"hypervisor_present": False, "vm": False, "firmware_enabled": False, "slat": True, "vm_monitor": True}
    (problem,) = feature_plan(host("enabled", "disabled", virtualization=flags), {"hyper_v": True}, []).problems
    assert problem.startswith("hyper_v: Hyper-V cannot run on this host: ")
    assert problem.count("hyper_v:") == 1


@pytest.mark.parametrize(
    ("states", "wanted", "verbs", "message", "condition"),
    [
        (("disabled", "disabled"), (True, True), ["feature", "reboot"], "Ansible enables Containers, Hyper-V", [0]),
        (("enabled", "enabled"), (False, True), ["feature", "reboot"], "Ansible disables Containers", [0]),
        (
            ("disabled", "enabled"),
            (True, False),
            ["feature", "feature", "reboot"],
            "Ansible enables Containers and disables Hyper-V",
            [0, 1],
        ),
        (("enable_pending", "enabled"), (True, True), ["reboot"], "Ansible restarts Windows for", None),
        (("enable_pending", "disabled"), (True, True), ["feature", "reboot"], "Ansible enables Hyper-V", None),
        (("enabled", "in_use"), (True, True), [], "", None),
    ],
)
def test_the_reboot_says_what_it_is_for_and_is_made_only_where_it_is_needed(
    states: tuple[str, str], wanted: tuple[bool, bool], verbs: list[str], message: str, condition: list[int] | None
) -> None:
    asked = dict(zip(("containers", "hyper_v"), wanted, strict=True))
    made = feature_plan(host(*states), asked, [], reboot=True).steps
    assert [step["verb"] for step in made] == verbs
    assert all(name_step(step).endswith("failed") and step["item"] == "features" for step in made)
    if made:
        assert made[-1]["message"].startswith(message)
        assert (made[-1].get("only_if") or {}).get("steps") == condition
        assert doing(made).endswith("reboot" if condition is None else "reboot if Windows needs it")


@pytest.mark.parametrize(
    ("state", "on", "pending_counts", "fine"),
    [
        ("enabled", True, False, True),
        ("in_use", True, False, True),
        ("in_use", False, True, False),
        ("removed", False, False, True),
        ("enable_pending", True, False, False),
        ("enable_pending", True, True, True),
        ("disabled", False, False, True),
        ("disable_pending", False, True, True),
        ("disabled", True, True, False),
    ],
)
def test_what_was_asked_for_is_verified(state: str, on: bool, pending_counts: bool, fine: bool) -> None:
    assert (not_reached({"containers": state}, {"containers": on}, pending_counts) == []) is fine
