# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of a file's settings and the declared ones?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_setting_row import PAIRS
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_settings import SETTINGS

REPLACE, APPEND = "replace", "append"
# Lists of NAME=VALUE that hold each name once: a second value takes the first one's place
NAMED = frozenset(row.key for row in SETTINGS if row.kind == PAIRS)


def merged(found: Mapping[str, Any], declared: Mapping[str, Any], lists: str = REPLACE) -> dict[str, Any]:
    """A declared value takes the place of the found one, and null takes the key away; all else stays, in its order. A
    table is merged member by member. A list is replaced, or with "append" gets what it does not hold."""
    made = dict(found)
    for key, value in declared.items():
        was = made.get(key)
        if value is None:
            made.pop(key, None)
        elif isinstance(value, Mapping):
            made[key] = merged(was if isinstance(was, Mapping) else {}, value, lists)
        elif isinstance(value, (list, tuple)):
            made[key] = _appended(key, was, value) if lists == APPEND and isinstance(was, list) else _plain(value)
        else:
            made[key] = value
    return made


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def _appended(key: str, found: list[Any], declared: list[Any] | tuple[Any, ...]) -> list[Any]:
    made = list(found)
    for item in declared:
        if item in made:
            continue
        name = _name(item)
        if key in NAMED and name and any(_name(each) == name for each in made):
            first = next(at for at, each in enumerate(made) if _name(each) == name)
            made = [*made[:first], item, *(each for each in made[first + 1 :] if _name(each) != name)]
        else:
            made.append(item)
    return made


def _name(item: Any) -> str:
    return item.partition("=")[0] if isinstance(item, str) and "=" in item else ""


def differs(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What of both differs: keys that one of them has, or that have other values; of tables, their members. The order
    of keys is no difference."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for key in dict.fromkeys([*old, *new]):
        if key in old and key in new:
            was, becomes = old[key], new[key]
            if _same(was, becomes):
                continue
            if isinstance(was, Mapping) and isinstance(becomes, Mapping):
                before[key], after[key] = differs(was, becomes)
                continue
        if key in old:
            before[key] = old[key]
        if key in new:
            after[key] = new[key]
    return before, after


def _same(one: Any, other: Any) -> bool:
    """As JSON: 1 and true are two values, for Python they are one."""
    if isinstance(one, bool) is not isinstance(other, bool):
        return False
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)
