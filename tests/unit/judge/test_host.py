"""The looks' answers made into a host, with what real hosts say (A9.5, A9.10), and with any of the answers missing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import WrongShape
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge import host as judge_host
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_state import STATES
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host import HOST_LOOKS, host_looks, slow_looks
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import LOOK_NAMES, REBOOT_MARKS
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import judge_image, judge_modes
from host_answers import FAILED, key, ok, server_2022

VERBS = {"cim", "registry", "service", "boot", "features", "engine"}


def host_from(answers: list[dict[str, Any]]) -> dict[str, Any]:
    return judge_host.host_from([read(Answer, answer, "an answer") for answer in answers])


def made(**changed: dict[str, Any]) -> dict[str, Any]:
    answers = {**server_2022(), **changed}
    return host_from([answers[name] for name in LOOK_NAMES])


def test_the_looks_are_verbs_of_the_contract() -> None:
    assert {look["verb"] for look in HOST_LOOKS} == VERBS
    assert host_looks() == HOST_LOOKS
    quick = host_looks(features=False)
    assert quick == HOST_LOOKS[: len(quick)]
    assert {look["verb"] for look in quick} == VERBS - {"boot", "features"}


def test_a_server() -> None:
    host = made()
    assert {
        name: host[name]
        for name in ("name", "edition", "product", "release", "kind", "product_type", "version", "installation")
    } == {
        "name": "SRV2022",
        "edition": "ServerStandard",
        "product": "Windows Server 2022 Standard",
        "release": "2022",
        "kind": "server",
        "product_type": 3,
        "version": "10.0.20348.2113",
        "installation": "Server Core",
    }
    assert (host["build"], host["revision"], host["processors"], host["memory"]) == (20348, 2113, 16, 68_300_000_000)
    assert host["domain_controller"] is False
    assert host["system_drive"] == "C:"
    assert host["virtualization"] == {
        "hypervisor_present": True,
        "vm": False,
        "platform": "physical",
        "manufacturer": "Dell Inc.",
        "model": "PowerEdge R650",
        "firmware_enabled": False,
        "slat": False,
        "vm_monitor": False,
        "launch_type": "auto",
    }
    assert host["features"] == {"containers": "enabled", "hyper_v": "enabled"}
    assert sorted(host["services"]) == ["docker", "hns", "vmcompute", "vmms"]
    assert host["reboot_pending"] is False
    assert host["reboot_reasons"] == []
    assert host["engine"] == {
        "state": "running",
        "version": "28.5.2",
        "api_version": "1.51",
        "os_type": "windows",
        "default_isolation": "process",
        "error": None,
        "service": "docker",
        "path": "C:\\Program Files\\Docker\\dockerd.exe",
    }
    assert [answer["supported"] for answer in judge_modes(host).values()] == [True, True]


def test_the_looks_of_an_unchanged_run_are_a_budget() -> None:
    """17 looks and no more: what the engine's files say is asked by host_info alone."""
    assert len(host_looks(features=False)) == 15
    assert [look["verb"] for look in host_looks(features=False)].count("service") == 1
    assert not {"file", "text"} & {look["verb"] for look in HOST_LOOKS}


# The service that is there -> the engine's state, its service, who installed it as far as the service alone tells.
STANDING_SERVICES: list[tuple[dict[str, Any] | None, str, str | None, str | None]] = [
    (None, "absent", None, None),
    (
        {"Name": "docker", "PathName": '"C:\\Program Files\\docker\\dockerd.exe" --run-service'},
        "stopped",
        "docker",
        None,
    ),
    ({"Name": "docker", "PathName": None}, "stopped", "docker", "unknown"),
    ({"Name": "docker", "PathName": "C:\\tools\\nssm.exe"}, "stopped", "docker", "wrapper"),
    ({"Name": "dockerd", "PathName": "D:\\docker\\dockerd.exe"}, "stopped", "dockerd", None),
    ({"Name": "stevedore", "PathName": '"C:\\Program Files\\Stevedore\\dockerd.exe"'}, "stopped", "stevedore", None),
    ({"Name": "com.docker.service", "PathName": "C:\\x.exe"}, "desktop", "com.docker.service", "docker-desktop"),
    ({"Name": "containerd", "PathName": "C:\\containerd\\containerd.exe"}, "absent", "containerd", "containerd"),
]


