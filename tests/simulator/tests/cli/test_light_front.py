"""What a light host runs and how it refuses the rest, as a text command and over PSRP."""

from __future__ import annotations

import base64
import json
import time
import uuid
from pathlib import Path
from typing import Any

import psrpcore
import pytest
from hostsim.fronts.light import LightFront
from hostsim.fronts.light.host import Trouble
from hostsim.machine import Machine
from psrpcore.types import PSInvocationState

BOOTSTRAP = "$input | Out-Null"
COMMAND = "powershell -NoProfile -EncodedCommand " + base64.b64encode(BOOTSTRAP.encode("utf-16-le")).decode()


def stdin_of(module: str, arguments: dict[str, object]) -> bytes:
    params = {"Script": f"ansible_collections.{module}.ps1", "ForModule": True, "ArgumentJSON": json.dumps(arguments)}
    manifest = {"scripts": {}, "actions": [{"name": "module_wrapper.ps1", "params": params}], "signed_hashlist": []}
    return b'{"name": "exec_wrapper", "script": "", "params": {}}\n\0\0\0\0\n' + json.dumps(manifest).encode()


LOOK = stdin_of(
    "winfleet.containers.plugins.modules._look", {"looks": [{"verb": "fortune 日本\u2028"}], "_ansible_diff": True}
)
OTHER = stdin_of("ansible.windows.plugins.modules.win_ping", {})


@pytest.fixture
def front(tmp_path: Path) -> LightFront:
    return LightFront(Machine({"release": "2022"}, "web1"), None, tmp_path)


def ended(front: LightFront, command: str, stdin: bytes | None) -> tuple[bytes, bytes, int | None]:
    process = front.start(command)
    if stdin is not None:
        process.write(stdin[:40], False)
        assert process.read(0.05) == (b"", b"", None)
        process.write(stdin[40:], True)
    out = process.read(10)
    assert process.read(0) == (b"", b"", out[2])
    return out


def test_a_host_program_prints_json_and_a_windows_line_end(front: LightFront) -> None:
    stdout, stderr, code = ended(front, COMMAND, LOOK)
    assert (stderr, code) == (b"", 0)
    assert stdout.endswith(b"}\r\n")
    assert "日本\\u2028".encode() in stdout
    assert json.loads(stdout)["winfleet"]["looks"][0]["error"]["type"] == "unknown_verb"


