"""The real clients, unmodified: every way of authentication, text shells and PowerShell shells."""

from __future__ import annotations

import threading

import pytest
from pypsrp.exceptions import AuthenticationError as PsrpRefused
from pypsrp.exceptions import WSManFaultError
from pypsrp.powershell import PowerShell, PSInvocationState, RunspacePool
from pypsrp.shell import Process, SignalCode, WinRS
from winrm.exceptions import InvalidCredentialsError, WinRMTransportError
from winrm.protocol import Protocol

PYWINRM = [
    ("basic", "http", {}),
    ("basic", "https", {}),
    ("ntlm", "http", {}),
    ("ntlm", "https", {}),
    ("ntlm", "https", {"send_cbt": False}),
    ("ntlm", "https", {"message_encryption": "always"}),
]
PYPSRP = [
    ("basic", "http", {}),
    ("basic", "https", {}),
    ("ntlm", "http", {}),
    ("negotiate", "http", {}),
    ("negotiate", "https", {}),
    ("negotiate", "https", {"encryption": "always"}),
    ("negotiate", "https", {"send_cbt": False}),
]


def run(client: Protocol, command: str, *arguments: str) -> tuple[bytes, bytes, int]:
    shell = client.open_shell(codepage=65001)
    command_id = client.run_command(shell, command, arguments)
    output = client.get_command_output(shell, command_id)
    client.cleanup_command(shell, command_id)
    client.close_shell(shell)
    return output


@pytest.mark.parametrize(("transport", "scheme", "options"), PYWINRM)
def test_pywinrm(host, transport, scheme, options):
    assert run(host.pywinrm(transport, scheme, **options), "hostname") == (b"SRV2022\r\n", b"", 0)


@pytest.mark.parametrize(("auth", "scheme", "options"), PYPSRP)
def test_pypsrp_text_shell(host, auth, scheme, options):
    with host.pypsrp(auth, scheme, **options) as wsman, WinRS(wsman) as shell:
        process = Process(shell, "echo", ["one", "two"])
        process.invoke()
        process.signal(SignalCode.TERMINATE)
        assert (process.stdout, process.stderr, process.rc) == (b"one two\r\n", b"", 0)


@pytest.mark.parametrize(("auth", "scheme", "options"), PYPSRP)
def test_pypsrp_runspace_pool(host, auth, scheme, options):
    with host.pypsrp(auth, scheme, **options) as wsman, RunspacePool(wsman) as pool:
        powershell = PowerShell(pool).add_script("Get-Date")
        assert powershell.invoke(["a", "b" * 300_000]) == ["ran Get-Date", "a", "b" * 300_000]
        assert wsman.max_payload_size > 300_000
    assert host.front.pools[0].closed


def test_a_pipeline_is_stopped(host):
    with host.pypsrp("negotiate") as wsman, RunspacePool(wsman) as pool:
        powershell = PowerShell(pool).add_script("forever")
        powershell.begin_invoke()
        powershell.stop()
        assert powershell.state == PSInvocationState.STOPPED


@pytest.mark.parametrize(("transport", "scheme"), [("basic", "http"), ("ntlm", "http"), ("ntlm", "https")])
@pytest.mark.parametrize("credentials", [{"password": "wrong"}, {"username": "nobody"}])
def test_pywinrm_is_refused(host, transport, scheme, credentials):
    with pytest.raises(InvalidCredentialsError):
        host.pywinrm(transport, scheme, **credentials).open_shell()


def test_pypsrp_is_refused(host):
    with pytest.raises(PsrpRefused), host.pypsrp("negotiate", password="wrong") as wsman:
        WinRS(wsman).open()


@pytest.mark.parametrize("name", ["SRV2022\\vagrant", ".\\Vagrant", "VAGRANT"])
@pytest.mark.parametrize("transport", ["basic", "ntlm"])
def test_spellings_of_the_user(host, name, transport):
    assert run(host.pywinrm(transport, username=name), "whoami")[2] == 0


