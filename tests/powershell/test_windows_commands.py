"""The live front's stand-ins for Windows' commands: objects, errors, and what they leave to the built-in commands."""

from __future__ import annotations

import os

import pytest
from hostsim.fronts.live import denied

pytestmark = pytest.mark.live

WINDOWS = "HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
NOT_FOUND = "System.Management.Automation.ItemNotFoundException"

VALUES = {
    f"(Get-ItemProperty '{WINDOWS}').EditionID": "ServerDatacenter",
    f"Get-ItemProperty -LiteralPath '{WINDOWS}' -Name UBR | ForEach-Object {{ $_.PSChildName }}": "CurrentVersion",
    f"(Get-Item '{WINDOWS}').GetValue('Nope', 'default')": "default",
    "(Get-Item 'Registry::HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion').Name": (
        "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
    ),
    f"Test-Path -LiteralPath '{WINDOWS}'": True,
    "Test-Path -LiteralPath 'HKLM:\\SOFTWARE\\Nope'": False,
    "Test-Path 'C:\\data' -PathType Leaf": False,
    "Test-Path 'C:\\data' -PathType Container": True,
    "Test-Path 'Q:\\data'": False,
    "(Get-Item 'C:\\data').PSIsContainer": True,
    "(Get-CimInstance Win32_OperatingSystem).LastBootUpTime.Kind.ToString()": "Local",
    "(Get-CimInstance Win32_OperatingSystem).LastBootUpTime.ToFileTime() -gt 0": True,
    "(Get-CimInstance -Query \"SELECT Name FROM Win32_Service WHERE Name = 'docker'\").Name": "docker",
    "(Get-CimInstance Win32_OperatingSystem -Property Version).Caption": None,
    "@(Get-WindowsFeature Hyper-V*).Length -ge 1": True,
    "(Get-WindowsOptionalFeature -Online -FeatureName Containers).State": "Enabled",
    "@((Get-WindowsOptionalFeature -Online)[0].PSObject.Properties).Length": 2,
    "(Get-Service docker).Status": "Stopped",
    "Start-Service WinRM; (Get-Service WinRM).Status": "Running",
    "@(Get-ComputeProcess -Type VirtualMachine).Length": 0,
    "(Get-Command shutdown.exe).CommandType.ToString()": "Application",
    "$env:COMPUTERNAME": "SRV",
}


@pytest.mark.parametrize("script", VALUES)
def test_a_value(session, script):
    answer = session.script(script)
    assert answer["ok"], answer
    assert answer["value"] == [VALUES[script]]


ERRORS = {
    "Get-Item 'HKLM:\\SOFTWARE\\Nope'": (NOT_FOUND, "PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand"),
    "Get-Item 'C:\\nope'": (NOT_FOUND, "PathNotFound,Microsoft.PowerShell.Commands.GetItemCommand"),
    "Get-Item 'Q:\\nope'": ("System.Management.Automation.DriveNotFoundException", "DriveNotFound"),
    f"Get-ItemProperty '{WINDOWS}' -Name Nope": (
        "System.Management.Automation.PSArgumentException",
        "System.Management.Automation.PSArgumentException,Microsoft.PowerShell.Commands.GetItemPropertyCommand",
    ),
    "Get-CimInstance Win32_Nope": (
        "Microsoft.Management.Infrastructure.CimException", "HRESULT 0x80041010,GetCimInstance"
    ),
    "Get-CimInstance Win32_Service -Property Nope": (
        "Microsoft.Management.Infrastructure.CimException", "HRESULT 0x80041017,GetCimInstance"
    ),
    "Get-WindowsOptionalFeature -Online -FeatureName Nope": (
        "System.Runtime.InteropServices.COMException", "Microsoft.Dism.Commands.GetWindowsOptionalFeatureCommand"
    ),
    "Get-Service nope": (
        "System.InvalidOperationException", "NoServiceFoundForGivenName,Microsoft.PowerShell.Commands.GetServiceCommand"
    ),
}  # fmt: skip


@pytest.mark.parametrize("script", ERRORS)
def test_an_error(session, script):
    answer = session.script(script)
    kind, error_id = ERRORS[script]
    assert answer["type"] == kind
    assert answer["id"].split(",Get-")[0].startswith(error_id)


@pytest.mark.parametrize("script", ERRORS)
def test_an_error_that_is_not_wanted(session, script):
    assert session.script(f"{script} -ErrorAction SilentlyContinue")["value"] == []


def test_paths_of_the_machine_below_are_left_to_the_built_in_commands(session, tmp_path):
    (tmp_path / "a b.txt").write_text("x")
    path = f"'{tmp_path}/a b.txt'"
    assert session.script(f"(Get-Item -LiteralPath {path}).Length")["value"] == [1]
    assert session.script(f"(Get-ChildItem '{tmp_path}').Name")["value"] == ["a b.txt"]
    session.script(f"Remove-Item -LiteralPath {path}; $null = Test-Path {path}")
    assert not (tmp_path / "a b.txt").exists()
    assert session.script(f"Get-Item -LiteralPath {path}")["type"] == NOT_FOUND
    assert session.script("Test-Path Env:COMPUTERNAME")["value"] == [True]


def test_a_client_lacks_what_only_servers_have(client_session):
    answer = client_session.script("Get-WindowsFeature -ErrorAction SilentlyContinue")
    assert answer["type"] == "System.Management.Automation.CommandNotFoundException"


def test_a_registry_key_can_be_removed(session):
    key = f"{WINDOWS}\\Test"
    session.host.machine.set_registry(key, {"a": 1})
    assert "Test" in session.script(f"(Get-ChildItem '{WINDOWS}').PSChildName")["value"]
    session.script(f"Set-ItemProperty -LiteralPath '{key}' -Name b -Value 2")
    assert session.host.machine.registry(key) == {"a": 1, "b": 2}
    session.script(f"Remove-Item -LiteralPath '{key}' -Force -Recurse")
    assert session.host.machine.registry(key) is None


class Engine:
    def __init__(self, state: str) -> None:
        self.pipe_state = state


def test_a_pipe_that_may_not_be_opened(server):
    from running import run

    pipe = server.pipes / "CoreFxPipe_docker_engine"
    denied.show(Engine("denied"), pipe)
    try:
        # as root, only a child that may not pass over the modes is refused
        answer = run(
            "_look", {"looks": [{"verb": "engine", "requests": []}]}, server.environment, before=denied.respect_modes
        )
    finally:
        denied.show(Engine("listening"), pipe)
    assert answer["looks"][0]["error"]["type"] == "System.UnauthorizedAccessException"
    assert answer["looks"][0]["error"]["code"] == "0x80070005"
    assert not pipe.exists()


def test_nothing_else_of_the_machine_below_is_on_path(server):
    folders = server.environment["PATH"].split(os.pathsep)
    assert all(folder.startswith(str(server.folder)) for folder in folders)
