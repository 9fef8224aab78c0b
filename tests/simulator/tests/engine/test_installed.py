"""An engine is what its service's file is: upgrades, data-roots, other programs, wrappers, Docker Desktop."""

from __future__ import annotations

from typing import Any

import pytest
from hostsim.engine import NotListening
from hostsim.engine.dockerd import Dockerd, EngineService
from hostsim.engine.versions import engine_version
from hostsim.machine import WindowsError
from hostsim.machine.program_files import stand_in

from .box import Box

KEY = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\docker"
FOLDER = "C:\\Program Files\\Docker"
EXE = f"{FOLDER}\\dockerd.exe"


class Installed(Box):
    """A box whose engine tells its version by its file, and whose services start it by that."""

    def __init__(self, host: dict[str, Any] | None = None, **engine: Any) -> None:
        about = {"release": "2022", "edition": "ServerDatacenter", "features": ["Containers"], **(host or {})}
        super().__init__({**about, "engine": {"state": "stopped", **engine}})
        del self.machine.parts.services._programs["docker"]
        self.machine.register_kind("dockerd", self.call, lambda name: EngineService(self.engine, name))
        self.machine.register_kind("nssm", lambda *call: ("", "", 0), lambda name: EngineService(self.engine, name))

    def call(self, path, program, arguments):
        return Dockerd(self.machine, engine_version(program.version), path).call(arguments)

    def replace(self, version: str, service: str = "docker", **what: Any) -> None:
        """The whole of an upgrade: stop, put the file there, start."""
        self.machine.stop_service(service)
        self.machine.write_file(EXE, what.get("content") or stand_in("dockerd", version))
        self.machine.start_service(service)

    def version(self) -> str:
        return str(self.get("/version")["Version"])

    def names(self) -> list[str]:
        return [name for row in self.get("/containers/json?all=1") for name in row["Names"]]


def test_an_upgrade_and_a_downgrade_keep_what_there_is():
    box = Installed(version="28.5.2").up()
    box.create("web", start=True, HostConfig={"RestartPolicy": {"Name": "always"}})
    assert box.ask("POST", "/volumes/create", {"Name": "data"})[0] == 201
    assert box.ask("POST", "/networks/create", {"Name": "lan", "Driver": "nat"})[0] == 201
    images = len(box.get("/images/json"))
    for version, api in (("29.7.2", "1.55"), ("20.10.24", "1.41"), ("28.5.2", "1.51")):
        box.replace(version)
        assert (box.version(), box.get("/version")["ApiVersion"]) == (version, api)
        assert box.client.get("/_ping").headers["Server"] == f"Docker/{version} (windows)"
        assert (box.names(), box.state()["Status"], len(box.get("/images/json"))) == (["/web"], "running", images)
        assert [volume["Name"] for volume in box.get("/volumes")["Volumes"]] == ["data"]
        assert "lan" in [network["Name"] for network in box.get("/networks")]


def test_a_file_that_was_replaced_without_a_restart_changes_nothing_yet():
    box = Installed(version="28.5.2").up()
    with pytest.raises(WindowsError, match=r"Access to the path 'dockerd.exe' is denied"):
        box.machine.write_file(EXE, stand_in("dockerd", "29.7.2"))
    assert box.version() == "28.5.2"
    box.machine.set_registry(KEY, {"ImagePath": "D:\\new\\dockerd.exe --run-service"})
    box.machine.stop_service("docker")
    with pytest.raises(WindowsError):
        box.up()
    assert box.machine.service("docker")["ExitCode"] == 3


@pytest.mark.parametrize(
    ("content", "code"), [(b"no program", 193), (stand_in("dockerd", "29.7.2", "arm64"), 216), (b"", 193)]
)
def test_what_windows_does_not_run_leaves_the_old_state(content, code):
    box = Installed().up()
    box.create("web")
    with pytest.raises(WindowsError, match="cannot be started"):
        box.replace("", content=content or b"\0")
    row = box.machine.service("docker")
    assert (row["State"], row["ExitCode"], row["ProcessId"]) == ("Stopped", code, 0)
    assert box.engine.state()["containers"][0]["Name"] == "/web"
    box.replace("28.5.2")
    assert box.names() == ["/web"]


