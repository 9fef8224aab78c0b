"""What a container said last: whatever the host answers, in lines, masked before they are cut (K4)."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import heard
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Acted
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.evidence import (
    BYTES,
    LINES,
    LONGEST,
    evidence_look,
    evidence_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from hypothesis import given
from hypothesis import strategies as st

SECRET = "correct-horse-battery"
MASKER = Masker.of({"env": {"DB_PASSWORD": SECRET}})


ENDED = {"ok": True, "value": {"status": 200, "body": json.dumps({"State": {"Status": "exited", "ExitCode": 5}})}}


def frame(text: str | bytes, stream: int = 1) -> bytes:
    data = text.encode() if isinstance(text, str) else text
    return bytes([stream, 0, 0, 0]) + len(data).to_bytes(4, "big") + data


def answers(log: bytes | Any, status: int = 200, container: Any = None) -> list[dict[str, Any]]:
    body = base64.b64encode(log[-BYTES:]).decode() if isinstance(log, bytes) else log
    inspect = {"status": 200, "body": json.dumps(container if container is not None else {"Config": {"Tty": False}})}
    return [ENDED, {"ok": True, "value": [inspect, {"status": status, "body": body}]}]


def told(*given: Any, **more: Any) -> dict[str, Any]:
    return evidence_of(answers(*given, **more), MASKER.text)


def test_the_look_asks_for_the_last_lines_of_both_streams() -> None:
    _wait, look = evidence_look("web")
    assert [request["path"] for request in look["requests"]] == [
        "/containers/web/json",
        f"/containers/web/logs?stdout=1&stderr=1&tail={LINES}",
    ]


@pytest.mark.parametrize(
    ("log", "lines"),
    [
        (b"", []),
        (frame("one\r\n") + frame("two\n", 2), ["one", "two"]),
        (frame("half of a ") + frame("line\n"), ["half of a line"]),
        (frame("\r\n  \r\n") + frame("  kept  \r\n"), ["  kept"]),
        (frame("\x1b[31mred\x1b[0m\x00\n"), ["red"]),
        (frame("Umlaut \xe4\n".encode("cp1252")), ["Umlaut �"]),
        (frame("x" * 500), ["x" * (LONGEST - 3) + "..."]),
        (b"no frames at all\r\nsecond\r\n", ["no frames at all", "second"]),
        (b"\1\0\0\0\0\0\0\xff too short", ["\xff too short".replace("\xff", "�")]),
        (b"".join(frame(f"{number}\n") for number in range(50)), [str(number) for number in range(30, 50)]),
    ],
)
def test_a_log_is_told_in_its_last_lines(log: bytes, lines: list[str]) -> None:
    assert told(log) == {"exit_code": 5, "log": lines, "health": [], "unread": ""}


@pytest.mark.parametrize("before", range(9))
def test_a_log_that_is_cut_begins_with_its_first_whole_frame(before: int) -> None:
    log = frame("x" * 40_000) + frame("y" * (BYTES - 8 - 16 - 1 - before) + "\n") + frame("the end\n")
    assert told(log)["log"] == ["y" * (LONGEST - 3) + "...", "the end"]


def test_half_a_secret_at_the_cut_is_not_told() -> None:
    whole = f"password is {SECRET}\r\n".encode()
    filler = b"z\r\n" * ((BYTES - len(whole)) // 3)
    for cut in range(12, len(whole)):
        log = b"." * 100 + whole + filler + b"z" * (cut + BYTES - len(whole) - len(filler) - len(whole))
        found = evidence_of(answers(log, container={"Config": {"Tty": True}}), MASKER.text)
        assert not any(SECRET[-8:] in line for line in found["log"])


def test_secrets_are_masked_before_lines_are_cut_and_across_frames() -> None:
    log = frame("x" * (LONGEST - 10) + SECRET + "\n") + frame(SECRET[:9]) + frame(SECRET[9:] + "\n", 2)
    found = told(log)["log"]
    assert SECRET[:6] not in "".join(found)
    assert found[1] == "********"


def test_a_terminal_writes_without_frames() -> None:
    found = told(b"\1\0\0\0\r\nraw\r\n", container={"Config": {"Tty": True}})
    assert found["log"][-1] == "raw"


def test_the_last_health_check_is_told() -> None:
    checks = [{"Output": "first"}, {"ExitCode": 1, "Output": f"no database for {SECRET}\r\nbye\r\n"}]
    found = told(b"", container={"Config": {}, "State": {"Health": {"Log": checks}}})
    assert found["health"] == ["no database for ********", "bye"]


@pytest.mark.parametrize(
    ("given", "unread"),
    [
        (answers(base64.b64encode(b'{"message": "configured logging driver does not support reading"}').decode(), 501),
         "configured logging driver does not support reading"),
        (answers(base64.b64encode(b"").decode(), 500), "status 500"),
        (answers("*no base64*"), "status 200"),
        (answers(None), "status 200"),
        ([ENDED, {"ok": False, "error": {"text": "No answer within 30 s to GET /containers/web/logs."}}],
         "No answer within 30 s to GET /containers/web/logs."),
        ([ENDED, {"ok": True, "value": []}], "the engine did not tell it"),
        ([ENDED], "the engine did not tell it"),
        (None, "the engine did not tell it"),
        ("text", "the engine did not tell it"),
        ([ENDED, {"ok": True, "value": [1, 2]}], "the engine did not tell it"),
    ],
)  # fmt: skip
def test_what_could_not_be_read_is_no_empty_log(given: Any, unread: str) -> None:
    found = evidence_of(given, MASKER.text)
    assert {**found, "exit_code": None} == {"exit_code": None, "log": [], "health": [], "unread": unread}


@pytest.mark.parametrize(
    ("waited", "code"),
    [
        (ENDED, 5),
        ({**ENDED, "ok": False}, None),
        ({"ok": True, "value": {"status": 200, "body": '{"State": {"ExitCode": true}}'}}, None),
        ({"ok": True, "value": {"status": 200, "body": '{"State": {"ExitCode": 1e300}}'}}, None),
        ({"ok": True, "value": {"status": 404, "body": '{"State": {"ExitCode": 3}}'}}, None),
        ({"ok": True, "value": {"status": 200, "body": "no json"}}, None),
        ({"ok": True, "value": 3}, None),
        (None, None),
    ],
)
def test_the_exit_code_is_that_of_one_that_ended(waited: Any, code: int | None) -> None:
    assert evidence_of([waited, *answers(b"")[1:]], MASKER.text)["exit_code"] == code


@given(st.binary(max_size=400), st.booleans())
def test_no_log_is_too_odd(log: bytes, terminal: bool) -> None:
    found = evidence_of(answers(log, container={"Config": {"Tty": terminal}}), MASKER.text)
    assert len(found["log"]) <= LINES
    assert all(len(line) <= LONGEST for line in found["log"])


def test_a_log_of_nothing_but_empty_frames_is_walked_once() -> None:
    assert told(b"\0" * BYTES + b"x")["log"] == []


def test_it_is_heard_where_a_step_says_it() -> None:
    failed = {"ok": False, "error": {"type": "state"}, "evidence": answers(frame(f"{SECRET} is wrong\n"))}
    said = {"lock": {"ok": True}, "steps": [failed], "undone": [], "looks": []}
    acted = read(Acted, heard.acted(said, MASKER.text), "the program _act")
    assert acted.steps[0].evidence.log == ("******** is wrong",)
