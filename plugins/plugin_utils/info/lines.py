# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which lines does the end of a log hold? stdout and stderr told apart where the engine does so, and masked as a whole
before it is cut into lines: a secret may have several."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.log_stream import (
    Frames,
    frames,
    without_beginning,
)

RAW = -1  # what is not in frames
STREAMS = {0: "stdout", 1: "stdout", 2: "stderr", 3: "stderr"}
_TIME = re.compile(rb"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,18}(?:Z|[+-][0-9:]{5})) ")


@dataclass(frozen=True)
class Line:
    """`stream` is None of a terminal, which has but one; `time` is None where it was not asked."""

    stream: str | None
    text: str
    time: str | None = None


@dataclass(frozen=True)
class Asked:
    """`tail` messages at most, which are lines, but for very long ones; `bytes` at most; of `streams` alone."""

    tail: int
    bytes: int
    timestamps: bool = False
    streams: tuple[str, ...] = ("stdout", "stderr")


def lines_of(data: bytes, terminal: bool, asked: Asked, mask: Callable[[str], str]) -> tuple[list[Line], str | None]:
    """The lines, and by what older ones were cut off: `tail`, `bytes` or None. `data` has one message more than are
    wanted, where there is one: so it is known whether there are older ones."""
    whole = len(data) < asked.bytes
    found = None if terminal else frames(data, whole)
    if found is None:
        pieces = [(RAW, part) for part in _parts(data if whole else without_beginning(data))]
    else:
        pieces = _messages(found)
        if not whole:
            pieces = _from_whole_lines(pieces, {stream for stream, _part in pieces})
    cut = None if whole else "bytes"
    if len(pieces) > asked.tail:
        dropped, pieces = pieces[: -asked.tail], pieces[-asked.tail :]
        pieces = _from_whole_lines(pieces, _unfinished(dropped))
        cut = "tail"
    wanted = [piece for piece in pieces if STREAMS.get(piece[0], "stdout") in asked.streams]
    return _masked(_joined(wanted, asked.timestamps), mask), cut


def _messages(found: Frames) -> Frames:
    """A frame is a message; one that has several lines (there is none such) is several."""
    return [(stream, part) for stream, data in found for part in _parts(data)]


def _parts(data: bytes) -> Iterator[bytes]:
    """At line feeds alone: a program that draws its progress writes carriage returns."""
    return (part for part in re.split(rb"(?<=\n)", data) if part)


def _unfinished(pieces: Frames) -> set[int]:
    """The streams whose last message goes on in the next one: the engine writes lines over 16 KiB in several."""
    last = dict(pieces)
    return {stream for stream, part in last.items() if stream != RAW and not part.endswith(b"\n")}


def _from_whole_lines(pieces: Frames, begun: set[int]) -> Frames:
    """Without the end of a line whose beginning is not there, which may be half a secret."""
    kept, begun = Frames(), set(begun)
    for stream, part in pieces:
        if stream not in begun:
            kept.append((stream, part))
        elif part.endswith(b"\n"):
            begun.discard(stream)
    return kept


def _joined(pieces: Frames, timestamps: bool) -> list[Line]:
    """Messages of one stream are a line up to its end, whatever the other stream says in between; the time is that of
    its beginning."""
    made: list[tuple[int, bytearray, str | None]] = []
    open_lines: dict[int, bytearray] = {}
    for stream, part in pieces:
        time, text = _timed(part) if timestamps else (None, part)
        line = open_lines.pop(stream, None)
        if line is None:
            line = bytearray()
            made.append((stream, line, time))
        line += text
        if not text.endswith(b"\n"):
            open_lines[stream] = line
    return [Line(STREAMS.get(stream), _text(bytes(line)), time) for stream, line, time in made]


def _timed(part: bytes) -> tuple[str | None, bytes]:
    found = _TIME.match(part)
    return (found[1].decode(), part[found.end() :]) if found else (None, part)


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace").rstrip("\r\n")


def _masked(lines: Sequence[Line], mask: Callable[[str], str]) -> list[Line]:
    """A mask may make one line of several: the others keep their stream and time, by their place and their text."""
    texts = [line.text for line in lines]
    masked = mask("\n".join(texts)).split("\n") if texts else []
    if len(masked) == len(texts):
        return [Line(line.stream, text, line.time) for line, text in zip(lines, masked, strict=True)]
    places: dict[str, list[int]] = {}
    for place in reversed(range(len(texts))):
        places.setdefault(texts[place], []).append(place)
    made, place = list[Line](), 0
    for text in masked:
        after = places.get(text, [])
        while after and after[-1] < place:
            after.pop()
        place = after[-1] if after else min(place, len(lines) - 1)
        made.append(Line(lines[place].stream, text, lines[place].time))
        place += 1
    return made
