"""What the machine says of itself: CIM instances and registry keys that follow from its description."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from .description import Description
from .virtualization import Virtualization

KIB = 1024
# Win32_ComputerSystem.DomainRole (GK, documented): (kind, role)
DOMAIN_ROLE = {
    ("client", "standalone"): 0,
    ("client", "member"): 1,
    ("server", "standalone"): 2,
    ("server", "member"): 3,
    ("server", "controller"): 5,
}
DOMAIN = "fleet.example"


def computer_name(description: Description) -> str:
    """The NetBIOS name: upper case, at most 15 characters."""
    return description.name.split(".")[0].upper()[:15]


def product_name(description: Description) -> str:
    """Registry ProductName: Windows 11 still calls itself Windows 10 there (isolation.md 4.1)."""
    release, edition = description.release, description.edition
    product = "Windows 10" if release.product == "Windows 11" else release.product
    return edition.words if edition.words.startswith("Azure Stack") else f"{product} {edition.words}"


def caption(description: Description) -> str:
    """Win32_OperatingSystem.Caption."""
    words = description.edition.words
    if words.startswith("Azure Stack"):
        return f"Microsoft {words}"
    return f"Microsoft {description.release.product} {words}"


def current_version(description: Description) -> dict[str, Any]:
    """HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion (A9.10; A9.11: no DisplayVersion before 20H2)."""
    release = description.release
    values: dict[str, Any] = {
        "BuildLabEx": release.lab,
        "CompositionEditionID": description.edition.edition_id,
        "CurrentBuild": str(description.build),
        "CurrentBuildNumber": str(description.build),
        "CurrentMajorVersionNumber": 10,
        "CurrentMinorVersionNumber": 0,
        "CurrentVersion": "6.3",
        "EditionID": description.edition.edition_id,
        "InstallationType": description.installation,
        "ProductId": release.product_id,
        "ProductName": product_name(description),
        "ReleaseId": release.release_id,
        "SystemRoot": "C:\\Windows",
        "UBR": description.revision,
    }
    if description.edition.edition_id == "Professional":
        values["CompositionEditionID"] = "Enterprise"  # A9.12
    if release.display_version:
        values["DisplayVersion"] = release.display_version
    if description.build >= 20348:
        values["LCUVer"] = f"10.0.{description.build}.{description.revision}"
    return values


def operating_system(description: Description, boot: datetime, now: datetime, processes: int) -> dict[str, Any]:
    """Win32_OperatingSystem; memory in KiB."""
    total = description.memory // KIB
    return {
        "BootDevice": "\\Device\\HarddiskVolume1",
        "BuildNumber": str(description.build),
        "BuildType": "Multiprocessor Free",
        "Caption": caption(description),
        "CodeSet": "1252",
        "CSName": computer_name(description),
        "CurrentTimeZone": 0,
        "FreePhysicalMemory": total * 3 // 4,
        "InstallDate": boot - timedelta(days=40),
        "LastBootUpTime": boot,
        "LocalDateTime": now,
        "Locale": "0409",
        "Manufacturer": "Microsoft Corporation",
        "MUILanguages": ["en-US"],
        "Name": f"{caption(description)}|C:\\Windows|\\Device\\Harddisk0\\Partition3",
        "NumberOfProcesses": processes,
        "OperatingSystemSKU": description.edition.sku,  # the same on Server Core: only InstallationType tells (A9.5)
        "OSArchitecture": "64-bit",
        "OSLanguage": 1033,
        "OSType": 18,
        "ProductType": description.product_type,
        "SerialNumber": description.release.product_id,
        "ServicePackMajorVersion": 0,
        "Status": "OK",
        "SystemDirectory": "C:\\Windows\\system32",
        "SystemDrive": "C:",
        "TotalVisibleMemorySize": total,
        "Version": f"10.0.{description.build}",
        "WindowsDirectory": "C:\\Windows",
    }


def computer_system(description: Description, virtualization: Virtualization) -> dict[str, Any]:
    """Win32_ComputerSystem; TotalPhysicalMemory in bytes."""
    joined = description.domain_role != "standalone"
    return {
        "BootupState": "Normal boot",
        "DNSHostName": description.name.split(".")[0],
        "Domain": DOMAIN if joined else "WORKGROUP",
        "DomainRole": DOMAIN_ROLE[description.kind, description.domain_role],
        "HypervisorPresent": virtualization.hypervisor_present,
        "Manufacturer": virtualization.platform.manufacturer,
        "Model": virtualization.platform.model,
        "Name": computer_name(description),
        "NumberOfLogicalProcessors": description.processors,
        "NumberOfProcessors": 1,
        "PartOfDomain": joined,
        "Status": "OK",
        "SystemType": "x64-based PC",
        "TotalPhysicalMemory": description.memory,
        "UserName": None,
        "Workgroup": None if joined else "WORKGROUP",
    }


def processor(description: Description, virtualization: Virtualization) -> dict[str, Any]:
    """Win32_Processor: one socket (GK: the name)."""
    return {
        "AddressWidth": 64,
        "Architecture": 9,
        "Caption": "Intel64 Family 6 Model 85 Stepping 7",
        "DeviceID": "CPU0",
        "Manufacturer": "GenuineIntel",
        "MaxClockSpeed": 2594,
        "Name": "Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz",
        "NumberOfCores": max(1, description.processors // 2),
        "NumberOfLogicalProcessors": description.processors,
        "Status": "OK",
        **virtualization.processor(),
    }


def logical_disks(description: Description, full: bool) -> list[dict[str, Any]]:
    """Win32_LogicalDisk: the fixed drives (DriveType 3); sizes in bytes."""
    return [
        {
            "Caption": drive,
            "Description": "Local Fixed Disk",
            "DeviceID": drive,
            "DriveType": 3,
            "FileSystem": disk.file_system,
            "FreeSpace": 0 if full else disk.free,
            "Name": drive,
            "Size": disk.size,
            "SystemName": computer_name(description),
            "VolumeName": "",
        }
        for drive, disk in sorted(description.disks.items())
    ]


def bios(description: Description, virtualization: Virtualization) -> dict[str, Any]:
    """Win32_BIOS."""
    platform = virtualization.platform
    return {
        "Manufacturer": platform.bios_vendor,
        "Name": platform.bios_version,
        "SerialNumber": f"SIM-{computer_name(description)}",
        "SMBIOSBIOSVersion": platform.bios_version,
        "Version": "VRTUAL - 1" if platform.manufacturer == "Microsoft Corporation" else "SIM - 1",
    }


def enclosure(virtualization: Virtualization) -> dict[str, Any]:
    """Win32_SystemEnclosure: Azure is told from other Hyper-V hosts by its chassis asset tag."""
    return {
        "Manufacturer": virtualization.platform.manufacturer,
        "SMBIOSAssetTag": virtualization.platform.asset_tag,
        "Tag": "System Enclosure 0",
    }


def bcdedit(description: Description, launch_type: str | None) -> str:
    """bcdedit.exe /enum {current} (GK); `hypervisorlaunchtype` stands there once the role was enabled."""
    title = "Windows Server" if description.kind == "server" else description.release.product
    entries = {
        "identifier": "{current}",
        "device": "partition=C:",
        "path": "\\Windows\\system32\\winload.efi",
        "description": title,
        "locale": "en-US",
        "inherit": "{bootloadersettings}",
        "recoverysequence": "{8e3a2b0e-53a6-11ee-9e3c-00155d010203}",
        "recoveryenabled": "Yes",
        "isolatedcontext": "Yes",
        "allowedinmemorysettings": "0x15000075",
        "osdevice": "partition=C:",
        "systemroot": "\\Windows",
        "resumeobject": "{8e3a2b0c-53a6-11ee-9e3c-00155d010203}",
        "nx": "OptOut" if description.kind == "server" else "OptIn",
        "bootmenupolicy": "Standard",
    }
    if launch_type:
        entries["hypervisorlaunchtype"] = launch_type
    lines = ["", "Windows Boot Loader", "-------------------"]
    lines += [f"{name:<24}{value}" for name, value in entries.items()]
    return "\r\n".join([*lines, ""])