@pytest.mark.parametrize(
    ("host", "version", "event"),
    [
        ({"release": "2016"}, "29.7.2", "Stopping service [error=system requirements not met: {}]"),
        ({"release": "2016"}, "23.0.6", "failed to start daemon: {}"),
        ({"release": "2016"}, "28.5.2", "failed to start daemon: {}"),
        ({"release": "1803"}, "25.0.5", "failed to start daemon: {}"),
    ],
)
def test_an_engine_that_the_build_cannot_run(host, version, event):
    box = Installed(host, version="20.10.24").up()
    box.create("web")
    try:
        box.replace(version)
    except WindowsError:
        assert version == "29.7.2"  # it never says that it runs
    assert box.machine.service("docker")["State"] == "Stopped"
    text = "this version of Windows does not support the docker daemon (Windows build 17763 or higher is required)"
    assert box.machine.events("Application", "docker", 1)[0]["Message"] == event.format(text)
    assert box.machine.file_versions(EXE)["ProductVersion"] == version
    with pytest.raises(NotListening):
        box.client.get("/_ping")
    assert box.engine.state()["containers"][0]["Name"] == "/web"
    box.replace("20.10.24")
    assert box.names() == ["/web"]


def start_with(box, flags):
    box.machine.stop_service("docker")
    box.machine.set_registry(KEY, {"ImagePath": f'"{EXE}" --run-service {flags}'})
    box.machine.start_service("docker")


def test_a_data_root_holds_the_state_wherever_it_is():
    box = Installed({"disks": {"D": {}}}).up()
    box.create("web")
    assert box.ask("POST", "/volumes/create", {"Name": "data"})[0] == 201
    start_with(box, "--data-root D:\\docker")
    assert (box.names(), box.get("/volumes")["Volumes"], box.get("/images/json")) == ([], [], [])
    start_with(box, "")
    assert box.names() == ["/web"]
    box.machine.stop_service("docker")
    mark = box.machine.read_file("C:\\ProgramData\\docker\\engine-id")
    box.machine.write_file("D:\\docker\\engine-id", mark)  # as a moved folder has it
    box.machine.remove_path("C:\\ProgramData\\docker")
    start_with(box, "--data-root D:\\docker")
    assert box.names() == ["/web"]
    assert box.get("/volumes")["Volumes"][0]["Mountpoint"] == "D:\\docker\\volumes\\data\\_data"
    start_with(box, "")
    assert (box.names(), box.get("/images/json")) == ([], [])  # the folder was removed


def test_a_data_root_on_refs_is_refused():
    box = Installed({"disks": {"R": {"file_system": "ReFS"}}})
    start_with(box, "--data-root R:\\docker")
    assert box.machine.service("docker")["State"] == "Stopped"
    assert box.machine.events("Application", "docker", 1)[0]["Message"] == (
        "failed to start daemon: error initializing graphdriver: R:\\docker\\windowsfilter is on an ReFS volume - ReFS "
        "volumes are not supported: windowsfilter"
    )


def test_a_service_that_is_registered_by_another_file_of_another_version():
    box = Installed(version="28.5.2").up()
    box.create("web")
    box.machine.stop_service("docker")
    box.machine.add_path("D:\\bin")
    box.machine.write_file("D:\\bin\\dockerd.exe", stand_in("dockerd", "29.7.2"))
    run = box.machine.run_program
    assert run(EXE, ["--version"])[0].startswith("Docker version 28.5.2, build ")
    assert run("D:\\bin\\dockerd.exe", ["--version"])[0].startswith("Docker version 29.7.2, build ")
    assert run("D:\\bin\\dockerd.exe", ["--validate"]) == ("", "configuration OK\n", 0)
    assert run(EXE, ["--unregister-service"]) == ("", "", 0)
    assert box.machine.service("docker") is None
    assert run("D:\\bin\\dockerd.exe", ["--register-service", "-D"]) == ("", "", 0)
    assert box.machine.service("docker")["PathName"] == "D:\\bin\\dockerd.exe --run-service -D"
    assert box.machine.registry(KEY)["FailureActions"][:4] == [0x80, 0x51, 1, 0]
    source = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\docker"
    assert box.machine.registry(source)["EventMessageFile"] == "D:\\bin\\dockerd.exe"
    box.machine.start_service("docker")
    assert (box.version(), box.names(), box.get("/info")["Debug"]) == ("29.7.2", ["/web"], True)


