"""ServerManager's and DISM's answers, made one state."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.features import features
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.feature_states import STATES, feature_states
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_rules import containers_feature
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.prerequisites import WORDS, signals
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.question import Question

FAILED = {
    "ok": False,
    "error": {"type": "System.Management.Automation.CommandNotFoundException", "code": "x", "text": "x"},
}


def server_manager(**states: str) -> dict[str, Any]:
    names = {"containers": "Containers", "hyper_v": "Hyper-V"}
    return {"ok": True, "value": [{"Name": names[name], "InstallState": state} for name, state in states.items()]}


def dism(**states: str) -> dict[str, Any]:
    names = {
        "containers": "Containers",
        "hyper_v": "Microsoft-Hyper-V",
        "online": "Microsoft-Hyper-V-Online",
        "hypervisor": "Microsoft-Hyper-V-Hypervisor",
    }
    return {"ok": True, "value": [{"FeatureName": names[name], "State": state} for name, state in states.items()]}


@pytest.mark.parametrize(
    ("first", "second", "containers", "hyper_v"),
    [
        (
            server_manager(containers="Installed", hyper_v="Available"),
            dism(containers="Enabled", hyper_v="Disabled"),
            "enabled",
            "disabled",
        ),
        (
            server_manager(containers="InstallPending", hyper_v="UninstallPending"),
            FAILED,
            "enable_pending",
            "disable_pending",
        ),
        (server_manager(containers="Removed", hyper_v="Removed"), FAILED, "removed", "removed"),
        (FAILED, dism(containers="EnablePending", hyper_v="EnabledPending"), "enable_pending", "enable_pending"),
        (FAILED, dism(containers="DisablePending", hyper_v="DisabledPending"), "disable_pending", "disable_pending"),
        (FAILED, dism(containers="DisabledWithPayloadRemoved", hyper_v="Enabled"), "removed", "enabled"),
        (server_manager(containers="Installed"), dism(containers="EnablePending"), "enable_pending", "unavailable"),
        (server_manager(), dism(), "unavailable", "unavailable"),
        (FAILED, dism(hyper_v="Disabled"), "unavailable", "disabled"),
        (FAILED, FAILED, "unknown", "unknown"),
        (FAILED, dism(containers="Superseded", hyper_v="Enabled"), "unknown", "enabled"),
        (server_manager(hyper_v="Installed"), dism(hyper_v="Enabled", online="Disabled"), "unavailable", "disabled"),
        (FAILED, dism(hyper_v="Enabled", hypervisor="Enabled"), "unavailable", "enabled"),
        (FAILED, dism(hyper_v="Enabled", hypervisor="Disabled"), "unavailable", "disabled"),
    ],
)
def test_states(first: dict[str, Any], second: dict[str, Any], containers: str, hyper_v: str) -> None:
    assert feature_states(features({"server_manager": first, "dism": second})) == {
        "containers": containers,
        "hyper_v": hyper_v,
    }


def test_no_answer() -> None:
    assert feature_states(None) == {"containers": "unknown", "hyper_v": "unknown"}


@pytest.mark.parametrize("state", STATES)
def test_every_state_means_something_to_the_judge(state: str) -> None:
    host = {"features": {"containers": state, "hyper_v": state}, "services": None}
    word = signals(host)["feature"]
    assert word in WORDS["feature"]
    assert (word == "unknown") == (state == "unknown")
    finding = containers_feature(Question(host, "process"))
    assert finding is not None
    assert (finding.outcome == "unproven") == (state == "unknown")
    assert (finding.outcome == "yes") == (state in ("enabled", "in_use"))
