"""Containers as the host sees them: process tables in both modes, HCS's own lists, and refusals."""

from __future__ import annotations

import re

import pytest
from hostsim.machine import CommandNotFound, HcsError, WindowsError
from hostsim.machine.hcs_rules import process_build_allowed
from hostsim.machine.processes import GUEST

WEB, API = "1f8b" * 16, "5d56" * 16
PING = ["ping", "-t", "localhost"]
STORE = "HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\HostComputeService\\VolatileStore\\ComputeSystem"
GIB = 1024**3


@pytest.fixture
def machine(bench):
    return bench.machine(features=["Containers", "Hyper-V"], memory="8GiB")


def run(machine, container_id=WEB, isolation="process", build=20348, command=PING, **more):
    return machine.hcs_create_and_start(container_id, isolation, build, 2113, command, **more)["pid"]


def new_rows(machine, before):
    known = {row["ProcessId"] for row in before}
    return [row for row in machine.processes() if row["ProcessId"] not in known]


def test_process_isolation_shows_the_whole_container_on_the_host(machine):
    before = machine.processes()
    pid = run(machine)
    rows = new_rows(machine, before)
    assert [row["Name"] for row in rows] == [name for name, *_ in GUEST] + ["PING.EXE"]
    sessions = {row["SessionId"] for row in rows}
    assert len(sessions) == 1
    assert not sessions & {row["SessionId"] for row in before}
    workload = rows[-1]
    assert workload["ProcessId"] == pid
    assert workload["Owner"] == "User Manager\\ContainerAdministrator"
    parents = {row["ProcessId"]: row["Name"] for row in rows}
    assert parents[workload["ParentProcessId"]] == "CExecSvc.exe"
    assert "vmwp.exe" not in {row["Name"] for row in machine.processes()}


def test_hcs_lists_host_pids_under_process_isolation(machine):
    run(machine)
    on_host = {row["ProcessId"]: row["Name"].lower() for row in machine.processes()}
    for row in machine.hcs_processes(WEB):
        assert on_host[row["PID"]] == row["Name"].lower()
        assert set(row) == {"Name", "PID", "CPU", "PrivateWorkingSet"}
    assert machine.hcs_processes(WEB)[-1]["Name"] == "ping.exe"  # A3.1: PING on the host


def test_hyperv_shows_a_worker_and_its_memory_only(machine):
    before = machine.processes()
    pid = run(machine, isolation="hyperv")
    rows = new_rows(machine, before)
    assert sorted(row["Name"] for row in rows) == ["vmmem", "vmwp.exe"]
    assert {row["SessionId"] for row in rows} == {0}
    runtime_id = machine.compute_processes()[0]["RuntimeId"]
    assert {row["Owner"] for row in rows} == {f"NT VIRTUAL MACHINE\\{runtime_id}"}
    listed = machine.hcs_processes(WEB)
    assert [row["Name"] for row in listed] == [name for name, *_ in GUEST] + ["ping.exe"]
    assert listed[-1]["PID"] == pid


def test_two_containers_have_sessions_and_workers_of_their_own(machine):
    first, second = run(machine, WEB), run(machine, API)
    sessions = {row["ProcessId"]: row["SessionId"] for row in machine.processes()}
    assert sessions[first] != sessions[second]
    run(machine, "a" * 64, "hyperv")
    run(machine, "b" * 64, "hyperv")
    workers = [row["Owner"] for row in machine.processes() if row["Name"] == "vmwp.exe"]
    assert len(set(workers)) == 2


def test_pids_are_multiples_of_four_and_unique(machine):
    for number in range(20):
        run(machine, f"{number:064x}", ("process", "hyperv")[number % 2], memory=64 * 1024**2)
    pids = [row["ProcessId"] for row in machine.processes()]
    assert len(set(pids)) == len(pids)
    assert all(pid % 4 == 0 for pid in pids)
    guest = [row["PID"] for row in machine.hcs_processes(f"{1:064x}")]
    assert len(set(guest)) == len(guest)
    assert all(pid % 4 == 0 and pid > 0 for pid in guest)


def test_no_process_is_older_than_its_parent(machine):
    run(machine)
    run(machine, API, "hyperv")
    rows = {row["ProcessId"]: row for row in machine.processes()}
    for row in rows.values():
        parent = rows.get(row["ParentProcessId"])
        if parent:
            assert parent["CreationDate"] <= row["CreationDate"], (parent["Name"], row["Name"])


