"""The verbs that ask Windows, on simulated hosts: the shapes of docs/verbs.md, and failures that stay their own."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from hostsim.fronts.live import asks
from hostsim.machine import WindowsError

pytestmark = pytest.mark.live

CURRENT_VERSION = "HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z")


def test_cim(session):
    row = session.look(
        "cim", **{"class": "Win32_OperatingSystem", "properties": ["Version", "ProductType", "LastBootUpTime", "Nope"]}
    )["value"][0]
    assert (row["Version"], row["ProductType"], row["Nope"]) == ("10.0.20348", 3, None)
    assert DATE.fullmatch(row["LastBootUpTime"])


def test_cim_with_a_filter(session):
    ask = {"class": "Win32_Service", "properties": ["Name"], "filter": "Name='hns' OR Name = 'vmcompute'"}
    assert sorted(row["Name"].lower() for row in session.look("cim", **ask)["value"]) == ["hns", "vmcompute"]


@pytest.mark.parametrize(
    "ask",
    [
        {"class": "Win32_Nope"},
        {"class": "Win32_Process", "namespace": "root/nope"},
        {"class": "Win32_Process", "filter": "=="},
    ],
)
def test_cim_that_fails(session, ask):
    error = session.look("cim", properties=["Name"], **ask)["error"]
    assert error["type"] == "Microsoft.Management.Infrastructure.CimException"


def test_registry(session):
    value = session.look("registry", path=CURRENT_VERSION, names=["EditionID", "ubr", "Nope"])["value"]
    assert value["exists"] is True
    assert value["values"] == {"EditionID": "ServerDatacenter", "ubr": session.host.machine.description.revision}


def test_registry_without_names_and_without_the_key(session):
    assert session.look("registry", path=CURRENT_VERSION, names=[])["value"] == {"exists": True, "values": {}}
    assert session.look("registry", path="HKLM:\\SOFTWARE\\Nope", names=["a"])["value"] == {
        "exists": False,
        "values": {},
    }


def test_service_in_the_order_asked(session):
    rows = session.look("service", names=["vmcompute", "nope", "it's", "docker", "WINRM"])["value"]
    assert [row["Name"].lower() for row in rows] == ["vmcompute", "docker", "winrm"]
    assert set(rows[0]) == {"Name", "DisplayName", "State", "StartMode", "PathName", "ProcessId", "ExitCode"}
    assert rows[1]["State"] == "Stopped"


def test_file(session):
    paths = ["C:\\data", "c:\\DATA", "C:\\Program Files\\Docker\\dockerd.exe", "C:\\nope", "Q:\\nope"]
    rows = session.look("file", paths=paths)["value"]
    assert [row["path"] for row in rows] == paths
    assert [(row["exists"], row["directory"]) for row in rows] == [
        (True, True),
        (True, True),
        (True, False),
        (False, False),
        (False, False),
    ]
    assert [row["Length"] is not None for row in rows] == [False, False, True, False, False]
    assert [row["error"] for row in rows] == [None] * 5


def test_a_path_that_cannot_be_read_spoils_no_other(session):
    paths = ["C:\\data", "C:\\a|b", "C:\\a<b>", 'C:\\"', "\\\\?\\C:\\data", "\\\\server\\share", "C:\\nope"]
    rows = session.look("file", paths=paths)["value"]
    assert [row["path"] for row in rows] == paths
    assert [row["exists"] for row in rows] == [True, None, None, None, None, None, False]
    for row in rows[1:-1]:
        assert (row["directory"], row["Length"]) == (None, None)
        assert set(row["error"]) == {"type", "code", "text"}
    assert rows[1]["error"]["type"] == "System.ArgumentException"
    assert rows[5]["error"]["type"] == "System.UnauthorizedAccessException"


def test_boot(session):
    value = session.look("boot")["value"]
    assert DATE.fullmatch(value["LastBootUpTime"])
    assert value["LastBootUpTime"] < value["LocalDateTime"]
    between = datetime.fromisoformat(value["LocalDateTime"]) - datetime.fromisoformat(value["LastBootUpTime"])
    assert abs(value["Uptime"] - between.total_seconds()) < 0.002
    assert value["entry"] is None
    assert "hypervisorlaunchtype" in session.look("boot", entry=True)["value"]["entry"]["value"]


def test_features(session):
    value = session.look("features", server_manager=["Hyper-V", "Nope", "Containers"], dism=["Containers", "Nope"])[
        "value"
    ]
    assert [row["Name"] for row in value["server_manager"]["value"]] == ["Hyper-V", "Containers"]
    assert value["server_manager"]["value"][1] == {
        "Name": "Containers", "DisplayName": "Containers", "Installed": True, "InstallState": "Installed"
    }  # fmt: skip
    assert value["dism"]["value"] == [{"FeatureName": "Containers", "State": "Enabled", "RestartRequired": "Possible"}]


def test_a_client_has_no_server_manager(client_session):
    value = client_session.look("features", server_manager=["Containers"], dism=["Containers"])["value"]
    assert value["server_manager"]["error"]["type"] == "System.Management.Automation.CommandNotFoundException"
    assert value["dism"]["value"][0]["State"] == "Disabled"


def test_what_comes_with_a_feature_is_missing_without_it(client_session):
    value = client_session.look("compute_systems")["value"]
    assert {name: answer["error"]["type"] for name, answer in value.items()} == dict.fromkeys(
        ("hcsdiag", "compute_process"), "System.Management.Automation.CommandNotFoundException"
    )


def test_processes_and_compute_systems(session):
    machine = session.host.machine
    machine.hcs_create_and_start("c" * 64, "hyperv", machine.description.build, None, ["ping", "-t", "localhost"])
    try:
        rows = session.look("processes", owners_of=["VMWP.exe", "nothing.exe"])["value"]
        systems = session.look("compute_systems")["value"]
    finally:
        machine.hcs_terminate("c" * 64)
    assert set(rows[0]) == {
        "ProcessId",
        "ParentProcessId",
        "Name",
        "SessionId",
        "CreationDate",
        "ExecutablePath",
        "Owner",
        "OwnerError",
    }
    assert len(rows) == len({row["ProcessId"] for row in rows})
    owners = {row["Name"]: row["Owner"] for row in rows}
    guid = systems["compute_process"]["value"][0]["RuntimeId"]
    assert owners["vmwp.exe"] == f"NT VIRTUAL MACHINE\\{guid}"
    assert owners["svchost.exe"] is None
    assert {row["OwnerError"] for row in rows} == {None}
    assert guid in systems["hcsdiag"]["value"]
    assert set(systems["compute_process"]["value"][0]) == {"Id", "Type", "State", "Owner", "RuntimeId"}


def test_an_owner_that_is_not_told(session):
    rows = session.look("processes", owners_of=["System Idle Process", "System"])["value"]
    told = {row["Name"]: (row["Owner"], row["OwnerError"]) for row in rows}
    assert told["System Idle Process"] == (None, "GetOwner returned 2")
    assert told["System"] == ("NT AUTHORITY\\SYSTEM", None)


def test_an_owner_that_cannot_be_asked(session, monkeypatch):
    """The process has ended in between."""

    def gone(machine, process_id):
        raise WindowsError(asks.CIM_EXCEPTION, "0x80131500", "Not found ", "HRESULT 0x80041002,InvokeCimMethod")

    monkeypatch.setitem(asks.ASKS, "owner", gone)
    rows = session.look("processes", owners_of=["System"])["value"]
    told = {row["Name"]: (row["Owner"], row["OwnerError"]) for row in rows}
    assert told["System"] == (None, "Not found ")
    assert told["services.exe"] == (None, None)


def test_hcsdiag_that_is_refused(session):
    session.host.machine.hcs_denied = True
    try:
        session.host.front.host.environment()
        value = session.look("compute_systems")["value"]
    finally:
        session.host.machine.hcs_denied = False
    assert value["hcsdiag"]["error"]["type"] == "status"
    assert "Hyper-V Administrators" in value["hcsdiag"]["error"]["text"]


@pytest.mark.parametrize("verb", ["", "nope", "reboot"])
def test_a_verb_that_is_no_look(session, verb):
    assert session.look(verb)["error"]["type"] == "unknown_verb"


def dism_state(session, name):
    return session.look("features", server_manager=[], dism=[name])["value"]["dism"]["value"][0]["State"]


def test_feature_by_dism(client_session):
    step = {"provider": "dism", "action": "enable", "names": ["Containers"]}
    assert client_session.step("feature", **step)["value"] == {"result": {"RestartNeeded": True}}
    assert dism_state(client_session, "Containers") == "EnablePending"
    client_session.step("feature", **{**step, "action": "disable"})
    assert dism_state(client_session, "Containers") == "Disabled"


def test_feature_by_server_manager(session):
    step = {"provider": "server_manager", "action": "disable", "names": ["Containers"]}
    value = session.step("feature", **step)["value"]
    assert value == {"result": {"Success": True, "RestartNeeded": "Yes", "ExitCode": "SuccessRestartRequired"}}
    assert dism_state(session, "Containers") == "DisablePending"
    session.step("feature", **{**step, "action": "enable", "management_tools": True})
    assert dism_state(session, "Containers") == "Enabled"


@pytest.mark.parametrize("kind", ["server", "client"])
def test_a_feature_is_switched_without_being_looked_at(session, client_session, kind, monkeypatch):
    """Get-WindowsFeature may take minutes (PowerShell/PowerShell#24500)."""
    provider, each = {"server": ("server_manager", session), "client": ("dism", client_session)}[kind]

    def asked(*arguments):
        raise AssertionError("the features were looked at")

    monkeypatch.setattr(each.host.machine, "windows_features", asked)
    monkeypatch.setattr(each.host.machine, "optional_features", asked)
    names = ["DNS" if kind == "server" else "IIS-WebServerRole"]
    for action in ("enable", "enable", "disable"):
        assert each.step("feature", provider=provider, action=action, names=names)["ok"]


def test_feature_that_the_host_does_not_have(session, client_session):
    step = {"action": "enable", "names": ["Nope"]}
    assert session.step("feature", provider="dism", **step)["error"]["code"] == "0x800f080c"
    assert "not valid" in session.step("feature", provider="server_manager", **step)["error"]["text"]
    missing = client_session.step("feature", provider="server_manager", **step)["error"]
    assert missing["type"] == "System.Management.Automation.CommandNotFoundException"


def test_reboot_and_a_second_one(session):
    machine = session.host.machine
    assert session.step("reboot", delay=600, message='because "of" that\\')["value"] == {"ExitCode": 0}
    try:
        assert session.step("reboot", delay=600, message="") == {"ok": True, "value": {"ExitCode": 1190}}
        machine.parts.power.phase = "stopping"
        assert session.step("reboot", delay=600, message="") == {"ok": True, "value": {"ExitCode": 1115}}
    finally:
        machine.parts.power.phase = "scheduled"
        machine.abort_shutdown()


def test_a_reboot_that_windows_refuses(session):
    refused = session.step("reboot", delay=-1, message="")
    assert (refused["ok"], refused["error"]["type"], refused["value"]) == (False, "status", {"ExitCode": 87})


SPOILERS = {
    "throw": "throw 'x'",
    "an error record": "Write-Error 'x' -ErrorAction Continue; 'value'",
    "strict mode": "Set-StrictMode -Version 2; $null.Nope",
    "a missing command": "Nope-Nothing",
    "an exception in an exception": "[int]::Parse('x')",
}


@pytest.mark.parametrize("name", SPOILERS)
def test_whatever_a_verb_does_is_an_answer(session, name):
    session.script(f"function global:Get-Spoiler {{ param($ask) {SPOILERS[name]} }}")
    text = "(Invoke-Verb -Table @{x = 'Get-Spoiler'} -Ask @{verb = 'x'}).error.type"
    assert session.script(text)["value"][0].startswith(("System.", "Microsoft."))


VALUES = {
    "[datetime]::new(2026, 1, 2, 3, 4, 5, [DateTimeKind]::Utc)": '"2026-01-02T03:04:05.0000000Z"',
    "[DayOfWeek]::Monday": '"Monday"',
    "[guid]::Empty": '"00000000-0000-0000-0000-000000000000"',
    "[timespan]::FromSeconds(90)": '"00:01:30"',
    "[byte[]](1, 2)": "[1,2]",
    "[string[]]@()": "[]",
    "@('a', @(7, $true), $null)": '["a",[7,true],null]',
    "[uint64]::MaxValue": "18446744073709551615",
}


@pytest.mark.parametrize("value", VALUES)
def test_values_that_json_writes_badly(session, value):
    answer = session.script(f"ConvertTo-Json -InputObject @{{ v = ConvertTo-PlainValue ({value}) }} -Compress")
    assert answer["ok"], answer
    assert answer["value"] == [f'{{"v":{VALUES[value]}}}']
