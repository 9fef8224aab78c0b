"""Each row of the table of faults is asked for, as far as a client can; each reaches the clients in their own terms."""

from __future__ import annotations

import http.client
import re
import time
import xml.etree.ElementTree as ET

import pytest
from hostsim.wsman.faults import ADDRESSING_FAULT, FAULTS, WSMAN_FAULT, Fault
from hostsim.wsman.soap import NAMES, fault_envelope
from pypsrp.exceptions import WSManFaultError as PsrpFault
from pypsrp.powershell import PowerShell, RunspacePool
from pypsrp.shell import WinRS
from pypsrp.wsman import OptionSet
from winrm.exceptions import WinRMOperationTimeoutError, WSManFaultError

OTHER_PASSWORD = "a-Second-1"  # of conftest's user `other`
VALUES = {
    "timeout": "PT-1S",
    "limit": 7,
    "problem": "a problem",
    "option": "AN_OPTION",
    "resource": "urn:x",
    "action": "urn:y",
}


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_shape(name):
    fault = Fault(name, **VALUES)
    root = ET.fromstring(fault_envelope(fault, "uuid:1<2", "SRV"))
    assert root.findtext("s:Header/a:RelatesTo", "", NAMES) == "uuid:1<2"
    shape = FAULTS[name]
    assert root.findtext("s:Header/a:Action", "", NAMES) == (
        ADDRESSING_FAULT if shape.subcode.startswith("a:") else WSMAN_FAULT
    )
    found = root.find("s:Body/s:Fault", NAMES)
    assert found is not None
    assert found.findtext("s:Code/s:Value", "", NAMES) == shape.value
    assert found.findtext("s:Code/s:Subcode/s:Value", "", NAMES) == shape.subcode
    assert found.findtext("s:Reason/s:Text", "", NAMES) == fault.text
    assert not re.search(r"[{}]", fault.text)
    codes = {int(n.get("Code")) for n in found.iterfind(".//{*}WSManFault")}
    codes |= {int(n.text) for n in found.iterfind(".//{*}error_Code")}
    assert codes == ({shape.code} if shape.code is not None else set())
    assert (found.find("s:Detail/w:FaultDetail", NAMES) is not None) == (shape.detail is not None)


@pytest.mark.parametrize("name", sorted(set(FAULTS) - {"timed_out"}))
@pytest.mark.parametrize("transport", ["basic", "ntlm"])
def test_each_row_reaches_pywinrm(host, name, transport):
    client = host.pywinrm(transport)
    shell = client.open_shell()
    host.endpoint.inject(Fault(name, **VALUES), "Command")
    with pytest.raises(WSManFaultError) as error:
        client.run_command(shell, "hostname")
    shape = FAULTS[name]
    assert (error.value.fault_code, error.value.fault_subcode) == (shape.value, shape.subcode)
    assert (error.value.wmierror_code if shape.wmi else error.value.wsman_fault_code) == shape.code
    client.run_command(shell, "hostname")  # one fault, not two


def test_timed_out(host):
    client = host.pywinrm(operation_timeout_sec=1, read_timeout_sec=2)
    shell = client.open_shell()
    command = client.run_command(shell, "forever")
    with pytest.raises(WinRMOperationTimeoutError):
        client.get_command_output_raw(shell, command)


def fault_of(call, *arguments, **options):
    with pytest.raises((WSManFaultError, PsrpFault)) as error:
        call(*arguments, **options)
    return error.value


def test_unknown_shell(host):
    assert fault_of(host.pywinrm().run_command, "no-such-shell", "ver").wsman_fault_code == 2150858843


def test_a_shell_is_its_owners(host):
    client = host.pywinrm()
    shell = client.open_shell()
    stranger = host.pywinrm(username="other", password=OTHER_PASSWORD)
    assert fault_of(stranger.run_command, shell, "ver").wsman_fault_code == 2150858843


def test_unknown_command(host):
    client = host.pywinrm()
    shell = client.open_shell()
    for call in (client.get_command_output_raw, client.cleanup_command):
        assert fault_of(call, shell, "no-such-command").wsman_fault_code == 87
    assert fault_of(client.send_command_input, shell, "no-such-command", b"x").wsman_fault_code == 87


def test_bad_timeout(host):
    client = host.pywinrm()
    client.operation_timeout_sec = -1
    assert fault_of(client.open_shell).wsman_fault_code == 2150858767


def test_too_many_shells_orphans_count(make_host):
    host = make_host(max_shells_per_user=2)
    shells = [host.pywinrm().open_shell() for _ in range(2)]  # nobody deletes them
    fault = fault_of(host.pywinrm().open_shell)
    assert fault.wsman_fault_code == 2150859173
    assert "maximum number of 2 concurrent shells" in str(fault)
    host.pywinrm().close_shell(shells[0])
    host.pywinrm().open_shell()


