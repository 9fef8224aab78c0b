"""What a failed act comes to in words: which failed and why, what it said last, what was undone, done and not tried."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import steps
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Acted, Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.failure import failed_act, step_error
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Decision, Part
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem

WELL = {"ok": True, "value": {"status": 204, "body": ""}}
NOT_TRIED = {"ok": False, "error": {"type": "not_tried", "code": "", "text": "It was not tried, since web failed."}}


class Nobody(Part):
    def looks(self, course: Any) -> list[Any]:
        return []

    def decide(self, answers: Any, course: Any) -> Decision:
        return Decision()


def engine(item: str, path: str = "/containers/x/start") -> dict[str, Any]:
    return {"verb": "engine", "method": "POST", "path": path, "item": item}


def wait(item: str) -> dict[str, Any]:
    return {"verb": "wait", "path": f"/containers/{item}/json", "item": item, "unchanged": ["RestartCount"]}


def failed(text: str = "no (0xc0351000)", kind: str = "status", state: Any = None, **evidence: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ok": False,
        "error": {"type": kind, "code": "500" if kind == "status" else "", "text": text},
    }
    if state is not None:
        found["value"] = {"status": 200, "body": json.dumps({"State": state})}
    return {**found, "evidence": evidence} if evidence else found


def told(made: list[Any], answers: list[Any], undone: Any = (), **more: Any) -> dict[str, Any]:
    decision = Decision(
        steps=made, independent=True, name_step=lambda step: f"container {step['item']}: it failed", **more
    )
    acted = {"lock": WELL, "steps": answers, "undone": list(undone), "looks": []}
    _result, found = failed_act(Nobody(), decision, read(Acted, acted, "_act"), "srv")
    return found


def test_one_that_fails_is_told_with_what_was_done_and_what_was_not_tried() -> None:
    found = told(
        [engine("api"), engine("web"), engine("web"), engine("last")],
        [WELL, failed(), NOT_TRIED, NOT_TRIED],
        [{**WELL, "item": "web"}],
    )
    assert found["msg"].splitlines()[1:] == ["Done: api.", "Not tried: last."]
    assert found["msg"].startswith("container web: it failed: ")
    assert "What was begun for web was undone." in found["msg"]
    assert "failed_steps" not in found


def test_several_are_told_one_below_the_other() -> None:
    found = told(
        [engine("api"), engine("web"), engine("db")],
        [failed(), WELL, failed("The disk is full. (0x70)")],
        [{**failed(), "item": "api"}, {**WELL, "item": "db"}],
    )
    lines = found["msg"].splitlines()
    assert lines[0] == "2 failures:"
    assert [line[:18] for line in lines[1:3]] == ["- container api: i", "- container db: it"]
    assert "could be undone" in lines[1]
    assert "was undone" in lines[2]
    assert lines[3:] == ["Done: web."]
    assert [step["item"] for step in (found["failed_step"], *found["failed_steps"])] == ["api", "db"]


def test_the_last_lines_are_in_the_message_and_all_in_the_result() -> None:
    log = [f"line {number}" for number in range(20)]
    found = told([wait("web")], [failed(kind="state", state={"Status": "exited"}, log=log, health=["sick"])])
    assert found["failed_step"]["log"] == log
    assert found["failed_step"]["health_log"] == ["sick"]
    assert found["msg"].splitlines()[1:] == [
        "  The end of its log:",
        *(f"    line {number}" for number in range(15, 20)),
        "  The end of its last health check:",
        "    sick",
    ]


def test_a_log_that_could_not_be_read_is_told_so() -> None:
    assert (
        "Its log could not be read (no such driver)." in told([wait("web")], [failed(unread="no such driver")])["msg"]
    )


@pytest.mark.parametrize(
    ("state", "text", "words"),
    [
        ({"Status": "exited", "ExitCode": 3221225781}, "State.Status of /x is 'exited'.",
         "it is exited, exit code 3221225781 (0xC0000135 STATUS_DLL_NOT_FOUND"),
        ({"Status": "exited", "ExitCode": -1073741515}, "State.Status of /x is 'exited'.", "STATUS_DLL_NOT_FOUND"),
        ({"Status": "exited", "ExitCode": 0}, "State.Status of /x is 'exited'.", "it is exited, exit code 0."),
        ({"Status": "restarting", "ExitCode": 5}, "State.Status of /x is 'restarting'.", "is restarting, exit code 5."),
        ({"Status": "running", "ExitCode": 0}, "RestartCount of /x was '0' and is '2'.",
         "it ended, and the engine started it anew."),
        ({"Status": "running", "Health": {"Status": "unhealthy"}}, "State.Health.Status of /x is 'unhealthy'.",
         "it is running, and its health check says unhealthy."),
        ({"Status": "created", "ExitCode": 128, "Error": "no room"}, "State.Status of /x is 'created'.", ": no room."),
    ],
)  # fmt: skip
def test_one_that_does_not_come_up_is_told_by_its_state(state: Any, text: str, words: str) -> None:
    assert words in step_error(wait("web"), read(Answer, failed(text, "state", state), ""))


@pytest.mark.parametrize(
    ("step", "state", "words"),
    [
        (steps.wait_succeeded("job", [0, 3]), {"Status": "exited", "ExitCode": 5},
         "it is exited, exit code 5. What counts as success is exit code 0 or 3 (the option exit_codes)."),
        (steps.wait_ended("job", 9), {"Status": "running", "ExitCode": 0},
         "it is running. It was waited for 9 seconds: raise the option timeout, or leave once out where it is to run "
         "on."),
        (steps.wait_running("web", 9), {"Status": "created", "ExitCode": 0}, "It did not come up in time."),
    ],
)  # fmt: skip
def test_one_that_did_not_end_as_it_should_was_not_slow_to_start(step: Any, state: Any, words: str) -> None:
    assert step_error(step, read(Answer, failed("it has not become so", "timeout", state), "")).startswith(words)


@pytest.mark.parametrize("body", ["", "[]", "no json", '{"State": 3}', '{"State": {"Health": 3}}'])
def test_a_state_that_is_none_is_no_error_of_ours(body: str) -> None:
    answer = {**failed("State.Status of /x is 'exited'.", "state"), "value": {"status": 200, "body": body}}
    assert step_error(wait("web"), read(Answer, answer, ""))


@pytest.mark.parametrize("answers", [[], [WELL], [WELL, WELL], [failed()], [NOT_TRIED, NOT_TRIED]])
def test_an_answer_that_is_not_complete_is_told_so(answers: list[Any]) -> None:
    with pytest.raises(HostProblem, match="not complete"):
        told([engine("api"), engine("web")], answers)


def test_names_without_end_are_cut() -> None:
    names = [f"c{number}" for number in range(30)]
    found = told([engine(name) for name in names], [WELL] * 29 + [failed()])
    assert "and 17 more." in found["msg"]


@pytest.mark.parametrize(("code", "words"), [(0, "exit code 0"), (-1073741515, "STATUS_DLL_NOT_FOUND")])
def test_one_that_was_started_anew_is_told_with_the_exit_code_that_was_taken(code: int, words: str) -> None:
    text = "State.StartedAt of /x was 'a' and is 'b'."
    answer = failed(text, "state", {"Status": "running", "ExitCode": 0}, exit_code=code)
    told_ = step_error({**wait("web"), "unchanged": ["RestartCount", "State.StartedAt"]}, read(Answer, answer, ""))
    assert told_.startswith(f"it ended with exit code {code}")
    assert words in told_
    assert "and the engine started it anew." in told_


def test_what_stands_aside_is_not_told_unless_it_fails() -> None:
    steps = [engine("web"), engine("web.old"), engine("api"), engine("api.old")]
    found = told(steps, [failed(), NOT_TRIED, WELL, WELL], aside=["web.old", "api.old"])
    assert found["msg"].splitlines()[1:] == ["Done: api."]
