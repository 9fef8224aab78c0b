"""Paths and keys: one place whatever its spelling."""

from __future__ import annotations

import pytest
from hostsim.machine import WindowsError
from hostsim.machine.files import normal as normal_path
from hostsim.machine.registry import normal as normal_key


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("C:", "C:\\"),
        ("c:/data/", "c:\\data"),
        ("C:\\data\\\\logs\\.", "C:\\data\\logs"),
        ("C:\\data\\..\\other", "C:\\other"),
        ("C:\\..\\..\\x", "C:\\x"),
        ("\\\\?\\C:\\data", "C:\\data"),
        ("\\\\server\\share\\x\\", "\\\\server\\share\\x"),
    ],
)
def test_paths_have_one_spelling(path, place):
    assert normal_path(path) == place


def test_paths_know_no_case(bench):
    machine = bench.machine(paths=["C:\\Data\\Web"])
    assert machine.path("c:/DATA/web/") == {"exists": True, "directory": True, "Length": None}
    assert machine.path("C:\\data")["directory"]
    assert machine.path("C:\\data\\other") == {"exists": False, "directory": False, "Length": None}


@pytest.mark.parametrize("path", ["C:", "C:\\Windows\\System32", "C:\\ProgramData", "c:\\program files"])
def test_what_every_machine_has(bench, path):
    assert bench.machine().path(path)["directory"]


def test_files_have_a_length_and_parents(bench):
    machine = bench.machine()
    machine.add_path("D:\\sources\\docker.zip", directory=False, length=42)
    assert machine.path("d:\\SOURCES\\docker.zip") == {"exists": True, "directory": False, "Length": 42}
    assert machine.path("D:\\sources")["directory"]
    machine.remove_path("D:\\Sources")
    assert not machine.path("D:\\sources\\docker.zip")["exists"]
    assert machine.path("D:\\")["exists"]


def test_a_full_disk_takes_nothing_new(bench):
    machine = bench.machine(paths=["C:\\old"])
    machine.fault("disk_full")
    machine.add_path("C:\\old")
    with pytest.raises(WindowsError) as caught:
        machine.add_path("C:\\new")
    assert caught.value.code == "0x80070070"
    assert not machine.path("C:\\new")["exists"]


@pytest.mark.parametrize(
    "spelling",
    [
        "HKLM:\\SOFTWARE\\Contoso",
        "hklm:\\software\\contoso\\",
        "HKEY_LOCAL_MACHINE\\SOFTWARE\\Contoso",
        "Registry::HKEY_LOCAL_MACHINE\\Software\\Contoso",
        "Microsoft.PowerShell.Core\\Registry::HKLM\\Software\\Contoso",
        "HKLM:/SOFTWARE/Contoso",
    ],
)
def test_keys_have_one_spelling(bench, spelling):
    machine = bench.machine()
    machine.set_registry("HKLM:\\SOFTWARE\\Contoso", {"Answer": 42})
    assert machine.registry(spelling) == {"Answer": 42}
    assert normal_key(spelling).lower() == "hklm\\software\\contoso"


def test_keys_above_known_keys_exist(bench):
    machine = bench.machine()
    assert machine.registry("HKLM:\\SOFTWARE\\Microsoft") == {}
    assert machine.registry("HKLM:\\SOFTWARE\\Nobody") is None
    assert machine.registry("HKLM:\\SOFTWARE\\Micro") is None
    assert "Windows NT" in machine.registry_subkeys("HKLM:\\SOFTWARE\\Microsoft")


def test_written_values_stand_beside_derived_ones(bench):
    machine = bench.machine()
    path = "HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
    machine.set_registry(path, {"RegisteredOwner": "somebody"})
    assert machine.registry(path)["RegisteredOwner"] == "somebody"
    assert machine.registry(path)["CurrentBuild"] == "20348"


def test_names_of_values_know_no_case(bench):
    machine = bench.machine()
    path = "HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment"
    machine.set_registry(path, {"PATH": "C:\\a"})
    machine.set_registry(path, {"pAtH": "C:\\b"})
    assert {name: text for name, text in machine.registry(path).items() if name.lower() == "path"} == {"Path": "C:\\b"}


def test_written_keys_stay_over_a_reboot_and_go_when_removed(bench):
    machine = bench.machine()
    machine.set_registry("HKLM:\\SOFTWARE\\A\\B", {"x": 1})
    bench.reboot(machine)
    assert machine.registry("HKLM:\\SOFTWARE\\A\\B") == {"x": 1}
    machine.remove_registry("HKLM:\\SOFTWARE\\A")
    assert machine.registry("HKLM:\\SOFTWARE\\A\\B") is None
    assert machine.registry("HKLM:\\SOFTWARE\\A") is None


