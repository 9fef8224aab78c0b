"""daemon.json's bytes, text and settings: what the engine reads is read, what is broken is told with its place."""

from __future__ import annotations

import codecs
import random
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.text import (
    BrokenJson,
    Decoded,
    NotText,
    decoded,
    parsed,
    twice,
    written,
)

ENCODINGS = {
    "utf-8": b"{}",
    "utf-8-bom": codecs.BOM_UTF8 + b"{}",
    "utf-16-le": codecs.BOM_UTF16_LE + "{}".encode("utf-16-le"),
    "utf-16-be": codecs.BOM_UTF16_BE + "{}".encode("utf-16-be"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_that_the_engine_reads(encoding: str) -> None:
    assert decoded(ENCODINGS[encoding]) == Decoded("{}", encoding)


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"\xe4", 1, 1),
        ('{"ä": "'.encode() + b"\xe4", 1, 8),  # a letter of two bytes is one column
        ('{\r\n"\U0001f433": "'.encode() + b"\xfc\xfc", 2, 7),
        (codecs.BOM_UTF8 + b"\n\xff", 2, 1),
        (b'{"a": "\xc3', 1, 8),
    ],
)
def test_bytes_that_are_no_text(data: bytes, line: int, column: int) -> None:
    with pytest.raises(NotText) as found:
        decoded(data)
    assert (found.value.line, found.value.column) == (line, column)
    assert f"line {line}, column {column}: the byte " in str(found.value)
    assert "save the file as UTF-8" in found.value.why


def test_no_file_is_no_settings_and_half_of_utf_16_is_read_as_go_does() -> None:
    assert decoded(b"") == Decoded("", "utf-8")
    assert decoded(codecs.BOM_UTF16_LE + b"{").text == "\ufffd"


@pytest.mark.parametrize("text", ["", "  \r\n\t", "null", " null\n", "{}", "{ }\n"])
def test_nothing(text: str) -> None:
    assert parsed(text) == {}


def test_the_order_and_the_last_of_two() -> None:
    text = '{"b": 1, "a": {"x": 1, "x": 2}, "b": 3, "c": [{"y": 1, "y": 1}]}'
    assert list(parsed(text).items()) == [("b", 3), ("a", {"x": 2}), ("c", [{"y": 1}])]
    assert twice(text) == ["x", "y", "b"] or sorted(twice(text)) == ["b", "x", "y"]
    assert twice('{"a": {"a": 1}}') == []


