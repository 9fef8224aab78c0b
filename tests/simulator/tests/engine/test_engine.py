"""The engine as a service's program: conditions, versions, restarts, reboots, faults."""

from __future__ import annotations

import json
import time

import pytest
from hostsim.engine import ConnectionDropped, NotListening
from hostsim.engine.versions import API_VERSIONS, engine_version
from hostsim.machine import WindowsError

from .box import until


def log_of(box):
    """The newest text of the engine in the Application log."""
    return box.machine.events("Application", "docker", 1)[0]["Message"]


@pytest.mark.parametrize(
    ("host", "engine", "text"),
    [
        ({"release": "2016"}, {"version": "23.0.6"},
         "this version of Windows does not support the docker daemon (Windows build 17763 or higher is required)"),
        ({"features": []}, {}, "failed to load vmcompute.dll, ensure that the Containers feature is installed"),
        ({}, {"exec_opts": ["isolation=maybe"]},
         "error setting default isolation mode: invalid exec-opt value for 'isolation':'maybe'"),
        ({}, {"exec_opts": ["isolation=maybe"], "version": "20.10.24"},
         "error setting default isolation mode: Invalid exec-opt value for 'isolation':'maybe'"),
    ],
)  # fmt: skip
def test_what_is_found_late_ends_a_service_that_was_running(make, host, engine, text):
    box = make(host, **engine).up()
    row = box.machine.service("docker")
    assert (row["State"], row["ExitCode"]) == ("Stopped", 1066)
    assert log_of(box) == f"failed to start daemon: {text}"
    assert box.machine.events("System", "Service Control Manager", 1)[0]["Id"] == 7024
    assert box.engine.pipe_state == "missing"
    with pytest.raises(NotListening):
        box.client.get("/_ping")


@pytest.mark.parametrize("option", ["native.cgroupdriver=systemd", "a=b"])
def test_a_configuration_that_is_refused_is_told_to_nobody(make, option):
    box = make({}, exec_opts=[option])
    with pytest.raises(WindowsError):
        box.up()
    assert box.machine.service("docker")["ExitCode"] == 1053
    assert [event["Id"] for event in box.machine.events("System", "Service Control Manager", 2)] == [7000, 7009]
    assert box.machine.events("Application", "docker") == []


def test_an_engine_of_29_that_does_not_fit_never_runs(make):
    box = make({"features": []}, version="29.7.2")
    with pytest.raises(WindowsError):
        box.up()
    assert log_of(box) == (
        "Stopping service [error=system requirements not met: failed to load vmcompute.dll, ensure that the "
        "Containers feature is installed]"
    )


CLIENT = {"release": "11 24H2", "edition": "Professional"}


@pytest.mark.parametrize(
    ("host", "exec_opts", "isolation"),
    [
        ({}, [], "process"),
        ({}, ["isolation=HyperV"], "hyperv"),
        ({"domain_role": "controller"}, [], "process"),
        (CLIENT, [], "hyperv"),
        (CLIENT, ["isolation=process"], "process"),
        (CLIENT, ["isolation=default"], "hyperv"),
        ({"release": "11 24H2", "edition": "ServerRdsh"}, [], "process"),
    ],
)
def test_default_isolation(make, host, exec_opts, isolation):
    box = make(host, exec_opts=exec_opts, images=[]).up()
    assert box.get("/info")["Isolation"] == isolation


@pytest.mark.parametrize(
    ("host", "version", "system"),
    [
        ({}, "23.0.3", "Microsoft Windows Server Version 21H2 (OS Build 20348.2113)"),
        ({"release": "2019", "edition": "ServerDatacenter", "revision": 805}, "19.3.4",
         "Windows Server 2019 Datacenter Version 1809 (OS Build 17763.805)"),
    ],
)  # fmt: skip
def test_info(make, host, version, system):
    box = make(host, version=version).up()
    info = box.get("/info")
    assert info["OperatingSystem"] == system
    assert info["OSType"] == "windows" and info["Driver"] == "windowsfilter"
    assert info["OSVersion"] == "10.0." + str(box.machine.description.build)
    assert box.get("/version")["Components"][0]["Details"]["ApiVersion"] == engine_version(version).api
    assert (len(info["ID"]) == 36) == (version == "23.0.3")


def test_ping_has_its_headers(box):
    for response in (box.client.get("/_ping"), box.client.head("/_ping")):
        assert response.status_code == 200
        assert response.headers["Api-Version"] == "1.51"
        assert response.headers["Ostype"] == "windows"
        assert response.headers["Server"] == "Docker/28.5.2 (windows)"
    assert box.client.get("/_ping").text == "OK"


@pytest.mark.parametrize(
    ("version", "newest", "oldest"),
    [("20.10.24", "1.41", "1.24"), ("23.0.6", "1.42", "1.24"), ("24.0.7", "1.43", "1.24"), ("25.0.5", "1.44", "1.24"),
     ("26.1.4", "1.45", "1.24"), ("27.5.1", "1.47", "1.24"), ("28.0.4", "1.48", "1.24"), ("28.5.2", "1.51", "1.24"),
     ("29.0.0", "1.52", "1.44")],
)  # fmt: skip
def test_api_versions(make, version, newest, oldest):
    box = make(version=version).up()
    low = f"{oldest.split('.')[0]}.{int(oldest.split('.')[1]) - 1}"
    assert box.client.get(f"/v{newest}/info").status_code == box.client.get(f"/v{oldest}/info").status_code == 200
    assert box.ask("GET", "/v1.99/info") == (
        400, f"client version 1.99 is too new. Maximum supported API version is {newest}",
    )  # fmt: skip
    status, text = box.ask("GET", f"/v{low}/info")
    assert (status, text.rstrip("\n")) == (
        400, f"client version {low} is too old. Minimum supported API version is {oldest}, "
             "please upgrade your client to a newer version",
    )  # fmt: skip


