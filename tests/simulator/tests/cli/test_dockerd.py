"""dockerd.exe and sc.exe as programs of hosts of both fronts, and what a host sees of the services they make."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hostsim.engine import Registry
from hostsim.fleet import fleet_from
from hostsim.host import SimulatedHost

FILE = "C:\\ProgramData\\docker\\config\\daemon.json"
DOCKERD = "C:\\Program Files\\docker\\dockerd.exe"
FRONTS = [
    "light",
    pytest.param("live", marks=[pytest.mark.live, pytest.mark.skipif(not shutil.which("pwsh"), reason="no pwsh")]),
]
Make = Callable[..., SimulatedHost]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made = []

    def build(front: str, **host: Any) -> SimulatedHost:
        entry = {"release": "2022", "features": ["Containers"], **host}
        plan = fleet_from({"hosts": {"web": entry}}).hosts[0]
        folder, pipes = tmp_path / "host", tmp_path / "p"
        folder.mkdir()
        pipes.mkdir()
        made.append(SimulatedHost(plan, front, Registry({}), {"a": "b"}, folder, pipes))
        return made[-1]

    yield build
    for host in made:
        host.stop()


def call(host: SimulatedHost, command_line: str) -> tuple[str, str, int]:
    """A command of the text shell: both outputs and the exit code.

    In a thread of its own, as an endpoint does it: a live front takes a capability from the thread that starts.
    """
    with ThreadPoolExecutor(1) as thread:
        process, out, err = thread.submit(host.front.start, command_line).result(), b"", b""
    for _ in range(30):
        more, wrong, code = process.read(1.0)
        out, err = out + more, err + wrong
        if code is not None:
            return out.decode(), err.decode(), code
    raise TimeoutError


@pytest.mark.parametrize("front", FRONTS)
def test_a_service_is_registered_and_removed(make: Make, front: str) -> None:
    host = make(front, files={DOCKERD: {"program": "dockerd", "version": "29.7.2"}})
    assert host.engine is None
    assert call(host, f'"{DOCKERD}" --version') == ("Docker version 29.7.2, build e9c8a6c\r\n", "", 0)
    assert call(host, f'"{DOCKERD}" --register-service -H npipe:// --label "a=b c"') == ("", "", 0)
    row = host.machine.service("docker")
    assert row is not None
    assert row["PathName"] == f'"{DOCKERD}" --run-service -H npipe:// --label "a=b c"'
    assert [row[name] for name in ("DisplayName", "StartMode", "StartName", "State")] == [
        "Docker Engine", "Auto", "LocalSystem", "Stopped",
    ]  # fmt: skip
    assert "        BINARY_PATH_NAME   : " in call(host, "sc.exe qc docker")[0]
    assert call(host, "dockerd --register-service") == ("", "The specified service already exists.\r\n", 1)
    host.machine.start_service("docker")
    assert "STATE              : 4  RUNNING" in call(host, "sc query docker")[0]
    assert host.engine is not None and host.engine.pipe_state == "listening" and host.engine_pipe.exists()
    assert call(host, "dockerd --unregister-service") == ("", "", 0)
    assert host.machine.service("docker") is not None  # it is marked, and goes when it stops
    host.machine.stop_service("docker")
    assert host.machine.service("docker") is None
    assert "FAILED 1060:" in call(host, "sc.exe query docker")[0]
    gone = "The specified service does not exist as an installed service.\r\n"
    assert call(host, "dockerd --unregister-service") == ("", gone, 1)


@pytest.mark.parametrize("front", FRONTS)
def test_a_bad_file_is_no_service(make: Make, front: str) -> None:
    host = make(front, files={DOCKERD: {"program": "dockerd", "version": "28.5.2"}, FILE: '{"bogus": 1}'})
    said = (
        f"unable to configure the Docker daemon with file {FILE}: the following directives don't match any "
        "configuration option: bogus\r\n"
    )
    assert call(host, "dockerd.exe --validate") == ("", said, 1)
    assert call(host, "dockerd.exe --register-service") == ("", said, 1)
    assert host.machine.service("docker") is None
    host.machine.write_file(FILE, b'\xef\xbb\xbf{"debug": true}')
    assert call(host, "dockerd.exe --validate") == ("", "configuration OK\r\n", 0)
    assert call(host, "dockerd.exe --register-service --service-name d2 --data-root D:\\d2") == ("", "", 0)
    row = host.machine.service("d2")
    assert row is not None
    assert row["PathName"] == f'"{DOCKERD}" --run-service --service-name d2 --data-root D:\\d2'
    host.machine.remove_path(DOCKERD)
    assert call(host, "dockerd --version")[2] == 1


@pytest.mark.parametrize("front", FRONTS)
def test_the_pipe_of_the_file(make: Make, front: str) -> None:
    config = json.dumps({"hosts": ["npipe:////./pipe/other"]})
    host = make(front, files={FILE: config}, engine={"state": "running"})
    assert not host.engine_pipe.exists()
    assert host.engine_pipe.with_name("CoreFxPipe_other").exists()


@pytest.mark.parametrize("front", FRONTS[1:])
def test_a_powershell_reads_and_writes_the_file_and_calls_the_program(make: Make, front: str) -> None:
    host = make(front, engine={"state": "stopped", "exec_opts": ["isolation=hyperv"]})
    script = f"""
    $ProgressPreference = 'SilentlyContinue'
    $before = Get-Content -Raw '{FILE}' | ConvertFrom-Json
    $before.'exec-opts'[0]
    Set-Content -LiteralPath '{FILE}' -Value '{{"debug": tru}}' -Encoding ASCII -NoNewline
    & '{DOCKERD}' --validate 2>&1 | ForEach-Object {{ "$_" }}
    $LASTEXITCODE
    (Get-Service docker).Status
    Set-Content -Path '{FILE}' -Value '{{"debug": true}}' -Encoding Unicode
    Move-Item '{FILE}' 'C:\\ProgramData\\docker\\x.json'
    Test-Path '{FILE}'
    $null = New-Item -ItemType Directory 'C:\\new\\one'
    Test-Path C:\\new
    Get-Content C:\\ProgramData\\docker\\nosuch.json -ErrorAction SilentlyContinue -ErrorVariable wrong
    $wrong[0].Exception.GetType().Name
    """
    code = base64.b64encode(script.encode("utf-16-le")).decode()
    out, err, ended = call(host, f"powershell -NoProfile -EncodedCommand {code}")
    assert (err, ended) == ("", 0)
    assert out.splitlines() == [
        "isolation=hyperv",
        f"unable to configure the Docker daemon with file {FILE}: "
        "invalid character '}' in literal true (expecting 'e')",
        "1", "Stopped", "False", "True", "FileNotFoundException",
    ]  # fmt: skip
    assert host.machine.read_file("C:\\ProgramData\\docker\\x.json").startswith(b"\xff\xfe{\x00")
