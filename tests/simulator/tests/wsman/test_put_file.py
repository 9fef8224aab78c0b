"""Files that Ansible's own connection plugins send to a simulated host (put_file), on both fronts."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleError
from ansible.playbook.play_context import PlayContext
from ansible.plugins.loader import connection_loader, shell_loader
from fronts import FRONTS
from hostsim.counts import Counts
from hostsim.fronts.light import LightFront
from hostsim.machine import Machine
from hostsim.wsman import Endpoint

USER, PASSWORD = "vagrant", "Tr0ub4dor&3-correct"
CONNECTIONS = {
    "winrm": {"scheme": "http", "transport": ["ntlm"], "connection_timeout": 1},
    "psrp": {"protocol": "http", "auth": "ntlm", "operation_timeout": 1},
}
SHELLS = {"winrm": "cmd", "psrp": "powershell"}
TARGET = "C:\\Windows\\Temp\\an archive.zip"


class Host:
    """A machine with an endpoint, as a fleet's host has them."""

    def __init__(self, front: str, folder: Path, pipes: Path) -> None:
        self.machine = Machine({"release": "2022"}, "web1")
        self.counts = Counts()
        if front == "light":
            self.front: Any = LightFront(self.machine, None, pipes)
        else:
            from hostsim.fronts.live import LiveFront

            self.front = LiveFront(self.machine, None, folder, pipes)
        self.endpoint = Endpoint("web1", {USER: PASSWORD}, lambda: True, self.front, self.counts)
        self.endpoint.start()

    def close(self) -> None:
        self.endpoint.stop()
        getattr(self.front, "close", lambda: None)()
        self.machine.close()


@pytest.fixture(params=FRONTS)
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Host]:
    host = Host(str(request.param), tmp_path / "host", tmp_path / "pipes")
    yield host
    host.close()


@pytest.fixture(params=CONNECTIONS)
def connection(request: pytest.FixtureRequest, host: Host) -> Iterator[Any]:
    name = str(request.param)
    made = connection_loader.get(name, PlayContext(), io.StringIO(), shell=shell_loader.get(SHELLS[name]))
    asked = {
        "remote_addr": "127.0.0.1",
        "remote_user": USER,
        "remote_password": PASSWORD,
        "port": host.endpoint.http_port,
    }
    made.set_options(var_options={"_extras": {}}, direct=asked | CONNECTIONS[name])
    yield made
    made.close()


@pytest.fixture
def source(tmp_path: Path) -> Callable[[int], Path]:
    def make(size: int) -> Path:
        path = tmp_path / "source file.zip"
        block = hashlib.sha512(b"seed").digest() * 16
        path.write_bytes((block * (size // len(block) + 1))[:size])
        return path

    return make


@pytest.mark.parametrize("size", [0, 1, 3_000_000])
def test_a_file_arrives_whole(host: Host, connection: Any, source: Callable[[int], Path], size: int) -> None:
    file = source(size)
    connection.put_file(str(file), TARGET)
    assert host.machine.read_file(TARGET) == file.read_bytes()
    assert host.machine.path(TARGET)["Length"] == size
