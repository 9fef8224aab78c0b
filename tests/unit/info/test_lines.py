"""Which lines a log holds: streams, times, cuts, half lines, and secrets of several lines."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.lines import Asked, Line, lines_of
from hypothesis import given
from hypothesis import strategies as st

SECRET = "correct-horse-battery"
MASKER = Masker.of({"secrets": [SECRET]})
AT = "2026-11-24T08:00:0{}.123456700Z"
KEY = "-----BEGIN PRIVATE KEY-----\nabcdef0123456789\nabcdef9876543210\n-----END PRIVATE KEY-----"


def frame(text: str | bytes, stream: int = 1) -> bytes:
    data = text.encode() if isinstance(text, str) else text
    return bytes([stream, 0, 0, 0]) + len(data).to_bytes(4, "big") + data


def told(
    data: bytes, tail: int = 100, most: int = 2**20, terminal: bool = False, **more: Any
) -> tuple[list[Line], Any]:
    return lines_of(data, terminal, Asked(tail, most, **more), MASKER.text)


def texts(*given: Any, **more: Any) -> list[str]:
    return [line.text for line in told(*given, **more)[0]]


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (frame("one\r\n") + frame("two\n", 2), [("stdout", "one"), ("stderr", "two")]),
        (frame("half of a ") + frame("err\n", 2) + frame("line\n"), [("stdout", "half of a line"), ("stderr", "err")]),
        (frame("no end"), [("stdout", "no end")]),
        (frame("\r\n") + frame("  kept  \r\n"), [("stdout", ""), ("stdout", "  kept  ")]),
        (frame("several\nin one\n"), [("stdout", "several"), ("stdout", "in one")]),
        (frame("gr\u00fc\u00df dich\r\n"), [("stdout", "gr\u00fc\u00df dich")]),
        (frame("gr\u00fc".encode()[:3]) + frame("\u00fc\n".encode()[1:]), [("stdout", "gr\u00fc")]),
        (frame("Umlaut \xe4\n".encode("cp1252")), [("stdout", "Umlaut \ufffd")]),
        (frame("\x1b[31mred\x1b[0m\n"), [("stdout", "red")]),
        (frame("x", 0) + frame("y\n", 3), [("stdout", "x"), ("stderr", "y")]),
        (b"no frames\r\nsecond", [(None, "no frames"), (None, "second")]),
        (b"\1\0\0\0\0\0\0\xff too short\n", [(None, "\ufffd too short")]),
    ],
)
def test_lines_and_their_streams(data: bytes, lines: list[tuple[str | None, str]]) -> None:
    found, cut = told(data)
    assert [(line.stream, line.text) for line in found] == lines
    assert cut is None


def test_a_terminal_has_one_stream_without_frames() -> None:
    found, _cut = told(b"C:\\>echo hi\r\nhi\r\n", terminal=True)
    assert [(line.stream, line.text) for line in found] == [(None, "C:\\>echo hi"), (None, "hi")]
    assert told(b"hi\r\n", terminal=True, streams=("stderr",))[0] == []


def test_times_are_those_of_the_beginning_of_a_line() -> None:
    data = frame(f"{AT.format(1)} half ") + frame(f"{AT.format(2)} err\n", 2) + frame(f"{AT.format(3)} line\r\n")
    assert told(data, timestamps=True)[0] == [
        Line("stdout", "half line", AT.format(1)),
        Line("stderr", "err", AT.format(2)),
    ]
    assert told(frame("no time at all\n"), timestamps=True)[0] == [Line("stdout", "no time at all")]
    raw = f"{AT.format(1)} one\r\n{AT.format(2)} \r\n".encode()
    assert told(raw, terminal=True, timestamps=True)[0] == [
        Line(None, "one", AT.format(1)),
        Line(None, "", AT.format(2)),
    ]


def test_a_message_more_than_is_wanted_says_that_there_are_older_ones() -> None:
    data = b"".join(frame(f"{number}\n") for number in range(4))
    assert told(data, tail=4)[1] is None
    assert (texts(data, tail=3), told(data, tail=3)[1]) == (["1", "2", "3"], "tail")
    raw = b"1\r\n2\r\n3\r\n"
    assert (texts(raw, tail=2, terminal=True), told(raw, tail=2, terminal=True)[1]) == (["2", "3"], "tail")


def test_the_tail_counts_both_streams_as_the_engine_does() -> None:
    data = frame("a\n") + frame("b\n", 2) + frame("c\n")
    found, cut = told(data, tail=2, streams=("stderr",))
    assert ([line.text for line in found], cut) == (["b"], "tail")


def test_the_end_of_a_line_whose_beginning_is_cut_off_is_not_told() -> None:
    data = frame(f"password is {SECRET[:9]}") + frame("err\n", 2) + frame(f"{SECRET[9:]}\n") + frame("next\n")
    assert texts(data, tail=3) == ["err", "next"]
    assert texts(data, tail=4) == ["password is ********", "err", "next"]
    assert texts(data, tail=2) == ["next"]


@pytest.mark.parametrize("lost", range(1, 60))
def test_what_is_cut_at_bytes_begins_with_a_whole_line(lost: int) -> None:
    data = b"".join(frame(f"line {number} of {SECRET}\n", 1 + number % 2) for number in range(20))[lost:]
    found, cut = told(data, most=len(data))
    assert cut == "bytes"
    assert 14 <= len(found) <= 18
    assert found[-1].text == "line 19 of ********"
    assert {line.text.rpartition(" ")[2] for line in found} == {"********"}
    raw = b"\n".join(f"line {number} of {SECRET}".encode() for number in range(20))[lost:]
    found, cut = told(raw, most=len(raw), terminal=True)
    assert (cut, {line.text.rpartition(" ")[2] for line in found}) == ("bytes", {"********"})


def test_the_tail_is_told_first_where_both_cut() -> None:
    data = b"".join(frame(f"{number}\n") for number in range(9))
    assert told(data[3:], tail=2, most=len(data) - 3)[1] == "tail"


def test_a_single_line_that_is_longer_than_the_bytes_is_cut_off() -> None:
    assert told(b"x" * 1024, most=1024) == ([], "bytes")


def test_a_secret_of_several_lines_is_hidden_and_the_others_keep_stream_and_time() -> None:
    said = ["begin", *KEY.split("\n"), "", "end", "end"]
    data = b"".join(
        frame(f"{AT.format(place)} {text}\r\n", 2 if text == "end" else 1) for place, text in enumerate(said[:9])
    )
    found, _cut = told(data, timestamps=True)
    assert "abcdef" not in str(found)
    assert [(line.stream, line.text, line.time) for line in (found[0], *found[-3:])] == [
        ("stdout", "begin", AT.format(0)),
        ("stdout", "", AT.format(5)),
        ("stderr", "end", AT.format(6)),
        ("stderr", "end", AT.format(7)),
    ]


@given(st.binary(max_size=300), st.booleans(), st.booleans(), st.integers(1, 5), st.booleans())
def test_any_bytes_are_lines(data: bytes, terminal: bool, timestamps: bool, tail: int, whole: bool) -> None:
    asked = Asked(tail, len(data) + 1 if whole else max(1, len(data)), timestamps)
    found, cut = lines_of(data, terminal, asked, MASKER.text)
    assert len(found) <= tail
    assert cut in (None, "tail", "bytes")
    assert not any("\n" in line.text for line in found)


@given(
    st.lists(
        st.tuples(st.sampled_from([1, 2]), st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]))),
        max_size=20,
    )
)
def test_whole_lines_come_through_as_they_are(said: list[tuple[int, str]]) -> None:
    data = b"".join(frame(f"{text}\r\n", stream) for stream, text in said)
    found, cut = lines_of(data, False, Asked(100, 2**20), lambda text: text)
    assert [(line.stream, line.text) for line in found] == [
        ({1: "stdout", 2: "stderr"}[one], text) for one, text in said
    ]
    assert cut is None
