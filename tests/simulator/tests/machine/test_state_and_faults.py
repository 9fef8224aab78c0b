"""The whole state as JSON, and faults as a table."""

from __future__ import annotations

import json

import pytest
from hostsim.machine.faults import FAULTS


def test_state_is_json_and_the_same_for_the_same_machine(bench):
    host = {"features": ["Containers", "Hyper-V"], "engine": {"state": "running"}, "virtual": "azure", "nested": True}
    first, second = (bench.machine("twin", **host) for _ in range(2))
    for machine in (first, second):
        machine.hcs_create_and_start("a" * 64, "hyperv", 20348, 1, ["ping", "-t", "x"])
    assert json.loads(json.dumps(first.state())) == second.state()


def test_state_does_not_change_by_looking(bench):
    machine = bench.machine(features=["Containers"])
    before = machine.state()
    machine.cim("Win32_Process")
    machine.registry("HKLM:\\SOFTWARE")
    machine.windows_features()
    machine.optional_features()
    machine.hcsdiag_list()
    machine.bcdedit_current()
    machine.path("C:\\nothing")
    assert machine.state() == before


def test_other_names_have_other_pids(bench):
    one, other = (bench.machine(name).processes() for name in ("one", "other"))
    assert [row["Name"] for row in one] == [row["Name"] for row in other]
    assert [row["ProcessId"] for row in one] != [row["ProcessId"] for row in other]


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_shows_in_the_state(bench, name):
    machine = bench.machine(features=["Hyper-V"], engine={"state": "stopped"})
    before = machine.state()
    machine.fault(name)
    assert machine.state() != before


@pytest.mark.parametrize("name", sorted(set(FAULTS) - {"features_removed", "service_fails"}))
def test_every_switch_goes_back(bench, name):
    machine = bench.machine(features=["Hyper-V"])
    before = machine.state()
    machine.fault(name)
    machine.fault(name, on=False)
    assert machine.state() == before


def test_faults_that_do_not_exist(bench):
    with pytest.raises(ValueError, match="fault 'earthquake' is not known to machines; known are: "):
        bench.machine().fault("earthquake")
    with pytest.raises(TypeError):
        bench.machine().fault("disk_full", size=3)
    with pytest.raises(ValueError, match="marker 'x' is not known"):
        bench.machine().fault("reboot_pending", marker="x")


def test_events_are_read_newest_first(bench):
    machine = bench.machine()
    machine.write_event("docker", "first")
    machine.write_event("docker", "second", level="Warning", event_id=11)
    machine.write_event("other", "third")
    assert [event["Message"] for event in machine.events("Application", "docker")] == ["second", "first"]
    assert [event["Message"] for event in machine.events("Application", count=1)] == ["third"]
    assert machine.events("Application", "nobody") == []
