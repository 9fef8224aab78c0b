"""What each installer leaves on a host: services, files, registry, Path; and what goes with a service."""

from __future__ import annotations

import struct

import pytest
from hostsim.machine import WindowsError, program_files
from hostsim.machine.service_table import RECOVERY

SERVICES = "HKLM\\SYSTEM\\CurrentControlSet\\Services"
ENVIRONMENT = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment"
DOCKER = "C:\\Program Files\\Docker"
STEVEDORE = "C:\\Program Files\\Stevedore"
GROUP = "--group docker-users"
PIPES = "--host npipe:////./pipe/dockerDesktopWindowsEngine --host npipe:////./pipe/docker_engine"

# the fleet's engine -> the services with their lines; programs by path; what Path ends with
LEFT = {
    "zip": (
        {},
        {"docker": f'"{DOCKER}\\dockerd.exe" --run-service'},
        {f"{DOCKER}\\dockerd.exe": "dockerd 28.5.2", f"{DOCKER}\\docker.exe": "docker 28.5.2"},
        DOCKER,
    ),
    "another place, name and version": (
        {"path": "D:\\engine\\", "service": "dockerd", "version": "29.7.2",
         "flags": ["-H", "npipe://", "--label", "a=b c"]},
        {"dockerd": 'D:\\engine\\dockerd.exe --run-service --service-name dockerd -H npipe:// --label "a=b c"'},
        {"D:\\engine\\dockerd.exe": "dockerd 29.7.2", "D:\\engine\\docker.exe": "docker 29.7.2"},
        "D:\\engine",
    ),
    "microsoft": (
        {"installer": "microsoft", "version": "20.10.24"},
        {"docker": "C:\\Windows\\System32\\dockerd.exe --run-service --service-name docker"},
        {"C:\\Windows\\System32\\dockerd.exe": "dockerd 20.10.24"},
        "Wbem",
    ),
    "mirantis": (
        {"installer": "mirantis", "version": "25.0.8"},
        {"docker": f'"{DOCKER}\\dockerd.exe" --run-service'},
        {f"{DOCKER}\\dockerd.exe": "dockerd 25.0.8"},
        DOCKER,
    ),
    "stevedore": (
        {"installer": "stevedore"},
        {
            "stevedore": f'"{STEVEDORE}\\dockerd.exe" --run-service --service-name stevedore {GROUP} {PIPES}',
            "containerd": f'"{STEVEDORE}\\containerd.exe" --run-service',
        },
        {f"{STEVEDORE}\\dockerd.exe": "dockerd 28.5.2", f"{STEVEDORE}\\bin\\docker.exe": "docker 28.5.2",
         f"{STEVEDORE}\\containerd.exe": "containerd 1.7.27"},
        f"{STEVEDORE}\\bin",
    ),
    "wrapper": (
        {"wrapper": "nssm", "flags": ["-D"]},
        {"docker": '"C:\\Program Files\\nssm\\nssm.exe"'},
        {f"{DOCKER}\\dockerd.exe": "dockerd 28.5.2", "C:\\Program Files\\nssm\\nssm.exe": "nssm 2.24"},
        DOCKER,
    ),
    "desktop": (
        {"state": "desktop"},
        {"com.docker.service": f'"{DOCKER}\\Docker\\com.docker.service"'},
        {f"{DOCKER}\\Docker\\resources\\dockerd.exe": "dockerd 28.5.2"},
        f"{DOCKER}\\Docker\\resources\\bin",
    ),
    "containerd": (
        {"state": "containerd"},
        {"containerd": '"C:\\Program Files\\containerd\\containerd.exe" --run-service'},
        {"C:\\Program Files\\containerd\\containerd.exe": "containerd 1.7.27"},
        "C:\\Program Files\\containerd",
    ),
    "absent": ({"state": "absent"}, {}, {}, "Wbem"),
}  # fmt: skip


@pytest.mark.parametrize("installer", LEFT)
def test_what_an_installer_leaves(bench, installer):
    told, lines, programs, path = LEFT[installer]
    machine = bench.machine(features=["Containers"], engine={"state": "stopped", **told}, disks={"D": {}})
    bare = {row["Name"] for row in bench.machine(features=["Containers"]).services()}
    assert {row["Name"]: row["PathName"] for row in machine.services() if row["Name"] not in bare} == lines
    for file, words in programs.items():
        found = program_files.read(machine.read_file(file))
        assert f"{found.kind} {found.version}" == words
    assert machine.registry(ENVIRONMENT)["Path"].endswith(path)
    assert bool(machine.files_named("dockerd.exe")) == any("dockerd" in words for words in programs.values())


def test_what_a_wrapper_runs_stands_in_the_registry(bench):
    machine = bench.machine(
        engine={"state": "stopped", "wrapper": "nssm", "flags": ["-H", "npipe://", "--label", "a=b c"]}
    )
    assert machine.registry(f"{SERVICES}\\docker\\Parameters") == {
        "Application": f"{DOCKER}\\dockerd.exe", "AppParameters": '-H npipe:// --label "a=b c"', "AppDirectory": DOCKER,
    }  # fmt: skip
    assert "FailureActions" not in machine.registry(f"{SERVICES}\\docker")


