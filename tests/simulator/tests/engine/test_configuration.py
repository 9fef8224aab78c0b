"""What a daemon.json and an ImagePath change in the engine of a simulated host."""

from __future__ import annotations

import json

import pytest
from hostsim.engine import command_line
from hostsim.machine import WindowsError
from hostsim.machine.service_table import RECOVERY

FILE = "C:\\ProgramData\\docker\\config\\daemon.json"
KEY = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\docker"
EXE = '"C:\\Program Files\\Docker\\dockerd.exe" --run-service'


@pytest.fixture
def configured(make):
    """A box whose engine was started with a daemon.json and flags."""

    def start(config=None, flags="", host=None, content=None, **engine):
        box = make({**(host or {})}, **engine)
        if config is not None or content is not None:
            box.machine.add_path(FILE.rpartition("\\")[0])
            box.machine.write_file(FILE, content if content is not None else json.dumps(config).encode())
        if flags:
            box.machine.set_registry(KEY, {"ImagePath": f"{EXE} {flags}"})
        return box.up()

    return start


def test_the_service_has_its_key(make):
    box = make({})
    assert box.machine.registry(KEY) == {
        "Type": 16, "Start": 2, "ErrorControl": 1, "ImagePath": EXE, "DisplayName": "Docker Engine",
        "ObjectName": "LocalSystem", "FailureActions": list(RECOVERY),
    }  # fmt: skip
    box.machine.set_registry(KEY, {"Start": 4, "Environment": ["HTTP_PROXY=http://a:1"]})
    assert box.machine.service("docker")["StartMode"] == "Disabled"
    assert box.machine.registry(KEY)["Environment"] == ["HTTP_PROXY=http://a:1"]
    with pytest.raises(WindowsError):
        box.up()


def test_what_the_engine_tells_of_it(configured):
    box = configured({
        "data-root": "D:\\docker", "exec-opts": ["isolation=hyperv"], "labels": ["site=b", "rack=3"], "debug": True,
        "registry-mirrors": ["https://mirror.example"], "insecure-registries": ["a:5000", "10.0.0.0/8"],
        "log-driver": "local", "log-opts": {"max-size": "5m"}, "experimental": True,
        "proxies": {"http-proxy": "http://p:1"},
    }, host={"disks": {"D": {"size": "100GiB"}}})  # fmt: skip
    info = box.get("/info")
    assert (info["DockerRootDir"], info["Isolation"], info["Debug"]) == ("D:\\docker", "hyperv", True)
    assert sorted(info["Labels"]) == ["rack=3", "site=b"] and info["ExperimentalBuild"] is True
    assert (info["LoggingDriver"], info["HttpProxy"]) == ("local", "http://p:1")
    registries = info["RegistryConfig"]
    assert registries["InsecureRegistryCIDRs"] == ["10.0.0.0/8", "::1/128", "127.0.0.0/8"]
    assert registries["IndexConfigs"]["a:5000"]["Secure"] is False
    assert registries["Mirrors"] == ["https://mirror.example/"]
    assert box.machine.path("D:\\docker")["directory"]


def test_containers_get_the_default_log(configured):
    box = configured({"log-driver": "json-file", "log-opts": {"max-size": "5m", "max-file": "2"}})
    box.create("plain")
    box.create("own", HostConfig={"LogConfig": {"Type": "json-file", "Config": {"max-file": "3"}}})
    box.create("other", HostConfig={"LogConfig": {"Type": "etwlogs"}})
    logs = [box.get(f"/containers/{name}/json")["HostConfig"]["LogConfig"] for name in ("plain", "own", "other")]
    assert logs == [
        {"Type": "json-file", "Config": {"max-size": "5m", "max-file": "2"}},
        {"Type": "json-file", "Config": {"max-size": "5m", "max-file": "3"}},
        {"Type": "etwlogs", "Config": {}},
    ]


def test_another_data_root_is_another_engine(configured):
    box = configured()
    box.create("web")
    for root, names in (("C:\\other", []), (None, ["/web"])):
        box.machine.stop_service("docker")
        box.machine.set_registry(KEY, {"ImagePath": f"{EXE} --data-root {root}" if root else EXE})
        box.machine.start_service("docker")
        assert [name for row in box.get("/containers/json?all=1") for name in row["Names"]] == names
        assert bool(box.get("/images/json")) == (root is None)


