"""How does Go read JSON into a type, and write it again? encoding/json's rules, for the types of the engine's API.

A type is a tree of the classes below; `read` takes what json.loads gives and returns the value that Go would hold (all
members of a struct, zero where they were not given) and `write` what json.Marshal makes of it, without the members
that `omitempty` leaves out. A value of another type is skipped and the first of them told at the end, in Go's words
(decode.go saveError): `json: cannot unmarshal number 1.5 into Go struct field
HostConfig.HostConfig.Resources.CpuCount of type int64`.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

LIMITS = {
    "int": (-(2**63), 2**63 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "time.Duration": (-(2**63), 2**63 - 1),
    "uint16": (0, 2**16 - 1),
    "uint32": (0, 2**32 - 1),
    "uint": (0, 2**64 - 1),
    "uint64": (0, 2**64 - 1),
}


class Fraction(float):
    """A number with a point or an exponent, and how it was written; for json.loads(parse_float=Fraction)."""

    def __new__(cls, text: str) -> Fraction:
        number = super().__new__(cls, text)
        number.text = text
        return number

    text: str


class NotThatType(Exception):
    """Go's text for a value that does not fit."""


@dataclass(frozen=True)
class Scalar:
    """bool, a number or a text; `name` is Go's, `zero` its zero value."""

    name: str
    zero: Any


@dataclass(frozen=True)
class Checked:
    """A text with a reader of its own: `check` gives the text to keep or raises NotThatType."""

    name: str
    check: Callable[[str], str]
    zero: Any = ""


@dataclass(frozen=True)
class Slice:
    of: Any
    #: strslice.StrSlice: one text stands for a list of one
    or_text: bool = False
    zero: Any = None

    @property
    def name(self) -> str:
        return f"[]{self.of.name}"


@dataclass(frozen=True)
class Array:
    """A list of a fixed length."""

    of: Any
    length: int

    @property
    def name(self) -> str:
        return f"[{self.length}]{self.of.name}"

    @property
    def zero(self) -> Any:
        return [self.of.zero] * self.length


@dataclass(frozen=True)
class Map:
    of: Any
    key: Any = Scalar("string", "")
    zero: Any = None
    called: str = ""

    @property
    def name(self) -> str:
        return self.called or f"map[{self.key.name}]{self.of.name}"


@dataclass(frozen=True)
class Pointer:
    of: Any
    zero: Any = None

    @property
    def name(self) -> str:
        return str(self.of.name)


@dataclass(frozen=True)
class Anything:
    """interface{}, or what nobody reads."""

    name: str = "interface {}"
    zero: Any = None


@dataclass(frozen=True)
class Member:
    """`inside` names the embedded struct that the member comes from."""

    name: str
    type: Any
    omitempty: bool = False
    inside: str = ""
    default: Any = None


@dataclass(frozen=True)
class Struct:
    name: str
    members: tuple[Member, ...]
    package: str = "container"
    by_name: Mapping[str, Member] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {member.name.lower(): member for member in self.members})

    @property
    def zero(self) -> dict[str, Any]:
        return {member.name: copy.deepcopy(member.type.zero) for member in self.members}


@dataclass
class _Place:
    """Where the reader stands: the innermost struct and the members on the way from the outermost."""

    struct: str = ""
    path: tuple[str, ...] = ()
    problems: list[str] = field(default_factory=list)

    def at(self, struct: Struct, member: Member) -> _Place:
        inside = (member.inside,) if member.inside else ()
        return _Place(struct.name, (*self.path, *inside, member.name), self.problems)

    def wrong(self, what: str, name: str) -> None:
        into = f"struct field {self.struct}.{'.'.join(self.path)} of" if self.struct else "value of"
        self.problems.append(f"json: cannot unmarshal {what} into Go {into} type {name}")


def read(type_: Any, value: Any) -> Any:
    """The value that Go would hold. Raises NotThatType with the first problem's text."""
    place = _Place()
    found = _read(type_, value, place)
    if place.problems:
        raise NotThatType(place.problems[0])
    return found


