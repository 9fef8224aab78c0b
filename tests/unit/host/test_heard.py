"""Errors are masked when they are heard, before anything is cut off them; what is compared stays as it is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import heard
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import one_line
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import MASK, Masker

SECRET = 'blue "horse" \\ battery'
MASKER = Masker.of({"env": {"A": SECRET}})
TOLD = f"it said: {SECRET}!"
LABELS = {"Config": {"Labels": {"error": SECRET, "message": SECRET}}}

# an answer, and where in it the text stands
ERRORS: dict[str, tuple[Any, list[Any]]] = {
    "an error of a verb": ({"ok": False, "error": {"type": "http", "code": "500", "text": TOLD}}, ["error", "text"]),
    "a refused request": ({"ok": True, "value": [{"status": 500, "body": TOLD}]}, ["value", 0, "body"]),
}


@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize("hear", [heard.looked, heard.acted])
def test_an_error_is_masked(kind: str, hear: Any) -> None:
    answer, place = ERRORS[kind]
    found = hear({"looks": [answer]}, MASKER.text)["looks"][0]
    for step in place:
        found = found[step]
    assert found == f"it said: {MASK}!"


@pytest.mark.parametrize("key", ["steps", "undone"])
@pytest.mark.parametrize(
    "body", [{"State": {"Error": TOLD}}, {"message": TOLD}, {"error": TOLD, "errorDetail": {"message": TOLD}}]
)
def test_what_a_step_was_told_is_json_without_the_secret(key: str, body: Any) -> None:
    told = heard.acted({key: [{"ok": True, "value": {"status": 200, "body": json.dumps(body)}}]}, MASKER.text)
    text = json.dumps(json.loads(told[key][0]["value"]["body"]))
    assert "horse" not in text
    assert f"it said: {MASK}!" in text


def test_what_is_compared_stays() -> None:
    said = {"looks": [{"ok": True, "value": [{"status": 200, "body": json.dumps(LABELS)}]}]}
    assert heard.looked(said, MASKER.text) == said
    assert heard.acted(said, MASKER.text) == said


@pytest.mark.parametrize("before", range(440, 520, 7))
def test_of_a_secret_that_is_cut_nothing_is_left(before: int) -> None:
    text = f"{'x' * before} {SECRET} and more {'y' * 200}"
    said = heard.looked({"looks": [{"ok": False, "error": {"type": "", "text": text}}]}, MASKER.text)
    assert "horse" not in one_line(said["looks"][0]["error"]["text"])
    assert "blue" not in one_line(said["looks"][0]["error"]["text"])


def test_an_answer_without_end_is_left_to_its_reader() -> None:
    deep: Any = "x"
    for _level in range(5000):
        deep = [deep]
    assert heard.looked({"looks": deep}, MASKER.text)["looks"][0] is not None
