"""What may happen to an answer on its way: any place in it becomes another value, or is missing."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Path = tuple[Any, ...]

# So many items of each list are changed, evenly spread; with WINFLEET_EXPLORE set, all.
WIDTH = None if os.environ.get("WINFLEET_EXPLORE") else 3


def deep(levels: int = 3000) -> Any:
    """A list in a list in a list ..., deeper than Python's own reader goes."""
    value: Any = []
    for _level in range(levels):
        value = [value]
    return value


MISSING = object()
VALUES: tuple[Any, ...] = (
    MISSING,
    None,
    True,
    0,
    -1,
    10**30,
    1.5,
    float("nan"),
    float("inf"),
    "",
    "x",
    "\ud800",
    "9" * 5000,
    [],
    {},
    [None],
    [[]],
    {"x": None},
    deep(),
)


def places(value: Any, here: Path = ()) -> Iterator[Path]:
    """Every place in a value of dicts and lists, the whole one first; of long lists WIDTH items."""
    yield here
    items: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        picked = range(len(value)) if WIDTH is None else {(len(value) - 1) * at // (WIDTH - 1) for at in range(WIDTH)}
        items = [(at, value[at]) for at in sorted(picked) if 0 <= at < len(value)]
    for key, item in items:
        yield from places(item, (*here, key))


def mutated(value: Any, place: Path, new: Any) -> Any:
    """A copy with `new` at the place; MISSING takes it away (the whole value becomes null)."""
    if not place:
        return None if new is MISSING else new
    changed = copy.deepcopy(value)
    holder = changed
    for key in place[:-1]:
        holder = holder[key]
    if new is MISSING:
        del holder[place[-1]]
    else:
        holder[place[-1]] = new
    return changed


def mutations(value: Any) -> Iterator[tuple[Path, Any, Any]]:
    """(place, new value, the changed whole) for every place and every value of VALUES."""
    for place in places(value):
        for new in VALUES:
            yield place, new, mutated(value, place, new)


def survived(read: Callable[[Any], Any], value: Any, *problems: type[Exception]) -> tuple[int, int]:
    """How many mutations were read, and how many were refused with one of the problems. Everything else is raised with
    the place that did it."""
    fine = refused = 0
    for place, new, changed in mutations(value):
        try:
            read(changed)
            fine += 1
        except problems as problem:
            text = str(problem)
            assert text and "\n" not in text and len(text) < 1000, (place, text)
            refused += 1
        except Exception as error:
            raise AssertionError(f"{place} = {str(new)[:40]!r}: {type(error).__name__}: {error}") from error
    return fine, refused