@pytest.mark.parametrize("hardening", ["none", "relaxed", "strict"])
@pytest.mark.parametrize("binding", ["right", "absent", "wrong"])
def test_channel_binding(make_host, monkeypatch, hardening, binding):
    host = make_host(channel_binding=hardening)
    client = host.pywinrm("ntlm", "https", send_cbt=binding != "absent")
    if binding == "wrong":
        monkeypatch.setattr("requests_ntlm.requests_ntlm._get_certificate_hash", lambda *_: b"\x01" * 32)
    accepted = {"none": True, "relaxed": binding != "wrong", "strict": binding == "right"}[hardening]
    if accepted:
        assert run(client, "hostname")[2] == 0
    else:
        with pytest.raises(InvalidCredentialsError):
            client.open_shell()


def test_unencrypted_messages_can_be_forbidden(make_host):
    host = make_host(allow_unencrypted=False)
    with pytest.raises(InvalidCredentialsError):
        host.pywinrm("basic").open_shell()
    assert run(host.pywinrm("ntlm"), "hostname")[2] == 0
    assert run(host.pywinrm("basic", "https"), "hostname")[2] == 0


def test_each_endpoint_has_users_of_its_own(make_host, host):
    other = make_host(password="an0ther-Päss")
    with pytest.raises(InvalidCredentialsError):
        other.pywinrm("ntlm").open_shell()
    assert run(other.pywinrm("ntlm", password="an0ther-Päss"), "hostname")[2] == 0
    assert run(host.pywinrm("ntlm"), "hostname")[2] == 0


def test_a_message_sealed_for_another_connection_gets_400(host):
    client = host.pywinrm("ntlm")
    shell = client.open_shell()
    host.endpoint.drop_connections()
    with pytest.raises(WinRMTransportError) as error:
        client.close_shell(shell)
    assert error.value.code == 400


def test_concurrent_logons(host):
    results: list[int] = []

    def logon() -> None:
        results.append(run(host.pywinrm("ntlm"), "hostname")[2])

    threads = [threading.Thread(target=logon) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert results == [0] * 8


def test_input_arrives_in_pieces_and_ends(host):
    client = host.pywinrm("ntlm")
    shell = client.open_shell()
    command = client.run_command(shell, "cat", console_mode_stdin=False)
    pieces = [bytes([65 + i]) * 200_000 for i in range(3)]
    for piece in pieces:
        client.send_command_input(shell, command, piece, end=piece is pieces[-1])
    assert client.get_command_output(shell, command) == (b"".join(pieces), b"", 0)
    assert host.seen.inputs == [b"".join(pieces)]
    assert host.seen.commands == ["cat"]


def test_a_slow_command_is_waited_for(host):
    client = host.pywinrm(operation_timeout_sec=1, read_timeout_sec=3)
    assert run(client, "slow", "1.5") == (b"", b"", 0)
    assert len(host.seen.messages) == 6  # one Receive timed out


def test_output_comes_in_envelopes_of_the_clients_size(host):
    output = run(host.pywinrm(), "spew", "1000000")
    assert output == (b"x" * 1_000_000, b"", 0)
    assert max(sent for _, sent in host.seen.messages) <= 153_600


def test_an_unknown_command_fails_as_in_cmd(host):
    out, err, code = run(host.pywinrm(), "ls", "-l")
    assert (out, code) == (b"", 1)
    assert err.startswith(b"'ls' is not recognized as an internal or external command,\r\n")


def test_a_terminated_command_is_forgotten(host):
    client = host.pywinrm()
    shell = client.open_shell()
    command = client.run_command(shell, "forever")
    client.cleanup_command(shell, command)
    assert host.front.processes[0].terminated
    with pytest.raises(Exception, match="The parameter is incorrect"):
        client.get_command_output_raw(shell, command)


def test_get_and_is_alive(host):
    with host.pypsrp() as wsman:
        pool = RunspacePool(wsman)
        pool.open()
        assert pool.is_alive()
        wsman.update_max_payload_size()
        assert wsman.max_payload_size > 300_000


def test_a_pool_whose_process_has_died_is_an_unknown_shell(host):
    with host.pypsrp() as wsman:
        pool = RunspacePool(wsman)
        pool.open()
        host.front.pools[0].close()
        for _ in range(2):
            with pytest.raises(WSManFaultError) as error:
                PowerShell(pool).add_script("1").invoke()
            assert error.value.code == 2150858843