def test_flags_of_the_image_path(configured):
    box = configured(flags='--exec-opt isolation=hyperv --label "a=b c" -D')
    info = box.get("/info")
    assert (info["Isolation"], info["Labels"], info["Debug"]) == ("hyperv", ["a=b c"], True)


def test_the_file_is_beside_the_root_of_the_flag(configured, make):
    box = make({"files": {"C:\\d2\\config\\daemon.json": '{"labels": ["from=d2"]}'}})
    box.machine.set_registry(KEY, {"ImagePath": f"{EXE} --data-root C:\\d2"})
    assert box.up().get("/info")["Labels"] == ["from=d2"]


@pytest.mark.parametrize(
    "content", ['\ufeff{"debug": true}'.encode(), '{"debug": true}'.encode("utf-16"), b'{"debug": true}\r\n']
)
def test_encodings(configured, content):
    assert configured(content=content).get("/info")["Debug"] is True


def test_an_engine_of_20_10_knows_no_mark(configured):
    with pytest.raises(WindowsError):
        configured(content=b'\xef\xbb\xbf{"debug": true}', version="20.10.24")


@pytest.mark.parametrize(
    ("config", "flags"),
    [({"bogus": 1}, ""), ({"labels": ["a=b"]}, "--label a=b"), ({"tls": True}, ""), ({"validate": True}, ""),
     (None, "--bogus"), (None, "--config-file C:\\nosuch.json")],
)  # fmt: skip
def test_what_the_service_control_manager_waits_for_in_vain(configured, config, flags):
    with pytest.raises(WindowsError) as caught:
        configured(config, flags)
    assert "cannot be started" in caught.value.text


def test_a_program_that_is_gone(make):
    box = make({})
    box.machine.remove_path("C:\\Program Files\\Docker\\dockerd.exe")
    with pytest.raises(WindowsError):
        box.up()
    assert box.machine.service("docker")["ExitCode"] == 2


def test_a_group_that_is_not_there_ends_the_start(configured, make):
    with pytest.raises(WindowsError):
        configured({"group": "docker-users"})
    box = make({"groups": ["docker-users"], "files": {FILE: '{"group": "docker-users"}'}})
    assert box.up().get("/info")["ServerVersion"] == "28.5.2"


def test_a_start_without_a_pipe(configured):
    box = configured({"hosts": ["tcp://127.0.0.1:2375"]})
    assert box.machine.service("docker")["State"] == "Running"
    assert box.engine.pipe_state == "missing"
    said = [event["Message"] for event in box.machine.events("Application", "docker")]
    assert any(text.startswith("Binding to IP address without --tlsverify") for text in said)


def test_what_a_stop_says(configured):
    for version, last in (("28.5.2", "<nil>"), ("29.7.2", "Stopping service")):
        box = configured(version=version)
        box.machine.stop_service("docker")
        assert box.machine.events("Application", "docker", 1)[0]["Message"] == last


def test_the_oldest_api_of_29(configured):
    box = configured({"min-api-version": "1.30"}, version="29.7.2")
    assert box.client.get("/v1.30/_ping").status_code == 200
    assert box.get("/version")["MinAPIVersion"] == "1.30"


@pytest.mark.parametrize(
    ("line", "program", "arguments"),
    [
        ('"C:\\Program Files\\d\\dockerd.exe" --run-service -H npipe://', "C:\\Program Files\\d\\dockerd.exe",
         ["--run-service", "-H", "npipe://"]),
        ("C:\\Program Files\\d\\dockerd.exe -D", "C:\\Program Files\\d\\dockerd.exe", ["-D"]),
        ('dockerd.exe --label "a=b c" --data-root "C:\\x y\\\\" ""', "dockerd.exe",
         ["--label", "a=b c", "--data-root", "C:\\x y\\", ""]),
        ('dockerd.exe a\\"b C:\\\\x', "dockerd.exe", ['a"b', "C:\\\\x"]),
    ],
)  # fmt: skip
def test_command_lines(line, program, arguments):
    assert command_line.split(line) == (program, arguments)
