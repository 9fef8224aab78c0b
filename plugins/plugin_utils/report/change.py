# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What differs between the report that is there and a new one, time stamps aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

STAMP = "generated"


def without_stamp(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without its time stamp."""
    return {key: value for key, value in document.items() if key != STAMP}


def difference(before: Any, after: Any) -> tuple[Any, Any]:
    """Two structures of only what differs: dictionaries by key, lists by the `name` of their items, else whole."""
    if isinstance(before, list) and isinstance(after, list) and _named(before) and _named(after):
        before, after = ({item["name"]: item for item in items} for items in (before, after))
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        return before, after
    was, now = {}, {}
    for key in [*before, *(key for key in after if key not in before)]:
        if key not in after:
            was[key] = before[key]
        elif key not in before:
            now[key] = after[key]
        elif before[key] != after[key]:
            was[key], now[key] = difference(before[key], after[key])
    return was, now


def _named(items: list[Any]) -> bool:
    names = [item.get("name") if isinstance(item, Mapping) else None for item in items]
    return None not in names and len(set(names)) == len(names)
