"""Which rows does a WQL condition let through? The part of WQL that a filter of Get-CimInstance may hold.

    Name = 'docker' OR (ProcessId > 4 AND NOT Caption LIKE '%host%')

Comparisons =, <>, !=, <, >, <=, >=, LIKE (`%`, `_`), IS [NOT] NULL; NOT, AND, OR, parentheses. Texts know no case.
Anything else raises ValueError, as the real parser refuses the query.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any

Row = dict[str, Any]
Condition = Callable[[Row], bool]

TOKEN = re.compile(r"\s*(?:('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")|(<=|>=|<>|!=|=|<|>|\(|\))|(-?\d+)|(\w+))")
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def condition(text: str) -> Condition:
    """The condition as a function of a row ({property: value}); raises ValueError where the text is no condition."""
    parser = _Parser(_tokens(text))
    result = parser.any_of()
    if parser.rest:
        raise ValueError("Invalid query")
    return result


def _tokens(text: str) -> list[str]:
    tokens, offset = [], 0
    while text[offset:].strip():
        match = TOKEN.match(text, offset)
        if not match:
            raise ValueError("Invalid query")
        tokens.append(match[0].strip())
        offset = match.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[str]) -> None:
        self.rest = tokens

    def take(self) -> str:
        if not self.rest:
            raise ValueError("Invalid query")
        return self.rest.pop(0)

    def took(self, word: str) -> bool:
        if self.rest and self.rest[0].upper() == word:
            self.rest.pop(0)
            return True
        return False

    def any_of(self) -> Condition:
        parts = [self.all_of()]
        while self.took("OR"):
            parts.append(self.all_of())
        return lambda row: any(part(row) for part in parts)

    def all_of(self) -> Condition:
        parts = [self.one()]
        while self.took("AND"):
            parts.append(self.one())
        return lambda row: all(part(row) for part in parts)

    def one(self) -> Condition:
        if self.took("NOT"):
            inner = self.one()
            return lambda row: not inner(row)
        if self.took("("):
            inner = self.any_of()
            if not self.took(")"):
                raise ValueError("Invalid query")
            return inner
        return self.comparison()

    def comparison(self) -> Condition:
        name, sign = self.take(), self.take().upper()
        if sign == "IS":
            wanted_null = not self.took("NOT")
            if self.take().upper() != "NULL":
                raise ValueError("Invalid query")
            return lambda row: (_value(row, name) is None) == wanted_null
        wanted = _literal(self.take())
        if sign == "LIKE":
            pattern = re.compile(
                "".join({"%": ".*", "_": "."}.get(char, re.escape(char)) for char in str(wanted)), re.I | re.S
            )
            return lambda row: bool(pattern.fullmatch(str(_value(row, name) or "")))
        if sign not in COMPARE:
            raise ValueError("Invalid query")
        return lambda row: _compares(_value(row, name), sign, wanted)


def _literal(token: str) -> Any:
    if token[0] in "'\"":
        return re.sub(r"\\(.)", r"\1", token[1:-1])
    if token.upper() in ("TRUE", "FALSE"):
        return token.upper() == "TRUE"
    if re.fullmatch(r"-?\d+", token):
        return int(token)
    raise ValueError("Invalid query")


def _value(row: Row, name: str) -> Any:
    return next((value for key, value in row.items() if key.lower() == name.lower()), None)


def _compares(value: Any, sign: str, wanted: Any) -> bool:
    if value is None:
        return False
    if isinstance(wanted, str) or isinstance(value, str):
        return COMPARE[sign](str(value).lower(), str(wanted).lower())
    return COMPARE[sign](value, wanted)