def test_a_bare_host_registers_before_the_feature_but_29_2():
    for version, registers in (("28.5.2", True), ("29.2.0", False), ("29.7.2", True)):
        box = Installed({"features": []}, state="absent")
        box.machine.add_path(FOLDER)
        box.machine.write_file(EXE, stand_in("dockerd", version))
        _, said, code = box.machine.run_program(EXE, ["--register-service"])
        assert (code == 0, box.machine.service("docker") is not None) == (registers, registers), said


def test_two_engines_want_one_pipe():
    box = Installed().up()
    line = f'"{EXE}" --run-service --service-name other'
    box.machine.create_service("other", "Other", line)
    with pytest.raises(WindowsError):
        box.machine.start_service("other")
    assert (
        "open //./pipe/docker_engine: Access is denied." in box.machine.events("Application", "other", 1)[0]["Message"]
    )
    assert box.version() == "28.5.2"


def test_a_wrapper_starts_what_its_parameters_say():
    box = Installed(wrapper="nssm", version="26.1.4", flags=["--label", "a=b c"]).up()
    assert (box.version(), box.get("/info")["Labels"]) == ("26.1.4", ["a=b c"])
    assert any(row["Name"] == "nssm.exe" for row in box.machine.processes())
    assert box.machine.events("Application", "docker") == []
    box.machine.stop_service("docker")
    box.machine.remove_path(EXE)
    box.up()
    assert (box.machine.service("docker")["State"], box.engine.pipe_state) == ("Stopped", "missing")


def test_stevedores_engine_has_its_name_and_its_pipes():
    box = Installed(installer="stevedore")
    box.machine.start_service("stevedore")
    assert box.version() == "28.5.2"
    assert sorted(box.engine.settings.pipes) == ["dockerDesktopWindowsEngine", "docker_engine"]
    assert box.machine.events("Application", "stevedore")


@pytest.mark.parametrize("version", ["", "29.7.2"])
def test_an_engine_that_does_not_come_up_and_one_that_hangs(version):
    box = Installed(version="28.5.2").up()
    box.engine.fails[version] = "failed to start daemon: no"
    box.replace("29.7.2")
    assert box.machine.service("docker")["State"] == "Stopped"
    said = [event["Message"] for event in box.machine.events("Application", "docker", 3)]
    assert said[0] == "Stopping service [error=failed to start daemon: no]"
    assert not any(text.startswith(("API listen", "Daemon has completed")) for text in said)
    if version:
        box.replace("28.5.2")
        assert box.version() == "28.5.2"
    box.engine.fails.clear()
    box.engine.hangs.add(version)
    box.replace("29.7.2")
    assert (box.machine.service("docker")["State"], box.engine.pipe_state) == ("Running", "missing")
    box.engine.hangs.clear()
    box.replace("29.7.2")
    assert box.version() == "29.7.2"


@pytest.mark.parametrize(("mode", "isolation"), [("linux", ""), ("windows", "hyperv")])
def test_docker_desktop(mode, isolation):
    box = Installed({"release": "11 24H2", "edition": "Professional"}, state="desktop", version="27.5.1", mode=mode)
    box.engine.start_alone(box.machine.description.engine.program, mode)
    info, version = box.get("/info"), box.get("/version")
    assert (info["OSType"], version["Os"], info["Isolation"]) == (mode, mode, isolation)
    assert (version["Version"], version["Components"][0]["Details"]["Os"]) == ("27.5.1", mode)
    assert box.client.head("/_ping").headers["Ostype"] == mode
    assert box.machine.service("com.docker.service")["State"] == "Stopped"
    assert box.machine.service("docker") is None
    box.engine.stop()
    assert box.machine.events("Application") == []
