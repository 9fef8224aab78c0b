# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written in daemon.json: bytes to text, text to settings, settings to bytes.

The engine takes a byte order mark of UTF-8 or UTF-16 since 23.0 (moby daemon/config/config.go), else UTF-8; an empty
file and `null` are no settings; of a key that stands twice the last counts. What is written has no mark.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.json_problems import (
    BLANKS,
    BrokenJson,
    NotText,
    place,
    problem,
)

__all__ = ["BrokenJson", "Decoded", "NotText", "decoded", "parsed", "twice", "written"]

UTF8, UTF8_MARK, UTF16_LE, UTF16_BE = "utf-8", "utf-8-bom", "utf-16-le", "utf-16-be"
MARKS = ((codecs.BOM_UTF8, UTF8_MARK), (codecs.BOM_UTF16_LE, UTF16_LE), (codecs.BOM_UTF16_BE, UTF16_BE))
# What Python's parser takes and JSON has not, outside of texts
_CONSTANT = re.compile(r'"(?:[^"\\]|\\.)*"|(-?Infinity|NaN)', re.DOTALL)


@dataclass(frozen=True)
class Decoded:
    """`encoding` is "utf-8", or one that the engine reads by its mark: "utf-8-bom", "utf-16-le", "utf-16-be"."""

    text: str
    encoding: str


def decoded(data: bytes) -> Decoded:
    """The text of a file, without its mark. Raises NotText with line and column of the first byte that is none."""
    mark, encoding = next(((mark, name) for mark, name in MARKS if data.startswith(mark)), (b"", UTF8))
    body = data[len(mark) :]
    if encoding in (UTF16_LE, UTF16_BE):
        return Decoded(body.decode(encoding, "replace"), encoding)  # as Go does
    try:
        return Decoded(body.decode("utf-8"), encoding)
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8")
        line, column = place(before, len(before))
        raise NotText(
            line,
            column,
            f"the byte {body[error.start]:02X} is no UTF-8 (Latin-1 or Windows-1252?); save the file as UTF-8",
        ) from error


def parsed(text: str) -> dict[str, Any]:
    """The settings in their order. Raises BrokenJson."""
    return _read(text)[0]


def twice(text: str) -> list[str]:
    """The keys that stand more than once in a table: of each the last value counts."""
    return _read(text)[1]


def _read(text: str) -> tuple[dict[str, Any], list[str]]:
    if not text.strip(BLANKS):
        return {}, []
    again: list[str] = []

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in pairs:
            if key in made and key not in again:
                again.append(key)
            made[key] = value
        return made

    def constant(_word: str) -> Any:
        at = next(found.start(1) for found in _CONSTANT.finditer(text) if found[1])
        raise json.JSONDecodeError("Expecting value", text, at)

    try:
        found = json.loads(text, object_pairs_hook=table, parse_constant=constant)
    except json.JSONDecodeError as error:
        raise problem(text, error) from error
    except RecursionError as error:
        raise BrokenJson(1, 1, "its tables and lists stand too deep in each other") from error
    except ValueError as error:  # Python reads no number of thousands of digits
        found_number = re.search(r"\d{999,}", text)
        line, column = place(text, found_number.start() if found_number else 0)
        raise BrokenJson(line, column, "a number is too long") from error
    if found is None:
        return {}, []
    if not isinstance(found, dict):
        line, column = place(text, len(text) - len(text.lstrip(BLANKS)))
        raise BrokenJson(line, column, 'the file is no table of keys; write {"KEY": VALUE}')
    return found, again


def written(settings: Mapping[str, Any]) -> bytes:
    """UTF-8 without a mark, as people read it."""
    text = json.dumps(dict(settings), indent=4, ensure_ascii=False) + "\n"
    # Half a surrogate pair is no letter: Go reads the replacement character for it
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode("utf-8")
