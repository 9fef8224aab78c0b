"""The rules about hosts, editions, engines and revisions, one test a rule, and what the answer looks like."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_rules import HOST_RULES
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.image_rules import IMAGE_RULES
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.question import findings, question
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import (
    effective_mode,
    judge_image,
    judge_modes,
)

SERVER_2022: dict[str, Any] = {
    "build": 20348,
    "revision": 2113,
    "kind": "server",
    "product": "Windows Server 2022 Datacenter",
    "edition": "ServerDatacenter",
    "product_type": 3,
    "system_drive": "C:",
    "features": {"containers": "enabled", "hyper_v": "enabled"},
    "services": {name: {"state": "Running"} for name in ("docker", "vmcompute", "hns", "vmms")},
    "virtualization": {"hypervisor_present": True, "vm": False, "platform": "physical"},
    "engine": {"state": "running", "version": "28.5.2", "os_type": "windows", "default_isolation": "process"},
}
WINDOWS_11: dict[str, Any] = {
    **SERVER_2022,
    "build": 26100,
    "kind": "client",
    "product": "Windows 11 Pro",
    "edition": "Professional",
    "product_type": 1,
    "engine": {"state": "running", "version": "28.5.2", "os_type": "windows", "default_isolation": "hyperv"},
}


def told(verdict: dict[str, Any]) -> str:
    return " / ".join(f"{reason['rule']}: {reason['value']}: {reason['fact']}" for reason in verdict["reasons"])


CASES: list[tuple[dict[str, Any], str | None, str, str, str, str]] = [
    (SERVER_2022, "ltsc2022", "process", "yes", "listed as supported", ""),
    (SERVER_2022, "ltsc2019", "process", "no", "equal builds below", "ltsc2022"),
    (SERVER_2022, "ltsc2019", "process", "no", "image build 17763", "isolation: hyperv"),
    (SERVER_2022, "ltsc2025", "hyperv", "no", "newer than the host", "Windows Server 2025"),
    (SERVER_2022, "ltsc2025", "process", "no", "refused at the pull", "ltsc2022"),
    ({**SERVER_2022, "edition": "ServerSolution"}, "ltsc2022", "process", "no", "essentials", "Essentials"),
    (
        {**SERVER_2022, "edition": "Core", "kind": "client", "product_type": 1},
        "ltsc2022",
        "process",
        "no",
        "home",
        "Pro",
    ),
    (
        {**SERVER_2022, "edition": "Core", "kind": "client", "product_type": 1},
        "ltsc2022",
        "hyperv",
        "no",
        "home",
        "Pro",
    ),
    (
        {**SERVER_2022, "features": {"containers": "disabled"}},
        "ltsc2022",
        "process",
        "no",
        "not enabled",
        "containers: true",
    ),
    (
        {**SERVER_2022, "features": {"containers": "enable_pending"}},
        "ltsc2022",
        "process",
        "no",
        "waits",
        "Restart",
    ),
    (
        {**SERVER_2022, "features": {}, "services": {}},
        "ltsc2022",
        "process",
        "no",
        "vmcompute and hns missing",
        "host_features",
    ),
    (
        {**SERVER_2022, "engine": {"os_type": "linux"}},
        "ltsc2022",
        "process",
        "no",
        "OSType is linux",
        "-SwitchDaemon",
    ),
    ({**SERVER_2022, "system_drive": "D:"}, "ltsc2022", "process", "no", "Windows is on D:", "isolation: hyperv"),
    ({**SERVER_2022, "system_drive": "D:"}, "ltsc2022", "hyperv", "yes", "listed as supported", ""),
    (
        {"build": 14393, "kind": "server", "engine": {"version": "23.0.1"}},
        "ltsc2016",
        "process",
        "no",
        "engine 23.0.1",
        "20.10.24",
    ),
    (
        {"build": 14393, "kind": "server", "engine": {"version": "20.10.24"}},
        "ltsc2016",
        "process",
        "yes",
        "listed",
        "",
    ),
    ({"build": 17134, "kind": "client"}, "1803", "process", "no", "build 17763 or newer", "isolation: hyperv"),
    (
        {"build": 17763, "kind": "client", "engine": {"version": "18.06.3"}},
        "1809",
        "process",
        "no",
        "18.09",
        "update the engine",
    ),
    (
        {"build": 17763, "kind": "client", "engine": {"version": "18.09.0"}},
        "1809",
        "process",
        "by_rule",
        "development and test",
        "",
    ),
    (
        {"build": 19045, "kind": "client"},
        "ltsc2019",
        "process",
        "no",
        "image build 17763",
        "No published image fits build 19045",
    ),
    (WINDOWS_11, "ltsc2025", "process", "yes", "development and test only", ""),
    ({**SERVER_2022, "domain_controller": True}, "ltsc2022", "process", "yes", "domain controller", ""),
    (SERVER_2022, None, "process", "unknown", "OS version not known", "OS version"),
    (SERVER_2022, "latest", "process", "unknown", "OS version latest", "ltsc2022"),
    ({"build": 26200, "kind": "client"}, "ltsc2022", "process", "by_rule", "disagree", "ltsc2025"),
    (
        {"build": 14393, "kind": "server", "revision": 1},
        "10.0.14393.2",
        "process",
        "by_rule",
        "equal revisions",
        "10.0.14393.1",
    ),
    (
        {"build": 17763, "kind": "server", "revision": 805},
        "10.0.17763.1040",
        "process",
        "yes",
        "February 2020",
        "0xC0000142",
    ),
    ({"build": 19045, "edition": "ServerRdsh"}, "ltsc2019", "process", "no", "ProductType 3", "isolation: hyperv"),
    (
        {"build": 19045, "kind": "client"},
        "ltsc2022",
        "process",
        "no",
        "newer than the host",
        "hyperv with an image of the tag ltsc2019",
    ),
    ({"kind": "server"}, "ltsc2022", "process", "unknown", "build is not known", "host_info"),
    ({"build": 10586, "kind": "client"}, "10.0.10586", "hyperv", "no", "14393", "Windows Server 2016"),
]


@pytest.mark.parametrize(("host", "image", "mode", "verdict", "reason", "remedy"), CASES)
def test_rule(host: dict[str, Any], image: str | None, mode: str, verdict: str, reason: str, remedy: str) -> None:
    answer = judge_image(host, image, mode)
    assert answer["verdict"] == verdict
    assert reason in told(answer)
    assert remedy in " ".join(answer["remedies"])


@pytest.mark.parametrize(
    ("build", "host", "image", "verdict", "reason"),
    [
        (14393, 2608, 2608, "yes", None),
        (14393, 2608, 2580, "by_rule", "equal revisions"),
        (17763, 805, 737, "yes", None),
        (17763, 5576, 5576, "yes", None),
        (17763, 805, 1040, "yes", "February 2020"),
        (17763, 1098, 805, "yes", "February 2020"),
        (18363, 592, 658, "yes", "February 2020"),
        (17763, 1098, 5576, "yes", "patched at least"),
        (26100, 1742, 4061, "yes", "patched at least"),
        (26100, 4061, 1742, "yes", None),
    ],
)
def test_revisions_matter_for_process_isolation_only(
    build: int, host: int, image: int, verdict: str, reason: str | None
) -> None:
    facts = {"build": build, "kind": "server", "revision": host}
    answer = judge_image(facts, f"10.0.{build}.{image}", "process")
    assert answer["verdict"] == verdict
    if reason:
        assert reason in told(answer)
        assert answer["remedies"]
    else:
        assert "revision" not in told(answer)
    assert "revision" not in told(judge_image(facts, f"10.0.{build}.{image}", "hyperv"))


def test_a_refusal_tells_what_refuses_and_nothing_else() -> None:
    answer = judge_image({"build": 20348, "kind": "server"}, "ltsc2019", "process")
    assert len(answer["reasons"]) == 1
    assert answer["reasons"][0]["fact"] == "Windows Server 2022 (build 20348)"


def test_hyperv_is_not_advised_where_it_cannot_run() -> None:
    host = {**SERVER_2022, "features": {"containers": "enabled", "hyper_v": "disabled"}}
    assert any("once Hyper-V runs here" in remedy for remedy in judge_image(host, "ltsc2019", "process")["remedies"])


def test_prepared_leaves_out_what_preparing_changes() -> None:
    host = {**SERVER_2022, "features": {"containers": "disabled", "hyper_v": "disabled"}}
    host["virtualization"] = {
        "hypervisor_present": False,
        "vm": False,
        "firmware_enabled": True,
        "slat": True,
        "vm_monitor": True,
    }
    assert judge_image(host, "ltsc2022", "process")["verdict"] == "no"
    assert judge_image(host, "ltsc2022", "process", prepared=True)["verdict"] == "yes"
    assert judge_image(host, "ltsc2019", "hyperv", prepared=True)["verdict"] == "by_rule"
    assert judge_image(host, "ltsc2025", "hyperv", prepared=True)["verdict"] == "no"
    assert judge_modes(host, prepared=True)["hyperv"]["supported"] is True
    lost = {**host, "features": {"containers": "unavailable"}}
    assert judge_image(lost, "ltsc2022", "process", prepared=True)["verdict"] == "no"


@pytest.mark.parametrize(
    ("host", "mode", "effective"),
    [
        (SERVER_2022, "process", "process"),
        (SERVER_2022, "Hyper-V", "hyperv"),
        (SERVER_2022, "HyperV", "hyperv"),
        (SERVER_2022, "default", "process"),
        (WINDOWS_11, "default", "hyperv"),
        ({"product_type": 2}, "default", "process"),
        ({"build": 19045, "edition": "ServerRdsh", "product_type": 3}, "default", "process"),
        ({"build": 19045, "edition": "ServerRdsh"}, "default", "process"),
        ({"build": 19045, "kind": "client"}, "default", "hyperv"),
        ({"build": 17763, "kind": "server"}, "default", "process"),
        ({"build": 17763, "kind": "server", "engine": {"default_isolation": "hyperv"}}, "default", "hyperv"),
        ({"build": 17763}, "default", None),
    ],
)
def test_the_default_is_what_the_engine_makes_of_it(host: dict[str, Any], mode: str, effective: str | None) -> None:
    assert effective_mode(host, mode) == effective


def test_an_unknown_default_is_not_guessed() -> None:
    answer = judge_image({"build": 17763}, "ltsc2019", "default")
    assert answer["verdict"] == "unknown"
    assert "Declare isolation" in answer["remedies"][0]


def test_a_mode_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="process, hyperv or default"):
        judge_image(SERVER_2022, "ltsc2022", "vm")


def test_a_multi_session_client_is_a_client_that_counts_as_a_server() -> None:
    host = {"build": 19045, "edition": "ServerRdsh", "product_type": 3}
    answer = judge_image(host, "ltsc2019", "default")
    assert answer["verdict"] == "no"
    assert "ProductType 3" in told(answer)
    assert "default means process here" in told(answer)
    assert judge_image(host, "ltsc2019", "hyperv")["verdict"] == "yes"


def test_modes_of_a_host_that_says_nothing() -> None:
    modes = judge_modes({"build": 20348, "kind": "server"})
    assert [answer["supported"] for answer in modes.values()] == [None, None]
    assert "not known" in told(modes["process"])


def test_modes_of_a_whole_host() -> None:
    assert [answer["verdict"] for answer in judge_modes(SERVER_2022).values()] == ["yes", "yes"]
    guest = {
        **SERVER_2022,
        "virtualization": {"hypervisor_present": True, "vm": True, "platform": "vmware", "vm_monitor": False},
    }
    guest["features"] = {"containers": "enabled", "hyper_v": "disabled"}
    guest["services"] = {name: {"state": "Running"} for name in ("docker", "vmcompute", "hns")}
    modes = judge_modes(guest)
    assert modes["process"]["supported"] is True
    assert modes["hyperv"]["supported"] is False
    assert "Expose hardware assisted virtualization" in modes["hyperv"]["remedies"][0]


@pytest.mark.parametrize(
    ("host", "image", "architecture", "verdict", "word"),
    [
        ({**SERVER_2022, "architecture": "amd64"}, "ltsc2022", "arm64", "no", "image for arm64"),
        ({**WINDOWS_11, "architecture": "arm64"}, "ltsc2025", "amd64", "unknown", "is arm64"),
        ({**SERVER_2022, "architecture": "amd64"}, "ltsc2022", "amd64", "yes", "listed"),
        ({**SERVER_2022, "architecture": "amd64"}, "ltsc2022", None, "yes", "listed"),
        (SERVER_2022, "ltsc2022", "arm64", "yes", "listed"),
    ],
)
def test_host_and_image_are_for_one_processor(
    host: dict[str, Any], image: str, architecture: str | None, verdict: str, word: str
) -> None:
    found = judge_image(host, image, "process", architecture=architecture)
    assert found["verdict"] == verdict and word in told(found)


@pytest.mark.parametrize("mode", ["process", "hyperv"])
def test_the_newest_image_on_windows_11_25h2_keeps_its_yes_with_a_note(mode: str) -> None:
    found = judge_image({**WINDOWS_11, "build": 26200}, "ltsc2025", mode)
    assert found["verdict"] in ("yes", "by_rule")
    assert any("0xc0370112" in remedy and "ltsc2022" in remedy for remedy in found["remedies"])


def test_client_and_server_of_one_build_do_not_compare_revisions() -> None:
    assert "revision" not in told(judge_image({**WINDOWS_11, "revision": 7623}, "10.0.26100.32230", "process"))
    server = judge_image({**SERVER_2022, "build": 26100, "revision": 7623}, "10.0.26100.32230", "process")
    assert any("hotpatched" in remedy for remedy in server["remedies"])
    older = judge_image({**SERVER_2022, "revision": 1000}, "10.0.20348.2113", "process")
    assert any("Install Windows updates" in remedy for remedy in older["remedies"])


@pytest.mark.parametrize(
    ("host", "image", "fits"), [(19045, 19041, True), (19044, 19042, True), (19043, 19042, True), (18363, 18362, False)]
)
def test_windows_10_from_2004_on_is_one_kernel(host: int, image: int, fits: bool) -> None:
    found = judge_image({**WINDOWS_11, "build": host}, f"10.0.{image}", "process")
    assert (found["verdict"] != "no") == fits


def test_every_rule_speaks_in_some_case() -> None:
    asked = [question({**WINDOWS_11, "build": 26200, "architecture": "amd64"}, "ltsc2025", "process", False, "arm64")]
    asked += [question(host, image, effective_mode(host, mode) or "") for host, image, mode, *_rest in CASES]
    told = {rule.text for case in asked for rule, _finding in findings(HOST_RULES + IMAGE_RULES, case)}
    assert told == {rule.text for rule in HOST_RULES + IMAGE_RULES}