def test_a_registered_engine_is_restarted_twice_after_15_seconds(bench):
    machine = bench.machine(engine={"state": "stopped"})
    key = machine.registry(f"{SERVICES}\\docker")
    period, _, _, count, offset, *actions = struct.unpack("<11I", bytes(key["FailureActions"]))
    assert (period, count, offset) == (24 * 3600, 3, 20)
    assert actions == [1, 15_000, 1, 15_000, 0, 0]
    assert (key["Start"], key["ErrorControl"], key["ObjectName"]) == (2, 1, "LocalSystem")
    assert (
        machine.registry(f"{SERVICES}\\EventLog\\Application\\docker")["EventMessageFile"] == f"{DOCKER}\\dockerd.exe"
    )
    assert bench.machine(engine={"state": "stopped", "installer": "stevedore"}).registry(f"{SERVICES}\\stevedore")[
        "DependOnService"
    ] == ["EventLog"]


def test_what_was_written_into_a_services_key_goes_with_it(bench):
    machine = bench.machine(engine={"state": "stopped"})
    machine.set_registry(f"{SERVICES}\\docker", {"Environment": ["HTTP_PROXY=http://a:1"], "ImagePath": "C:\\x.exe"})
    machine.set_registry(f"{SERVICES}\\docker\\Parameters", {"x": 1})
    assert machine.service("docker")["PathName"] == "C:\\x.exe"
    machine.delete_service("docker")
    assert machine.registry(f"{SERVICES}\\docker") is None
    machine.create_service("docker", "Docker Engine", "C:\\y.exe", "Manual", failure_actions=RECOVERY)
    key = machine.registry(f"{SERVICES}\\docker")
    assert "Environment" not in key and key["Start"] == 3 and key["FailureActions"] == list(RECOVERY)
    assert machine.registry(f"{SERVICES}\\docker\\Parameters") is None
    machine.change_service("docker", PathName="C:\\z.exe", StartMode="Auto", DisplayName="Mine")
    row = machine.service("docker")
    assert (row["PathName"], row["StartMode"], row["DisplayName"]) == ("C:\\z.exe", "Auto", "Mine")
    bench.reboot(machine)
    assert machine.service("docker")["DisplayName"] == "Mine"
    with pytest.raises(WindowsError, match="does not exist as an installed service"):
        machine.change_service("nothing", StartMode="Auto")


@pytest.mark.parametrize(
    ("host", "release", "version"),
    [
        ({"release": "2016"}, 394802, "4.6."),
        ({"release": "2016", "net_framework": "4.7.2"}, 461814, "4.7."),
        ({"release": "2016", "net_framework": "4.8"}, 528049, "4.8."),
        ({"release": "2019"}, 461814, "4.7."),
        ({"release": "2022"}, 528449, "4.8."),
        ({"release": "2025"}, 533509, "4.8."),
        ({"release": "10 1803"}, 461808, "4.7."),
    ],
)
def test_the_framework(bench, host, release, version):
    key = bench.machine(**host).registry("HKLM:\\SOFTWARE\\Microsoft\\NET Framework Setup\\NDP\\v4\\Full")
    assert (key["Release"], key["Version"][:4], key["Install"]) == (release, version, 1)


def test_disks_have_a_file_system_and_a_root(bench):
    machine = bench.machine(disks={"D": {"size": "1GiB", "free": "1MiB", "file_system": "ReFS"}})
    rows = {row["DeviceID"]: row for row in machine.cim("Win32_LogicalDisk")}
    assert (rows["C:"]["FileSystem"], rows["D:"]["FileSystem"], rows["D:"]["FreeSpace"]) == ("NTFS", "ReFS", 1024**2)
    assert machine.path("D:\\")["directory"]


def test_files_of_a_fleet_file(bench):
    files = {
        "C:\\a.txt": "text",
        "C:\\b.bin": {"base64": "//4A"},
        "C:\\p\\dockerd.exe": {"program": "dockerd", "version": "9.1.2"},
    }
    machine = bench.machine(files=files)
    assert (machine.read_file("C:\\a.txt"), machine.read_file("C:\\b.bin")) == (b"text", b"\xff\xfe\x00")
    assert machine.file_versions("C:\\p\\dockerd.exe")["FileVersion"] == "9.1.2"


def test_a_service_that_is_slow_is_pending(bench, monkeypatch):
    machine = bench.machine(features=["Containers"], engine={"state": "stopped"})
    machine.fault("service_slow", seconds=7.5)
    seen = []
    monkeypatch.setattr(
        "hostsim.machine.services.time.sleep", lambda s: seen.append((s, machine.service("docker")["State"]))
    )
    machine.start_service("docker")
    machine.fault("service_slow", on=False)
    machine.stop_service("docker")
    machine.start_service("docker")
    assert seen == [(7.5, "Start Pending"), (0.0, "Start Pending")]
    assert machine.service("docker")["State"] == "Running"