def write(type_: Any, value: Any) -> Any:
    """What json.Marshal makes of a value that `read` gave."""
    if value is None:
        return None
    if isinstance(type_, Struct):
        return {
            member.name: write(member.type, value[member.name])
            for member in type_.members
            if not (member.omitempty and _is_empty(member.type, value[member.name]))
        }
    if isinstance(type_, Slice | Array):
        return [write(type_.of, element) for element in value]
    if isinstance(type_, Map):
        return {key: write(type_.of, element) for key, element in value.items()}
    if isinstance(type_, Pointer):
        return write(type_.of, value)
    return value


def _is_empty(type_: Any, value: Any) -> bool:
    if isinstance(type_, Struct | Array):
        return False
    if isinstance(type_, Pointer):
        return value is None
    return value in (None, "", 0, False) or value == [] or value == {}


def kind_of(value: Any) -> str:
    """Go's word for a JSON value."""
    if isinstance(value, bool):
        return "bool"
    kinds: dict[type, str] = {str: "string", list: "array", dict: "object"}
    return next((word for kind, word in kinds.items() if isinstance(value, kind)), "number")


def _read(type_: Any, value: Any, place: _Place) -> Any:
    if value is None:
        return copy.deepcopy(type_.zero)
    reader = _READERS[type(type_)]
    return reader(type_, value, place)


def _read_scalar(type_: Scalar, value: Any, place: _Place) -> Any:
    wanted = type(type_.zero)
    if wanted is int and isinstance(value, int | float) and not isinstance(value, bool):
        least, most = LIMITS[type_.name]
        if isinstance(value, float) or not least <= value <= most:
            place.wrong(f"number {getattr(value, 'text', value)}", type_.name)
            return type_.zero
        return value
    if wanted is float and isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if type(value) is not wanted:
        place.wrong(kind_of(value), type_.name)
        return type_.zero
    return value


def _read_checked(type_: Checked, value: Any, place: _Place) -> Any:
    if not isinstance(value, str):
        place.wrong(kind_of(value), type_.name)
        return type_.zero
    try:
        return type_.check(value)
    except NotThatType as error:
        place.problems.append(str(error))
        return type_.zero


def _read_slice(type_: Slice, value: Any, place: _Place) -> Any:
    if type_.or_text and not isinstance(value, list):
        if isinstance(value, str):
            return [value]
        # strslice.go asks json.Unmarshal anew, which knows nothing of the place
        place.problems.append(f"json: cannot unmarshal {kind_of(value)} into Go value of type string")
        return None
    if not isinstance(value, list):
        place.wrong(kind_of(value), type_.name)
        return None
    return [_read(type_.of, element, place) for element in value]


def _read_array(type_: Array, value: Any, place: _Place) -> Any:
    if not isinstance(value, list):
        place.wrong(kind_of(value), type_.name)
        return type_.zero
    found = [_read(type_.of, element, place) for element in value[: type_.length]]
    return found + [copy.deepcopy(type_.of.zero) for _ in range(type_.length - len(found))]


def _read_map(type_: Map, value: Any, place: _Place) -> Any:
    if not isinstance(value, dict):
        place.wrong(kind_of(value), type_.name)
        return None
    return {_read(type_.key, key, place): _read(type_.of, element, place) for key, element in value.items()}


def _read_struct(type_: Struct, value: Any, place: _Place) -> Any:
    if not isinstance(value, dict):
        place.wrong(kind_of(value), f"{type_.package}.{type_.name}")
        return type_.zero
    found = type_.zero
    for key, element in value.items():
        member = type_.by_name.get(str(key).lower())  # names match in any case
        if member is not None:
            got = _read(member.type, element, place.at(type_, member))
            if element is not None:
                found[member.name] = got
    return found


_READERS: dict[type, Callable[[Any, Any, _Place], Any]] = {
    Scalar: _read_scalar,
    Checked: _read_checked,
    Slice: _read_slice,
    Array: _read_array,
    Map: _read_map,
    Struct: _read_struct,
    Pointer: lambda type_, value, place: _read(type_.of, value, place),
    Anything: lambda type_, value, place: copy.deepcopy(value),
}