def test_the_end_of_a_container_leaves_nothing(bench, machine):
    before = machine.processes()
    codes = []
    run(machine)
    run(machine, API, "hyperv")
    machine.on_exit(WEB, codes.append)
    assert machine.hcs_terminate(WEB, 5) is True
    assert machine.hcs_terminate(WEB, 6) is False
    machine.hcs_terminate(API)
    assert codes == [5]
    assert machine.processes() == before
    assert machine.compute_processes() == []
    assert machine.hcsdiag_list() == ""


def test_callbacks_are_called_without_the_lock_and_may_start_again(machine):
    run(machine)
    machine.on_exit(WEB, lambda code: run(machine))
    machine.hcs_terminate(WEB)
    assert machine.hcs_running(WEB)


def test_a_command_that_ends_by_itself(bench, machine):
    codes = []
    run(machine, command=["cmd", "/c", "exit 3"])
    machine.on_exit(WEB, codes.append)
    bench.pass_time(0.1)
    assert machine.hcs_running(WEB)
    bench.pass_time(1)
    assert (codes, machine.hcs_running(WEB)) == ([3], False)


def test_an_old_end_does_not_touch_the_next_run(bench, machine):
    run(machine, command=["cmd", "/c", "echo hello"])
    machine.hcs_terminate(WEB)
    run(machine)
    bench.pass_time(60)
    assert machine.hcs_running(WEB)


def test_a_reboot_ends_containers_and_tells_nobody(bench, machine):
    codes = []
    run(machine)
    machine.on_exit(WEB, codes.append)
    bench.reboot(machine)
    assert not machine.hcs_running(WEB)
    assert codes == []
    assert "PING.EXE" not in {row["Name"] for row in machine.processes()}


def test_hcsdiag_as_a8_3(machine):
    run(machine)
    run(machine, API, "hyperv")
    lines = machine.hcsdiag_list().split("\r\n")
    runtime_id = machine.compute_processes()[1]["RuntimeId"]
    assert lines == [
        WEB,
        "    Container,                \tRunning, 00000000-0000-0000-0000-000000000000, docker",
        API,
        f"    Container,                \tRunning, {runtime_id}, docker",
        "",
    ]
    recorded = "    VM,                       \tRunning, DE1517EC-BF1D-5A0B-B459-77A48CB1AD97, cowork-vm-1699151a"
    assert lines[1].index("\t") == recorded.index("\t")
    assert re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", runtime_id)


def test_compute_systems_in_the_registry(machine):
    assert machine.registry_subkeys(STORE) == []
    run(machine)
    assert machine.registry_subkeys(STORE) == [WEB]
    assert machine.registry(f"{STORE}\\{WEB}") == {}
    machine.hcs_terminate(WEB)
    assert machine.registry(f"{STORE}\\{WEB}") is None


@pytest.mark.parametrize(
    ("name", "call"), [("hcsdiag.exe", "hcsdiag_list"), ("Get-ComputeProcess", "compute_processes")]
)
def test_tools_come_with_the_feature_and_need_rights(bench, name, call):
    machine = bench.machine()
    with pytest.raises(CommandNotFound, match=f"'{re.escape(name)}'"):
        getattr(machine, call)()
    machine.install_windows_feature(["Containers"])
    bench.reboot(machine)
    assert not getattr(machine, call)()
    machine.fault("hcs_denied")
    with pytest.raises(WindowsError, match="Hyper-V Administrators") as caught:
        getattr(machine, call)()
    assert caught.value.code == "0x8037011b"


@pytest.mark.parametrize(
    ("host", "image", "allowed"),
    [
        (17763, 17763, True), (17763, 20348, False), (20348, 17763, False), (20348, 20348, True),
        (22621, 17763, False), (22621, 20348, True), (26100, 20348, True), (20348, 26100, False),
        (20348, 22621, False), (26100, 22621, True), (14393, 14393, True), (18362, 17763, False),
        (26200, 20348, True), (26200, 26100, True), (25398, 20348, True), (25398, 26100, False),
    ],
)  # fmt: skip
def test_build_rule_of_process_isolation(host, image, allowed):
    """isolation.md 2.2's own cases, and the rows of 3.1 that the rule decides."""
    assert process_build_allowed(host, image) == allowed


