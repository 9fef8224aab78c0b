"""What a real host's looks answer: a Server 2022 Standard, Server Core, with an engine and Hyper-V, by
the names of the looks."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import LOOK_NAMES

FAILED = {"ok": False, "error": {"type": "System.Exception", "code": "0x80131500", "text": "no"}}


def ok(value: Any) -> dict[str, Any]:
    return {"ok": True, "value": value}


def key(exists: bool = False, **values: Any) -> dict[str, Any]:
    return ok({"exists": exists, "values": values})


def server_2022() -> dict[str, dict[str, Any]]:
    """The answers of a Server 2022 Standard, Server Core (A9.5, A9.10), by the names of the looks."""
    answers = {name: key() for name in LOOK_NAMES}
    answers |= {
        "operating_system": ok(
            [
                {
                    "CSName": "SRV2022",
                    "Caption": "Microsoft Windows Server 2022 Standard",
                    "Version": "10.0.20348",
                    "BuildNumber": "20348",
                    "ProductType": 3,
                    "SystemDrive": "C:",
                }
            ]
        ),
        "computer": ok(
            [
                {
                    "Name": "SRV2022",
                    "Manufacturer": "Dell Inc.",
                    "Model": "PowerEdge R650",
                    "DomainRole": 3,
                    "HypervisorPresent": True,
                    "NumberOfLogicalProcessors": 16,
                    "TotalPhysicalMemory": 68_300_000_000,
                }
            ]
        ),
        "processor": ok(
            [
                {
                    "VirtualizationFirmwareEnabled": False,
                    "SecondLevelAddressTranslationExtensions": False,
                    "VMMonitorModeExtensions": False,
                    "Architecture": 9,
                }
            ]
            * 2
        ),
        "windows": key(
            True,
            CurrentBuild="20348",
            CurrentBuildNumber="20348",
            EditionID="ServerStandard",
            InstallationType="Server Core",
            ProductName="Windows Server 2022 Standard",
            UBR=2113,
        ),
        "name_ActiveComputerName": key(True, ComputerName="SRV2022"),
        "name_ComputerName": key(True, ComputerName="srv2022"),
        "services": ok(
            [
                {
                    "Name": "docker",
                    "State": "Running",
                    "StartMode": "Auto",
                    "PathName": '"C:\\Program Files\\Docker\\dockerd.exe"',
                },
                {"Name": "vmcompute", "State": "Running", "StartMode": "Manual", "PathName": "x"},
                {"Name": "hns", "State": "Running", "StartMode": "Manual", "PathName": "x"},
                {"Name": "vmms", "State": "Running", "StartMode": "Auto", "PathName": "x"},
            ]
        ),
        "engine": ok(
            [
                {"status": 200, "body": json.dumps({"Version": "28.5.2", "ApiVersion": "1.51", "Os": "windows"})},
                {
                    "status": 200,
                    "body": json.dumps({"OSType": "windows", "Isolation": "process", "ServerVersion": "28.5.2"}),
                },
            ]
        ),
        "boot": ok(
            {
                "LastBootUpTime": "x",
                "LocalDateTime": "x",
                "Uptime": 86400.5,
                "entry": ok("hypervisorlaunchtype    Auto\r\n"),
            }
        ),
        "features": ok(
            {
                "server_manager": ok(
                    [
                        {"Name": "Containers", "InstallState": "Installed"},
                        {"Name": "Hyper-V", "InstallState": "Installed"},
                    ]
                ),
                "dism": ok(
                    [
                        {"FeatureName": "Containers", "State": "Enabled"},
                        {"FeatureName": "Microsoft-Hyper-V", "State": "Enabled"},
                    ]
                ),
            }
        ),
    }
    return answers
