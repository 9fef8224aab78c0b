"""Files that Ansible's own connection plugins send to a simulated host (put_file), on both fronts."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests
from ansible.errors import AnsibleError
from ansible.playbook.play_context import PlayContext
from ansible.plugins.loader import connection_loader, shell_loader
from fronts import FRONTS
from hostsim.counts import Counts
from hostsim.fronts.light import LightFront
from hostsim.machine import Machine
from hostsim.wsman import Endpoint
from winrm.exceptions import WinRMTransportError as PywinrmError

USER, PASSWORD = "vagrant", "Tr0ub4dor&3-correct"
CONNECTIONS = {
    "winrm": {"scheme": "http", "transport": ["ntlm"]},
    "psrp": {"protocol": "http", "auth": "ntlm"},
}
SHELLS = {"winrm": "cmd", "psrp": "powershell"}
OTHER = "C:\\Windows\\Temp\\another archive.zip"
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
def connect(request: pytest.FixtureRequest, host: Host) -> Callable[[], Any]:
    return partial(connection_to, host, str(request.param))


@pytest.fixture
def connection(connect: Callable[[], Any]) -> Iterator[Any]:
    made = connect()
    yield made
    made.close()


def connection_to(host: Host, name: str) -> Any:
    made = connection_loader.get(name, PlayContext(), io.StringIO(), shell=shell_loader.get(SHELLS[name]))
    asked = {
        "remote_addr": "127.0.0.1",
        "remote_user": USER,
        "remote_password": PASSWORD,
        "port": host.endpoint.http_port,
    }
    made.set_options(var_options={"_extras": {}}, direct=asked | CONNECTIONS[name])
    return made


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


def test_a_file_that_is_there_is_replaced_and_its_messages_are_counted(
    host: Host, connection: Any, source: Callable[[int], Path]
) -> None:
    host.machine.write_file(TARGET, b"something longer than what comes")
    connection.put_file(str(source(7)), TARGET)
    assert host.machine.path(TARGET)["Length"] == 7
    host.counts.read(reset=True)
    file = source(3_000_000)
    connection.put_file(str(file), TARGET)
    counted = host.counts.read()
    assert host.machine.read_file(TARGET) == file.read_bytes()
    # 250,000 bytes a message over winrm, some 280,000 over psrp, each twice in base64; and few others
    assert 11 < counted["messages"] < 30
    assert 5_300_000 < counted["bytes_in"] < 5_600_000
    assert counted["modules"] == {}


def test_a_connection_that_is_cut_leaves_no_whole_file_and_the_next_one_does(
    host: Host, connect: Callable[[], Any], source: Callable[[int], Path]
) -> None:
    first = connect()
    first.put_file(str(source(7)), "C:\\Windows\\Temp\\first")  # the logon is over
    file = source(3_000_000)
    host.endpoint.fail_after(9)
    with pytest.raises(Exception) as caught:
        first.put_file(str(file), TARGET)
    assert isinstance(caught.value, (AnsibleError, requests.exceptions.RequestException, PywinrmError))
    assert host.machine.path(TARGET)["Length"] < 3_000_000
    host.endpoint.power_lost()  # ends what its shell still holds: what had come stays
    if isinstance(host.front, LightFront):  # a PowerShell has not begun to read by now
        wait_for(lambda: host.machine.path(TARGET)["Length"])
    assert host.machine.path(TARGET)["Length"] < 3_000_000
    second = connect()
    second.put_file(str(file), OTHER)
    second.close()
    assert host.machine.read_file(OTHER) == file.read_bytes()
    assert host.machine.path(TARGET)["Length"] < 3_000_000


def wait_for(condition: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


REFUSED = {
    "a full disk": TARGET,
    "a folder that is not there": "C:\\nowhere\\x.zip",
    "a folder of that name": "C:\\Windows\\Temp",
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_the_host_cannot_take_is_an_error(
    host: Host, connection: Any, source: Callable[[int], Path], what: str
) -> None:
    before = host.machine.state()["files"]
    if what == "a full disk":
        host.machine.fault("disk_full")
    with pytest.raises(AnsibleError) as caught:
        connection.put_file(str(source(3_000_000)), REFUSED[what])
    # exec_wrapper.ps1 prints why to where nobody of ansible-core 2.20 to 2.22 reads it
    assert str(caught.value) in ("", "Unexpected AnsibleError error.")
    assert host.machine.state()["files"] == before
