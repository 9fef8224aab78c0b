"""Ansible's own connection plugins, in this process, where they react to what an endpoint answers."""

from __future__ import annotations

import io

import pytest
from ansible.errors import AnsibleConnectionFailure
from ansible.playbook.play_context import PlayContext
from ansible.plugins.loader import connection_loader, shell_loader
from hostsim.wsman.faults import Fault


@pytest.fixture
def connect():
    """Makes a connection plugin's object for a host."""
    made = []

    def make(name: str, host, **variables):
        connection = connection_loader.get(name, PlayContext(), io.StringIO(), shell=shell_loader.get("powershell"))
        connection.set_options(
            var_options={"_extras": {}},
            direct={
                "remote_addr": "127.0.0.1",
                "remote_user": "vagrant",
                "remote_password": "Tr0ub4dor&3-correct",
                "port": host.endpoint.http_port,
            }
            | ({"scheme": "http", "transport": ["ntlm"]} if name == "winrm" else {"protocol": "http", "auth": "ntlm"})
            | variables,
        )
        made.append(connection)
        return connection

    yield make
    for connection in made:
        connection.close()


def test_winrm_opens_a_new_shell_when_the_operations_are_used_up(make_host, connect):
    host = make_host(max_operations_per_user=1)
    connection = connect("winrm", host)
    for _ in range(3):
        assert connection.exec_command("PowerShell -EncodedCommand AAAA")[0] == 1
    assert host.seen.shells == 3
    assert host.front.lines == ["PowerShell -EncodedCommand AAAA"] * 3


def test_winrm_forgives_a_failed_send_when_the_output_is_json(host, connect):
    # Its retry on code 170 looks for '170' in quotes; pywinrm 0.5.0 gives a number, so a busy Send is a failed one.
    host.endpoint.inject(Fault("busy"), "Send")
    assert connect("winrm", host).exec_command("json 0 -EncodedCommand x", in_data=b"input")[1] == b"{}"


def test_winrm_reset_leaves_an_orphan(host, connect):
    connection = connect("winrm", host)
    connection.exec_command("hostname")
    connection.reset()
    assert (host.seen.shells, len(host.endpoint._shells)) == (2, 2)
    connection.close()
    assert len(host.endpoint._shells) == 1


def test_winrm_waits_through_a_time_out(host, connect):
    connection = connect("winrm", host, connection_timeout=1)
    assert connection.exec_command("slow 1.3 -EncodedCommand ")[0] == 0


@pytest.mark.parametrize("name", ["winrm", "psrp"])
def test_no_power_no_connection(host, connect, name):
    host.up = False
    with pytest.raises(AnsibleConnectionFailure):
        connect(name, host).exec_command("hostname")


@pytest.mark.parametrize("name", ["winrm", "psrp"])
def test_wrong_password(host, connect, name):
    with pytest.raises(AnsibleConnectionFailure):
        connect(name, host, remote_password="no").exec_command("hostname")


def test_a_pipelined_module_takes_six_messages_after_the_logon(host, connect):
    connection = connect("winrm", host)
    connection.exec_command("cat 0 -EncodedCommand x", in_data=b"x" * 100_000)
    connection.close()
    logon, create, command, send, receive, signal, delete = (host.seen.messages[:3], *host.seen.messages[3:])
    assert [sizes[0] for sizes in logon] == [0, 0, 0]
    assert send[0] > 130_000 and receive[1] > 130_000
    assert all(0 < size < 6000 for sizes in (create, command, signal, delete) for size in sizes)
