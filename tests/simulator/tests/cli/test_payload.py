"""What Ansible sends is read alike from every core, and what it does not send is nothing."""

from __future__ import annotations

import base64
import gzip
import json
import struct
import uuid

import pytest
from ansible.executor.powershell import module_manifest
from ansible.executor.powershell.module_manifest import _bootstrap_powershell_script
from hostsim.fronts.payload import encoded_script, module_call, public_name, script_name, sent_to
from hostsim.fronts.payload_psrp import BEGINNING, END_OF_INPUT, PIPELINE_INPUT, InputReader

SCRIPT = "ansible_collections.winfleet.containers.plugins.modules._look.ps1"
ARGUMENTS = {"looks": [{"verb": "boot", "text": "日本 \u2028 'x'"}], "_ansible_check_mode": False}


def stdin(params: dict[str, object], compressed: bool = False, before: tuple[dict[str, object], ...] = ()) -> bytes:
    actions = [*before, {"name": "module_wrapper.ps1", "params": params, "secure_params": {}}]
    manifest = json.dumps({"scripts": {}, "actions": actions, "signed_hashlist": []}).encode()
    head = {"name": "exec_wrapper", "script": "param()\n{}", "params": {"DecompressInput": compressed}}
    body = base64.b64encode(gzip.compress(manifest)) if compressed else manifest
    return json.dumps(head).encode() + b"\n\0\0\0\0\n" + body


def old_arguments(arguments: object) -> dict[str, object]:
    return {
        "Script": SCRIPT,
        "ForModule": True,
        "Variables": [{"Name": "complex_args", "Value": arguments, "Scope": "Global"}],
    }


FORMS = {
    "2.20 and 2.21": stdin(old_arguments(ARGUMENTS)),
    "2.22": stdin({"Script": SCRIPT, "ForModule": True, "ArgumentJSON": json.dumps(ARGUMENTS)}),
    "2.22 compressed": stdin({"Script": SCRIPT, "ForModule": True, "ArgumentJSON": json.dumps(ARGUMENTS)}, True),
    "with become": stdin(
        old_arguments(ARGUMENTS), before=({"name": "become_wrapper.ps1", "params": {"BecomeUser": "x"}},)
    ),
    "windows line ends": stdin(old_arguments(ARGUMENTS)).replace(b"\n\0", b"\r\n\0").replace(b"\0\n", b"\0\r\n"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_module_call_is_read(form: str) -> None:
    call = module_call(FORMS[form])
    assert call is not None
    assert (call.name, call.arguments) == ("winfleet.containers._look", ARGUMENTS)


def test_what_this_core_makes_is_read() -> None:
    data = module_manifest._create_powershell_wrapper(
        name="ansible.modules.c", module_data=b"#Requires -Version 5.1\n", module_path="c.ps1",
        module_args=ARGUMENTS, environment={}, async_timeout=0, become_plugin=None, substyle="powershell", task_vars={},
        profile="legacy",
    )  # fmt: skip
    call = module_call(data)
    assert call is not None
    assert (call.name, call.arguments) == ("ansible.builtin.c", ARGUMENTS)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"x\n\0\0\0\0\n{", b"{}\n\0\0\0\0\n[1]", b"[]\n\0\0\0\0\n{}", b"echo hello\r\n"]
)
def test_anything_else_is_no_module(data: bytes) -> None:
    assert module_call(data) is None


def test_a_script_of_ansible_is_named_and_no_module() -> None:
    head = json.dumps({"name": "exec_wrapper", "script": "", "params": {}}).encode()
    manifest = json.dumps(
        {"scripts": {}, "actions": [{"name": "winrm_put_file.ps1", "params": {"Path": "C:\\x"}}]}
    ).encode()
    data = head + b"\n\0\0\0\0\n" + manifest + b"\n\0\0\0\0\nQUJD\r\n"
    assert module_call(data) is None
    assert script_name(data) == "winrm_put_file.ps1"
    assert sent_to(data) == "C:\\x"


