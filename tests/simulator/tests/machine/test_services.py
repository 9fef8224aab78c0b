"""Services: which exist, what starts them, and how a failure shows."""

from __future__ import annotations

import threading

import pytest
from hostsim.machine import ServiceError, WindowsError
from hostsim.machine.service_table import SERVICES

ENGINE = {"state": "stopped"}


class Program:
    def __init__(self, failure: str | None = None) -> None:
        self.failure = failure
        self.calls: list[str] = []

    def start(self) -> None:
        self.calls.append("start")
        if self.failure:
            raise ServiceError(self.failure)

    def stop(self) -> None:
        self.calls.append("stop")


def states(machine):
    return {row["Name"]: row["State"] for row in machine.services()}


@pytest.mark.parametrize(
    ("features", "there"),
    [
        ([], set()),
        (["Containers"], {"vmcompute", "hns"}),
        (["Hyper-V"], {"vmms"}),
        (["Containers", "Hyper-V"], {"vmcompute", "hns", "vmms"}),
    ],
)
def test_features_bring_services_after_the_reboot(bench, features, there):
    machine = bench.machine()
    for name in features:
        machine.install_windows_feature([name])
    assert not {"vmcompute", "hns", "vmms"} & set(states(machine))
    bench.reboot(machine)
    running = {name for name, state in states(machine).items() if state == "Running"}
    assert {"vmcompute", "hns", "vmms"} & running == there


def test_display_names_as_a8(bench):
    machine = bench.machine(features=["Containers", "Hyper-V"], engine=ENGINE)
    assert machine.service("vmms")["DisplayName"] == "Hyper-V Virtual Machine Management"
    assert machine.service("VMCompute")["DisplayName"] == "Hyper-V Host Compute Service"
    assert machine.service("hns")["DisplayName"] == "Host Network Service"
    assert machine.service("docker")["DisplayName"] == "Docker Engine"


@pytest.mark.parametrize("row", [row for row in SERVICES if row.at_boot], ids=lambda row: row.name)
def test_what_runs_has_a_process(bench, row):
    machine = bench.machine(features=["Containers", "Hyper-V"])
    service = machine.service(row.name)
    process = next(each for each in machine.processes() if each["ProcessId"] == service["ProcessId"])
    assert process["Name"].lower() == row.path.split(".exe")[0].rsplit("\\", 1)[-1].lower() + ".exe"
    assert process["SessionId"] == 0


@pytest.mark.parametrize(
    ("state", "features", "expected"),
    [
        ("absent", ["Containers"], None),
        ("stopped", ["Containers"], "Stopped"),
        ("running", ["Containers"], "Running"),
        ("running", [], "Stopped"),
    ],
)
def test_the_engine_as_described(bench, state, features, expected):
    machine = bench.machine(features=features, engine={"state": state})
    service = machine.service("docker")
    assert (service and service["State"]) == expected
    assert machine.path("C:/program files/docker/DOCKERD.exe")["exists"] == (expected is not None)


def test_start_and_stop(bench):
    machine, program = bench.machine(features=["Containers"], engine=ENGINE), Program()
    machine.register_service_program("docker", program)
    assert program.calls == []
    machine.start_service("Docker")
    machine.start_service("docker")
    assert program.calls == ["start"]
    assert machine.service("docker")["ProcessId"] in {row["ProcessId"] for row in machine.processes()}
    machine.stop_service("docker")
    machine.stop_service("docker")
    assert program.calls == ["start", "stop"]
    assert machine.service("docker")["ProcessId"] == 0
    assert "dockerd.exe" not in {row["Name"] for row in machine.processes()}


def test_a_service_that_counts_as_running_starts_its_program_when_it_is_registered(bench):
    machine, program = bench.machine(features=["Containers"], engine={"state": "running"}), Program()
    machine.register_service_program("docker", program)
    assert program.calls == ["start"]
    assert states(machine)["docker"] == "Running"
    assert [row["Name"] for row in machine.processes()].count("dockerd.exe") == 1


