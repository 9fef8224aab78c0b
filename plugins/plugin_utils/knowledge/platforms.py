# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which platform does a machine run on, and what opens nested virtualization there?"""

from __future__ import annotations

from dataclasses import dataclass

NESTED = "https://learn.microsoft.com/en-us/windows-server/virtualization/hyper-v/nested-virtualization"
NESTED_ENABLE = "https://learn.microsoft.com/en-us/windows-server/virtualization/hyper-v/enable-nested-virtualization"


@dataclass(frozen=True)
class Platform:
    """One virtualization platform: its name as reports print it, whether it makes this a guest, what opens nested
    virtualization in the platform's own words, and where that is written."""

    title: str
    guest: bool | None
    nesting: str
    source: str = NESTED


PLATFORMS: dict[str, Platform] = {
    "physical": Platform(
        "physical machine",
        False,
        "Switch on hardware virtualization (Intel VT-x with EPT, or AMD-V with RVI) and data execution prevention in "
        "the firmware (BIOS/UEFI) setup, then start the machine again; a processor without second level address "
        "translation cannot run Hyper-V.",
        "https://learn.microsoft.com/en-us/windows-server/virtualization/hyper-v/host-hardware-requirements",
    ),
    "hyper-v": Platform(
        "Hyper-V guest",
        True,
        "On the Hyper-V host, with this virtual machine turned off: Set-VMProcessor -VMName NAME "
        "-ExposeVirtualizationExtensions $true; give it at least 4 GB of memory, 2 virtual processors and no dynamic "
        "memory (Set-VMMemory -VMName NAME -DynamicMemoryEnabled $false). An AMD processor needs Windows Server "
        "2022 or Windows 11 on the host.",
        NESTED_ENABLE,
    ),
    "azure": Platform(
        "Azure virtual machine",
        True,
        "Resize to a size that supports nested virtualization (for example Dsv3, Dsv5, Esv5) and set the security "
        "type to Standard: a Trusted launch or confidential virtual machine does not nest.",
        NESTED_ENABLE,
    ),
    "vmware": Platform(
        "VMware guest",
        True,
        "Power the virtual machine off and select 'Expose hardware assisted virtualization to the guest OS' in its "
        'CPU settings (vhv.enable = "TRUE" in the .vmx file).',
        "https://techdocs.broadcom.com/us/en/vmware-cis/vsphere.html",
    ),
    "kvm": Platform(
        "KVM/QEMU guest",
        True,
        "On the KVM host load kvm_intel or kvm_amd with nested=1 and give the guest the CPU mode host-passthrough "
        "(libvirt: <cpu mode='host-passthrough'/> with the vmx or svm feature), then power the guest off and on.",
        "https://docs.kernel.org/virt/kvm/x86/running-nested-guests.html",
    ),
    "xen": Platform(
        "Xen guest",
        True,
        "Xen does not offer nested virtualization to Windows guests in production (nestedhvm=1 is experimental): use "
        "process isolation here, or another platform.",
        "https://wiki.xenproject.org/wiki/Nested_Virtualization_in_Xen",
    ),
    "gce": Platform(
        "Google Compute Engine instance",
        True,
        "Create the instance with nested virtualization (gcloud: --enable-nested-virtualization) on a machine type "
        "that supports it; Google supports Linux guests only, so Hyper-V in a Windows instance is not supported: use "
        "process isolation here.",
        "https://cloud.google.com/compute/docs/instances/nested-virtualization/overview",
    ),
    "amazon": Platform(
        "Amazon EC2 instance",
        True,
        "Choose a bare metal instance type (its name ends in .metal) or a type for which EC2 offers nested "
        "virtualization; most types do not nest.",
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-types.html",
    ),
    "cloud": Platform(
        "virtual machine of a cloud",
        True,
        "Take a type of machine for which the cloud offers nested virtualization (bare metal types always have it); "
        "most types do "
        "not nest.",
    ),
    "virtualbox": Platform(
        "VirtualBox guest",
        True,
        "With the virtual machine powered off: VBoxManage modifyvm NAME --nested-hw-virt on.",
        "https://www.virtualbox.org/manual/",
    ),
    "unknown": Platform(
        "unknown platform",
        None,
        "If this is a virtual machine, have its platform expose hardware virtualization to it (nested "
        "virtualization); if it is a physical machine, switch on hardware virtualization in the firmware (BIOS/UEFI) "
        "setup.",
    ),
}

# (manufacturer contains, model contains, platform): Win32_ComputerSystem, lower case, the first row that fits decides.
_MAKERS: tuple[tuple[str, str, str], ...] = (
    ("microsoft", "virtual machine", "hyper-v"),
    ("vmware", "", "vmware"),
    ("", "vmware", "vmware"),
    ("innotek", "", "virtualbox"),
    ("", "virtualbox", "virtualbox"),
    ("amazon", ".metal", "physical"),
    ("amazon", "", "amazon"),
    ("", "hvm domu", "xen"),
    ("xen", "", "xen"),
    ("google", "", "gce"),
    ("", "google compute engine", "gce"),
    ("qemu", "", "kvm"),
    ("", "kvm", "kvm"),
    ("red hat", "", "kvm"),
    ("ovirt", "", "kvm"),
    ("nutanix", "", "kvm"),
    ("openstack", "", "kvm"),
    ("", "openstack", "kvm"),
    ("alibaba", "", "cloud"),
    ("tencent", "", "cloud"),
    ("", "cvm", "cloud"),
    ("digitalocean", "", "cloud"),
    ("hetzner", "", "cloud"),
    ("linode", "", "cloud"),
    ("akamai", "", "cloud"),
    ("vultr", "", "cloud"),
    ("upcloud", "", "cloud"),
    ("scaleway", "", "cloud"),
    ("ovh", "", "cloud"),
    ("huawei cloud", "", "cloud"),
    ("baidu", "", "cloud"),
    ("oracle", "", "cloud"),
    ("bochs", "", "kvm"),
    ("proxmox", "", "kvm"),
    ("bhyve", "", "unknown"),
    ("", "virtual machine", "unknown"),
    ("", "virtual", "unknown"),
    ("parallels", "", "unknown"),
)
# Makers of machines one can touch.
_PHYSICAL = (
    "dell", "hewlett", "hpe", "hp", "lenovo", "fujitsu", "cisco", "supermicro", "super micro", "asus", "gigabyte",
    "intel",
    "acer", "msi", "micro-star", "asrock", "tyan", "quanta", "inspur", "sugon", "huawei technologies", "nec", "hitachi",
    "ibm", "wiwynn", "foxconn", "toshiba", "panasonic", "samsung", "microsoft corporation", "advantech", "siemens",
)  # fmt: skip


def platform(
    manufacturer: str | None, model: str | None, azure_agent: bool = False, hypervisor: bool | None = False
) -> str:
    """The key in PLATFORMS. `azure_agent`: the Azure guest agent's service is there, which tells Azure from another
    Hyper-V. `hypervisor`: whether a hypervisor is below this Windows; under one, a maker whom nobody here knows may be
    one of virtual machines."""
    maker, product = (manufacturer or "").lower(), (model or "").lower()
    if not maker and not product:
        return "unknown"
    for maker_has, product_has, name in _MAKERS:
        if maker_has in maker and product_has in product:
            return "azure" if name == "hyper-v" and azure_agent else name
    known = any(maker.startswith(name) for name in _PHYSICAL)
    return "physical" if known or hypervisor is False else "unknown"
