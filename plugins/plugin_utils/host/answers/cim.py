# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What do the classes of CIM say of a machine? One dataclass for each class that is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import Digits, at, read_rows


@dataclass(frozen=True)
class OperatingSystem:
    """Win32_OperatingSystem. `product_type` is 1 for clients, 2 for domain controllers, 3 for servers."""

    name: str | None = at("CSName", None)
    caption: str | None = at("Caption", None)
    build: Digits | None = at("BuildNumber", None)
    product_type: Digits | None = at("ProductType", None)
    system_drive: str | None = at("SystemDrive", None)


@dataclass(frozen=True)
class Computer:
    """Win32_ComputerSystem. `memory` is in bytes; `domain_role` is 4 or 5 on domain controllers."""

    name: str | None = at("Name", None)
    manufacturer: str | None = at("Manufacturer", None)
    model: str | None = at("Model", None)
    domain_role: Digits | None = at("DomainRole", None)
    hypervisor: bool | None = at("HypervisorPresent", None)
    processors: Digits | None = at("NumberOfLogicalProcessors", None)
    memory: Digits | None = at("TotalPhysicalMemory", None)


@dataclass(frozen=True)
class Processor:
    """Win32_Processor, a row for each socket. A hypervisor that runs hides all three flags."""

    firmware_enabled: bool | None = at("VirtualizationFirmwareEnabled", None)
    slat: bool | None = at("SecondLevelAddressTranslationExtensions", None)
    vm_monitor: bool | None = at("VMMonitorModeExtensions", None)
    architecture: int | None = at("Architecture", None)


@dataclass(frozen=True)
class Disk:
    """Win32_LogicalDisk: `drive` as `C:`; bytes, None where Windows does not tell them (a locked BitLocker drive);
    `system` is NTFS, ReFS ..."""

    drive: str = at("DeviceID", "")
    free: Digits | None = at("FreeSpace", None)
    size: Digits | None = at("Size", None)
    system: str | None = at("FileSystem", None)


def operating_system(value: Any) -> OperatingSystem:
    return _first(OperatingSystem, value, "the look cim (Win32_OperatingSystem)")


def computer(value: Any) -> Computer:
    return _first(Computer, value, "the look cim (Win32_ComputerSystem)")


def processors(value: Any) -> tuple[Processor, ...]:
    return read_rows(Processor, value, "the look cim (Win32_Processor)")


def disks(value: Any) -> tuple[Disk, ...]:
    return read_rows(Disk, value, "the look cim (Win32_LogicalDisk)")


def _first[T](shape: type[T], value: Any, look: str) -> T:
    """The one row of a class that has one; a class without rows has told nothing."""
    return next(iter(read_rows(shape, value, look)), None) or shape()