@pytest.mark.parametrize(("row", "state", "service", "source"), STANDING_SERVICES)
def test_what_stands_in_an_engines_place_is_told_by_its_service(
    row: dict[str, Any] | None, state: str, service: str | None, source: str | None
) -> None:
    missing = {"ok": False, "error": {"type": "System.TimeoutException", "code": "x", "text": "late"}}
    rows = [{"State": "Stopped", "StartMode": "Auto", **row}] if row else []
    engine = quick(engine=missing, services=ok(rows))["engine"]
    assert (engine["state"], engine.get("service")) == (state, service)
    assert (engine.get("source") or {}).get("name") == source


@pytest.mark.parametrize("lost", LOOK_NAMES)
def test_one_failed_look_spoils_nothing_else(lost: str) -> None:
    whole, host = made(), made(**{lost: FAILED})
    assert set(host) <= set(whole)
    assert judge_image(host, "ltsc2022", "process")["verdict"] in ("yes", "by_rule")
    judge_modes(host)
    changed = {name for name in whole if host.get(name) != whole[name]}
    assert len(changed) <= 6


def test_nothing_answered() -> None:
    for answers in ([], [FAILED] * len(HOST_LOOKS)):
        host = host_from(answers)
        assert host["features"] == {"containers": "unknown", "hyper_v": "unknown"}
        assert "build" not in host
        assert "reboot_pending" not in host
        assert host["engine"]["state"] == "unreachable"
        assert [answer["supported"] for answer in judge_modes(host).values()] == [None, None]


def test_without_the_slow_looks() -> None:
    answers = server_2022()
    host = host_from([answers[name] for name in LOOK_NAMES[: len(host_looks(features=False))]])
    assert host["features"] == {"containers": "in_use", "hyper_v": "in_use"}
    assert host["virtualization"]["launch_type"] is None
    assert judge_image(host, "ltsc2019", "hyperv")["verdict"] == "yes"


def test_windows_11_calls_itself_windows_10() -> None:
    windows = key(
        True,
        CurrentBuild="26100",
        EditionID="Professional",
        InstallationType="Client",
        ProductName="Windows 10 Pro",
        UBR=1742,
    )
    system = ok([{"CSName": "PC", "Caption": "Microsoft Windows 11 Pro", "ProductType": 1, "SystemDrive": "C:"}])
    host = made(windows=windows, operating_system=system)
    assert (host["kind"], host["product"], host["release"]) == ("client", "Windows 11 Pro", "11 24H2")


def test_a_multi_session_client() -> None:
    windows = key(
        True,
        CurrentBuild="19045",
        EditionID="ServerRdsh",
        InstallationType="Client",
        ProductName="Windows 10 Enterprise",
    )
    host = made(windows=windows)
    assert (host["kind"], host["product_type"], host["release"]) == ("client", 3, "10 22H2")


def test_an_unknown_edition_says_what_it_is_by_its_installation() -> None:
    windows = key(
        True, CurrentBuild="26100", EditionID="Brandnew", InstallationType="Client", ProductName="Windows 10 New"
    )
    assert made(windows=windows)["kind"] == "client"


def test_a_domain_controller() -> None:
    assert made(operating_system=ok([{"ProductType": 2}]))["domain_controller"] is True
    assert made(operating_system=FAILED)["domain_controller"] is False


@pytest.mark.parametrize(
    ("changed", "pending", "word"),
    [
        ({"reboot_servicing": key(True)}, True, "RebootPending"),
        ({"reboot_servicing_now": key(True)}, True, "RebootInProgress"),
        ({"reboot_packages": key(True)}, True, "PackagesPending"),
        ({"reboot_windows_update": key(True)}, True, "RebootRequired"),
        ({"reboot_server_manager": key(True, CurrentRebootAttempts=1)}, True, "CurrentRebootAttempts"),
        ({"reboot_server_manager": key(True)}, False, ""),
        ({"reboot_files": key(True, PendingFileRenameOperations=["a", ""])}, False, "does not count"),
        ({"name_ComputerName": key(True, ComputerName="SRV-NEW")}, True, "renamed"),
        (
            {
                "features": ok(
                    {"server_manager": ok([{"Name": "Containers", "InstallState": "InstallPending"}]), "dism": FAILED}
                )
            },
            True,
            "containers",
        ),
    ],
)
def test_reboot_marks(changed: dict[str, Any], pending: bool, word: str) -> None:
    host = made(**changed)
    assert host["reboot_pending"] is pending
    assert word in " ".join(host["reboot_reasons"])


