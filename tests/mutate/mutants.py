"""What can be wrong at a place of an answer? Walks a good answer, into its JSON texts too, and puts something else
there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

Path = tuple[Any, ...]
JSON = "inside the JSON text"  # in a path: from here on inside the text
MISSING = object()
LEVELS = 10_000
# Of a list the first ones and the last are mutated: one reader reads them all
FIRST, FIRST_OF_TABLES = 1, 12
BIG = 10**400


@cache
def huge_text() -> str:
    return "\u00e4" * 2**20


@cache
def huge_list() -> list[int]:
    return [0] * 100_000


@cache
def deep() -> Any:
    """One nested list, shared by all: nothing may be so careless as to change it."""
    nested: Any = []
    for _level in range(LEVELS):
        nested = [nested]
    return nested


# What json.dumps cannot write goes into a text as a mark, whose place the JSON takes.
RAW = {
    "@@raw:deep@@": "[" * LEVELS + "]" * LEVELS,
    "@@raw:deeper objects@@": '{"a":' * LEVELS + "1" + "}" * LEVELS,
    "@@raw:5000 digits@@": "9" * 5000,
    "@@raw:1e999@@": "1e999",
}
# What stands instead of the right value, in a table and in a JSON text: kind -> value of the good one
PLAIN: dict[str, Callable[[Any], Any]] = {
    "null": lambda good: None,
    "true": lambda good: True,
    "false": lambda good: False,
    "zero": lambda good: 0,
    "negative": lambda good: -1,
    "fraction": lambda good: 1.5,
    "empty text": lambda good: "",
    "text": lambda good: "x",
    "digits": lambda good: "7",
    "marks": lambda good: "\x1b[2J\x00\u202e{}%s",
    "surrogate": lambda good: "\ud800",
    "huge text": lambda good: huge_text(),
    "huge number": lambda good: BIG,
    "infinite": lambda good: float("inf"),
    "not a number": lambda good: float("nan"),
    "empty list": lambda good: [],
    "list of null": lambda good: [None],
    "list of list": lambda good: [[["x"]]],
    "huge list": lambda good: huge_list(),
    "empty object": lambda good: {},
    "object": lambda good: {"x": None},
    "odd keys": lambda good: {"\ud800" + "k" * 5000: {"": None}},
    "in a list": lambda good: [good],
    "as text": lambda good: json.dumps(good) if not isinstance(good, str) else MISSING,
    "missing": lambda good: MISSING,
}
DEEP = {"deep": "@@raw:deep@@", "deep objects": "@@raw:deeper objects@@"}
IN_JSON = {**DEEP, "5000 digits": "@@raw:5000 digits@@", "1e999": "@@raw:1e999@@"}
# Of a list and an object themselves
LISTS: dict[str, Callable[[list[Any]], Any]] = {
    "doubled": lambda good: [row for row in good for _time in range(2)],
    "one too many": lambda good: [*good, good[-1]],
    "one too few": lambda good: good[:-1],
    "reversed": lambda good: good[::-1],
}
TEXTS: dict[str, Callable[[str], str]] = {
    "no JSON": lambda text: "<html>502 Bad Gateway</html>",
    "two JSON texts": lambda text: text + text,
    "two lines of JSON": lambda text: text + "\n" + text,
    "cut": lambda text: text[: len(text) // 2],
    "JSON null": lambda text: "null",
    "JSON list": lambda text: "[]",
    "JSON object": lambda text: "{}",
    "JSON text": lambda text: '"x"',
    "JSON NaN": lambda text: "NaN",
    "BOM": lambda text: "\ufeff" + text,
    "deep JSON": lambda text: RAW["@@raw:deep@@"],
}
STATUSES = (100, 204, 301, 404, 409, 500, 503)
FAILURES = (
    ("System.TimeoutException", "0x80131505", "The operation has timed out."),
    ("System.UnauthorizedAccessException", "0x80070005", "Access to the path is denied."),
    ("System.IO.EndOfStreamException", "0x80070026", "Attempted to read past the end of the stream."),
    ("System.Management.Automation.CommandNotFoundException", "0x80131501", "The term is not recognized."),
    ("System.Exception", "0x80131500", "Ein Ger\u00e4t ist nicht bereit."),
    ("status", "500", '{"message": "an internal error"}'),
    ("text", "", "errorDetail"),
    ("timeout", "", "no answer within 60 s"),
    ("state", "", "State.Status is 'exited'."),
    ("changed", "", "Id is otherwise."),
    ("unknown_verb", "", "This host program knows no verb."),
    ("", "", ""),
)


@dataclass(frozen=True)
class Mutation:
    """`good` is what stood there; `made` what stands there now (MISSING: nothing)."""

    path: Path
    kind: str
    good: Any
    made: Any

    @property
    def name(self) -> str:
        return f"{'.'.join('JSON' if part == JSON else str(part) for part in self.path) or 'all'}: {self.kind}"


def mutations(good: Any) -> Iterator[Mutation]:
    """Everything that can be wrong in an answer, at each of its places."""
    for path, value in places(good):
        yield from at_place(path, value)


def places(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            if place < (FIRST if JSON in path else FIRST_OF_TABLES) or place == len(value) - 1:
                yield from places(item, (*path, place))
    elif (inside := _inside(value)) is not MISSING:
        for deeper, item in places(inside, (*path, JSON)):
            if deeper != (*path, JSON):
                yield deeper, item


def _inside(value: Any) -> Any:
    """A list or an object that a text holds."""
    if not isinstance(value, str) or value[:1] not in ("{", "["):
        return MISSING
    try:
        return json.loads(value)
    except ValueError:
        return MISSING


def at_place(path: Path, good: Any) -> Iterator[Mutation]:
    """Everything that can be wrong at one place."""
    for kind, make in PLAIN.items():
        made = make(good)
        if not _same(made, good) and not (made is MISSING and (kind != "missing" or not path)):
            yield Mutation(path, kind, good, made)
    if JSON in path:
        for kind, mark in IN_JSON.items():
            yield Mutation(path, kind, good, mark)
    else:
        yield Mutation(path, "deep", good, deep())
    if isinstance(good, list) and good:
        for kind, make in LISTS.items():
            made = make(good)
            if made != good:
                yield Mutation(path, kind, good, made)
    if _inside(good) is not MISSING:
        for kind, make in TEXTS.items():
            yield Mutation(path, kind, good, make(good))
    if isinstance(good, dict) and "status" in good and "body" in good:
        said = json.dumps({"message": "the engine says so"})
        for status in STATUSES:
            yield Mutation(path, f"status {status}", good, {**good, "status": status, "body": said})
            yield Mutation(path, f"status {status} with its body", good, {**good, "status": status})
        yield Mutation(path, "skipped", good, {"skipped": True})
        yield Mutation(path, "a list of answers", good, {"each": [{"for": "x", **good}]})
    if isinstance(good, dict) and good.get("ok") is True:
        for kind, code, text in FAILURES:
            error = {"type": kind, "code": code, "text": text}
            yield Mutation(path, f"failed: {kind or 'nothing'}", good, {"ok": False, "error": error})
        yield Mutation(path, "failed without a word", good, {"ok": False})
        yield Mutation(path, "failed with its value", good, {**good, "ok": False, "error": None})


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def mutated(whole: Any, mutation: Mutation) -> Any:
    """The answer with that in its place; what stands beside it is shared with the good one."""
    return _put(whole, mutation.path, mutation.made)


def _put(value: Any, path: Path, made: Any) -> Any:
    if not path:
        return made
    head, rest = path[0], path[1:]
    if head == JSON:
        text = json.dumps(_put(json.loads(value), rest, made))
        return _with_raw(text) if isinstance(made, str) and made in RAW else text
    if isinstance(value, list):
        item = _put(value[head], rest, made)
        return [*value[:head], *([] if item is MISSING else [item]), *value[head + 1 :]]
    item = _put(value[head], rest, made)
    if item is MISSING:
        return {key: other for key, other in value.items() if key != head}
    return {**value, head: item}


def _with_raw(text: str) -> str:
    for mark, raw in RAW.items():
        text = text.replace(json.dumps(mark), raw)
    return text
