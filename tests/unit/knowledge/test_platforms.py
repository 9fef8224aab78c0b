"""Which platform a machine's maker and model mean."""

from __future__ import annotations

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.platforms import PLATFORMS, platform


@pytest.mark.parametrize(
    ("manufacturer", "model", "name"),
    [
        ("Microsoft Corporation", "Virtual Machine", "hyper-v"),
        ("Microsoft Corporation", "Surface Pro 9", "physical"),
        ("VMware, Inc.", "VMware7,1", "vmware"),
        ("QEMU", "Standard PC (Q35 + ICH9, 2009)", "kvm"),
        ("Red Hat", "KVM", "kvm"),
        ("Nutanix", "AHV", "kvm"),
        ("OpenStack Foundation", "OpenStack Nova", "kvm"),
        ("Xen", "HVM domU", "xen"),
        ("Google", "Google Compute Engine", "gce"),
        ("Amazon EC2", "m5.large", "amazon"),
        ("Amazon EC2", "m5.metal", "physical"),
        ("innotek GmbH", "VirtualBox", "virtualbox"),
        ("Dell Inc.", "PowerEdge R650", "physical"),
        ("Some Cloud", "Virtual Machine v2", "unknown"),
        ("", "", "unknown"),
        (None, None, "unknown"),
        ("Alibaba Cloud", "Alibaba Cloud ECS", "cloud"),
        ("Tencent Cloud", "CVM", "cloud"),
        ("DigitalOcean", "Droplet", "cloud"),
        ("Hetzner", "vServer", "cloud"),
    ],
)
def test_platform(manufacturer: str | None, model: str | None, name: str) -> None:
    assert platform(manufacturer, model) == name


def test_azure_is_a_hyper_v_with_an_agent() -> None:
    assert platform("Microsoft Corporation", "Virtual Machine", azure_agent=True) == "azure"
    assert platform("VMware, Inc.", "VMware7,1", azure_agent=True) == "vmware"


def test_every_platform_says_what_opens_nesting() -> None:
    assert all(row.nesting.endswith(".") and row.source.startswith("https://") for row in PLATFORMS.values())


@pytest.mark.parametrize(
    ("maker", "hypervisor", "name"),
    [
        ("NoName Cloud", True, "unknown"),
        ("NoName Cloud", None, "unknown"),
        ("NoName Boards", False, "physical"),
        ("Dell Inc.", True, "physical"),
        ("LENOVO", None, "physical"),
    ],
)
def test_a_maker_whom_nobody_knows_is_not_physical_under_a_hypervisor(
    maker: str, hypervisor: bool | None, name: str
) -> None:
    assert platform(maker, "Model 1", hypervisor=hypervisor) == name