@pytest.mark.parametrize(
    ("release", "build", "text"),
    [
        ("2022", 17763, "The container operating system does not match the host operating system."),
        ("2019", 20348, "The container operating system does not match the host operating system."),
        ("2016", 17763, "The operating system of the container does not match the operating system of the host."),
    ],
)
def test_mismatch_fails_at_start(bench, release, build, text):
    machine = bench.machine(release=release, features=["Containers"])
    with pytest.raises(HcsError) as caught:
        run(machine, build=build)
    assert (caught.value.code, caught.value.text, caught.value.step) == ("0xc0370101", text, "start")
    assert machine.compute_processes() == []


def test_revisions_do_not_bar_the_start(bench):
    machine = bench.machine(release="2016", features=["Containers"], revision=1)
    assert machine.hcs_create_and_start(WEB, "process", 14393, 9999, PING)["pid"] > 0


def test_hyperv_takes_older_images_and_no_newer_ones(machine):
    run(machine, isolation="hyperv", build=14393)
    with pytest.raises(HcsError, match="0xc0370101"):
        run(machine, API, "hyperv", build=26100)


def test_hyperv_without_a_hypervisor_as_a6_6(bench):
    machine = bench.machine(features=["Containers", "Hyper-V"], virtual="vmware")
    with pytest.raises(HcsError) as caught:
        run(machine, isolation="hyperv")
    assert (caught.value.code, caught.value.text) == ("0xc0351000", "No hypervisor is present on this system.")
    assert caught.value.event == (
        f"[Event Detail: Cannot start Hyper-V Container '{WEB}' since the hypervisor is not running in the host. "
        "Provider: 17103e3f-3c6e-4677-bb17-3b267eb5be57 EventID: 12001]"
    )
    event = machine.events("Microsoft-Windows-Hyper-V-Compute-Operational", count=1)[0]
    assert event["Id"] == 12001
    assert WEB in event["Message"]


def test_utility_vms_take_memory_from_the_host(machine):
    run(machine, WEB, "hyperv", memory=6 * GIB)
    with pytest.raises(HcsError, match="0x8007000e"):
        run(machine, API, "hyperv", memory=2 * GIB)
    run(machine, API, "hyperv")
    assert machine.state()["compute_systems"][1]["memory"] == GIB
    run(machine, "c" * 64, "process", memory=64 * GIB)
    machine.hcs_terminate(WEB)
    run(machine, WEB, "hyperv", memory=2 * GIB)


def test_a_full_disk(machine):
    machine.fault("disk_full")
    with pytest.raises(HcsError, match="0x80070070"):
        run(machine)
    machine.fault("disk_full", on=False)
    run(machine)


def test_the_same_id_twice(machine):
    run(machine)
    with pytest.raises(HcsError, match="already exists"):
        run(machine)


def test_without_the_compute_service(bench):
    machine = bench.machine()
    with pytest.raises(HcsError, match="0x80370114"):
        run(machine)
    with pytest.raises(HcsError, match="0xc037010e"):
        machine.hcs_processes(WEB)


def test_pause_is_for_hyperv(machine):
    run(machine)
    run(machine, API, "hyperv")
    with pytest.raises(HcsError):
        machine.hcs_pause(WEB)
    machine.hcs_pause(API)
    assert [row["State"] for row in machine.compute_processes()] == ["Running", "Paused"]
    machine.hcs_pause(API, False)
    assert machine.compute_processes()[1]["State"] == "Running"


def test_cpu_time_grows(bench, machine):
    run(machine)
    before = machine.hcs_processes(WEB)[-1]["CPU"]
    bench.pass_time(600)
    assert machine.hcs_processes(WEB)[-1]["CPU"] > before


@pytest.mark.parametrize(
    ("user", "owner"),
    [
        (None, "User Manager\\ContainerAdministrator"),
        ("ContainerUser", "User Manager\\ContainerUser"),
        ("CORP\\svc", "CORP\\svc"),
    ],
)
def test_users(machine, user, owner):
    pid = run(machine, options={"user": user})
    assert next(row["Owner"] for row in machine.processes() if row["ProcessId"] == pid) == owner
