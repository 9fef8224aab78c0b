"""Every combination of platform and processor: what is shown, what can run, what the role's check says."""

from __future__ import annotations

from itertools import product

import pytest
from hostsim.machine import WindowsError
from hostsim.machine.virtualization import PLATFORMS

FLAGS = ("VirtualizationFirmwareEnabled", "SecondLevelAddressTranslationExtensions", "VMMonitorModeExtensions")
COMBINATIONS = list(product(PLATFORMS, (False, True), (False, True), (False, True)))


def flags(machine):
    processor = machine.cim("Win32_Processor")[0]
    return tuple(processor[name] for name in FLAGS)


def present(machine):
    return machine.cim("Win32_ComputerSystem")[0]["HypervisorPresent"]


@pytest.mark.parametrize(("platform", "nested", "firmware", "slat"), COMBINATIONS)
def test_every_combination(bench, platform, nested, firmware, slat):
    host = {"virtual": platform, "nested": nested, "virtualization_firmware": firmware, "slat": slat}
    vm = platform != "physical"
    capable = nested if vm else firmware and slat
    plain = bench.machine(**host)
    assert present(plain) == vm
    assert flags(plain) == ((False, False, nested) if vm else (firmware, slat, True))
    with_role = bench.machine(features=["Hyper-V"], **host)
    assert with_role.state()["virtualization"]["hypervisor_running"] == capable
    assert present(with_role) == (vm or capable)
    if capable:
        assert flags(with_role) == (False, False, False)
        assert plain.install_windows_feature(["Hyper-V"])["Success"]
    else:
        with pytest.raises(WindowsError, match="A prerequisite check for the Hyper-V feature failed"):
            plain.install_windows_feature(["Hyper-V"])


@pytest.mark.parametrize("platform", PLATFORMS)
def test_platforms_name_their_maker(bench, platform):
    computer = bench.machine(virtual=platform).cim("Win32_ComputerSystem")[0]
    assert (computer["Manufacturer"], computer["Model"]) == (
        PLATFORMS[platform].manufacturer,
        PLATFORMS[platform].model,
    )


def test_azure_is_told_by_its_asset_tag(bench):
    azure, hyper_v = (bench.machine(virtual=name) for name in ("azure", "hyper-v"))
    assert azure.cim("Win32_ComputerSystem")[0]["Model"] == hyper_v.cim("Win32_ComputerSystem")[0]["Model"]
    assert azure.cim("Win32_SystemEnclosure")[0]["SMBIOSAssetTag"] == "7783-7084-3265-9085-8269-3286-77"
    assert hyper_v.cim("Win32_SystemEnclosure")[0]["SMBIOSAssetTag"] == "None"


def test_slat_has_a_text_of_its_own(bench):
    with pytest.raises(WindowsError, match="second level address translation"):
        bench.machine(slat=False).install_windows_feature(["Hyper-V"])


def test_launch_type_is_in_the_boot_entry_once_the_role_is_enabled(bench):
    machine = bench.machine()
    assert "hypervisorlaunchtype" not in machine.bcdedit_current()
    machine.install_windows_feature(["Hyper-V"])
    bench.reboot(machine)
    assert "hypervisorlaunchtype    Auto\r\n" in machine.bcdedit_current()
    assert present(machine)


def test_hypervisor_off_survives_a_reboot_until_it_is_mended(bench):
    machine = bench.machine(features=["Containers", "Hyper-V"])
    machine.fault("hypervisor_off")
    assert not present(machine)
    bench.reboot(machine)
    assert not present(machine)
    assert "hypervisorlaunchtype    Off" in machine.bcdedit_current()
    machine.fault("hypervisor_off", on=False)
    assert present(machine)
    assert "hypervisorlaunchtype    Auto" in machine.bcdedit_current()


def test_the_role_taken_away_takes_the_hypervisor_at_the_reboot(bench):
    machine = bench.machine(features=["Hyper-V"])
    machine.uninstall_windows_feature(["Hyper-V"])
    assert present(machine)
    bench.reboot(machine)
    assert not present(machine)