@pytest.mark.parametrize(
    ("engine", "docker", "state", "error"),
    [
        (
            {"ok": False, "error": {"type": "System.TimeoutException", "code": "x", "text": "late"}},
            None,
            "absent",
            "TimeoutException",
        ),
        (
            {"ok": False, "error": {"type": "System.TimeoutException", "code": "x", "text": "late"}},
            "Stopped",
            "stopped",
            "late",
        ),
        (
            {
                "ok": False,
                "error": {"type": "System.UnauthorizedAccessException", "code": "0x80070005", "text": "denied"},
            },
            "Running",
            "unreachable",
            "denied",
        ),
        (
            {"ok": False, "error": {"type": "System.UnauthorizedAccessException", "text": "denied"}},
            None,
            "unreachable",
            "denied",
        ),
        (ok([{"status": 500, "body": "x"}] * 2), "Running", "failing", "GET /version was answered with status 500: x"),
        (ok([{"status": 500, "body": '{"message": "no daemon"}'}] * 2), None, "failing", "status 500: no daemon"),
        (ok([{"status": 404, "body": ""}] * 2), None, "failing", "status 404: no text"),
    ],
)
def test_an_engine_that_does_not_answer(engine: dict[str, Any], docker: str | None, state: str, error: str) -> None:
    services = ok([{"Name": "docker", "State": docker, "StartMode": "Auto", "PathName": "x"}] if docker else [])
    host = made(engine=engine, services=services)
    assert host["engine"]["state"] == state
    assert state in STATES
    assert error in host["engine"]["error"]


def test_what_a_failing_engine_told_is_kept() -> None:
    info = {
        "status": 200,
        "body": json.dumps({"OSType": "windows", "Isolation": "HyperV", "ServerVersion": "20.10.24"}),
    }
    host = made(engine=ok([{"status": 500, "body": ""}, info]))
    assert (host["engine"]["state"], host["engine"]["version"], host["engine"]["default_isolation"]) == (
        "failing",
        "20.10.24",
        "hyperv",
    )


@pytest.mark.parametrize(
    ("look", "value", "place"),
    [
        ("operating_system", [{"ProductType": "server"}], "0.ProductType"),
        ("operating_system", None, ""),
        ("computer", ["SRV"], "0"),
        ("processor", [{"VMMonitorModeExtensions": "yes"}], "0.VMMonitorModeExtensions"),
        ("windows", {"exists": True, "values": {"CurrentBuild": "new"}}, "values.CurrentBuild"),
        ("reboot_servicing", {"values": {}}, "exists"),
        ("name_ComputerName", {"exists": True, "values": {"ComputerName": 5}}, "values.ComputerName"),
        ("services", [{"Name": "docker", "State": 4}], "0.State"),
        ("engine", [{"status": 200, "body": "{}"}], ""),
        ("engine", [{"status": 200, "body": "no json"}, {"status": 200, "body": "{}"}], ""),
        ("engine", [{"status": 200, "body": "[]"}, {"status": 200, "body": "{}"}], ""),
        ("engine", [{"status": 200, "body": "{}"}, {"status": 200, "body": '{"OSType": 3}'}], "OSType"),
        ("boot", {"LastBootUpTime": "x"}, "Uptime"),
        ("features", {"server_manager": {"ok": True, "value": [{"Name": "Containers"}]}}, "dism"),
    ],
)
def test_an_answer_of_a_wrong_shape_is_one_sentence(look: str, value: Any, place: str) -> None:
    with pytest.raises(WrongShape) as caught:
        made(**{look: ok(value)})
    assert caught.value.field == place
    assert caught.value.look
    assert "\n" not in str(caught.value)


def quick(**changed: dict[str, Any]) -> dict[str, Any]:
    answers = {**server_2022(), **changed}
    return host_from([answers[name] for name in LOOK_NAMES[: len(host_looks(features=False))]])


def computer(**changed: Any) -> dict[str, Any]:
    (row,) = server_2022()["computer"]["value"]
    return ok([{**row, **changed}])


GUEST = {"Manufacturer": "Microsoft Corporation", "Model": "Virtual Machine"}
LINUX = [{"status": 200, "body": '{"Os": "linux"}'}, {"status": 200, "body": '{"OSType": "linux"}'}]


