"""A real PowerShell behind the endpoint. Skipped where no pwsh is on PATH."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from hostsim.fronts.live_pool import LivePool
from hostsim.fronts.live_process import LiveProcess, find_program, start
from hostsim.wsman import Endpoint
from pypsrp.powershell import PowerShell, RunspacePool
from pypsrp.wsman import WSMan

pytestmark = pytest.mark.live


def encoded(script: str, name: str = "PowerShell") -> str:
    code = base64.b64encode(script.encode("utf-16-le")).decode()
    return f"{name} -NoProfile -NonInteractive -ExecutionPolicy Unrestricted -EncodedCommand {code}"


def finish(process, timeout: float = 20.0) -> tuple[bytes, bytes, int]:
    out, err, end = b"", b"", time.monotonic() + timeout
    while time.monotonic() < end:
        more_out, more_err, code = process.read(1.0)
        out, err = out + more_out, err + more_err
        if code is not None:
            return out, err, code
    process.terminate()
    raise TimeoutError


class Front:
    """The live front, without its machine."""

    def __init__(self, environment) -> None:
        self._environment = environment

    def start(self, command_line: str):
        return start(command_line, self._environment)

    def open_pool(self, pool_id: str, creation: bytes) -> LivePool:
        return LivePool(self._environment, creation)


@pytest.fixture
def endpoint(live_environment):
    endpoint = Endpoint("SRV2022", {"vagrant": "Tr0ub4dor-3x"}, lambda: True, Front(live_environment))
    endpoint.start()
    yield endpoint
    endpoint.stop()


@pytest.mark.parametrize("name", ["PowerShell", "powershell", "powershell.exe"])
def test_input_output_and_exit_code(live_environment, name):
    script = "$input | ForEach-Object { '<' + $_ + '>' }; [Console]::Error.WriteLine('e'); exit 3"
    process = start(encoded(script, name), live_environment)
    process.write(b"one\ntw", False)
    process.write(b"o\n", True)
    assert finish(process) == (b"<one>\r\n<two>\r\n", b"e\r\n", 3)
    with pytest.raises(OSError):
        process.write(b"late", True)


def test_the_tree_is_killed(live_environment):
    process = LiveProcess(
        [sys.executable, "-c", "import os,time; pid = os.fork(); print(os.getpid(), flush=True); time.sleep(60)"],
        {},
        live_environment.folder,
    )
    out = b""
    while out.count(b"\n") < 2:
        out += process.read(5.0)[0]
    process.terminate()
    assert finish(process, 5.0)[2] == -9
    for pid in map(int, out.split()):
        stat = Path(f"/proc/{pid}/stat")
        deadline = time.monotonic() + 2
        while stat.exists() and stat.read_text().split()[2] != "Z" and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not stat.exists() or stat.read_text().split()[2] == "Z"


def test_only_the_hosts_own_programs(live_environment):
    path = os.pathsep.join([live_environment.environment()["PATH"], "/usr/bin", "/bin"])
    assert find_program("pwsh", path, live_environment.folder) is not None
    assert find_program("ls", path, live_environment.folder) is None
    assert finish(start("ls -l", live_environment))[2] == 1
    assert finish(start("whoami", live_environment))[0] == b"srv2022\\vagrant\r\n"


def run_in(pool: RunspacePool, script: str, data: list[str] | None = None) -> list:
    return PowerShell(pool).add_script(script).invoke(data)


def test_pool(endpoint):
    wsman = WSMan(
        "127.0.0.1", port=endpoint.http_port, ssl=False, auth="negotiate", username="vagrant",
        password="Tr0ub4dor-3x", no_proxy=True,
    )  # fmt: skip
    with wsman, RunspacePool(wsman) as pool:
        assert run_in(pool, "$input | ForEach-Object { $_.Length }", ["a" * 300_000, "bc"]) == [300_000, 2]
        assert run_in(pool, "'x' * 90000") == ["x" * 90_000]
        broken = PowerShell(pool).add_script("Write-Warning 'careful'; throw 'it broke'")
        broken.invoke()
        assert [str(error) for error in broken.streams.error] == ["it broke"]
        assert [str(w) for w in broken.streams.warning] == ["careful"]
        slow = PowerShell(pool).add_script("'begun'; Start-Sleep 60")
        slow.begin_invoke()
        while not slow.output:  # PowerShell itself can lose a stop that comes before the first command runs
            slow.poll_invoke(timeout=1)
        began = time.monotonic()
        slow.stop()
        assert run_in(pool, "1 + 1") == [2]
        assert time.monotonic() - began < 10
    assert pool.state != 2


def test_a_pool_ends_with_a_pipeline_at_work(live_environment, endpoint):
    wsman = WSMan(
        "127.0.0.1", port=endpoint.http_port, ssl=False, auth="basic", encryption="never", username="vagrant",
        password="Tr0ub4dor-3x", no_proxy=True,
    )  # fmt: skip
    began = time.monotonic()
    with wsman, RunspacePool(wsman) as pool:
        PowerShell(pool).add_script("Start-Sleep 60").begin_invoke()
    assert time.monotonic() - began < 10


MODULE = """
    #Requires -Version 5
    $name = $complex_args['name']
    @{ changed = $false; ping = "$name 日本"; edition = $PSVersionTable.PSEdition } | ConvertTo-Json -Compress
"""


@pytest.mark.parametrize("connection", ["winrm", "psrp"])
def test_ansible_playbook(endpoint, tmp_path, connection):
    modules = tmp_path / "tree" / "ansible_collections" / "test" / "hosts" / "plugins" / "modules"
    modules.mkdir(parents=True)
    (modules / "hello.ps1").write_text(textwrap.dedent(MODULE), encoding="utf-8")
    (modules / "hello.py").write_text("DOCUMENTATION = ''\n")
    conditions = ["hello.ping == 'host 日本'", "hello.edition == 'Core'", "raw.stdout_lines == ['plain']"]
    tasks = [
        {"test.hosts.hello": {"name": "host"}, "register": "hello"},
        {"ansible.builtin.raw": "'plain'; exit 3", "register": "raw", "failed_when": "raw.rc != 3"},
        {"ansible.builtin.assert": {"that": conditions}},
    ]
    (tmp_path / "play.json").write_text(json.dumps([{"hosts": "all", "gather_facts": False, "tasks": tasks}]))
    variables = {
        "ansible_connection": connection,
        "ansible_host": "127.0.0.1",
        "ansible_port": endpoint.http_port,
        "ansible_user": "vagrant",
        "ansible_password": "Tr0ub4dor-3x",
        "ansible_winrm_scheme": "http",
        "ansible_winrm_transport": "ntlm",
        "ansible_psrp_protocol": "http",
        "ansible_psrp_auth": "ntlm",
    }
    (tmp_path / "hosts.json").write_text(json.dumps({"all": {"hosts": {"srv": variables}}}))
    run = subprocess.run(
        [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "hosts.json", "play.json"],
        cwd=tmp_path,
        env=os.environ | {
            "ANSIBLE_COLLECTIONS_PATH": str(tmp_path / "tree"),
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_NOCOLOR": "1",
            "HOME": str(tmp_path),
            "LC_ALL": "C.UTF-8",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
