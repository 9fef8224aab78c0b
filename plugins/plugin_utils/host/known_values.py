# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where in a text does one of many known values stand, as it is or as another writer spells it?"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

Span = tuple[int, int]

_GRAM = 4  # what is searched for is the first letters; then the whole value is compared
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027", "+": "\\u002b", "`": "\\u0060"}
_UNICODE_ESCAPE = re.compile(r"\\u[0-9a-f]{4}")
_PERCENT = re.compile(r"%[0-9A-F]{2}")
LEAST_ENCODED = 6  # a shorter value in base64 is too few letters to be told from others
LEAST_LINE = 6


def spellings(value: str) -> set[str]:
    """A value as it is, its lines, and as JSON (also within JSON), XML, URLs, Python and base64 spell it."""
    found = {value, " ".join(value.split())}
    found.update(line.strip() for line in value.splitlines() if len(line.strip()) >= LEAST_LINE)
    if not value.isalnum() or not value.isascii():
        for text in list(found):
            once = _json(text)
            found |= once
            found.update(twice for escaped in once for twice in _json(escaped))
            found |= {html.escape(text), html.escape(text, quote=False), repr(text)[1:-1]}
            found |= {text.replace('"', '""'), text.replace("'", "''"), text.replace('"', '\\"')}
            encoded = text.encode("utf-8", "replace")
            for percent in (quote(encoded, safe=""), quote(encoded), quote_plus(encoded)):
                found |= {percent, _PERCENT.sub(lambda match: match[0].lower(), percent)}
    if len(value) >= LEAST_ENCODED:
        for encoding in ("utf-8", "utf-16-le"):
            found.update(_base64(value.encode(encoding, "replace")))
    return {text for text in found if text}


def _json(text: str) -> set[str]:
    """Python's, Go's, .NET's and PowerShell's spelling."""
    found = set()
    for ascii_only in (True, False):
        plain = json.dumps(text, ensure_ascii=ascii_only)[1:-1]
        go = plain
        for letter in "<>&":
            go = go.replace(letter, _ESCAPED[letter])
        powershell = go.replace("'", _ESCAPED["'"])
        system_text = powershell.replace("+", _ESCAPED["+"]).replace("`", _ESCAPED["`"]).replace('\\"', "\\u0022")
        found |= {plain, go, powershell, system_text, plain.replace("/", "\\/")}
    return found | {_UNICODE_ESCAPE.sub(lambda match: "\\u" + match[0][2:].upper(), text) for text in found}


def _base64(data: bytes) -> Iterator[str]:
    """The letters that depend on the value alone, at each of the three places where it can begin (`user:VALUE`)."""
    for offset in range(3):
        text = base64.b64encode(b"\0" * offset + data).decode()
        core = text[-(-8 * offset // 6) : 8 * (offset + len(data)) // 6]
        yield core
        yield core.replace("+", "-").replace("/", "_")


class KnownValues:
    """Finds all of `anywhere`, and those of `words` that stand alone (without a letter or digit beside them).

    One alternation of the values' first letters (a tree, so that thousands cost hardly more than one), and behind a hit
    the values of these first letters by their lengths, in sets.
    """

    def __init__(self, anywhere: Iterable[str], words: Iterable[str] = ()) -> None:
        self._by_gram: dict[str, dict[int, tuple[set[str], set[str]]]] = {}
        for place, values in enumerate((anywhere, words)):
            for value in values:
                lengths = self._by_gram.setdefault(value[:_GRAM], {})
                lengths.setdefault(len(value), (set(), set()))[place].add(value)
        self._by_gram = {
            gram: dict(sorted(lengths.items(), reverse=True)) for gram, lengths in self._by_gram.items() if gram
        }
        self._pattern = re.compile(_tree(sorted(self._by_gram))) if self._by_gram else None

    def spans(self, text: str) -> list[Span]:
        """The longest value at each place; they may overlap."""
        found: list[Span] = []
        hit = self._pattern.search(text) if self._pattern else None
        while hit and self._pattern:
            start = hit.start()
            end = max(self._longest(text, start, size) for size in range(1, _GRAM + 1))
            if end:
                found.append((start, end))
            hit = self._pattern.search(text, start + 1)
        return found

    def _longest(self, text: str, start: int, size: int) -> int:
        for length, (anywhere, words) in self._by_gram.get(text[start : start + size], {}).items():
            value = text[start : start + length]
            if value in anywhere or (value in words and alone(text, start, start + length)):
                return start + length
        return 0


def alone(text: str, start: int, end: int) -> bool:
    """Whether no letter and no digit stands beside it."""
    return not (text[start - 1 : start].isalnum() if start else False) and not text[end : end + 1].isalnum()


def _tree(grams: list[str]) -> str:
    """`ab`, `ac`, `b` as `(?:a[bc]|b)`; a gram that begins another stands for it."""
    branches: dict[str, list[str]] = {}
    for gram in grams:
        branches.setdefault(gram[0], []).append(gram[1:])
    leaves = [first for first, rest in branches.items() if "" in rest]
    parts = [re.escape(first) + _tree(rest) for first, rest in branches.items() if "" not in rest]
    if leaves:
        parts.append("[" + "".join(map(re.escape, leaves)) + "]")
    return f"(?:{'|'.join(parts)})"
