# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one boundary between what a host says and what the core works on: raw answers become frozen dataclasses.

A dataclass is the table of what is read: each field's type says what is accepted, its metadata where it stands
(`at("State.Running")`; without it under the field's own name), its default what null and a missing value mean. A field
without a default must be there. What no field names is not looked at.
"""

from __future__ import annotations

import dataclasses
import json
import re
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NewType

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import WrongShape

Reader = Callable[[Any, str, str], Any]  # (value, look, field) -> what the core works on
Digits = NewType("Digits", int)  # a whole number that may come as a text of digits (CurrentBuild of the registry)

WHOLE_NUMBERS = range(-(2**63), 2**64)  # what Windows and Go can count
MISSING = dataclasses.MISSING
KINDS: tuple[tuple[type, str], ...] = (
    (type(None), "null"),
    (bool, "a truth value"),
    (int, "a number"),
    (float, "a number"),
    (str, "a text"),
    (list, "a list"),
    (dict, "an object"),
)


def at(place: str | tuple[str, ...], default: Any = MISSING) -> Any:
    """A field that stands at a dotted place of the answer; a tuple where a name has a dot of its own."""
    # pylint: disable=invalid-field-call
    # It is called where fields are declared, as dataclasses.field would be.
    if default is MISSING:
        return dataclasses.field(metadata={"at": place})
    if isinstance(default, dict):
        return dataclasses.field(default_factory=dict, metadata={"at": place})
    return dataclasses.field(default=default, metadata={"at": place})


def omitted(place: str | tuple[str, ...], default: Any) -> Any:
    """A field that Go leaves out where it is empty (`omitempty`). It never writes null there, so that is no answer."""
    return _told(at(place, default), null=False)


def nullable(place: str | tuple[str, ...], default: Any) -> Any:
    """A list or a table that Go always writes, and as null where it is empty. One that is not there was not told."""
    return _told(at(place, default), missing=False)


def _told(made: Any, **may: bool) -> Any:
    made.metadata = types.MappingProxyType({**made.metadata, **may})
    return made


def parsed(text: Any, look: str) -> Any:
    """The JSON of a text. Raises WrongShape, also where it is nested too deeply or holds a number without bounds."""
    if not isinstance(text, str):
        raise WrongShape(look, "", kind(text), "a JSON text")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise WrongShape(look, "", f"no JSON text ({len(text)} characters)", "one") from None


def read[T](shape: type[T], value: Any, look: str, field: str = "") -> T:
    """The value as an instance of the dataclass `shape`. Raises WrongShape."""
    return typing.cast(T, _reader(shape)(value, look, field))


def read_list[T](shape: type[T], value: Any, look: str, field: str = "") -> tuple[T, ...]:
    """A list of them; null is the empty one, as the engine writes it."""
    return () if value is None else _rows(shape, value, look, field)


def read_rows[T](shape: type[T], value: Any, look: str, field: str = "") -> tuple[T, ...]:
    """The rows of a look of ours; one object where the list was meant is a list of one (PowerShell 5.1 takes a list of
    one apart). null is no list: what could not be read is not the same as nothing."""
    return _rows(shape, [value] if isinstance(value, Mapping) else value, look, field)


def _rows[T](shape: type[T], value: Any, look: str, field: str) -> tuple[T, ...]:
    return typing.cast("tuple[T, ...]", _reader(tuple[shape, ...])(value, look, field))  # type: ignore[valid-type]


def kind(value: Any) -> str:
    return next((word for known, word in KINDS if isinstance(value, known)), type(value).__name__)


def _reader(hint: Any) -> Reader:
    return reader(hint)


@cache
def reader(hint: Any) -> Reader:
    """The reader of a type: str, int, Digits, float, bool, Any, a dataclass, tuple[X, ...], Mapping[str, X], X |
    None."""
    if hint is Any:
        return lambda value, look, field: value
    if dataclasses.is_dataclass(hint):
        return _object(typing.cast(type, hint))
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return _list(reader(arguments[0]))
    if origin in (dict, Mapping):
        return _mapping(reader(arguments[1]))
    if origin in (types.UnionType, typing.Union):
        (inner,) = (argument for argument in arguments if argument is not types.NoneType)
        return _optional(reader(inner))
    return PLAIN[hint]


def _text(value: Any, look: str, field: str) -> str:
    if isinstance(value, str):
        return _whole_text(value)
    raise WrongShape(look, field, kind(value), "a text")


def _whole_text(text: str) -> str:
    """Half of a surrogate pair (Windows' names and JSON's escapes may hold one) cannot be written anywhere, so it
    becomes U+FFFD."""
    return str(text) if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _whole(value: Any, look: str, field: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value in WHOLE_NUMBERS:
        return int(value)
    raise WrongShape(look, field, kind(value), "a whole number of at most 64 bits")


def _digits(value: Any, look: str, field: str) -> int:
    if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,20}\s*", value):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value in WHOLE_NUMBERS:
        return int(value)
    found = "a text that is no number" if isinstance(value, str) else kind(value)
    raise WrongShape(look, field, found, "a whole number of at most 64 bits")


def _number(value: Any, look: str, field: str) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 2**64:
        return float(value)
    raise WrongShape(look, field, kind(value), "a number")


def _truth(value: Any, look: str, field: str) -> bool:
    if isinstance(value, bool):
        return value
    raise WrongShape(look, field, kind(value), "a truth value")


PLAIN: dict[Any, Reader] = {str: _text, int: _whole, Digits: _digits, float: _number, bool: _truth}


def _optional(inner: Reader) -> Reader:
    return lambda value, look, field: None if value is None else inner(value, look, field)


def _list(inner: Reader) -> Reader:
    def read_items(value: Any, look: str, field: str) -> tuple[Any, ...]:
        if not isinstance(value, (list, tuple)):
            raise WrongShape(look, field, kind(value), "a list")
        return tuple([inner(item, look, f"{field}.{place}".lstrip(".")) for place, item in enumerate(value)])

    return read_items


def _mapping(inner: Reader) -> Reader:
    def read_values(value: Any, look: str, field: str) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise WrongShape(look, field, kind(value), "an object")
        return {_whole_text(str(key)): inner(item, look, f"{field}.{key}".lstrip(".")) for key, item in value.items()}

    return read_values


def _object(shape: type) -> Reader:
    hints = typing.get_type_hints(shape)
    rows = [
        (item.name, _place(item), reader(hints[item.name]), _default(item), item.metadata)
        for item in dataclasses.fields(shape)
    ]

    def read_fields(value: Any, look: str, field: str) -> Any:
        if not isinstance(value, Mapping):
            raise WrongShape(look, field, kind(value), "an object")
        found = {}
        for name, place, inner, default, may in rows:
            item: Any = value
            where = field
            for part in place:
                if item is not None and item is not MISSING and not isinstance(item, Mapping):
                    raise WrongShape(look, where, kind(item), "an object")
                item, where = (
                    (item or {}).get(part, MISSING) if item is not MISSING else item,
                    f"{where}.{part}".lstrip("."),
                )
            if item is MISSING and not may.get("missing", True):
                raise WrongShape(look, where, "missing", "one that is told")
            if item is None and not may.get("null", True):
                raise WrongShape(look, where, "null", "one that is told or left out")
            item = None if item is MISSING else item
            if item is not None or default is None:
                found[name] = inner(item, look, where)
            else:
                found[name] = default()
        return shape(**found)

    return read_fields


def _place(item: dataclasses.Field[Any]) -> tuple[str, ...]:
    place = item.metadata.get("at", item.name)
    return place if isinstance(place, tuple) else tuple(place.split("."))


def _default(item: dataclasses.Field[Any]) -> Callable[[], Any] | None:
    if item.default is not MISSING:
        return lambda: item.default
    return None if item.default_factory is MISSING else item.default_factory
