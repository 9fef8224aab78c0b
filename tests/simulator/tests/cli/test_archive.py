"""`archive` makes what Docker and Mirantis publish, of stand-ins, with the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hostsim.archive import archive
from hostsim.machine import program_files

SIMULATOR = Path(__file__).resolve().parents[2]
LAYOUTS = {
    ("docker", "29.7.2"): ["docker/", "docker/docker.exe", "docker/dockerd.exe"],
    ("docker", "20.10.24"): ["docker/", "docker/docker-proxy.exe", "docker/docker.exe", "docker/dockerd.exe"],
    ("mirantis", "25.0.8"): [
        "docker/", "docker/docker-proxy.exe", "docker/docker.exe", "docker/dockerd.exe",
        "docker/libwinpthread-1.dll", "docker/licenses.txt", "docker/metadata.json", "docker/vcruntime140.dll",
    ],
    ("plain", "28.5.2"): ["docker.exe", "dockerd.exe"],
}  # fmt: skip


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SIMULATOR), "archive", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("arch", ["amd64", "arm64"])
@pytest.mark.parametrize(("layout", "version"), LAYOUTS)
def test_what_an_archive_holds(layout: str, version: str, arch: str) -> None:
    content = archive(version, layout, arch)
    assert content == archive(version, layout, arch)
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert found.testzip() is None
        assert found.namelist() == LAYOUTS[layout, version]
        for name in found.namelist():
            if name.endswith(".exe"):
                kind = name.rpartition("/")[2].removesuffix(".exe")
                assert program_files.read(found.read(name)) == program_files.Program(kind, version, arch)


def test_the_command_prints_the_digest(tmp_path: Path) -> None:
    target = tmp_path / "docker-29.7.2.zip"
    done = run("29.7.2", str(target))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == hashlib.sha256(target.read_bytes()).hexdigest() + "\n"
    assert target.read_bytes() == archive("29.7.2")
    other = run("29.7.2", str(target), "--arch", "arm64", "--layout", "plain").stdout
    assert other != done.stdout
    assert target.read_bytes() == archive("29.7.2", "plain", "arm64")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["newest", "{}/x.zip"], "not an engine version: 'newest'"),
        (["29.7.2", "{}/none/x.zip"], "No such file or directory"),
        (["29.7.2", "{}/x.zip", "--layout", "rpm"], "invalid choice: 'rpm'"),
        (["29.7.2"], "required: FILE"),
    ],
)
def test_a_mistake_is_named_and_leaves_nothing(arguments: list[str], words: str, tmp_path: Path) -> None:
    done = run(*(word.format(tmp_path) for word in arguments))
    assert done.returncode == 2
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []
