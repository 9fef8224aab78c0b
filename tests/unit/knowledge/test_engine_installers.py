"""Which installer left which traces, and what must never be changed."""

from __future__ import annotations

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_installers import (
    NOTE_FILE,
    ROWS,
    SERVICE_NAMES,
    UNKNOWN,
    WRAPPERS,
    Row,
    installer_of,
    is_wrapper,
    looked_at,
)

FILES = r"C:\Program Files"
PLACE = rf"{FILES}\docker\dockerd.exe"
MODULE = rf"{FILES}\WindowsPowerShell\Modules\DockerMsftProvider"

# (service, program, wrapper, paths that are there, name, may be changed)
CASES: tuple[tuple[str, str, bool, tuple[str, ...], str, bool], ...] = (
    ("docker", PLACE, False, (), "zip", True),
    ("docker", rf"{FILES}\Docker\dockerd.exe", False, (), "zip", True),
    ("docker", r"C:\ProgramData\docker\dockerd.exe", False, (), "zip", True),
    ("dockerd", r"D:\tools\dockerd.exe", False, (), "zip", True),
    ("docker", "C:/tools/dockerd.exe", False, (), "zip", True),
    ("docker", "dockerd.exe", False, (), "zip", True),
    ("my engine", PLACE, False, (), "zip", True),
    ("docker", r"C:\Windows\System32\dockerd.exe", False, (), "microsoft-script", True),
    ("docker", r"C:\WINDOWS\system32\dockerd.exe", False, (), "microsoft-script", True),
    ("docker", r"\\?\C:\Windows\System32\dockerd.exe", False, (), "microsoft-script", True),
    ("docker", r"\??\C:\Windows\System32\dockerd.exe", False, (), "microsoft-script", True),
    ("docker", PLACE, False, (rf"{FILES}\docker\licenses.txt",), "mirantis", True),
    ("docker", PLACE, False, (rf"{FILES}\Docker\METADATA.json",), "mirantis", True),
    ("docker", PLACE, False, (MODULE,), "mirantis", True),
    ("docker", r"C:\tools\dockerd.exe", False, (MODULE,), "zip", True),
    ("docker", PLACE, False, (rf"{FILES}\docker\{NOTE_FILE}",), "winfleet", True),
    ("docker", PLACE, False, (rf"{FILES}\docker\{NOTE_FILE}", MODULE), "winfleet", True),
    ("docker", PLACE, False, (rf"D:\docker\{NOTE_FILE}",), "zip", True),
    ("docker", rf"D:\engine\{'dockerd.exe'}", False, (rf"d:\ENGINE\{NOTE_FILE}",), "winfleet", True),
    ("com.docker.service", rf"{FILES}\Docker\Docker\com.docker.service", False, (), "docker-desktop", False),
    ("COM.Docker.Service", r"E:\Docker\com.docker.service", False, (), "docker-desktop", False),
    ("docker", rf"{FILES}\Docker\Docker\resources\dockerd.exe", False, (), "docker-desktop", False),
    ("docker", rf"{FILES}\Docker\Docker\resources\dockerd.exe", True, (), "docker-desktop", False),
    ("stevedore", rf"{FILES}\Stevedore\dockerd.exe", False, (), "stevedore", True),
    ("stevedore", r"D:\apps\dockerd.exe", False, (), "stevedore", True),
    ("docker", rf"{FILES}\Stevedore\bin\dockerd.exe", False, (), "stevedore", True),
    ("containerd", rf"{FILES}\containerd\bin\containerd.exe", False, (), "containerd", False),
    ("containerd", rf"{FILES}\Stevedore\containerd.exe", False, (), "containerd", False),
    ("containerd", r"C:\tools\containerd.exe", True, (), "containerd", False),
    ("buildkitd", rf"{FILES}\Stevedore\buildkitd.exe", False, (), "containerd", False),
    ("docker", r"C:\nssm\win64\nssm.exe", False, (), "wrapper", True),
    ("docker", r"C:\Windows\System32\srvany.exe", False, (), "wrapper", True),
    ("docker", r"C:\svc\WinSW.exe", False, (), "wrapper", True),
    ("docker", r"C:\svc\docker-service.exe", True, (), "wrapper", True),
    ("docker", PLACE, True, (), "wrapper", True),
    ("docker", PLACE, True, (rf"{FILES}\docker\{NOTE_FILE}",), "wrapper", True),
    ("docker", r"C:\svc\other.exe", False, (), "unknown", False),
    ("docker", "", False, (), "unknown", False),
    ("docker", r"C:\svc\notdockerd.exe", False, (), "unknown", False),
    ("docker", r"C:\Program Files\docker\dockerd.exe.old", False, (), "unknown", False),
)


@pytest.mark.parametrize(("service", "program", "wrapper", "there", "name", "may_change"), CASES)
def test_installer_of(
    service: str, program: str, wrapper: bool, there: tuple[str, ...], name: str, may_change: bool
) -> None:
    asked = dict.fromkeys(looked_at(program), False) | dict.fromkeys(there, True)
    found = installer_of(service, program, wrapper, asked)
    assert (found.name, found.may_change) == (name, may_change)
    assert bool(found.why_not) is not may_change


def test_a_file_that_is_not_there_says_nothing() -> None:
    assert installer_of("docker", PLACE, False, {rf"{FILES}\docker\{NOTE_FILE}": False, MODULE: False}).name == "zip"
    assert installer_of("docker", PLACE, False, {}).name == "zip"


def test_every_row_is_reached_by_a_case() -> None:
    reached = {id(installer_of(*case[:3], dict.fromkeys(case[3], True))) for case in CASES}
    assert {id(row.installer) for row in ROWS} | {id(UNKNOWN)} == reached
    assert {row.installer.name for row in ROWS} | {UNKNOWN.name} == {case[4] for case in CASES}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.installer.name)
def test_row(row: Row) -> None:
    found = row.installer
    assert found.title and found.source
    assert row.services or row.program or row.wrapper
    assert all(name == name.lower() for name in row.services)
    assert all(text == "" or text.endswith(".") for text in (found.why_not, found.note))
    assert bool(found.why_not) is not found.may_change
    assert not (found.note and found.why_not)


def test_desktop_may_never_be_changed() -> None:
    rows = [row.installer for row in ROWS if row.installer.name == "docker-desktop"]
    assert rows == [row.installer for row in ROWS[:2]], "nothing is asked before Desktop"
    assert not any(found.may_change for found in rows)
    assert all("never changed" in found.why_not for found in rows)


def test_what_is_looked_at() -> None:
    paths = looked_at(PLACE)
    assert paths[0] == rf"{FILES}\docker\{NOTE_FILE}"
    assert MODULE in paths
    assert len(paths) == len(set(paths)) == sum(len(row.beside) + len(row.there) for row in ROWS)
    assert all(path.startswith("C:\\") for path in looked_at("dockerd.exe"))
    assert looked_at(PLACE.replace("\\", "/")) == paths


@pytest.mark.parametrize("name", WRAPPERS)
def test_wrappers(name: str) -> None:
    assert name == name.lower()
    for path in (name, rf"C:\x y\{name.upper()}", f"C:/x/{name}"):
        assert is_wrapper(path)
        assert installer_of("docker", path, False, {}).name == "wrapper"
    assert not is_wrapper(rf"C:\{name}\dockerd.exe")


def test_service_names() -> None:
    assert len(set(SERVICE_NAMES)) == len(SERVICE_NAMES)
    assert SERVICE_NAMES[0] == "docker"
    assert {name for row in ROWS for name in row.services} | {"containerd", "dockerd"} <= set(SERVICE_NAMES)
