"""Reboots: what is served when, what a boot changes, and that time never goes back."""

from __future__ import annotations

import contextlib
import threading
import time
from itertools import pairwise

import pytest
from hostsim.machine import HcsError, Machine
from hostsim.machine.clock import Clock

WINLOGON = "HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\AutoLogonChecked"


def last_boot(machine):
    return machine.cim("Win32_OperatingSystem")[0]["LastBootUpTime"]


def test_a_reboot_from_end_to_end(bench):
    machine = bench.machine(outage=4)
    before = last_boot(machine)
    assert machine.shutdown(2) == 0
    bench.pass_time(1.9)
    assert (machine.power, last_boot(machine)) == ("up", before)
    bench.pass_time(0.2)
    assert (machine.power, machine.is_up(), last_boot(machine)) == ("down", False, before)
    bench.pass_time(3.8)
    assert machine.power == "down"
    bench.pass_time(0.2)
    assert machine.power == "up"
    assert before < last_boot(machine) <= machine.clock.now()


def test_exit_codes_of_shutdown(bench):
    machine = bench.machine(outage=5)
    assert machine.shutdown(3) == 0
    assert machine.shutdown(0) == 1190
    bench.pass_time(4)
    assert machine.shutdown(0) == 1115
    bench.pass_time(10)
    assert machine.shutdown(0) == 0


def test_abort(bench):
    machine = bench.machine()
    assert machine.abort_shutdown() == 1116
    machine.shutdown(5)
    assert machine.abort_shutdown() == 0
    bench.pass_time(60)
    assert machine.power == "up"
    assert machine.shutdown(5) == 0


def test_a_shutdown_while_stopping_is_refused(bench):
    machine = bench.machine()
    codes = []
    machine.on_shutdown(lambda: codes.append((machine.power, machine.shutdown(0))))
    machine.shutdown(0)
    bench.pass_time(0)
    assert codes == [("down", 1115)]


def test_callbacks_come_in_order_and_without_the_lock(bench):
    machine = bench.machine(features=["Containers"], engine={"state": "stopped"})
    seen = []

    class Program:
        def start(self) -> None:
            seen.append(("start", machine.power))

        def stop(self) -> None:
            seen.append(("stop", machine.power))

    machine.register_service_program("docker", Program())
    machine.start_service("docker")
    machine.on_shutdown(lambda: seen.append(("shutdown", machine.power)))
    machine.on_boot(lambda: seen.append(("boot", machine.power)))
    bench.reboot(machine)
    assert seen == [
        ("start", "up"), ("shutdown", "down"), ("stop", "down"), ("start", "down"), ("boot", "up"),
    ]  # fmt: skip


def test_a_listener_that_fails_does_not_stop_the_reboot(bench, caplog):
    machine = bench.machine()
    heard = []
    machine.on_shutdown(lambda: 1 / 0)
    machine.on_shutdown(lambda: heard.append("second"))
    bench.reboot(machine)
    assert heard == ["second"]
    assert "ZeroDivisionError" in caplog.text


def test_auto_logon_checked_appears_some_time_after_the_boot(bench):
    machine = bench.machine(settle=3, outage=2)
    assert machine.registry(WINLOGON) == {}
    machine.remove_registry(WINLOGON)  # win_reboot does so before it shuts down
    assert machine.registry(WINLOGON) is None
    machine.shutdown(0)
    bench.pass_time(2)
    assert machine.power == "up"
    assert machine.registry(WINLOGON) is None
    bench.pass_time(2.9)
    assert machine.registry(WINLOGON) is None
    bench.pass_time(0.1)
    assert machine.registry(WINLOGON) == {}


@pytest.mark.parametrize(
    ("marker", "path", "name"),
    [
        (
            "component",
            "HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing\\RebootPending",
            "",
        ),
        (
            "windows_update",
            "HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\WindowsUpdate\\Auto Update\\RebootRequired",
            "",
        ),
        ("file_rename", "HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Session Manager", "PendingFileRenameOperations"),
    ],
)
def test_reboot_markers(bench, marker, path, name):
    machine = bench.machine()

    def marked():
        values = machine.registry(path)
        return values is not None and (not name or name in values)

    assert not marked()
    machine.fault("reboot_pending", marker=marker)
    assert marked()
    machine.fault("reboot_pending", marker=marker, on=False)
    assert not marked()
    machine.fault("reboot_pending", marker=marker)
    bench.reboot(machine)
    assert not marked()


def test_a_boot_starts_a_new_process_table(bench):
    machine = bench.machine()
    before = {row["ProcessId"] for row in machine.processes()}
    bench.reboot(machine)
    rows = machine.processes()
    assert {row["ProcessId"] for row in rows} != before
    for row in rows:
        assert last_boot(machine) <= row["CreationDate"] <= machine.clock.now()


def test_closing_ends_a_reboot_that_is_under_way(bench):
    machine = bench.machine()
    machine.shutdown(0)
    bench.pass_time(1)
    machine.close()
    bench.pass_time(60)
    assert machine.power == "down"


def test_time_never_goes_back_over_reboots(bench):
    machine = bench.machine(features=["Containers", "Hyper-V"], outage=0.5)
    times, boots = [machine.clock.now()], [last_boot(machine)]
    for _ in range(4):
        bench.reboot(machine)
        times += [row["CreationDate"] for row in machine.processes() if row["Name"] == "dockerd.exe"]
        times.append(machine.cim("Win32_OperatingSystem")[0]["LocalDateTime"])
        boots.append(last_boot(machine))
    assert times == sorted(times)
    assert all(earlier < later for earlier, later in pairwise(boots))
    written = [event["TimeCreated"] for event in reversed(machine.events())]
    assert written == sorted(written)


def test_the_real_clock_goes_forward():
    clock = Clock()
    readings = [clock.now() for _ in range(1000)]
    assert readings == sorted(readings)
    assert readings[0].utcoffset().total_seconds() == 0


def test_a_reboot_on_real_timers():
    machine = Machine({"outage": 0.05}, "real")
    before = last_boot(machine)
    started = time.monotonic()
    assert machine.shutdown(0.05) == 0
    assert machine.parts.power.wait("down", 2)
    assert machine.parts.power.wait("up", 2)
    assert time.monotonic() - started >= 0.1
    assert last_boot(machine) > before
    machine.close()


def test_many_threads_and_reboots_at_once():
    """Looks, changes and reboots from several threads: nothing raises but what Windows would say, nothing hangs."""
    machine = Machine({"features": ["Containers", "Hyper-V"], "engine": {"state": "running"}, "outage": 0.02}, "busy")
    surprises: list[BaseException] = []

    def work(number: int) -> None:
        container = f"{number:064x}"
        try:
            for _ in range(25):
                with contextlib.suppress(HcsError):
                    machine.hcs_create_and_start(container, ("process", "hyperv")[number % 2], 20348, 1, ["ping", "-t"])
                    machine.hcs_processes(container)
                machine.processes()
                machine.stop_service("docker")
                machine.start_service("docker")
                machine.shutdown(0.01)
                machine.hcs_terminate(container)
                machine.state()
        except BaseException as error:
            surprises.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not any(thread.is_alive() for thread in threads)
    assert surprises == []
    assert machine.parts.power.wait("up", 5)
    machine.close()
