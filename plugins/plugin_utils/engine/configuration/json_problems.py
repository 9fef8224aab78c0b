# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with a text that should be JSON, where, and what is the way out?

Python's parser finds the place (its words differ between versions); REASONS say why, by what stands there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

BLANKS = " \t\r\n"


class BrokenJson(Exception):
    """`line` and `column` (in characters) count from 1; `why` is a sentence with the way out."""

    def __init__(self, line: int, column: int, why: str) -> None:
        super().__init__(f"line {line}, column {column}: {why}")
        self.line, self.column, self.why = line, column, why


class NotText(BrokenJson):
    """Bytes that are no text."""


def place(text: str, at: int) -> tuple[int, int]:
    """Line and column of a character."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


class _Spot:
    """A place in a text: the letter there, what follows it, and the last letter before it that is no blank."""

    def __init__(self, text: str, at: int, words: str) -> None:
        self.text, self.at, self.words = text, at, words

    @property
    def here(self) -> str:
        return self.text[self.at : self.at + 1]

    @property
    def rest(self) -> str:
        return self.text[self.at :]

    @property
    def before(self) -> str:
        return self.text[: self.at].rstrip(BLANKS)[-1:]

    def says(self, *starts: str) -> bool:
        return self.words.startswith(starts)


def _comma(spot: _Spot) -> bool:
    return spot.here in ("}", "]") and spot.before == ","


def _word(spot: _Spot) -> str:
    found = re.match(r"[A-Za-z]+", spot.rest)
    return found[0] if found else ""


Test = Callable[[_Spot], object]
# What it is, and the sentence; the first that is true counts
REASONS: tuple[tuple[Test, str], ...] = (
    (lambda spot: "\0" in spot.text, "there are zero bytes: it is UTF-16 without its mark; save the file as UTF-8"),
    (lambda spot: spot.says("Unterminated string"), 'the text that begins here has no end; write a " behind it'),
    (
        lambda spot: spot.says("Invalid control character"),
        'a line ends (or a tab stands) within a text; write the " before it, or \\n and \\t',
    ),
    (
        lambda spot: spot.says("Invalid \\", "Invalid \\\\"),
        "a backslash within a text is written twice, as in C:\\\\docker",
    ),
    (lambda spot: spot.rest.startswith(("//", "/*", "#")), "JSON has no comments; take it out"),
    (lambda spot: spot.here in ("'", "\u2018", "\u201c", "\u201d"), 'JSON knows no other quotes than "; use them'),
    (
        lambda spot: not spot.rest.strip(BLANKS) and spot.says("Expecting value"),
        "the file ends where a value is missing",
    ),
    (lambda spot: not spot.rest.strip(BLANKS), "the file ends too early; a } or ] is missing"),
    (lambda spot: spot.says("Extra data"), "the file goes on behind its end; one table is all it may hold"),
    (
        lambda spot: (
            spot.says("Expecting value") and _word(spot) in ("True", "False", "None", "yes", "no", "on", "off")
        ),
        "JSON writes true, false and null",
    ),
    (
        lambda spot: (
            (spot.says("Expecting value") and re.match(r"[-+.]", spot.rest))
            or (spot.says("Expecting ','") and re.match(r"[\d.]", spot.rest) and spot.text[spot.at - 1].isdigit())
        ),
        "a number is written as 1, -1 or 0.5",
    ),
    (lambda spot: spot.says("Expecting ':'"), "a : is missing between key and value"),
    (
        lambda spot: spot.says("Expecting ','") and spot.here == ":",
        "a key and its value stand in a table, { }, and not in a list",
    ),
    (
        lambda spot: spot.says("Expecting ','") and spot.before == '"' and re.match(r"[^\s\"{}\[\]:,]", spot.rest),
        'a " ends the text before it; within a text write \\"',
    ),
    (lambda spot: spot.says("Expecting ','"), "a comma is missing before it"),
    (lambda spot: spot.says("Expecting property name") and spot.here == ",", "there is a comma too many; take it out"),
    (lambda spot: spot.says("Expecting value") and spot.here == ",", "a value is missing before it, or it is too many"),
    (lambda spot: spot.says("Expecting property name"), 'a key in quotes is missing here; write "KEY": VALUE'),
    (lambda spot: spot.says("Expecting value") and _word(spot), "a text stands in quotes"),
    (lambda spot: True, "a value is missing here"),
)


def problem(text: str, error: json.JSONDecodeError) -> BrokenJson:
    """What is told of it."""
    at = error.pos
    words = error.msg
    if words.startswith("Illegal trailing comma"):  # since Python 3.13, with the place of the comma
        words = "Expecting property name"
        at += 1
    if words.startswith("Invalid \\"):
        at = text.rfind("\\", 0, at + 1)
    if words.startswith("Expecting"):
        at += len(text[at:]) - len(text[at:].lstrip(BLANKS))
    spot = _Spot(text, at, words)
    why = next(sentence for test, sentence in REASONS if test(spot))
    if _comma(spot):
        at = text[:at].rstrip(BLANKS).rfind(",")
        why = "there is a comma too many; take it out"
    elif "\0" in text:
        at = text.find("\0")
    return BrokenJson(*place(text, min(at, len(text))), why)
