"""The whole module host_features, with reboots."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.action import host_features
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import reboot


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reboot.wait_for_reboot.__kwdefaults__, "sleep", lambda seconds: None)


@pytest.fixture
def bare(host: Any) -> Any:
    host.features = {"Containers": "Available", "Hyper-V": "Available"}
    host.services, host.hypervisor, host.engine = [], False, None
    return host


def sent(host: Any) -> list[list[dict[str, Any]]]:
    return [asked["steps"] for name, asked in host.calls if name == "_act"]


def acts(host: Any) -> list[list[str]]:
    return [[step["verb"] for step in steps] for steps in sent(host)]


def test_enables_and_reboots_in_one_act_and_then_does_nothing(bare: Any, run: Any) -> None:
    result = run(host_features, {"reboot": True, "hyper_v": "auto", "isolation_modes": ["process", "hyper-v"]})
    assert not result.get("failed"), result
    assert acts(bare) == [["feature", "reboot"]]
    assert sent(bare)[0][0]["names"] == ["Containers", "Hyper-V"]
    assert result["features"]["before"] == {"containers": "disabled", "hyper_v": "disabled"}
    assert result["features"]["after"] == {"containers": "enabled", "hyper_v": "enabled"}
    assert (result["changed"], result["rebooted"], result["reboot_required"]) == (True, True, False)
    assert result["diff"] == {
        "before": {"containers": "disabled", "hyper_v": "disabled"},
        "after": {"containers": "enabled", "hyper_v": "enabled"},
    }
    again = run(host_features, {"reboot": True, "isolation_modes": ["hyperv"]})
    assert [name for name, _ in bare.calls] == ["_look", "_look"]  # no engine answers, so the slow looks are asked
    assert (again["changed"], again["rebooted"]) == (False, False)


def test_no_reboot_where_windows_needs_none(bare: Any, run: Any) -> None:
    bare.at_once = True
    result = run(host_features, {"reboot": True})
    assert acts(bare) == [["feature", "reboot"]]
    condition = sent(bare)[0][1]["only_if"]
    assert condition == {"steps": [0], "field": "result.RestartNeeded", "values": ["Yes", "Maybe", "true"]}
    assert [name for name, _ in bare.calls] == ["_look", "_look", "_act"]
    assert (result["changed"], result["rebooted"], result["reboot_required"]) == (True, False, False)
    assert result["features"]["after"]["containers"] == "enabled"


def test_without_reboot_the_pending_one_is_reported_also_when_nothing_changes(bare: Any, run: Any) -> None:
    first = run(host_features, {})
    assert acts(bare) == [["feature"]]
    assert (first["rebooted"], first["reboot_required"]) == (False, True)
    assert first["features"]["after"]["containers"] == "enable_pending"
    second = run(host_features, {})
    assert acts(bare) == []
    assert (second["changed"], second["reboot_required"]) == (False, True)
    third = run(host_features, {"reboot": True})
    assert acts(bare) == [["reboot"]]
    assert "only_if" not in sent(bare)[0][0]
    assert (third["rebooted"], third["reboot_required"]) == (True, False)


def test_a_reboot_that_is_pending_for_other_reasons_is_reported_and_not_made(host: Any, run: Any) -> None:
    plain = host.look_registry
    host.said["registry"] = lambda look: (
        {"ok": True, "value": {"exists": True, "values": {}}} if "WindowsUpdate" in look["path"] else plain(look)
    )
    result = run(host_features, {"reboot": True})
    assert acts(host) == []
    assert (result["changed"], result["reboot_required"], result["rebooted"]) == (False, True, False)
    assert "pending" in result["warnings"][0]


def test_check_mode_looks_only(bare: Any, run: Any) -> None:
    result = run(host_features, {"reboot": True}, check=True)
    assert [name for name, _ in bare.calls] == ["_look", "_look"]
    assert (result["changed"], result["reboot_required"]) == (True, True)
    assert result["diff"]["after"] == {"containers": "enabled"}


def test_an_edition_without_the_feature_is_refused(bare: Any, run: Any) -> None:
    bare.edition, bare.product_type, bare.build = "Core", 1, "19045"
    result = run(host_features, {"hyper_v": True, "reboot": True})
    assert result["failed"]
    assert acts(bare) == []
    assert "containers:" in result["msg"]
    assert "hyper_v:" in result["msg"]
    assert "Home" in result["msg"] or "Core" in result["msg"]


def test_a_machine_that_cannot_run_hyper_v_is_refused_with_the_remedy(bare: Any, run: Any) -> None:
    bare.said["cim"] = lambda look: {
        "ok": True,
        "value": [
            {
                "ProductType": 3,
                "BuildNumber": "17763",
                "SystemDrive": "C:",
                "Name": "SRV",
                "HypervisorPresent": True,
                "Manufacturer": "Microsoft Corporation",
                "Model": "Virtual Machine",
                "NumberOfLogicalProcessors": 4,
                "TotalPhysicalMemory": 2**33,
                "VirtualizationFirmwareEnabled": False,
                "SecondLevelAddressTranslationExtensions": False,
                "VMMonitorModeExtensions": False,
            }
        ],
    }
    result = run(host_features, {"isolation_modes": ["hyperv"]})
    assert result["failed"]
    assert acts(bare) == []
    assert "ExposeVirtualizationExtensions" in result["msg"]
    assert run(host_features, {"isolation_modes": ["process"]})["changed"]


def test_a_client_uses_dism_and_its_default_isolation_needs_hyper_v(bare: Any, run: Any) -> None:
    bare.edition, bare.product_type, bare.build = "Professional", 1, "26100"
    bare.said["features"] = {
        "ok": True,
        "value": {
            "server_manager": {"ok": False, "error": {"type": "System.Management.Automation.CommandNotFoundException"}},
            "dism": {
                "ok": True,
                "value": [
                    {"FeatureName": "Containers", "State": "Disabled"},
                    {"FeatureName": "Microsoft-Hyper-V", "State": "Disabled"},
                ],
            },
        },
    }
    result = run(host_features, {"isolation_modes": ["default"]})
    ((step,),) = sent(bare)
    assert (step["provider"], step["names"]) == ("dism", ["Containers", "Microsoft-Hyper-V-All"])
    assert result["failed"]  # the recorded answer still says Disabled after the step
    assert "was to be enabled" in result["msg"]


def test_a_host_that_does_not_come_back_is_a_clear_error(bare: Any, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(0, 100000, 40))
    monkeypatch.setitem(reboot.wait_for_reboot.__kwdefaults__, "clock", lambda: next(ticks))
    step = bare.step

    def long_away(position: int, asked: dict[str, Any]) -> dict[str, Any]:
        answer = step(position, asked)
        bare.away = 1000
        return answer

    monkeypatch.setattr(bare, "step", long_away)
    result = run(host_features, {"reboot": True, "reboot_timeout": 600})
    assert result["failed"]
    assert "within reboot_timeout (600 s)" in result["msg"]
    assert "the host is away" in result["msg"]


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"hyper_v": "perhaps"}, "auto, true, false"),
        ({"isolation_modes": ["kvm"]}, "process, hyperv, default"),
        ({"reboot_timeout": 0}, "seconds from 1"),
    ],
)
def test_bad_options_are_refused_before_anything_is_sent(host: Any, run: Any, given: Any, word: str) -> None:
    result = run(host_features, given)
    assert result["failed"]
    assert word in result["msg"]
    assert host.calls == []