@pytest.mark.parametrize(
    ("changed", "containers", "hyper_v"),
    [
        ({}, "in_use", "in_use"),
        ({"computer": computer(**GUEST)}, "in_use", "in_use"),
        # a guest has a hypervisor by its own host: where the processor shows virtualization, this Windows' own is off
        (
            {"computer": computer(**GUEST), "processor": ok([dict.fromkeys(["VMMonitorModeExtensions"], True)])},
            "in_use",
            "unknown",
        ),
        ({"computer": computer(HypervisorPresent=False)}, "in_use", "unknown"),
        ({"computer": FAILED}, "in_use", "unknown"),
        ({"services": ok([{"Name": "vmms", "State": "Stopped"}])}, "in_use", "unknown"),
        ({"services": ok([])}, "in_use", "unknown"),
        ({"services": FAILED}, "in_use", "unknown"),
        ({"engine": FAILED}, "unknown", "in_use"),
        ({"engine": ok(LINUX)}, "unknown", "in_use"),
        ({"engine": ok([{"status": 500, "body": ""}] * 2)}, "unknown", "in_use"),
        *(
            ({f"reboot_{name}": mark}, "unknown", "unknown")
            for name in ("servicing", "servicing_now", "packages")
            for mark in (key(True), FAILED)
        ),
        ({"reboot_server_manager": key(True, CurrentRebootAttempts=1)}, "unknown", "unknown"),
        ({"reboot_windows_update": key(True)}, "in_use", "in_use"),
        ({"reboot_files": key(True, PendingFileRenameOperations=["a"])}, "in_use", "in_use"),
    ],
)
def test_what_the_quick_looks_tell_of_the_features(changed: Any, containers: str, hyper_v: str) -> None:
    host = quick(**changed)
    assert host["features"] == {"containers": containers, "hyper_v": hyper_v}
    modes = judge_modes(host)
    assert modes["process"]["verdict"] == ("yes" if containers == "in_use" else modes["process"]["verdict"])
    if hyper_v == "in_use" == containers:
        assert modes["hyperv"]["supported"]


def test_the_marks_that_hide_a_features_end_are_those_of_servicing() -> None:
    assert {name for name, mark in REBOOT_MARKS.items() if mark.features} == {
        "servicing",
        "servicing_now",
        "packages",
        "server_manager",
    }


def test_what_the_features_say_goes_before_what_was_seen_at_work() -> None:
    off = ok(
        {
            "server_manager": ok([{"Name": "Containers", "InstallState": "Available"}]),
            "dism": FAILED,
        }
    )
    assert made(features=off)["features"] == {"containers": "disabled", "hyper_v": "unavailable"}
    assert made(features=FAILED)["features"] == {"containers": "in_use", "hyper_v": "in_use"}
    assert made()["features"] == {"containers": "enabled", "hyper_v": "enabled"}


def test_the_slow_looks_stand_behind_the_quick_ones() -> None:
    assert [*host_looks(features=False), *slow_looks()] == host_looks()
    assert [look["verb"] for look in slow_looks()] == ["boot", "features"]


def test_one_object_where_a_list_was_meant_is_a_list_of_one() -> None:
    one = {
        name: ok(value[0])
        for name, value in ((n, server_2022()[n]["value"]) for n in ("operating_system", "computer", "processor"))
    }
    assert made(**one) == made()


def test_azure_is_told_by_its_agent() -> None:
    computer = ok([{"Manufacturer": "Microsoft Corporation", "Model": "Virtual Machine", "HypervisorPresent": True}])
    agent = ok([{"Name": "WindowsAzureGuestAgent", "State": "Running"}])
    assert made(computer=computer)["virtualization"]["platform"] == "hyper-v"
    azure = made(computer=computer, services=agent)
    assert azure["virtualization"]["platform"] == "azure"
    assert azure["virtualization"]["vm"] is True
    assert azure["services"] == {}


def test_no_fact_is_of_any_length() -> None:
    answers = server_2022()
    answers["operating_system"]["value"][0]["SystemDrive"] = "C" * 2**20
    answers["computer"]["value"][0]["Model"] = "M" * 2**20
    host = host_from([answers[name] for name in LOOK_NAMES])
    assert len(host["system_drive"]) == len(host["virtualization"]["model"]) == 500


DISKS = [
    {"DeviceID": "d:", "FreeSpace": 5, "Size": "9"},  # CIM writes UInt64 as a text here and there
    {"DeviceID": "C:", "FreeSpace": None, "Size": None},
]


def test_the_drives_are_told_with_what_is_on_them() -> None:
    host = made(disks={"ok": True, "value": DISKS})
    told = {disk["drive"]: disk for disk in host["disks"]}
    assert list(told) == ["C:", "D:"]
    assert told["D:"] == {"drive": "D:", "free": 5, "size": 9, "system": False, "engine": False, "file_system": None}
    assert told["C:"]["system"] is True
    assert told["C:"]["free"] is None
    assert "disks" not in made(disks=FAILED)
    assert "disks" not in made(disks={"ok": True, "value": []})
