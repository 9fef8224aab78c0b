"""How is a front asked? As an endpoint asks it: a command line and a standard input, made by Ansible's own code."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from host_payload import bootstrap, payload

CHECKOUT = Path(__file__).resolve().parents[3]
ANSWER_SECONDS = 60.0


def command_line() -> str:
    """What the winrm connection sends as the command of every module."""
    return " ".join(["powershell", *bootstrap()])


def output(front: Any, command: str, stdin: bytes | None) -> tuple[str, str, int]:
    """Both outputs and the exit code of one command on a front.

    Asked from a thread of its own, as an endpoint does: a live front takes rights away from the thread that starts a
    process.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_output, front, command, stdin).result()


def _output(front: Any, command: str, stdin: bytes | None) -> tuple[str, str, int]:
    process = front.start(command)
    if stdin is not None:
        process.write(stdin, True)
    deadline = time.monotonic() + ANSWER_SECONDS
    stdout, stderr = b"", b""
    try:
        while time.monotonic() < deadline:
            out, err, code = process.read(1.0)
            stdout, stderr = stdout + out, stderr + err
            if code is not None:
                return stdout.decode(), stderr.decode(), code
        raise AssertionError(f"no end within {ANSWER_SECONDS:g} s; so far: {stdout!r} {stderr!r}")
    finally:
        process.terminate()


def run(front: Any, program: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """What a host program answers, without its one key."""
    stdout, stderr, code = output(front, command_line(), payload(program, arguments))
    assert stdout.endswith("}\r\n"), (stdout, stderr, code)
    assert code == 0, (stdout, stderr)
    answer = json.loads(stdout)
    assert list(answer) == ["winfleet"], answer
    return dict(answer["winfleet"])