def test_a_failure_is_an_event_and_the_text_of_a8_2(bench):
    machine = bench.machine(features=["Containers"], engine=ENGINE)
    machine.register_service_program("docker", Program("fatal: unknown option: 'x'"))
    with pytest.raises(WindowsError) as caught:
        machine.start_service("docker")
    assert caught.value.text == (
        "Service 'Docker Engine (docker)' cannot be started due to the following error: "
        "Cannot start service docker on computer '.'."
    )
    assert machine.service("docker")["State"] == "Stopped"
    assert machine.service("docker")["ExitCode"] == 1066
    event = machine.events("application", "DOCKER", count=1)[0]
    assert (event["LevelDisplayName"], event["Message"]) == ("Error", "fatal: unknown option: 'x'")


def test_the_fault_service_fails_and_heals(bench):
    machine = bench.machine(features=["Containers"], engine=ENGINE)
    machine.fault("service_fails", service="docker", text="no such luck")
    with pytest.raises(WindowsError):
        machine.start_service("docker")
    bench.reboot(machine)
    assert states(machine)["docker"] == "Stopped"
    assert [event["Message"] for event in machine.events(source="docker")] == ["no such luck", "no such luck"]
    machine.fault("service_fails", service="docker", text=None)
    bench.reboot(machine)
    assert states(machine)["docker"] == "Running"


def test_automatic_start_at_boot_and_stop_at_shutdown(bench):
    machine, program = bench.machine(features=["Containers"], engine=ENGINE), Program()
    machine.register_service_program("docker", program)
    bench.reboot(machine)
    assert program.calls == ["start"]
    bench.reboot(machine)
    assert program.calls == ["start", "stop", "start"]


def test_a_program_that_dies(bench):
    machine, program = bench.machine(features=["Containers"], engine={"state": "running"}), Program()
    machine.register_service_program("docker", program)
    machine.service_exited("docker", "panic: runtime error")
    machine.service_exited("docker", "again")
    assert machine.service("docker")["State"] == "Stopped"
    assert machine.service("docker")["ExitCode"] == 1067
    assert program.calls == ["start"]
    assert [event["Message"] for event in machine.events("Application")] == ["panic: runtime error"]
    assert "Docker Engine" in machine.events("System", count=1)[0]["Message"]


def test_programs_are_called_without_the_lock(bench):
    machine = bench.machine(features=["Containers"], engine=ENGINE)
    free = []

    def try_lock() -> None:
        free.append(machine.lock.acquire(timeout=2))
        machine.lock.release()

    class Asking(Program):
        def start(self) -> None:
            other = threading.Thread(target=try_lock)
            other.start()
            other.join()

    machine.register_service_program("docker", Asking())
    machine.start_service("docker")
    assert free == [True]


def test_two_starts_at_once_start_one_program(bench):
    machine = bench.machine(features=["Containers"], engine=ENGINE)
    begun, go = threading.Event(), threading.Event()

    class Slow(Program):
        def start(self) -> None:
            super().start()
            begun.set()
            go.wait(5)

    program = Slow()
    machine.register_service_program("docker", program)
    first = threading.Thread(target=machine.start_service, args=("docker",))
    first.start()
    assert begun.wait(5)
    assert states(machine)["docker"] == "Start Pending"
    second = threading.Thread(target=machine.start_service, args=("docker",))
    second.start()
    second.join(0.05)
    assert second.is_alive()
    go.set()
    first.join(5)
    second.join(5)
    assert program.calls == ["start"]
    assert states(machine)["docker"] == "Running"


def test_a_bug_in_a_program_passes_and_leaves_the_service_stopped(bench):
    machine = bench.machine(features=["Containers"], engine=ENGINE)

    class Broken(Program):
        def start(self) -> None:
            raise ZeroDivisionError

    machine.register_service_program("docker", Broken())
    with pytest.raises(ZeroDivisionError):
        machine.start_service("docker")
    assert states(machine)["docker"] == "Stopped"


@pytest.mark.parametrize("call", ["start_service", "stop_service", "service_exited"])
def test_unknown_services(bench, call):
    with pytest.raises(WindowsError, match="Cannot find any service with service name 'nothing'"):
        getattr(bench.machine(), call)("nothing")
    assert bench.machine().service("nothing") is None
