# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of a host to know it: the looks, in the order in which `judge/host.py` wants their answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.feature_states import (
    DISM_NAMES,
    HYPERVISOR_PARTS,
    SERVER_MANAGER_NAMES,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_installers import SERVICE_NAMES

Look = dict[str, Any]

DESKTOP = "com.docker.service"  # of Docker Desktop, whose engine a logged-on user runs
AZURE_AGENT = "WindowsAzureGuestAgent"
# service of Windows -> its key among the host's facts (no dots in it: Jinja reads them as members)
SERVICES = {"docker": "docker", "vmcompute": "vmcompute", "hns": "hns", "vmms": "vmms", DESKTOP: "docker_desktop"}

_CURRENT_VERSION = r"HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
_CBS = r"HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing"
_CONTROL = r"HKLM:\SYSTEM\CurrentControlSet\Control"


@dataclass(frozen=True)
class Mark:
    """A key of the registry that is a mark of a restart to come: where it exists, or where one of the values `names`
    has a content. `counts`: the restart is pending. `features`: where it stands, a feature that is seen at work may be
    on its way out."""

    path: str
    meaning: str
    names: tuple[str, ...] = ()
    counts: bool = True
    features: bool = False


SERVICING_NOW = "servicing_now"
REBOOT_MARKS: dict[str, Mark] = {
    "servicing": Mark(
        _CBS + r"\RebootPending", "Windows features or updates wait for a restart (RebootPending)", features=True
    ),
    SERVICING_NOW: Mark(
        _CBS + r"\RebootInProgress", "servicing was cut off by a restart (RebootInProgress)", features=True
    ),
    "packages": Mark(_CBS + r"\PackagesPending", "packages wait for a restart (PackagesPending)", features=True),
    "windows_update": Mark(
        r"HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired",
        "Windows Update wants a restart (RebootRequired)",
    ),
    "server_manager": Mark(
        r"HKLM:\SOFTWARE\Microsoft\ServerManager",
        "Server Manager waits for a restart (CurrentRebootAttempts)",
        ("CurrentRebootAttempts",),
        features=True,
    ),
    "files": Mark(
        _CONTROL + r"\Session Manager",
        "files wait to be renamed at the next restart (noted, does not count as pending)",
        ("PendingFileRenameOperations",),
        counts=False,
    ),
}
COMPUTER_NAMES = {name: rf"{_CONTROL}\ComputerName\{name}" for name in ("ActiveComputerName", "ComputerName")}

# A pipe that is not there is waited for only where the service runs or is starting.
ENGINE_LOOK: Look = {
    "verb": "engine",
    "connect_timeout": 2,
    "services": ["docker"],
    "requests": [{"path": "/version"}, {"path": "/info"}],
}

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
            "Architecture",
        ],
    },
    # Only fixed drives: a network drive that is away takes its time.
    "disks": {
        "verb": "cim",
        "class": "Win32_LogicalDisk",
        "properties": ["DeviceID", "FileSystem", "FreeSpace", "Size"],
        "filter": "DriveType = 3",
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
        f"reboot_{name}": {"verb": "registry", "path": mark.path, "names": list(mark.names)}
        for name, mark in REBOOT_MARKS.items()
    },
    **{
        f"name_{name}": {"verb": "registry", "path": path, "names": ["ComputerName"]}
        for name, path in COMPUTER_NAMES.items()
    },
    # The names that engines, and what stands in their place, give their services: told without a look of its own.
    "services": {"verb": "service", "names": [*dict.fromkeys([*SERVICES, AZURE_AGENT, *SERVICE_NAMES])]},
    "engine": ENGINE_LOOK,
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
    """The looks whose answers `host_from` takes: the quick ones and, with `features`, the slow ones behind them."""
    return list(HOST_LOOKS) if features else list(_QUICK.values())


def slow_looks() -> list[Look]:
    """The states of the features (seconds to minutes on a real host) and the boot entry, which starts a program. Their
    answers stand behind those of the quick looks."""
    return list(_SLOW.values())