@pytest.mark.parametrize("has_input", [True, False])
@pytest.mark.parametrize("name", ["winrm_put_file.ps1", "psrp_put_file.ps1", "winrm_fetch_file.ps1"])
def test_where_a_file_goes_is_read_of_what_ansible_makes(name: str, has_input: bool) -> None:
    script, stdin = _bootstrap_powershell_script(name, {"Path": "C:\\a b\\x.zip"}, has_input=has_input)
    assert "$input" in script
    assert sent_to(stdin) == ("C:\\a b\\x.zip" if "put" in name and has_input else None)
    assert len(stdin.decode().splitlines()) == (BEGINNING if has_input else BEGINNING - 1)


@pytest.mark.parametrize(
    ("script", "name"),
    [
        (SCRIPT, "winfleet.containers._look"),
        ("ansible_collections.ansible.windows.plugins.modules.win_ping.ps1", "ansible.windows.win_ping"),
        ("ansible.modules.setup.ps1", "ansible.builtin.setup"),
        ("ansible.legacy.slurp.ps1", "ansible.builtin.slurp"),
        ("own_script.ps1", "own_script"),
    ],
)
def test_names(script: str, name: str) -> None:
    assert public_name(script) == name


def encoded(text: str) -> str:
    return base64.b64encode(text.encode("utf-16-le")).decode()


@pytest.mark.parametrize(
    "line",
    [
        f"PowerShell -NoProfile -NonInteractive -ExecutionPolicy Unrestricted -EncodedCommand {encoded('$input | x')}",
        f"powershell.exe -encodedcommand {encoded('$input | x')}",
        f'"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe" -NoProfile -enc {encoded("$input | x")}',
        f"pwsh -e {encoded('$input | x')} -EncodedArguments {encoded('<Objs/>')}",
        f"PowerShell -EncodedCommand {encoded('PowerShell -NoProfile -EncodedCommand ' + encoded('$input | x'))}",
    ],
)
def test_an_encoded_script_is_read_whatever_the_spelling(line: str) -> None:
    assert encoded_script(line) == "$input | x"


@pytest.mark.parametrize(
    "line",
    ["hostname", "powershell -File x.ps1", "powershell -ExecutionPolicy Bypass -Command x", "powershell -enc %%%", ""],
)
def test_other_lines_hold_none(line: str) -> None:
    assert encoded_script(line) is None


def message(kind: int, pipeline: bytes, xml: str) -> bytes:
    return struct.pack("<II", 2, kind) + b"P" * 16 + pipeline + xml.encode()


def fragments(number: int, data: bytes, size: int) -> bytes:
    parts = [data[start : start + size] for start in range(0, len(data), size)]
    return b"".join(
        struct.pack(">QQBI", number, index, (index == 0) | (index == len(parts) - 1) << 1, len(part)) + part
        for index, part in enumerate(parts)
    )


def test_of_long_input_the_beginning_is_kept_and_told_while_it_goes_on() -> None:
    told: list[tuple[uuid.UUID, bytes]] = []
    pipeline = uuid.uuid4()
    reader = InputReader(lambda *beginning: told.append(beginning))
    sent = [message(PIPELINE_INPUT, pipeline.bytes_le, f"<S>{n}</S>") for n in range(BEGINNING + 3)]
    for number, data in enumerate(sent):
        assert reader.feed(fragments(number, data, 50)) == []
        assert told == ([(pipeline, b"0\n1\n2\n3")] if number + 1 >= BEGINNING else [])
    assert reader.feed(fragments(99, message(END_OF_INPUT, pipeline.bytes_le, ""), 50)) == [b"0\n1\n2\n3"]


@pytest.mark.parametrize("size", [7, 100, 100_000])
def test_the_input_of_a_pipeline_is_put_together(size: int) -> None:
    reader, pipeline = InputReader(), b"Q" * 16
    lines = ["{&quot;a&quot;: 1}", "_x0000__x0000__x0000__x0000_", "&lt;x&gt;_xD83D__xDE00_"]
    data = b"".join(
        fragments(n, message(PIPELINE_INPUT, pipeline, f"<S>{line}</S>"), size) for n, line in enumerate(lines)
    )
    assert reader.feed(data) == []
    assert reader.feed(fragments(9, message(END_OF_INPUT, pipeline, ""), size)) == [
        '{"a": 1}\n\0\0\0\0\n<x>\U0001f600'.encode()
    ]
    assert reader.feed(fragments(10, message(END_OF_INPUT, pipeline, ""), size)) == []
