"""What does Go say of a text that is no JSON? The states of encoding/json's scanner, and its words."""

from __future__ import annotations

import json
from typing import Any

from .configuration.go_format import quoted
from .go_json import Fraction

SPACE = " \t\r\n"
TOO_SHORT = "unexpected end of JSON input"
ESCAPES = 'bfnrt\\/"'
DIGITS = "0123456789"


class NoJson(Exception):
    """Go's text."""


class EveryPair(dict[str, Any]):
    """An object that gives each member that was written, also one that another of the same name follows."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self._pairs = pairs

    def items(self) -> Any:
        return self._pairs


def parse(text: str, every: bool = False) -> Any:
    """The value of a JSON text, numbers with a point as they were written. Raises NoJson.

    Go reads a member of a struct each time it is written, and of a map keeps the last (`every`).
    """
    _Scanner(text).check()
    hook = EveryPair if every else None
    return json.loads(text, parse_float=Fraction, parse_constant=str, object_pairs_hook=hook)


def decode_first(text: str) -> tuple[Any, bool]:
    """The first value of a text, and whether anything follows it (json.Decoder). Raises NoJson."""
    if not text.strip(SPACE):
        raise NoJson("EOF")
    scanner = _Scanner(text)
    try:
        end = scanner.first()
    except NoJson as error:
        raise NoJson("unexpected EOF" if str(error) == TOO_SHORT else str(error)) from error
    return json.loads(text[:end], parse_float=Fraction, parse_constant=str), bool(text[end:].strip(SPACE))


class _Scanner:
    """Walks through a text once; stops where Go stops."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def check(self) -> None:
        self._value()
        self._skip()
        if self._at < len(self._text):
            self._stop("after top-level value")

    def first(self) -> int:
        """Where the first value ends."""
        self._value()
        return self._at

    def _stop(self, where: str) -> None:
        if self._at >= len(self._text):
            raise NoJson(TOO_SHORT)
        # Go looks at bytes: of a letter beyond ASCII it names the first one
        first = chr(self._text[self._at].encode("utf-8", "surrogateescape")[0])
        raise NoJson(f"invalid character {_named(first)} {where}")

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip(self) -> None:
        while self._peek() and self._peek() in SPACE:
            self._at += 1

    def _value(self) -> None:
        self._skip()
        first = self._peek()
        if first == "{":
            self._object()
        elif first == "[":
            self._array()
        elif first == '"':
            self._string()
        elif first == "-" or (first and first in DIGITS):
            self._number()
        elif first and first in "tfn":
            self._word({"t": "true", "f": "false", "n": "null"}[first])
        else:
            self._stop("looking for beginning of value")

    def _object(self) -> None:
        self._at += 1
        self._skip()
        if self._peek() == "}":
            self._at += 1
            return
        while True:
            self._skip()
            if self._peek() != '"':
                self._stop("looking for beginning of object key string")
            self._string()
            self._skip()
            if self._peek() != ":":
                self._stop("after object key")
            self._at += 1
            self._value()
            self._skip()
            if self._peek() not in (",", "}"):
                self._stop("after object key:value pair")
            self._at += 1
            if self._text[self._at - 1] == "}":
                return

    def _array(self) -> None:
        self._at += 1
        self._skip()
        if self._peek() == "]":
            self._at += 1
            return
        while True:
            self._value()
            self._skip()
            if self._peek() not in (",", "]"):
                self._stop("after array element")
            self._at += 1
            if self._text[self._at - 1] == "]":
                return

    def _string(self) -> None:
        self._at += 1
        while self._peek() != '"':
            if not self._peek() or self._peek() < " ":
                self._stop("in string literal")
            if self._peek() == "\\":
                self._escape()
            else:
                self._at += 1
        self._at += 1

    def _escape(self) -> None:
        self._at += 1
        letter = self._peek()
        if letter == "u":
            for _ in range(4):
                self._at += 1
                if not self._peek() or self._peek() not in "0123456789abcdefABCDEF":
                    self._stop("in \\u hexadecimal character escape")
        elif not letter or letter not in ESCAPES:
            self._stop("in string escape code")
        self._at += 1

    def _number(self) -> None:
        if self._peek() == "-":
            self._at += 1
            if not self._peek() or self._peek() not in DIGITS:
                self._stop("in numeric literal")
        if self._peek() == "0":
            self._at += 1
        else:
            self._digits("in numeric literal")
        if self._peek() == ".":
            self._at += 1
            self._digits("after decimal point in numeric literal")
        if self._peek() in ("e", "E"):
            self._at += 1
            if self._peek() in ("+", "-"):
                self._at += 1
            self._digits("in exponent of numeric literal")

    def _digits(self, where: str) -> None:
        if not self._peek() or self._peek() not in DIGITS:
            self._stop(where)
        while self._peek() and self._peek() in DIGITS:
            self._at += 1

    def _word(self, word: str) -> None:
        for letter in word:
            if self._peek() != letter:
                self._stop(f"in literal {word} (expecting {_named(letter)})")
            self._at += 1


def _named(letter: str) -> str:
    """scanner.go quoteChar."""
    if letter == "'":
        return "'\\''"
    return "'\"'" if letter == '"' else f"'{quoted(letter)[1:-1]}'"
