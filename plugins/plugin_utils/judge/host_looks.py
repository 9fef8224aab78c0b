# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of a host to know it: the looks, in the order in which `judge/host.py` wants their answers."""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.feature_states import (
    DISM_NAMES,
    HYPERVISOR_PARTS,
    SERVER_MANAGER_NAMES,
)

Look = dict[str, Any]

AZURE_AGENT = "WindowsAzureGuestAgent"
SERVICES = ("docker", "vmcompute", "hns", "vmms")

_CURRENT_VERSION = r"HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
_CBS = r"HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing"
_CONTROL = r"HKLM:\SYSTEM\CurrentControlSet\Control"

# name: (path, value names, what it means, does it count). A key that exists, or one of the values that has a content,
# is a mark.
REBOOT_MARKS: dict[str, tuple[str, tuple[str, ...], str, bool]] = {
    "servicing": (_CBS + r"\RebootPending", (), "Windows features or updates wait for a restart (RebootPending)", True),
    "servicing_now": (_CBS + r"\RebootInProgress", (), "servicing was cut off by a restart (RebootInProgress)", True),
    "packages": (_CBS + r"\PackagesPending", (), "packages wait for a restart (PackagesPending)", True),
    "windows_update": (
        r"HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired",
        (),
        "Windows Update wants a restart (RebootRequired)",
        True,
    ),
    "server_manager": (
        r"HKLM:\SOFTWARE\Microsoft\ServerManager",
        ("CurrentRebootAttempts",),
        "Server Manager waits for a restart (CurrentRebootAttempts)",
        True,
    ),
    "files": (
        _CONTROL + r"\Session Manager",
        ("PendingFileRenameOperations",),
        "files wait to be renamed at the next restart (noted, does not count as pending)",
        False,
    ),
}
COMPUTER_NAMES = ("ActiveComputerName", "ComputerName")

_QUICK: dict[str, Look] = {
    "operating_system": {
        "verb": "cim",
        "class": "Win32_OperatingSystem",
        "properties": ["CSName", "Caption", "Version", "BuildNumber", "ProductType", "SystemDrive"],
    },
    "computer": {
        "verb": "cim",
        "class": "Win32_ComputerSystem",
        "properties": [
            "Name",
            "Manufacturer",
            "Model",
            "DomainRole",
            "HypervisorPresent",
            "NumberOfLogicalProcessors",
            "TotalPhysicalMemory",
        ],
    },
    "processor": {
        "verb": "cim",
        "class": "Win32_Processor",
        "properties": [
            "VirtualizationFirmwareEnabled",
            "SecondLevelAddressTranslationExtensions",
            "VMMonitorModeExtensions",
        ],
    },
    "windows": {
        "verb": "registry",
        "path": _CURRENT_VERSION,
        "names": [
            "CurrentBuild",
            "CurrentBuildNumber",
            "UBR",
            "EditionID",
            "InstallationType",
            "ProductName",
        ],
    },
    **{
        f"reboot_{name}": {"verb": "registry", "path": path, "names": list(names)}
        for name, (path, names, _meaning, _counts) in REBOOT_MARKS.items()
    },
    **{
        f"name_{name}": {"verb": "registry", "path": rf"{_CONTROL}\ComputerName\{name}", "names": ["ComputerName"]}
        for name in COMPUTER_NAMES
    },
    "services": {"verb": "service", "names": [*SERVICES, AZURE_AGENT]},
    # A pipe that is not there costs the whole time-out, so it is short.
    "engine": {"verb": "engine", "connect_timeout": 2, "requests": [{"path": "/version"}, {"path": "/info"}]},
}
_SLOW: dict[str, Look] = {
    "boot": {"verb": "boot", "entry": True},
    "features": {
        "verb": "features",
        "server_manager": list(SERVER_MANAGER_NAMES.values()),
        "dism": [*DISM_NAMES.values(), *HYPERVISOR_PARTS],
    },
}

LOOK_NAMES: tuple[str, ...] = (*_QUICK, *_SLOW)
HOST_LOOKS: list[Look] = [*_QUICK.values(), *_SLOW.values()]


def host_looks(features: bool = True) -> list[Look]:
    """The looks whose answers `host_from` takes; without `features` the slow ones (features, boot entry) are left out,
    which stand last."""
    return list(HOST_LOOKS) if features else list(_QUICK.values())
