"""A program's file: what it is, what Windows says of it when it is run, and which file a line names."""

from __future__ import annotations

import hashlib
import struct

import pytest
from hostsim.machine import WindowsError, program_files
from hostsim.machine.program_files import MACHINES, Program, stand_in
from hostsim.machine.programs import ProgramError, named_by

EXE = "C:\\tools\\dockerd.exe"


@pytest.mark.parametrize("arch", MACHINES)
@pytest.mark.parametrize(("kind", "version"), [("dockerd", "29.7.2"), ("docker", "20.10.24"), ("nssm", "2.24")])
def test_a_stand_in_is_read_back(kind, version, arch):
    content = stand_in(kind, version, arch)
    assert program_files.read(content) == Program(kind, version, arch)
    assert content == stand_in(kind, version, arch)
    (at,) = struct.unpack_from("<I", content, 0x3C)
    assert content[:2] == b"MZ" and content[at : at + 4] == b"PE\0\0"
    assert struct.unpack_from("<H", content, at + 4) == (MACHINES[arch],)
    assert len(content) == program_files.SIZE


def test_each_stand_in_has_a_digest_of_its_own():
    made = [stand_in(kind, version, arch) for kind in ("dockerd", "docker") for version in ("28.5.2", "29.7.2")
            for arch in ("amd64", "arm64")]  # fmt: skip
    assert len({hashlib.sha256(content).digest() for content in made}) == len(made)
    with pytest.raises(ValueError, match="processor 'mips' is not known"):
        stand_in("dockerd", "28.5.2", "mips")


WHOLE = stand_in("dockerd", "29.7.2")


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ", b"#!/bin/sh\n", WHOLE[:-1], WHOLE[:600], WHOLE[:0x90], b"PK\x03\x04" + WHOLE,
     WHOLE.replace(b"PE\0\0", b"NE\0\0")],
    ids=range(8),
)  # fmt: skip
def test_what_is_no_program(content):
    assert program_files.read(content) is None


def test_a_program_of_somebody_else():
    assert program_files.read(WHOLE.replace(program_files.MARK, b"#" * len(program_files.MARK))) == Program(
        "", "", "amd64"
    )


# content of the file (None: none is there, "": a folder), the path, the code of CreateProcess
REFUSED = [
    (None, EXE, 2),
    (None, "C:\\nope\\dockerd.exe", 3),
    ("", EXE, 5),
    (b"program", EXE, 193),
    (WHOLE[:-100], EXE, 193),
    (stand_in("dockerd", "29.7.2", "arm64"), EXE, 216),
    (stand_in("dockerd", "29.7.2", "arm"), EXE, 216),
]


def put(machine, content, path=EXE):
    machine.add_path("C:\\tools")
    if content == "":
        machine.add_path(path)
    elif content is not None:
        machine.write_file(path, content)


@pytest.mark.parametrize(("content", "path", "code"), REFUSED)
def test_what_windows_does_not_run(bench, content, path, code):
    machine = bench.machine()
    put(machine, content)
    machine.register_kind("dockerd", lambda path, program, arguments: ("", "", 0))
    with pytest.raises(ProgramError) as caught:
        machine.run_program(path, ["--version"])
    assert (caught.value.native, caught.value.type) == (code, "System.ComponentModel.Win32Exception")
    machine.create_service("other", "Other", f'"{path}" --run-service')
    with pytest.raises(WindowsError):
        machine.start_service("other")
    assert (machine.service("other")["State"], machine.service("other")["ExitCode"]) == ("Stopped", code)
    event = machine.events("System", "Service Control Manager", 1)[0]
    assert event["Id"] == 7000
    assert event["Message"].startswith("The Other service failed to start due to the following error: ")


@pytest.mark.parametrize("arch", program_files.RUNS_HERE)
def test_a_program_is_called_with_its_path_and_what_it_is(bench, arch):
    machine = bench.machine()
    put(machine, stand_in("dockerd", "1.2.3", arch))
    machine.register_kind("dockerd", lambda *call: (repr(call), "", 7))
    said, _, code = machine.run_program("c:/tools/DOCKERD.exe", ["-a", "b c"])
    assert (said, code) == (repr(("c:\\tools\\DOCKERD.exe", Program("dockerd", "1.2.3", arch), ["-a", "b c"])), 7)
    assert machine.file_versions(EXE) == {"FileVersion": "1.2.3", "ProductVersion": "1.2.3"}
    put(machine, b"text", "C:\\tools\\x.txt")
    assert machine.file_versions("C:\\tools\\x.txt") == {"FileVersion": None, "ProductVersion": None}


def test_a_program_that_runs_can_be_moved_and_not_removed(bench):
    machine = bench.machine(features=["Containers"], engine={"state": "running"})
    path = machine.service_program("docker")
    for refused in (
        lambda: machine.write_file(path, WHOLE),
        lambda: machine.remove_path(path),
        lambda: machine.remove_path("C:\\Program Files\\Docker"),
    ):
        with pytest.raises(WindowsError) as caught:
            refused()
        assert (caught.value.code, caught.value.text) == ("0x80070005", "Access to the path 'dockerd.exe' is denied.")
    machine.remove_path("C:\\Program Files\\Docker\\docker.exe")
    machine.stop_service("docker")
    machine.write_file(path, WHOLE)
    machine.remove_path("C:\\Program Files\\Docker")
    assert not machine.path(path)["exists"]


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ('"C:\\my tools\\dockerd.exe" --run-service', "C:\\my tools\\dockerd.exe"),
        ("C:\\my tools\\dockerd.exe --run-service", "C:\\my tools\\dockerd.exe"),
        ("C:\\my tools\\dockerd --run-service", "C:\\my tools\\dockerd.exe"),
        ("C:\\tools\\dockerd.exe", "C:\\tools\\dockerd.exe"),
        ("C:\\no tools\\dockerd.exe -D", "C:\\no tools\\dockerd.exe"),
        ("C:\\none -D", "C:\\none"),
    ],
)
def test_which_file_a_line_names(bench, line, path):
    machine = bench.machine()
    for folder in ("C:\\tools", "C:\\my tools"):
        machine.add_path(folder)
        machine.write_file(f"{folder}\\dockerd.exe", WHOLE)
    assert named_by(line, machine.parts.files) == path


def test_a_program_is_found_by_its_name_in_the_folders_of_path(bench):
    machine = bench.machine()
    key = "HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment"
    assert machine.which("dockerd.exe") == "C:\\Windows\\System32\\dockerd.exe"
    for folder in ("C:\\a", "C:\\b"):
        machine.add_path(folder)
        machine.write_file(f"{folder}\\dockerd.exe", WHOLE)
    assert machine.which("dockerd.exe") == "C:\\a\\dockerd.exe"
    machine.set_registry(key, {"PATH": machine.registry(key)["Path"] + ";C:\\b\\"})
    assert machine.which("dockerd.exe").lower() == "c:\\b\\dockerd.exe"
    assert [name for name in machine.registry(key) if name.lower() == "path"] == ["Path"]