def test_api_table_is_newest_first():
    assert [row[0] for row in API_VERSIONS] == sorted((row[0] for row in API_VERSIONS), reverse=True)
    with pytest.raises(ValueError, match="not an engine version"):
        engine_version("newest")


def test_unknown_routes(box):
    for method, path in (("GET", "/nope"), ("DELETE", "/info"), ("GET", "/v1.41/containers/")):
        assert box.ask(method, path) == (404, "page not found")
    assert box.ask("POST", "/build")[0] == 501


POLICIES = [("no", "exited"), ("always", "running"), ("unless-stopped", "running"), ("on-failure", "running")]


@pytest.mark.parametrize(("policy", "status"), POLICIES)
def test_engine_restart(make, policy, status):
    box = make().up()
    box.create(start=True, HostConfig={"RestartPolicy": {"Name": policy}})
    box.machine.stop_service("docker")
    assert box.machine.compute_processes() == []
    box.up()
    assert box.state()["Status"] == status


@pytest.mark.parametrize(("policy", "status"), [("always", "running"), ("unless-stopped", "exited")])
def test_what_was_stopped_by_hand_stays_so_unless_always(box, policy, status):
    box.create(start=True, HostConfig={"RestartPolicy": {"Name": policy}})
    box.ask("POST", "/containers/web/stop")
    assert box.state()["Status"] == "exited"
    box.machine.stop_service("docker")
    box.up()
    assert box.state()["Status"] == status


def test_policy_always_restarts_what_ends(box):
    box.create(start=True, Cmd=["cmd", "/c", "exit 0"], HostConfig={"RestartPolicy": {"Name": "always"}})
    assert until(lambda: box.get("/containers/web/json")["RestartCount"] >= 2)
    box.ask("POST", "/containers/web/stop")
    assert box.state()["Status"] == "exited"
    count = box.get("/containers/web/json")["RestartCount"]
    time.sleep(0.4)
    assert box.get("/containers/web/json")["RestartCount"] == count


def test_reboot(box):
    box.create("back", start=True, HostConfig={"RestartPolicy": {"Name": "always"}})
    box.create("gone", start=True)
    old = box.state("back")["StartedAt"]
    box.machine.shutdown(0)
    assert until(
        lambda: box.machine.is_up() and box.engine.pipe_state == "listening" and box.state("back")["StartedAt"] != old
    )
    assert (box.state("back")["Status"], box.state("gone")["Status"]) == ("running", "exited")


def test_crash_leaves_containers_to_themselves_until_the_next_start(box):
    identifier = box.create(start=True)
    box.engine.fault("crash")
    assert box.engine.pipe_state == "missing"
    assert box.machine.service("docker")["State"] == "Stopped"
    assert [p["Id"] for p in box.machine.compute_processes()] == [identifier]
    box.up()
    assert (box.state()["Status"], box.state()["ExitCode"]) == ("exited", 255)
    assert box.machine.compute_processes() == []


@pytest.mark.parametrize(("claims", "runs"), [("hyperv", "process"), ("process", "hyperv")])
def test_the_lie(box, claims, runs):
    box.engine.fault("lie", claims=claims, runs=runs)
    box.create(start=True, HostConfig={"Isolation": claims})
    assert box.get("/containers/web/json")["HostConfig"]["Isolation"] == claims
    assert any(p["Name"] == "vmwp.exe" for p in box.machine.processes()) == (runs == "hyperv")
    assert box.engine.state()["containers"][0]["RunsAs"] == runs


def test_other_faults(box):
    box.create()
    box.engine.fault("fail_start", code="0xc0370106", times=1)
    status, text = box.ask("POST", "/containers/web/start")
    assert status == 500 and text.endswith("The virtual machine or container exited unexpectedly. (0xc0370106)")
    assert box.ask("POST", "/containers/web/start")[0] == 204
    box.engine.fault("drop", path="/json")
    with pytest.raises(ConnectionDropped):
        _ = box.client.get("/containers/web/json").text
    assert box.client.get("/containers/web/json").status_code == 200
    box.engine.fault("answers", path="/web/json", text="out of paper")
    assert box.ask("GET", "/v1.44/containers/web/json") == (500, "out of paper")
    assert box.client.get("/containers/json").status_code == 200
    box.engine.clear_fault("answers")
    assert box.client.get("/containers/web/json").status_code == 200
    box.engine.fault("pipe", state="denied")
    assert box.engine.pipe_state == "denied"
    with pytest.raises(NotListening, match="denied"):
        box.client.get("/_ping")
    box.engine.clear_fault()
    box.engine.fault("slow", seconds=0.1)
    before = time.monotonic()
    box.client.get("/_ping")
    assert time.monotonic() - before >= 0.1
    with pytest.raises(ValueError, match="not known to engines"):
        box.engine.fault("zip")
    with pytest.raises(ValueError, match="unknown argument"):
        box.engine.fault("slow", secs=1)


def test_state_is_json(box):
    box.create(start=True)
    state = json.loads(json.dumps(box.engine.state()))
    assert state["containers"][0]["State"]["Running"] and state["pipe"] == "listening"
