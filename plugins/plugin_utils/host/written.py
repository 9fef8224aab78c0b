# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How was a value written that YAML took for something else? `0755` becomes 493, `12:30` becomes 750, `0x1F` becomes
31.

Ansible knows the file, the line and the column of each value that came from YAML, so that the file can be asked."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

try:
    from ansible._internal._datatag._tags import Origin
except ImportError:  # private: where it has moved, nothing is known of how a value was written
    Origin = None

_TOKEN = re.compile(r"(?:[&!]\S+\s+)*([^\s,\[\]{}#'\"&*!|>%@`][^,\[\]{}#\n]*)")


class Misread(int):
    """A whole number that was written otherwise than its decimal digits."""

    written: str

    def __new__(cls, value: int, written: str) -> Misread:
        made = super().__new__(cls, value)
        made.written = written
        return made


class Dated(str):
    """A date of YAML, as a text; `written` as it stands in the file, as far as that is known."""

    written: str

    def __new__(cls, value: datetime.date, written: str | None) -> Dated:
        made = super().__new__(cls, value.isoformat())
        made.written = written or value.isoformat()
        return made


class OddKey(str):
    """A name that YAML took for a number, a truth value or a date."""


def as_written(value: Any) -> str | None:
    """The plain scalar of the YAML file that `value` was read from; None where that is not known, or where it was a
    template or stood in quotes."""
    place = Origin.get_tag(value) if Origin is not None else None
    if place is None or not place.path or not place.line_num or not place.col_num:
        return None
    lines = _lines(str(place.path))
    if len(lines) < place.line_num:
        return None
    found = _TOKEN.match(lines[place.line_num - 1][place.col_num - 1 :])
    if found is None:
        return None
    text = found[1].strip()
    try:  # a vault's file, or one that was changed since, says something else there
        same = yaml.safe_load(text) == value
    except yaml.YAMLError:
        return None
    return text if same else None


def misread(value: int) -> int:
    """The number, as a Misread where it was written otherwise than by its digits."""
    written = as_written(value)
    return int(value) if written is None or written == str(int(value)) else Misread(int(value), written)


@lru_cache(maxsize=64)
def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return []
