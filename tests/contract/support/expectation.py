"""Is an answer what a case expects? Expectations are plain data with a few marks in it.

any                         whatever is there
type: text|number|bool|date|list|null    (as `{type: text}`)
re: PATTERN                 a text that the pattern matches from end to end
json: EXPECTATION           a text that is JSON, and what it says
has: {KEY: EXPECTATION}     a table with these keys and perhaps others
contains: [EXPECTATION]     a list in which each of these is met by some element
anything else               exactly that; lists of that length, tables with those keys
"""

from __future__ import annotations

import json
import re
from typing import Any

DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z")
KINDS = {
    "text": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "bool": lambda value: isinstance(value, bool),
    "date": lambda value: isinstance(value, str) and DATE.fullmatch(value) is not None,
    "list": lambda value: isinstance(value, list),
    "null": lambda value: value is None,
}


def complaints(expected: Any, actual: Any, where: str = "answer") -> list[str]:
    """Where the two differ, a line each; empty where the answer is as expected."""
    if expected == "any":
        return []
    mark = next(iter(expected)) if isinstance(expected, dict) and len(expected) == 1 else None
    if mark in MARKS:
        return MARKS[mark](expected[mark], actual, where)
    if isinstance(expected, dict):
        return _table(expected, actual, where, exact=True)
    if isinstance(expected, list):
        if not isinstance(actual, list) or len(actual) != len(expected):
            return [f"{where}: wanted a list of {len(expected)}, got {actual!r}"]
        pairs = enumerate(zip(expected, actual, strict=True))
        return [line for index, (one, other) in pairs for line in complaints(one, other, f"{where}[{index}]")]
    same = type(expected) is type(actual) and expected == actual
    return [] if same else [f"{where}: wanted {expected!r}, got {actual!r}"]


def _table(expected: dict[str, Any], actual: Any, where: str, exact: bool) -> list[str]:
    if not isinstance(actual, dict):
        return [f"{where}: wanted a table, got {actual!r}"]
    missing = [key for key in expected if key not in actual]
    more = [key for key in actual if key not in expected] if exact else []
    lines = [f"{where}: {key} is missing" for key in missing] + [f"{where}: {key} is too much" for key in more]
    return lines + [
        line for key in expected if key in actual for line in complaints(expected[key], actual[key], f"{where}.{key}")
    ]


def _kind(kind: str, actual: Any, where: str) -> list[str]:
    return [] if KINDS[kind](actual) else [f"{where}: wanted a {kind}, got {actual!r}"]


def _pattern(pattern: str, actual: Any, where: str) -> list[str]:
    met = isinstance(actual, str) and re.fullmatch(pattern, actual, re.S)
    return [] if met else [f"{where}: wanted a text like {pattern!r}, got {actual!r}"]


def _json(expected: Any, actual: Any, where: str) -> list[str]:
    try:
        return complaints(expected, json.loads(actual), f"{where}(json)")
    except (TypeError, ValueError):
        return [f"{where}: wanted a JSON text, got {actual!r}"]


def _contains(expected: list[Any], actual: Any, where: str) -> list[str]:
    if not isinstance(actual, list):
        return [f"{where}: wanted a list, got {actual!r}"]
    lines = []
    for one in expected:
        if not any(not complaints(one, other) for other in actual):
            lines.append(f"{where}: no element is like {one!r} in {actual!r}")
    return lines


MARKS = {
    "type": _kind,
    "re": _pattern,
    "json": _json,
    "has": lambda expected, actual, where: _table(expected, actual, where, exact=False),
    "contains": _contains,
}
