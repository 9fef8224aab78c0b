"""Power, faults from outside, and many endpoints in one process."""

from __future__ import annotations

import socket
import threading
import time

import pytest
import requests
from hostsim.wsman import Endpoint
from winrm.exceptions import WSManFaultError


def wait_until(condition, seconds: float = 3.0) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(condition())


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_outage_takes_connections_and_shells(host, scheme):
    client = host.pywinrm("ntlm", scheme)
    shell = client.open_shell()
    client.run_command(shell, "forever")
    host.up = False
    assert wait_until(lambda: host.front.processes[0].terminated)
    with pytest.raises(requests.exceptions.ConnectionError):
        host.pywinrm("ntlm", scheme).open_shell()
    host.up = True
    with pytest.raises(WSManFaultError) as error:
        host.pywinrm("ntlm", scheme).run_command(shell, "hostname")
    assert error.value.wsman_fault_code == 2150858843
    host.pywinrm("ntlm", scheme).open_shell()


def test_a_short_outage_is_noticed_when_told(host):
    client = host.pywinrm()
    shell = client.open_shell()
    host.endpoint.power_lost()
    with pytest.raises(WSManFaultError):
        host.pywinrm().run_command(shell, "hostname")


def test_an_outage_ends_a_receive_at_work(host):
    client = host.pywinrm()
    shell = client.open_shell()
    command = client.run_command(shell, "forever")
    threading.Timer(0.2, host.endpoint.power_lost).start()
    began = time.monotonic()
    with pytest.raises(requests.exceptions.ConnectionError):
        client.get_command_output(shell, command)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("messages", [0, 2])
def test_fail_after(host, messages):
    client = host.pywinrm("ntlm")
    shell = client.open_shell()
    host.endpoint.fail_after(messages)
    for _ in range(messages):
        client.run_command(shell, "hostname")
    with pytest.raises(requests.exceptions.ConnectionError):
        client.run_command(shell, "hostname")
    assert len(host.front.lines) == messages
    host.pywinrm("ntlm").run_command(shell, "hostname")


def test_lose_answer(host):
    client = host.pywinrm("ntlm")
    shell = client.open_shell()
    host.endpoint.lose_answer()
    with pytest.raises(requests.exceptions.ConnectionError):
        client.run_command(shell, "hostname")
    assert host.front.lines == ["hostname"]
    host.pywinrm("ntlm").close_shell(shell)


def test_delay(host):
    host.endpoint.delay = 0.3
    began = time.monotonic()
    host.pywinrm().open_shell()
    assert time.monotonic() - began >= 0.3


def test_half_open_clients_block_nobody(host):
    silent = [socket.create_connection(("127.0.0.1", host.endpoint.https_port)) for _ in range(5)]
    host.pywinrm("basic", "https").open_shell()
    for connection in silent:
        connection.close()


def test_hundreds_of_endpoints_in_one_process(host):
    before = threading.active_count()
    endpoints = [Endpoint(f"N{i}", {"u": "p-1"}, lambda: True, host.front, https=False) for i in range(200)]
    for endpoint in endpoints:
        endpoint.start()
    try:
        assert threading.active_count() - before <= 1
        for endpoint in endpoints[::40]:
            host.endpoint.http_port = endpoint.http_port
            host.pywinrm(username="u", password="p-1").open_shell()
    finally:
        for endpoint in endpoints:
            endpoint.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", endpoints[0].http_port))


def test_stop_closes_shells_and_removes_files(make_host):
    host = make_host()
    client = host.pywinrm()
    client.run_command(client.open_shell(), "forever")
    certificate = host.endpoint.certificate
    assert certificate.exists()
    host.endpoint.stop()
    assert host.front.processes[0].terminated
    assert not certificate.parent.exists()


def test_messages_are_counted_with_their_sizes(host):
    client = host.pywinrm("ntlm")
    client.close_shell(client.open_shell())
    assert len(host.seen.messages) == 5  # three legs of NTLM, Create, Delete
    assert host.seen.messages[0] == (0, 0)
    assert all(sizes > (300, 300) for sizes in host.seen.messages[3:])
    assert host.seen.shells == 1
