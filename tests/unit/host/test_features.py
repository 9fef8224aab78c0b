"""Which features are changed, in every state that a feature can have."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.features import (
    NEEDS,
    feature_plan,
    not_reached,
    wants,
)

STATES = ("enabled", "disabled", "enable_pending", "disable_pending", "removed", "unavailable", "unknown")


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
    assert made.warnings
    assert len(made.steps) == 1


@pytest.mark.parametrize(
    ("state", "on", "pending_counts", "fine"),
    [
        ("enabled", True, False, True),
        ("enable_pending", True, False, False),
        ("enable_pending", True, True, True),
        ("disabled", False, False, True),
        ("disable_pending", False, True, True),
        ("disabled", True, True, False),
    ],
)
def test_what_was_asked_for_is_verified(state: str, on: bool, pending_counts: bool, fine: bool) -> None:
    assert (not_reached({"containers": state}, {"containers": on}, pending_counts) == []) is fine