def test_too_many_users(make_host):
    host = make_host(max_concurrent_users=1)
    shell = host.pywinrm().open_shell()
    stranger = host.pywinrm(username="other", password=OTHER_PASSWORD)
    assert fault_of(stranger.open_shell).wsman_fault_code == 2150859179
    host.pywinrm().close_shell(shell)
    stranger.open_shell()


def test_orphans_end_with_their_idle_time_out(make_host):
    host = make_host(max_shells_per_user=1, idle_timeout=0.05)
    client = host.pywinrm()
    shell = client.open_shell()
    client.run_command(shell, "forever")
    time.sleep(0.1)
    client.open_shell()
    assert host.front.processes[0].terminated


def test_too_many_operations_counts_ended_commands_until_the_shell_is_deleted(make_host):
    host = make_host(max_operations_per_user=2)
    client = host.pywinrm()
    shell = client.open_shell()
    for _ in range(2):
        client.cleanup_command(shell, client.run_command(shell, "hostname"))
    fault = fault_of(client.run_command, shell, "hostname")
    assert fault.wmierror_code == 0x803381A6  # where Ansible looks
    client.close_shell(shell)
    client.run_command(client.open_shell(), "hostname")


def test_too_many_processes(make_host):
    host = make_host(max_processes_per_shell=1)
    client = host.pywinrm()
    shell = client.open_shell()
    command = client.run_command(shell, "forever")
    assert fault_of(client.run_command, shell, "forever").fault_subcode == "w:QuotaLimit"
    client.cleanup_command(shell, command)
    client.run_command(shell, "forever")


def test_too_many_pipelines(make_host):
    host = make_host(max_commands_per_pool=1)
    with host.pypsrp() as wsman, RunspacePool(wsman) as pool:
        PowerShell(pool).add_script("1").invoke()
        assert "Maximum Commands per Shell" in fault_of(PowerShell(pool).add_script("2").invoke).reason


def test_input_after_the_end_is_a_broken_pipe(host):
    client = host.pywinrm()
    shell = client.open_shell()
    command = client.run_command(shell, "cat")
    client.send_command_input(shell, command, b"x", end=True)
    assert fault_of(client.send_command_input, shell, command, b"y").wsman_fault_code == 109


def test_too_large(make_host):
    host = make_host(max_envelope=20_000)
    client = host.pywinrm()
    shell = client.open_shell()
    command = client.run_command(shell, "cat")
    assert fault_of(client.send_command_input, shell, command, b"x" * 20_000).fault_subcode == "w:EncodingLimit"


def test_bad_option_unknown_resource_unsupported(host):
    with host.pypsrp() as wsman:
        options = OptionSet()
        options.add_option("NEVER_HEARD_OF", "1", {"MustComply": "true"})
        assert fault_of(WinRS(wsman).open, options).code == "w:InvalidOptions"
        harmless = OptionSet()
        harmless.add_option("NEVER_HEARD_OF", "1")
        WinRS(wsman).open(harmless)
        assert fault_of(WinRS(wsman, resource_uri="urn:other").open).code == 2150858752
        with pytest.raises(PsrpFault) as error, RunspacePool(wsman) as pool:
            pool.disconnect()
        assert error.value.code == "a:ActionNotSupported"


def post(host, body: bytes, path: str = "/wsman", **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", host.endpoint.http_port, timeout=5)
    connection.request("POST", path, body, {"Content-Type": "application/soap+xml;charset=UTF-8"} | headers)
    answer = connection.getresponse()
    result = answer.status, answer.read()
    connection.close()
    return result


BASIC = "Basic dmFncmFudDpUcjB1YjRkb3ImMy1jb3JyZWN0"
IDENTIFY = (
    b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
    b'xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"><s:Header/><s:Body><i:Identify/></s:Body></s:Envelope>'
)


def test_bad_message(host):
    for body in (b"not XML", b"<a/>"):
        status, answer = post(host, body, Authorization=BASIC)
        assert status == 500
        assert b"w:SchemaValidationError" in answer


def test_identify(host):
    assert post(host, IDENTIFY)[0] == 401
    status, answer = post(host, IDENTIFY, Authorization=BASIC)
    assert (status, b"OS: 10.0.20348 SP: 0.0 Stack: 3.0" in answer) == (200, True)
    status, answer = post(host, IDENTIFY, WSMANIDENTIFY="unauthenticated")
    assert (status, b"OS: 0.0.0 SP: 0.0 Stack: 3.0" in answer) == (200, True)


def test_http_refusals(host):
    assert post(host, IDENTIFY, "/elsewhere", Authorization=BASIC)[0] == 404
    assert post(host, b"", Authorization="Basic %%%")[0] == 401
    assert post(host, IDENTIFY, WSMANIDENTIFY="unauthenticated")[0] == 200
    assert post(host, b"<a/>", WSMANIDENTIFY="unauthenticated")[0] == 401
