"""A machine that still configures its features after a boot, and one whose Get-WindowsFeature takes its time."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from hostsim.machine import Machine

PENDING = "HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending"


def states(machine: Machine, name: str = "Containers") -> tuple[str, str, bool]:
    """One look: ServerManager, DISM for two names, the mark."""
    server = {row["Name"]: row["InstallState"] for row in machine.windows_features()}
    machine.optional_features("DNS-Server-Full-Role")
    dism = {row["FeatureName"]: row["State"] for row in machine.optional_features(name)}
    return server[name], dism[name], machine.registry(PENDING) is not None


def last_boot(machine: Machine) -> Any:
    return machine.cim("Win32_OperatingSystem")[0]["LastBootUpTime"]


@pytest.mark.parametrize(("looks", "reboots"), [(1, 1), (2, 1), (5, 1), (1, 3), (2, 2)])
def test_it_stays_pending_for_so_many_looks_and_reboots_by_itself(bench, looks, reboots):
    machine = bench.machine(outage=4)
    machine.install_windows_feature(["Containers"])
    machine.fault("settling", looks=looks, reboots=reboots)
    bench.reboot(machine)
    for _ in range(reboots):
        booted = last_boot(machine)
        for number in range(looks):
            bench.pass_time(60 if number else 0)
            assert (machine.power, last_boot(machine)) == ("up", booted)
            assert states(machine) == ("InstallPending", "EnablePending", True)
        assert machine.power == "up"
        bench.pass_time(2)
        assert machine.power == "down"
        bench.pass_time(5)
        assert last_boot(machine) > booted
    assert states(machine) == ("Installed", "Enabled", False)
    booted = last_boot(machine)
    for _ in range(2 * looks):
        states(machine)
        bench.pass_time(60)
    assert last_boot(machine) == booted
    assert machine.service("vmcompute") is not None


def test_the_features_do_not_work_while_they_are_pending(bench):
    machine = bench.machine()
    machine.install_windows_feature(["Containers"])
    machine.fault("settling")
    bench.reboot(machine)
    assert machine.service("vmcompute") is None


def test_a_client_is_asked_by_dism_alone(bench):
    machine = bench.machine(release="11 23H2", edition="Professional")
    machine.enable_optional_feature("Containers")
    machine.fault("settling", looks=2)
    bench.reboot(machine)
    for _ in range(2):
        rows = machine.optional_features("Containers")
        machine.optional_features("Microsoft-Hyper-V-All")
        assert {row["FeatureName"]: row["State"] for row in rows}["Containers"] == "EnablePending"
    bench.pass_time(10)
    rows = machine.optional_features("Containers")
    assert {row["FeatureName"]: row["State"] for row in rows}["Containers"] == "Enabled"


def test_disabling_settles_as_well(bench):
    machine = bench.machine(features=["Containers"])
    machine.uninstall_windows_feature(["Containers"])
    machine.fault("settling", looks=1)
    bench.reboot(machine)
    assert states(machine)[0] == "UninstallPending"
    bench.pass_time(10)
    assert states(machine) == ("Available", "Disabled", False)


def test_a_reboot_without_pending_features_does_not_count(bench):
    machine = bench.machine()
    machine.fault("settling", looks=1)
    bench.reboot(machine)
    booted = last_boot(machine)
    states(machine)
    bench.pass_time(30)
    assert last_boot(machine) == booted
    machine.install_windows_feature(["Containers"])
    bench.reboot(machine)
    assert states(machine)[0] == "InstallPending"


def test_a_reboot_from_outside_counts_as_one(bench):
    machine = bench.machine()
    machine.install_windows_feature(["Containers"])
    machine.fault("settling", looks=5)
    bench.reboot(machine)
    assert states(machine)[0] == "InstallPending"
    bench.reboot(machine)
    assert states(machine)[0] == "Installed"


def test_it_is_mended(bench):
    machine = bench.machine()
    before = machine.state()["faults"]
    machine.fault("settling")
    machine.fault("settling", on=False)
    assert machine.state()["faults"] == before
    machine.install_windows_feature(["Containers"])
    bench.reboot(machine)
    assert states(machine)[0] == "Installed"


@pytest.mark.parametrize("options", [{"looks": 0}, {"reboots": 0}, {"looks": -1}])
def test_what_makes_no_sense(bench, options):
    with pytest.raises(ValueError, match="at least 1"):
        bench.machine().fault("settling", **options)


def test_slow_features(bench):
    machine = bench.machine()
    machine.fault("slow_features", seconds=0.3)
    for _ in range(2):
        began = time.monotonic()
        assert machine.windows_features()
        assert time.monotonic() - began >= 0.3
    machine.fault("slow_features", seconds=60)
    began = time.monotonic()
    machine.optional_features()
    machine.fault("slow_features", on=False)
    machine.windows_features()
    assert time.monotonic() - began < 60


def test_a_slow_question_does_not_hold_the_machine(bench):
    """Others are answered meanwhile."""
    machine = bench.machine()
    machine.fault("slow_features", seconds=3)
    thread = threading.Thread(target=machine.windows_features)
    thread.start()
    began = time.monotonic()
    machine.registry(PENDING)
    assert time.monotonic() - began < 2.9
    thread.join()
