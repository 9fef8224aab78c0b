"""The one boundary: a dataclass is the table of what is read, and everything else is one sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import (
    Digits,
    at,
    parsed,
    read,
    read_list,
    read_rows,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem, WrongShape
from hypothesis import given, settings
from hypothesis import strategies as st
from mutations import deep, survived


@dataclass(frozen=True)
class Inner:
    word: str = at("Word")
    flag: bool | None = at("Deep.Flag", None)


@dataclass(frozen=True)
class Whole:
    text: str
    number: int = at("Number", 7)
    digits: Digits | None = at("Digits", None)
    seconds: float = at("Seconds", 0.0)
    dotted: str = at(("a.b", "c"), "none")
    inner: Inner | None = at("Inner", None)
    inners: tuple[Inner, ...] = at("Inners", ())
    table: Mapping[str, tuple[str, ...] | None] = at("Table", {})
    anything: Any = at("Anything", None)


GOOD = {
    "text": "x",
    "Number": 3,
    "Digits": "20348",
    "Seconds": 61,
    "a.b": {"c": "dot"},
    "Inner": {"Word": "w", "Deep": {"Flag": True}},
    "Inners": [{"Word": "v"}, {"Word": "u", "Deep": None}],
    "Table": {"80/tcp": ["a"], "81/tcp": None},
    "Anything": {"x": [1]},
    "More": "is not looked at",
}


def test_what_the_table_names_is_read() -> None:
    assert read(Whole, GOOD, "x") == Whole(
        "x",
        3,
        Digits(20348),
        61.0,
        "dot",
        Inner("w", True),
        (Inner("v"), Inner("u")),
        {"80/tcp": ("a",), "81/tcp": None},
        {"x": [1]},
    )


def test_null_and_what_is_missing_are_the_default() -> None:
    empty = Whole("x")
    assert read(Whole, {"text": "x"}, "x") == empty
    assert read(Whole, dict.fromkeys(GOOD) | {"text": "x"}, "x") == empty
    assert read(Whole, {"text": "x", "a.b": None}, "x") == empty
    assert read(Whole, {"text": "x"}, "x").table is not empty.table


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"text": None}, "text", "null, and a text was expected"),
        ({"text": 5}, "text", "a number, and a text"),
        ({"Number": True}, "Number", "a truth value, and a whole number"),
        ({"Number": 1.5}, "Number", "a number, and a whole number"),
        ({"Number": 2**64}, "Number", "a number, and a whole number of at most 64 bits"),
        ({"Number": "3"}, "Number", "a text"),
        ({"Digits": "new"}, "Digits", "a text that is no number"),
        ({"Digits": "9" * 21}, "Digits", "a text that is no number"),
        ({"Digits": "9" * 20}, "Digits", "a number, and a whole number of at most 64 bits"),
        ({"Digits": "\u0661"}, "Digits", "a text that is no number"),
        ({"Digits": False}, "Digits", "a truth value"),
        ({"Seconds": float("nan")}, "Seconds", "a number"),
        ({"Seconds": float("-inf")}, "Seconds", "a number"),
        ({"Seconds": 10**400}, "Seconds", "a number"),
        ({"Inner": []}, "Inner", "a list, and an object"),
        ({"Inner": {}}, "Inner.Word", "null, and a text"),
        ({"Inner": {"Word": "w", "Deep": 4}}, "Inner.Deep", "a number, and an object"),
        ({"Inners": {"Word": "v"}}, "Inners", "an object, and a list"),
        ({"Inners": [{"Word": "v"}, None]}, "Inners.1", "null, and an object"),
        ({"Inners": [{"Word": "v"}, {"Word": 3}]}, "Inners.1.Word", "a number, and a text"),
        ({"Table": {"80/tcp": "a"}}, "Table.80/tcp", "a text, and a list"),
        ({"Table": {"80/tcp": [None]}}, "Table.80/tcp.0", "null, and a text"),
        ({"a.b": "c"}, "a.b", "a text, and an object"),
    ],
)
def test_what_does_not_fit_is_one_sentence_with_look_and_field(change: Any, field: str, words: str) -> None:
    with pytest.raises(WrongShape) as caught:
        read(Whole, {**GOOD, **change}, "the look x")
    assert (caught.value.look, caught.value.field) == ("the look x", field)
    assert str(caught.value).startswith(f"its answer to the look x does not fit: {field} is ")
    assert words in str(caught.value)
    assert isinstance(caught.value, HostProblem)


@pytest.mark.parametrize("value", [None, 5, "x", [], True, deep()])
def test_a_whole_answer_that_is_none(value: Any) -> None:
    with pytest.raises(WrongShape) as caught:
        read(Whole, value, "the look x")
    assert caught.value.field == ""


def test_a_place_to_begin_at_goes_before_the_field() -> None:
    with pytest.raises(WrongShape) as caught:
        read_rows(Inner, [{}], "x", "dism.value")
    assert caught.value.field == "dism.value.0.Word"


def test_a_list_of_the_engine_may_be_null_and_one_of_ours_may_be_one_object() -> None:
    assert read_list(Inner, None, "x") == ()
    assert read_rows(Inner, {"Word": "v"}, "x") == read_rows(Inner, [{"Word": "v"}], "x") == (Inner("v"),)
    assert read_rows(Inner, [], "x") == ()
    for wrong in (None, "x", 5):
        with pytest.raises(WrongShape):
            read_rows(Inner, wrong, "x")
    with pytest.raises(WrongShape):
        read_list(Inner, {"Word": "v"}, "x")


@pytest.mark.parametrize(
    "text",
    ["", "no json", "[" * 20_000, '{"a":' * 20_000, "9" * 5000, "[1,]", "\ufeff{}", None, 5, b"{}", "\ud800"],
)
def test_a_text_that_is_no_json(text: Any) -> None:
    with pytest.raises(WrongShape) as caught:
        parsed(text, "the look x")
    assert len(str(caught.value)) < 200


def test_half_a_pair_of_surrogates_is_replaced_and_a_whole_one_kept() -> None:
    told = read(Whole, parsed('{"text": "a\\ud800b \\ud83d\\ude00", "Table": {"\\udfff": null}}', "x"), "x")
    assert told.text == "a\ufffdb \U0001f600"
    assert set(told.table) == {"\ufffd"}
    json.dumps(told.text).encode()
    told.text.encode()


def test_every_mutation_is_read_or_refused() -> None:
    fine, refused = survived(lambda value: read(Whole, value, "the look x"), GOOD, WrongShape)
    assert fine > 50 and refused > 50


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*GOOD, "Word", "Deep"]), inner),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(JSON)
def test_anything_is_read_or_refused(value: Any) -> None:
    for shape in (Whole, Inner):
        try:
            told = read(shape, value, "the look x")
        except WrongShape:
            continue
        assert isinstance(told, shape)
        hash(told.text if isinstance(told, Whole) else told)
