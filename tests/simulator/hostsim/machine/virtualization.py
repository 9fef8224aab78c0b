"""What a machine says of the hardware it stands on, and whether a hypervisor can run and runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

AZURE_ASSET_TAG = "7783-7084-3265-9085-8269-3286-77"  # GK, Azure's documented chassis asset tag


@dataclass(frozen=True)
class Platform:
    """SMBIOS strings; `vm` False only for physical machines."""

    vm: bool
    manufacturer: str
    model: str
    bios_vendor: str
    bios_version: str
    asset_tag: str = ""
    source: str = "GK"


PLATFORMS: dict[str, Platform] = {
    "physical": Platform(False, "Dell Inc.", "PowerEdge R650", "Dell Inc.", "1.13.2"),
    "hyper-v": Platform(True, "Microsoft Corporation", "Virtual Machine", "Microsoft Corporation",
                        "Hyper-V UEFI Release v4.1", "None", "A9.7 model"),
    "azure": Platform(True, "Microsoft Corporation", "Virtual Machine", "Microsoft Corporation",
                      "Hyper-V UEFI Release v4.1", AZURE_ASSET_TAG),
    "vmware": Platform(True, "VMware, Inc.", "VMware7,1", "VMware, Inc.", "VMW71.00V.16707776.B64.2008070230",
                       "No Asset Tag", "A9.7 model"),
    "kvm": Platform(True, "Red Hat", "KVM", "SeaBIOS", "1.16.0-1.el9", source="isolation.md 4.2 model"),
    "xen": Platform(True, "Xen", "HVM domU", "Xen", "4.11.amazon", source="isolation.md 4.2 model"),
    "gce": Platform(True, "Google", "Google Compute Engine", "Google", "Google", source="isolation.md 4.2 model"),
    "amazon": Platform(True, "Amazon EC2", "m5.xlarge", "Amazon EC2", "1.0", "Amazon EC2"),
    "virtualbox": Platform(True, "innotek GmbH", "VirtualBox", "innotek GmbH", "VirtualBox"),
}  # fmt: skip

LACKS_CAPABILITIES = "Hyper-V cannot be installed: The processor does not have required virtualization capabilities."
LACKS_SLAT = "Hyper-V cannot be installed: The processor does not support second level address translation (SLAT)."


class Virtualization:
    """The processor as the machine sees it. `running` changes at boot only (and by a fault)."""

    def __init__(self, platform: str, nested: bool, firmware: bool, slat: bool) -> None:
        self.platform = PLATFORMS[platform]
        self._nested = nested
        self._firmware = firmware
        self._slat = slat
        self.launch_type: str | None = None
        self.running = False

    @property
    def capable(self) -> bool:
        """Whether a hypervisor could run here."""
        return self._nested if self.platform.vm else self._firmware and self._slat

    @property
    def hypervisor_present(self) -> bool:
        """Win32_ComputerSystem.HypervisorPresent: true in any virtual machine (isolation.md 4.2)."""
        return self.platform.vm or self.running

    def prerequisite(self) -> str | None:
        """Why Install-WindowsFeature would refuse the role (isolation.md 4.3, A7.3), or None."""
        if self.capable:
            return None
        return LACKS_SLAT if not self.platform.vm and self._firmware else LACKS_CAPABILITIES

    def boot(self, hyper_v: bool) -> None:
        """At boot: the loader starts the hypervisor where the role is enabled, allowed and possible."""
        if hyper_v and self.launch_type is None:
            self.launch_type = "Auto"
        self.running = hyper_v and self.capable and self.launch_type == "Auto"

    def processor(self) -> dict[str, bool | int]:
        """The three flags of Win32_Processor: hidden while a hypervisor is present (isolation.md 4.2, A9.3, A9.9)."""
        shown = not self.hypervisor_present
        exposed = self.platform.vm and self._nested and not self.running
        return {
            "VirtualizationFirmwareEnabled": shown and self._firmware,
            "SecondLevelAddressTranslationExtensions": shown and self._slat,
            "VMMonitorModeExtensions": shown or exposed,
            "Architecture": 9,  # amd64
        }

    def state(self) -> dict[str, Any]:
        """For the machine's state."""
        return {
            "manufacturer": self.platform.manufacturer,
            "model": self.platform.model,
            "capable": self.capable,
            "hypervisor_present": self.hypervisor_present,
            "hypervisor_running": self.running,
            "launch_type": self.launch_type,
        }
