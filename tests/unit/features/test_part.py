"""The features as a part: which looks they cost, what is decided, and what is told once the host is back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.features.declared import ARGUMENTS, read, spelt
from ansible_collections.winfleet.containers.plugins.plugin_utils.features.part import FeaturesPart
from ansible_collections.winfleet.containers.plugins.plugin_utils.features.seen import (
    quick_looks,
    slow_looks,
    whats_busy,
    whole_looks,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read as read_shape
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Course, Decision, Done, Open
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import LOOK_NAMES
from host_answers import FAILED, key, ok, server_2022

BOOT = ok({"Uptime": 3600.0})
QUICK = len(quick_looks()) - 1


def features(containers: str = "Installed", hyper_v: str = "Installed") -> dict[str, Any]:
    rows = [{"Name": "Containers", "InstallState": containers}, {"Name": "Hyper-V", "InstallState": hyper_v}]
    return ok({"server_manager": ok(rows), "dism": FAILED})


def answers(**changed: dict[str, Any]) -> list[Answer]:
    """Those to `whole_looks()`."""
    return [read_shape(Answer, {**server_2022(), **changed}[name], "x") for name in LOOK_NAMES]


def quick(**changed: dict[str, Any]) -> list[Answer]:
    return [*answers(**changed)[:QUICK], read_shape(Answer, BOOT, "x")]


def slow(**changed: dict[str, Any]) -> list[Answer]:
    """Those to the quick looks, and to the slow ones behind them."""
    return [*quick(**changed), *answers(**changed)[QUICK:]]


def part(**given: Any) -> FeaturesPart:
    defaults = {name: row["default"] for name, row in ARGUMENTS.items()}
    return FeaturesPart(read({**defaults, **spelt(given)}))


def decided(made: FeaturesPart, said: Sequence[Answer]) -> Decision:
    decision = made.decide(said, Course())
    assert isinstance(decision, Decision)
    return decision


BARE = {
    "features": features("Available", "Available"),
    "services": ok([]),
    "engine": FAILED,
    "computer": ok([{"Name": "SRV2022", "Manufacturer": "Dell Inc.", "Model": "R650", "HypervisorPresent": False}]),
    "processor": ok(
        [
            {
                "VirtualizationFirmwareEnabled": True,
                "SecondLevelAddressTranslationExtensions": True,
                "VMMonitorModeExtensions": True,
            }
        ]
    ),
}


def test_an_unchanged_prepared_host_costs_no_slow_look() -> None:
    verbs = {(look["verb"], bool(look.get("entry"))) for look in part().looks(Course())}
    assert verbs & {("features", False), ("boot", True)} == set()
    decision = decided(part(isolation_modes=["process", "hyper-v"], reboot=True), quick())
    assert (decision.steps, decision.looks, decision.reboot, decision.warnings) == ([], [], None, [])
    assert decision.result == {
        "features": {
            "before": {"containers": "in_use", "hyper_v": "in_use"},
            "after": {"containers": "in_use", "hyper_v": "in_use"},
        },
        "reboot_required": False,
        "rebooted": False,
    }


@pytest.mark.parametrize(
    ("given", "changed"),
    [
        ({"containers": False}, {}),
        ({"hyper_v": False}, {}),
        ({}, {"engine": FAILED}),
        ({"hyper_v": True}, {"services": ok([])}),
        ({}, {"reboot_servicing": key(True)}),
        ({}, {"reboot_servicing": FAILED}),
    ],
)
def test_where_the_quick_looks_leave_the_question_open_the_slow_ones_are_asked_once(given: Any, changed: Any) -> None:
    made = part(**given)
    found = made.decide(quick(**changed), Course())
    assert isinstance(found, Open)
    assert found.looks == slow_looks()
    assert isinstance(made.decide(slow(**changed), Course()), Decision)
    assert isinstance(made.decide(slow(**changed, features=FAILED), Course()), Decision)


def test_hyper_v_that_is_not_declared_is_no_question() -> None:
    changed = {"services": ok([])}
    assert isinstance(part().decide(quick(**changed), Course()), Decision)
    assert isinstance(part(isolation_modes=["process"]).decide(quick(**changed), Course()), Decision)
    assert isinstance(part(isolation_modes=["hyperv"]).decide(quick(**changed), Course()), Open)


def test_a_bare_host_is_changed_rebooted_and_looked_at_until_it_rests() -> None:
    decision = decided(part(hyper_v=True, reboot=True, reboot_timeout=700), slow(**BARE))
    assert [step["verb"] for step in decision.steps] == ["feature", "reboot"]
    assert decision.looks == whole_looks()
    assert decision.before == {"containers": "disabled", "hyper_v": "disabled"}
    assert decision.after == {"containers": "enabled", "hyper_v": "enabled"}
    assert decision.reboot is not None
    assert (decision.reboot.timeout, decision.reboot.looks) == (700, whole_looks())
    assert "enable_pending" in (decision.reboot.settled(answers(features=features("InstallPending"))) or "")
    assert decision.reboot.settled(answers()) is None


def test_without_the_option_no_reboot_is_among_the_steps() -> None:
    decision = decided(part(), slow(**BARE))
    assert [step["verb"] for step in decision.steps] == ["feature"]
    assert decision.reboot is None
    assert decision.result["reboot_required"]


def test_a_reboot_for_other_reasons_is_reported_and_not_made() -> None:
    decision = decided(part(reboot=True), quick(reboot_windows_update=key(True)))
    assert decision.steps == []
    assert decision.result["reboot_required"]
    assert "RebootRequired" in decision.warnings[0]


def test_refusals_carry_the_features() -> None:
    home = key(True, CurrentBuild="19045", EditionID="Core", InstallationType="Client")
    with pytest.raises(Refused) as caught:
        part(hyper_v=True).decide(slow(windows=home), Course())
    assert [line.split(":")[0] for line in caught.value.problems] == ["containers", "hyper_v"]
    assert set(caught.value.result["features"]) == {"before", "after"}


def test_a_host_without_a_build_is_a_clear_error() -> None:
    with pytest.raises(HostProblem, match="Administrators"):
        part().decide([Answer(False)] * len(quick_looks()), Course())


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({}, None),
        ({"features": features("InstallPending")}, "the Containers feature is still enable_pending"),
        ({"features": features(hyper_v="UninstallPending")}, "Hyper-V is still disable_pending"),
        ({"features": FAILED, "engine": FAILED}, "the Containers feature cannot be read yet"),
        ({"features": FAILED}, None),  # both are seen at work
        ({"reboot_servicing_now": key(True)}, "RebootInProgress"),
        ({"reboot_servicing_now": FAILED}, "could not be read"),
        ({"reboot_servicing": key(True)}, None),  # others wait for that restart
        ({"features": features("Available")}, None),  # it came to rest otherwise than wanted: the conclusion says so
    ],
)
def test_what_windows_is_busy_with(changed: Any, word: str | None) -> None:
    busy = whats_busy(answers(**changed), {"containers": True, "hyper_v": True})
    assert busy is None if word is None else word in (busy or "")


def test_a_feature_that_is_not_asked_for_is_not_waited_for() -> None:
    assert whats_busy(answers(features=features(hyper_v="InstallPending")), {"containers": True}) is None


DECISION = decided(part(hyper_v=True, reboot=True), slow(**BARE))


def test_after_the_reboot_the_result_says_how_long_and_how_often() -> None:
    result = part().conclude(DECISION, Done(looks=answers(), rebooted=61.6, reboots=1))
    assert result == {
        "features": {
            "before": {"containers": "disabled", "hyper_v": "disabled"},
            "after": {"containers": "enabled", "hyper_v": "enabled"},
        },
        "rebooted": True,
        "elapsed": 62,
        "reboot_required": False,
    }
    assert part().conclude(DECISION, Done(looks=answers(), rebooted=90.0, reboots=2))["reboots"] == 2


def test_what_was_not_reached_is_an_error_and_pending_is_none_before_the_reboot() -> None:
    pending = answers(features=features("InstallPending", "InstallPending"))
    assert part().conclude(DECISION, Done(looks=pending))["features"]["after"]["containers"] == "enable_pending"
    with pytest.raises(HostProblem, match=r"After the reboot the Containers feature is enable_pending.*CBS\.log"):
        part().conclude(DECISION, Done(looks=pending, rebooted=60.0, reboots=1))
    with pytest.raises(HostProblem, match="was to be enabled"):
        part().conclude(DECISION, Done(looks=answers(features=features("Available"))))


def test_a_step_that_failed_is_not_told_as_not_reached() -> None:
    result = part().conclude(DECISION, Done(looks=answers(**BARE), unfinished=frozenset({"features"})))
    assert result["features"]["after"] == {"containers": "disabled", "hyper_v": "disabled"}
    lost = part().conclude(DECISION, Done(unfinished=frozenset({"features"})))
    assert lost["features"]["after"] == {"containers": "unknown", "hyper_v": "unknown"}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_null_is_the_default(name: str) -> None:
    assert spelt({name: None}) == {}


def test_spellings_are_levelled_out() -> None:
    assert spelt({"hyper_v": True, "isolation_modes": ["HyperV", "process"]}) == {
        "hyper_v": "true",
        "isolation_modes": ["hyperv", "process"],
    }
    with pytest.raises(Refused):
        read({**{name: row["default"] for name, row in ARGUMENTS.items()}, "reboot_timeout": 0})
