"""Whole hosts with engines of each kind: what stands there, what is put there later, and what is broken about it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hostsim import faults
from hostsim.archive import archive
from hostsim.control import ControlError
from hostsim.engine import Registry
from hostsim.fleet import fleet_from
from hostsim.host import SimulatedHost
from hostsim.machine import WindowsError
from werkzeug.test import Client

DESKTOP = {"release": "11 24H2", "edition": "Professional", "outage": 0.05}
FOLDER = "C:\\Program Files\\docker"
Make = Callable[..., SimulatedHost]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[SimulatedHost] = []
    sockets = tempfile.TemporaryDirectory()  # a socket's path is at most 107 bytes long

    def build(**host: Any) -> SimulatedHost:
        plan = fleet_from({"hosts": {"web": {"release": "2022", "features": ["Containers"], **host}}}).hosts[0]
        folder, pipes = tmp_path / f"h{len(made)}", Path(sockets.name) / f"p{len(made)}"
        folder.mkdir()
        pipes.mkdir()
        made.append(SimulatedHost(plan, "light", Registry({}), {"a": "b"}, folder, pipes))
        return made[-1]

    yield build
    for host in made:
        host.stop()
    sockets.cleanup()


def version(host: SimulatedHost) -> str:
    assert host.engine is not None
    return str(Client(host.engine.app).get("/version").json["Version"])


def unpack(host: SimulatedHost, version: str) -> None:
    """Docker's archive, unpacked into a folder."""
    with zipfile.ZipFile(io.BytesIO(archive(version))) as files:
        host.machine.add_path(FOLDER)
        for name in files.namelist():
            if not name.endswith("/"):
                host.machine.write_file(f"{FOLDER}\\{name.rpartition('/')[2]}", files.read(name))


def test_a_bare_host_gets_an_engine_of_an_archive(make: Make) -> None:
    host = make()
    assert (host.engine, host.summary()["engine"]) == (None, "absent")
    with pytest.raises(WindowsError):
        host.machine.run_program(f"{FOLDER}\\dockerd.exe", ["--version"])
    unpack(host, "29.7.2")
    run = host.machine.run_program
    assert run(f"{FOLDER}\\docker.exe", ["--version"]) == ("Docker version 29.7.2, build e9c8a6c\n", "", 0)
    assert run(f"{FOLDER}\\dockerd.exe", ["--register-service"]) == ("", "", 0)
    host.machine.start_service("docker")
    assert (version(host), host.summary()["engine"], host.engine_pipe.exists()) == ("29.7.2", "running", True)
    host.machine.stop_service("docker")
    unpack(host, "28.5.2")
    host.machine.start_service("docker")
    assert (version(host), host.front.engine) == ("28.5.2", host.engine)


@pytest.mark.parametrize(
    ("engine", "service", "program"),
    [
        ({}, "docker", "C:\\Program Files\\Docker\\dockerd.exe"),
        ({"path": "D:\\engine", "service": "dockerd", "version": "29.7.2"}, "dockerd", "D:\\engine\\dockerd.exe"),
        ({"installer": "microsoft"}, "docker", "C:\\Windows\\System32\\dockerd.exe"),
        ({"installer": "stevedore"}, "stevedore", "C:\\Program Files\\Stevedore\\dockerd.exe"),
        ({"wrapper": "nssm", "version": "26.1.4"}, "docker", "C:\\Program Files\\nssm\\nssm.exe"),
    ],
)
def test_an_engine_of_each_installer_runs(make: Make, engine: dict[str, Any], service: str, program: str) -> None:
    host = make(engine={"state": "running", **engine}, disks={"D": {}})
    assert (version(host), host.summary()["engine"]) == (engine.get("version", "28.5.2"), "running")
    assert host.machine.service_program(service) == program
    faults.apply(host, "engine-stopped", {})
    assert (host.summary()["engine"], host.engine_pipe.exists()) == ("stopped", False)
    faults.apply(host, "clear", {})
    assert version(host) == engine.get("version", "28.5.2")


def test_a_fault_that_waits_for_an_engine(make: Make) -> None:
    host = make()
    with pytest.raises(ControlError, match="has no engine"):
        faults.apply(host, "engine-slow", {})
    faults.apply(host, "engine-fails", {"version": "29.7.2", "text": "failed to start daemon: no"})
    unpack(host, "29.7.2")
    host.machine.run_program(f"{FOLDER}\\dockerd.exe", ["--register-service"])
    host.machine.start_service("docker")
    assert host.summary()["engine"] == "stopped"
    assert "failed to start daemon: no" in host.machine.events("Application", "docker", 1)[0]["Message"]
    faults.apply(host, "clear", {})
    faults.apply(host, "engine-hangs", {})
    host.machine.start_service("docker")
    assert (host.summary()["engine"], host.engine_pipe.exists()) == ("running", False)
    faults.apply(host, "clear", {})
    host.machine.stop_service("docker")
    faults.apply(host, "service-slow", {"seconds": "0.2"})
    assert host.machine.state()["faults"]["service_slow"] == {"docker": 0.2}
    host.machine.start_service("docker")
    assert version(host) == "29.7.2"


@pytest.mark.parametrize("mode", ["windows", "linux"])
def test_docker_desktop_answers_in_either_mode(make: Make, mode: str) -> None:
    host = make(**DESKTOP, engine={"state": "desktop", "mode": mode, "version": "27.5.1"})
    assert host.engine is not None
    info = Client(host.engine.app).get("/info").json
    assert (info["OSType"], info["ServerVersion"], host.engine_pipe.exists()) == (mode, "27.5.1", True)
    assert host.machine.service("docker") is None
    host.machine._halt()
    host.machine.parts.power._tell(host.machine.parts.power.on_shutdown)
    assert not host.engine_pipe.exists()
    host.machine.parts.power._tell(host.machine.parts.power.on_boot)
    assert host.engine_pipe.exists()


@pytest.mark.parametrize(
    ("engine", "service"), [({"state": "desktop"}, "com.docker.service"), ({"state": "containerd"}, "containerd")]
)
def test_what_is_no_engine_of_a_service(make: Make, engine: dict[str, Any], service: str) -> None:
    host = make(engine=engine)
    assert (host.engine, host.summary()["engine"], host.engine_pipe.exists()) == (None, "absent", False)
    row = host.machine.service(service)
    assert row is not None
    assert row["State"] == ("Running" if service == "containerd" else "Stopped")
    found = [row["Name"] for row in host.machine.cim("Win32_Service") if "dockerd" in row["PathName"]]
    assert found == []
