"""Questions to the engine and the reading of a host's answers."""

from __future__ import annotations

import json

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Row
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer, Failure
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import (
    ENGINE_UNREACHED,
    EngineQuestions,
    failure_text,
    one_line,
    path_of,
    value,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem, WrongShape

ROW = {"Names": ["/x"], "State": "running", "Labels": None}


def test_answers_are_read_by_key() -> None:
    questions = EngineQuestions()
    first = questions.ask("list", path_of("/containers/json", all=True))
    questions.ask("each", "/containers/{}/json", each={"request": first, "field": "Id"})
    told = [
        {"status": 200, "body": json.dumps([{**ROW, "Id": "a"}, {**ROW, "Id": "b"}])},
        {
            "each": [
                {"for": "a", "status": 200, "body": json.dumps({**ROW, "Id": "a"})},
                {"for": "b", "status": 404, "body": "{}"},
            ]
        },
    ]
    replies = questions.replies(Answer(True, told))
    assert [row.id for row in replies.reply("list").rows(Row)] == ["a", "b"]
    found = [(name, reply.found(Row)) for name, reply in replies.each("each")]
    assert [(name, row and row.id) for name, row in found] == [("a", "a"), ("b", None)]


def test_a_wrong_count_of_answers_is_an_error() -> None:
    questions = EngineQuestions()
    questions.ask("list", "/containers/json")
    with pytest.raises(WrongShape, match="a list of 0, and one of 1 was expected"):
        questions.replies(Answer(True, []))


def test_a_status_other_than_404_is_never_absence() -> None:
    questions = EngineQuestions()
    questions.ask("box", "/containers/web/json")
    for status in (204, 301, 400, 403, 409, 500, 503):
        replies = questions.replies(Answer(True, [{"status": status, "body": '{"message": "broken"}'}]))
        with pytest.raises(HostProblem, match=f"GET /containers/web/json with status {status}: broken"):
            replies.reply("box").found(Row)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (
            path_of("/images/{}/json", "mcr.microsoft.com/windows/nanoserver:ltsc2022"),
            "/images/mcr.microsoft.com/windows/nanoserver:ltsc2022/json",
        ),
        (path_of("/containers/{}/json", "a b?"), "/containers/a%20b%3F/json"),
        (
            path_of("/containers/json", all=True, filters={"label": ["winfleet.project=a"]}),
            "/containers/json?all=true&filters=%7B%22label%22%3A%5B%22winfleet.project%3Da%22%5D%7D",
        ),
        (path_of("/x", left_out=None), "/x"),
    ],
)
def test_paths_are_encoded(made: str, expected: str) -> None:
    assert made == expected


@pytest.mark.parametrize("kind", ENGINE_UNREACHED)
def test_each_way_not_to_reach_the_engine_says_what_to_do(kind: str) -> None:
    text = failure_text(Failure(kind, "0x80131505", "Zeitüberschreitung"), "the engine")
    assert text.startswith(ENGINE_UNREACHED[kind])
    assert "Zeitüberschreitung" in text


def test_a_code_is_explained_whatever_the_language() -> None:
    body_text = json.dumps({"message": "No hay ningún hipervisor presente en este sistema. (0xc0351000)"})
    text = failure_text(Failure("status", "500", body_text), "the engine")
    assert "hypervisor" in text.lower()
    assert "No hay ning" in text


def test_an_unknown_error_is_told_as_it_is() -> None:
    with pytest.raises(HostProblem, match=r"Asking the folders failed: odd \(0x80070057\)"):
        value(Answer(False, error=Failure("X", "0x80070057", "odd")), "the folders")


def test_long_texts_are_cut_and_joined() -> None:
    assert one_line("a\r\n  b") == "a b"
    assert len(one_line("x" * 900)) == 500
    assert one_line('{"message": "gone"}') == "gone"
    assert one_line("[1]") == "[1]"


def test_what_a_host_named_makes_no_message_of_any_length() -> None:
    text = str(WrongShape("the engine's GET /" + "x" * 9000, "Labels." + "k" * 9000, "null", "a text"))
    assert len(text) < 700
    assert text.endswith("is null, and a text was expected")