@pytest.mark.parametrize("path", ["C:\\a|b", "C:\\<x>", 'C:\\"', "C:\\a?", "\\\\?\\C:\\Windows", "C:\\a\x00b"])
def test_an_item_whose_path_has_characters_that_none_has(bench, path):
    with pytest.raises(WindowsError) as error:
        bench.machine().item(path)
    assert (error.value.type, error.value.code) == ("System.ArgumentException", "0x80070057")


def test_an_item_of_another_computer(bench):
    machine = bench.machine()
    with pytest.raises(WindowsError) as error:
        machine.item("\\\\server\\share")
    assert error.value.code == "0x80070005"
    assert machine.path("\\\\server\\share")["exists"] is False
    machine.add_path("\\\\server\\share")
    assert machine.item("\\\\server\\share")["exists"] is True


def test_an_item_is_what_stands_at_a_path(bench):
    machine = bench.machine()
    for path in ("C:\\Windows", "C:\\nope", "C:/Windows/"):
        assert machine.item(path) == machine.path(path)


def tree(machine):
    return [row["path"] for row in machine.state()["files"] if row["path"].startswith("C:\\t")]


def test_a_folder_moves_with_what_is_in_it(bench, tmp_path):
    machine = bench.machine(files={"C:\\t\\a.txt": "a", "C:\\t\\below\\b.txt": "b"})
    machine.spool("C:\\t\\below\\b.txt", tmp_path).write_bytes(b"longer")
    machine.move_path("c:\\T", "C:\\two")
    assert tree(machine) == ["C:\\two", "C:\\two\\a.txt", "C:\\two\\below", "C:\\two\\below\\b.txt"]
    assert machine.read_file("C:\\two\\below\\b.txt") == b"longer"
    assert machine.path("C:\\two\\below\\b.txt")["Length"] == 6
    with pytest.raises(WindowsError) as caught:
        machine.move_path("C:\\two\\a.txt", "C:\\two\\below\\b.txt")
    assert caught.value.code == "0x800700b7"


def test_a_file_takes_the_place_of_another(bench):
    machine = bench.machine(files={"C:\\t\\a.txt": "a", "C:\\t\\b.txt": "b", "C:\\t\\kept.txt": "old"})
    machine.replace_file("C:\\t\\a.txt", "C:\\t\\b.txt", "C:\\t\\kept.txt")
    assert tree(machine) == ["C:\\t", "C:\\t\\b.txt", "C:\\t\\kept.txt"]
    assert (machine.read_file("C:\\t\\b.txt"), machine.read_file("C:\\t\\kept.txt")) == (b"a", b"b")
    with pytest.raises(WindowsError):
        machine.replace_file("C:\\t\\b.txt", "C:\\t\\nope.txt")


def test_a_spool_is_the_content_until_another_is_written(bench, tmp_path):
    machine = bench.machine(engine={"state": "stopped"}, files={"C:\\t\\a.txt": "a"})
    program = "C:\\Program Files\\Docker\\docker.exe"
    assert machine.spool(program, tmp_path).stat().st_size == machine.path(program)["Length"] == 16_384
    spool = machine.spool("C:\\t\\a.txt", tmp_path)
    assert spool == machine.spool("c:/t/A.txt", tmp_path)
    spool.write_bytes(b"b")
    machine.copy_file("C:\\t\\a.txt", "C:\\t\\copy.txt")
    machine.write_file("C:\\t\\a.txt", b"c")
    assert [machine.read_file(f"C:\\t\\{name}.txt") for name in ("a", "copy")] == [b"c", b"b"]
    assert not spool.exists()
    machine.remove_path("C:\\t")
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("path", ["C:\\nope\\dockerd.exe", "C:\\t\\a.txt", "C:\\t"])
def test_what_is_no_program_does_not_run(bench, path):
    machine = bench.machine(
        files={"C:\\t\\a.txt": "a", "C:\\t\\dockerd.exe": {"program": "dockerd", "version": "28.5.2"}}
    )
    machine.register_kind("dockerd", lambda path, program, arguments: (" ".join(arguments), program.version, 3))
    assert machine.run_program("C:\\t\\DockerD.exe", ["--version", "x"]) == ("--version x", "28.5.2", 3)
    assert machine.file_versions("C:\\t\\DockerD.exe")["ProductVersion"] == "28.5.2"
    with pytest.raises(WindowsError) as caught:
        machine.run_program(path, [])
    assert (caught.value.type, caught.value.code) == ("System.ComponentModel.Win32Exception", "0x80004005")
