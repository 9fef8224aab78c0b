"""The door, plain data and signs of life."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import checked
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.plain import plain
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.progress import Heartbeat

SPEC: dict[str, Any] = {
    "name": {"type": "str", "required": True},
    "mode": {"type": "str", "choices": ["a", "b"], "default": "a"},
    "secret": {"type": "dict", "no_log": True},
    "parts": {"type": "list", "elements": "dict", "options": {"size": {"type": "int", "required": True}}},
}


def test_types_are_converted_and_defaults_filled_in() -> None:
    assert checked(SPEC, {"name": 5, "parts": [{"size": "3"}]}) == (
        {"name": "5", "mode": "a", "secret": None, "parts": [{"size": 3}]},
        [],
    )


@pytest.mark.parametrize(
    ("given", "option", "words"),
    [
        ({}, "name", "is missing"),
        ({"name": "x", "mode": "c"}, "mode", "'c' is not allowed; allowed are a, b"),
        ({"name": "x", "nmae": "y"}, "nmae", "name is meant?"),
        ({"name": "x", "zzz": "y"}, "zzz", "the options are mode, name, parts, secret"),
        (
            {"name": "x", "parts": [{"size": "big"}]},
            "parts",
            "number 1 (size big), size: 'big' is not allowed; allowed is a value of type int",
        ),
        ({"name": "x", "parts": [{"size": 1}, {}]}, "parts", "number 2, size: is missing"),
        ({"name": "x", "parts": "no list"}, "parts", "type list"),
    ],
)
def test_each_problem_names_its_option_the_value_and_what_is_allowed(given: Any, option: str, words: str) -> None:
    _, ((name, text),) = checked(SPEC, given)
    assert name == option
    assert words in text


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [("colour", "blue", True), ("db_password", "hunter2", False), ("colours", ["blue"], False)],
)
def test_the_value_of_an_unknown_option_is_told_unless_it_may_be_a_secret(name: str, value: Any, told: bool) -> None:
    _, problems = checked(SPEC, {"name": "x", name: value})
    text = dict(problems)[name]
    assert ("its value" in text) is told
    assert told or str(value) not in text


def test_secrets_are_not_shown() -> None:
    _, ((name, text),) = checked(SPEC, {"name": "x", "secret": "hunter2"})
    assert name == "secret"
    assert "hunter2" not in text


class Tagged(str):
    __slots__ = ()


def test_an_empty_dictionary_has_its_defaults() -> None:
    options, problems = checked(
        {"proof": {"type": "dict", "options": {"require": {"type": "bool", "default": True}}}}, {"proof": {}}
    )
    assert (options, problems) == ({"proof": {"require": True}}, [])


@pytest.mark.parametrize("given", ["db: hunter2", ["hunter2"], {"size": 1, "deep": {"db": "hunter2"}}])
def test_what_was_meant_to_be_a_structure_is_told_by_its_kind(given: Any) -> None:
    """Nobody knows which part of it is secret."""
    spec = {**SPEC, "parts": {"type": "list", "elements": "dict", "options": {"deep": {"type": "dict"}}}}
    _, problems = checked(spec, {"name": "x", "parts": given})
    assert [name for name, _text in problems] == ["parts"]
    assert "hunter2" not in problems[0][1]


def test_values_become_plain_all_the_way_down() -> None:
    made = plain({Tagged("a"): [Tagged("b"), (1, 2.5, True, None)], "c": {Tagged("d")}})
    assert made == {"a": ["b", [1, 2.5, True, None]], "c": ["d"]}
    assert {type(key) for key in made} == {str}
    assert type(made["a"][0]) is str


def test_a_long_act_shows_that_it_lives_and_stops_when_it_is_done() -> None:
    said: list[str] = []
    beaten = threading.Event()

    def say(text: str) -> None:
        said.append(text)
        if len(said) >= 2:
            beaten.set()

    with Heartbeat(say, "srv", "pull nano", interval=0.01):
        assert beaten.wait(5)
    told = len(said)
    assert said[0] == "srv: pull nano"
    assert said[1].startswith("srv: still at work (pull nano), ")
    assert not beaten.wait(0.05) or len(said) == told