# The text, line and column (in characters), and words of why.
BROKEN: tuple[tuple[str, int, int, str], ...] = (
    ('{"debug": true,}', 1, 15, "comma too many; take it out"),
    ('{"a": [1,\n]}', 1, 9, "comma too many; take it out"),
    ('{"a": [1 , \r\n ]}', 1, 10, "comma too many; take it out"),
    ("{,}", 1, 2, "comma too many"),
    ('{"a": ["x",, "y"]}', 1, 12, "a value is missing before it, or it is too many"),
    ('{"a": ,}', 1, 7, "a value is missing before it"),
    ('{"a": 1\n "b": 2}', 2, 2, "a comma is missing before it"),
    ('{"ä": 1 "b": 2}', 1, 9, "a comma is missing before it"),
    ('{"a": "say "hi" to"}', 1, 13, 'within a text write \\"'),
    ('{"a": ["b": 1]}', 1, 11, "stand in a table"),
    ('{"a" 1}', 1, 6, "a : is missing"),
    ('{"a"', 1, 5, "ends too early"),
    ('{"a": 1', 1, 8, "a } or ] is missing"),
    ('{"a": [1', 1, 9, "a } or ] is missing"),
    ('{"a":\n', 2, 1, "ends where a value is missing"),
    ('{"a": "x}', 1, 7, 'no end; write a " behind it'),
    ('{"a": "x\n"}', 1, 9, 'write the " before it'),
    ('{"a": "x\ty"}', 1, 9, "a tab"),
    ('{\n// why\n"a": 1}', 2, 1, "no comments"),
    ('{"a": 1 /* why */}', 1, 9, "no comments"),
    ("# why\n{}", 1, 1, "no comments"),
    ('{} // why', 1, 4, "no comments"),
    ("{'a': 1}", 1, 2, 'no other quotes than "'),
    ('{"a": \u201cx\u201d}', 1, 7, 'no other quotes than "'),
    (r'{"data-root": "D:\docker"}', 1, 18, "written twice, as in C:\\\\docker"),
    (r'{"a": "C:\users"}', 1, 10, "written twice"),
    ('{a: 1}', 1, 2, 'write "KEY": VALUE'),
    ('{"a": hyperv}', 1, 7, "a text stands in quotes"),
    ('{"a": True}', 1, 7, "true, false and null"),
    ('{"a": [None]}', 1, 8, "true, false and null"),
    ('{"NaN": NaN}', 1, 9, "a text stands in quotes"),
    ('{"a": -Infinity}', 1, 7, "a number is written"),
    ('{"a": 01}', 1, 8, "a number is written"),
    ('{"a": +1}', 1, 7, "a number is written"),
    ('{"a": .5}', 1, 7, "a number is written"),
    ('{"a": }', 1, 7, "a value is missing here"),
    ("{}{}", 1, 3, "behind its end"),
    ("[]", 1, 1, "no table"),
    ('\n "x"', 2, 2, "no table"),
    ("5", 1, 1, "no table"),
    ("false", 1, 1, "no table"),
    ('{\0"\0', 1, 2, "UTF-16 without its mark"),
    ('{\n"a": ' + "9" * 9999 + "}", 2, 6, "too long"),
    ('{"a": ' + "[" * 200000, 1, 1, "too deep"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "line", "column", "words"), BROKEN, ids=lambda value: str(value)[:24])
def test_what_is_broken_is_told_with_its_place(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(BrokenJson) as found:
        parsed(text)
    assert (found.value.line, found.value.column) == (line, column), str(found.value)
    assert words in found.value.why
    assert str(found.value) == f"line {line}, column {column}: {found.value.why}"


def test_any_damage_has_a_place() -> None:
    good = (
        '{\r\n  "hosts": ["npipe://", "tcp://[::1]:1"],\r\n'
        '  "log-opts": {"a": "\\u00e4ö", "b": null}, "c": -1.5e3\r\n}\r\n'
    )
    dice = random.Random(3)
    broken = 0
    for _round in range(4000):
        at, end = sorted((dice.randrange(len(good)), dice.randrange(len(good))))
        text = dice.choice(
            [good[:at] + good[at + 1 :], good[:at] + dice.choice('{}[]",:x\\1\n') + good[at:], good[:at] + good[end:]]
        )
        try:
            assert isinstance(parsed(text), dict)
        except BrokenJson as found:
            broken += 1
            lines = text.split("\n")
            assert 1 <= found.line <= len(lines) and 1 <= found.column <= len(lines[found.line - 1]) + 1, (text, found)
    assert broken > 2000


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"b": 1, "a": ["ü", {"x": None}], "data-root": "D:\\docker \U0001f433"},
        {"a": {"b": {"c": [True, False, 1.5, -3, ""]}}},
    ],
)
def test_what_is_written_is_read_again(settings: dict[str, Any]) -> None:
    data = written(settings)
    assert decoded(data).encoding == "utf-8"
    assert list(parsed(decoded(data).text).items()) == list(settings.items())
    assert written(parsed(decoded(data).text)) == data
    assert data.endswith(b"\n") and b"\r" not in data


def test_it_is_written_as_people_read_it() -> None:
    assert written({"hosts": ["npipe://"], "group": "Räte"}) == (
        '{\n    "hosts": [\n        "npipe://"\n    ],\n    "group": "Räte"\n}\n'.encode()
    )
    assert parsed(decoded(written({"a": "\ud83d"})).text) == {"a": "\ufffd"}
