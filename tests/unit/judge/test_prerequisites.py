"""Can this host run Hyper-V? Every combination of the signals has an answer, and the telling ones have the right
one."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.prerequisites import (
    OUTLOOK,
    REMEDIES,
    STATES,
    WORDS,
    hypervisor,
    signals,
    state_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.platforms import PLATFORMS

SERVICE = {"Running": {"state": "Running"}, "Stopped": {"state": "Stopped"}}


def host(
    feature: str | None = "enabled",
    present: bool | None = True,
    vm: bool | None = False,
    launch: str | None = None,
    flags: bool | None = None,
    vmms: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A host whose three processor flags all read `flags`; `vmms` None leaves the services out, "" has none."""
    made: dict[str, Any] = {
        "features": {"hyper_v": feature} if feature else {},
        "virtualization": {
            "hypervisor_present": present,
            "vm": vm,
            "platform": more.pop("platform", "hyper-v" if vm else "physical"),
            "launch_type": launch,
            "firmware_enabled": flags,
            "slat": flags,
            "vm_monitor": flags,
        },
        **more,
    }
    if vmms is not None:
        made["services"] = {"vmms": SERVICE[vmms]} if vmms else {}
    return made


def test_every_combination_of_words_has_one_answer() -> None:
    combinations = [dict(zip(WORDS, words, strict=True)) for words in itertools.product(*WORDS.values())]
    answers = [state_of(words) for words in combinations]
    assert len(answers) == 7 * 3 * 3 * 3 * 4 * 4
    assert {answer.verdict for answer in answers} == {"yes", "by_rule", "no", "unknown"}
    reached = {id(answer) for answer in answers}
    assert all(id(answer) in reached for _row, answer in STATES), "a row that no combination reaches"


def test_a_running_hypervisor_is_asked_for() -> None:
    for words in itertools.product(*WORDS.values()):
        asked = dict(zip(WORDS, words, strict=True))
        if state_of(asked).verdict in ("yes", "by_rule"):
            assert asked["hypervisor"] == "running"
            assert asked["feature"] == "on"


def test_every_outlook_is_there() -> None:
    assert set(OUTLOOK) == set(itertools.product(WORDS["place"], WORDS["processor"]))


def test_every_remedy_is_known() -> None:
    for answer in [*(answer for _row, answer in STATES), *OUTLOOK.values()]:
        assert all(key == "nesting" or key in REMEDIES for key in answer.remedies)
        if answer.verdict in ("no", "unknown"):
            assert answer.remedies, answer.fact


@pytest.mark.parametrize("prepared", [False, True])
def test_every_combination_of_raw_signals_is_answered(prepared: bool) -> None:
    states = ("enabled", "disabled", "enable_pending", "disable_pending", "removed", "unavailable", "unknown", None)
    flag = (True, False, None)
    seen = set()
    for feature, present, vm, launch, flags, vmms in itertools.product(
        states, flag, flag, ("auto", "off", None), flag, ("Running", "Stopped", "", None)
    ):
        answer = hypervisor(host(feature, present, vm, launch, flags, vmms), prepared)
        seen.add(answer["verdict"])
        assert answer["reasons"]
        assert answer["verdict"] in ("yes", "by_rule") or answer["remedies"]
    assert seen == {"yes", "by_rule", "no", "unknown"}


@pytest.mark.parametrize(
    ("present", "firmware", "slat", "monitor", "word"),
    [
        *(
            (False, *flags, "capable" if all(flags) else "incapable")
            for flags in itertools.product((True, False), repeat=3)
        ),
        (False, True, True, None, "unknown"),
        (False, False, None, None, "incapable"),
        (True, False, False, False, "hidden"),
        (True, False, False, True, "capable"),
        (True, False, False, None, "unknown"),
        (None, True, True, True, "capable"),
        (None, False, False, False, "unknown"),
    ],
)
def test_the_flags_mean_something_only_without_a_hypervisor(
    present: bool | None, firmware: bool | None, slat: bool | None, monitor: bool | None, word: str
) -> None:
    machine = {"hypervisor_present": present, "firmware_enabled": firmware, "slat": slat, "vm_monitor": monitor}
    assert signals({"virtualization": machine})["processor"] == word


@pytest.mark.parametrize(
    ("facts", "verdict", "prepared", "remedy"),
    [
        (host(), "yes", "yes", ""),
        (host(vmms="Running", launch="auto"), "yes", "yes", ""),
        (host(feature="disabled", present=False, flags=True), "no", "by_rule", "Enable Hyper-V"),
        (host(feature="disabled", present=False, flags=False), "no", "no", "firmware"),
        (host(feature="disabled", vm=True, flags=False), "no", "no", "ExposeVirtualizationExtensions"),
        (host(feature="disabled", vm=True, flags=True), "no", "by_rule", "Enable Hyper-V"),
        (host(feature="enable_pending", present=False, flags=True), "no", "by_rule", "Restart"),
        (
            host(feature="enable_pending", vm=True, flags=False, platform="vmware"),
            "no",
            "no",
            "Expose hardware assisted",
        ),
        (host(feature="removed", present=False, flags=True), "no", "by_rule", "installation source"),
        (host(feature="unavailable"), "no", "no", "edition"),
        (host(present=False, launch="off", flags=True), "no", "no", "hypervisorlaunchtype auto"),
        (host(present=False, flags=False, vm=True, platform="kvm"), "no", "no", "nested=1"),
        (host(vm=True, flags=False, vmms="Running"), "by_rule", "by_rule", ""),
        (host(vm=True, flags=True, vmms="Running"), "no", "no", "hypervisorlaunchtype auto"),
        (host(vm=True, flags=False, vmms="Stopped", platform="azure"), "no", "no", "Trusted launch"),
        (host(feature=None, vmms="Running"), "yes", "yes", ""),
        (host(feature=None, vmms=""), "no", "unknown", "Enable Hyper-V"),
        (host(feature=None), "unknown", "unknown", "host_info"),
        ({}, "unknown", "unknown", "host_info"),
        (host(edition="Core"), "no", "no", "edition"),
    ],
)
def test_telling_combinations(facts: dict[str, Any], verdict: str, prepared: str, remedy: str) -> None:
    answer = hypervisor(facts)
    assert answer["verdict"] == verdict
    assert remedy in " ".join(answer["remedies"])
    assert hypervisor(facts, prepared=True)["verdict"] == prepared


@pytest.mark.parametrize("name", sorted(PLATFORMS))
def test_each_platform_has_its_own_remedy(name: str) -> None:
    answer = hypervisor(host(feature="disabled", vm=True, flags=False, platform=name))
    assert answer["remedies"][0] == PLATFORMS[name].nesting


def test_a_small_guest_is_told_so() -> None:
    answer = hypervisor(host(vm=True, flags=False, vmms="Running", memory=2 * 2**30, processors=1))
    assert answer["verdict"] == "by_rule"
    assert any("2.0 GiB" in reason["fact"] for reason in answer["reasons"])
    assert any("2 virtual processors" in remedy for remedy in answer["remedies"])
    big = hypervisor(host(vm=True, flags=False, vmms="Running", memory=4_294_000_000, processors=2))
    assert len(big["reasons"]) == 1