REFUSED = {
    "another module": (COMMAND, OTHER, b"it cannot run the module 'ansible.windows.win_ping'"),
    "no module": (COMMAND, b"hello\r\n", b"it cannot run the script 'without a manifest'"),
    "a script text": (
        COMMAND.replace(COMMAND.split()[-1], base64.b64encode("hostname".encode("utf-16-le")).decode()),
        None,
        b"a script text",
    ),
    "a program": (
        "uname -a",
        None,
        b"'uname' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n",
    ),
    "a path": ("C:\\tools\\x.exe /y", None, b"'C:\\tools\\x.exe' is not recognized"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_it_does_not_know_fails_as_a_host_fails(front: LightFront, what: str) -> None:
    command, stdin, words = REFUSED[what]
    stdout, stderr, code = ended(front, command, stdin)
    assert (stdout, code) == (b"", 1)
    assert words in stderr


class Client:
    """The client's side of one runspace pool of a front."""

    def __init__(self, front: LightFront) -> None:
        self.pool = psrpcore.ClientRunspacePool()
        self.pool.open()
        self.server = front.open_pool(str(self.pool.runspace_pool_id), self.pool.data_to_send().data)
        self.take(None)

    def take(self, pipeline: uuid.UUID | None) -> bool:
        packets, done = self.server.receive(str(pipeline).upper() if pipeline else None, 10)
        for packet in packets:
            self.pool.receive_data(psrpcore.PSRPPayload(packet, psrpcore.StreamType.default, pipeline))
        return done

    def run(self, script: str, lines: list[str] | None) -> tuple[psrpcore.ClientPowerShell, list[object]]:
        pipeline = psrpcore.ClientPowerShell(self.pool, no_input=lines is None)
        pipeline.add_script(script)
        pipeline.start()
        for line in lines or []:
            pipeline.send(line)
        if lines is not None:
            pipeline.send_eof()
        key = str(pipeline.pipeline_id).upper()
        self.server.command(key, self.pool.data_to_send().data)
        while (payload := self.pool.data_to_send()) is not None:
            self.server.send(key, "stdin", payload.data)
        deadline = time.monotonic() + 10
        while not self.take(pipeline.pipeline_id):
            assert time.monotonic() < deadline
        events = []
        while (event := self.pool.next_event()) is not None:
            events.append(event)
        return pipeline, events


def test_a_host_program_over_psrp(front: LightFront) -> None:
    pipeline, events = Client(front).run(BOOTSTRAP, LOOK.decode().splitlines())
    outputs = [event.data for event in events if isinstance(event, psrpcore.PipelineOutputEvent)]
    assert [list(json.loads(text)) for text in outputs] == [["winfleet"]]
    assert pipeline.state == PSInvocationState.Completed


@pytest.mark.parametrize("lines", [None, OTHER.decode().split("\n")])
def test_anything_else_over_psrp_is_an_error_and_exit_code_1(front: LightFront, lines: list[str] | None) -> None:
    pipeline, events = Client(front).run("hostname", lines)
    errors = [str(event.record.Exception.Message) for event in events if isinstance(event, psrpcore.ErrorRecordEvent)]
    exits = [event.method_parameters for event in events if isinstance(event, psrpcore.PipelineHostCallEvent)]
    assert len(errors) == 1
    assert "runs no PowerShell" in errors[0]
    assert exits == [[1]]
    assert pipeline.state == PSInvocationState.Completed


MAKE = {"verb": "folder", "do": "create", "item": "a"}
STEPS = [
    {**MAKE, "path": "C:\\one", "undo": [{"verb": "folder", "do": "remove", "path": "C:\\one"}]},
    {**MAKE, "path": "C:\\two", "evidence": [{"verb": "file", "paths": ["C:\\one", "C:\\two"]}]},
    {**MAKE, "path": "C:\\three"},
]
ACT = stdin_of("winfleet.containers.plugins.modules._act", {"steps": STEPS})


def acted(front: LightFront) -> dict[str, Any]:
    return dict(json.loads(ended(front, COMMAND, ACT)[0])["winfleet"])


def test_a_step_that_is_to_fail_fails_once(front: LightFront) -> None:
    front.host.trouble = Trouble(fails_at=2)
    answer = acted(front)
    assert [step["ok"] for step in answer["steps"]] == [True, False]
    failed = answer["steps"][1]
    assert (failed["error"]["type"], failed["error"]["code"]) == ("System.ComponentModel.Win32Exception", "0x80004005")
    assert [row["exists"] for row in failed["evidence"][0]["value"]] == [True, False]
    assert answer["undone"] == [{"ok": True, "value": {"removed": True}, "item": "a"}]
    assert [step["ok"] for step in acted(front)["steps"]] == [True, True, True]


@pytest.mark.parametrize("steps", range(4))
def test_an_act_that_dies_leaves_what_it_did(front: LightFront, steps: int) -> None:
    deaths: list[int] = []
    front.host.trouble = Trouble(dies_after=steps, died=lambda: deaths.append(1))
    process = front.start(COMMAND)
    process.write(ACT, True)
    with pytest.raises(EOFError):
        process.read(10)
    made = [front.host.machine.path(f"C:\\{name}")["exists"] for name in ("one", "two", "three")]
    assert made == [number < steps for number in range(3)]
    assert deaths == [1]
    answer = acted(front)
    assert answer["lock"]["ok"]
    assert answer["last"] is not None
    assert [step["value"]["made"] for step in answer["steps"]] == [number >= steps for number in range(3)]


def test_an_act_that_dies_takes_its_pool_along(front: LightFront) -> None:
    front.host.trouble = Trouble(dies_after=0)
    with pytest.raises(EOFError):
        Client(front).run(BOOTSTRAP, ACT.decode().splitlines())
