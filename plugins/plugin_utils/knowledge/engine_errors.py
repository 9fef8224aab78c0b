# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does a failure of the engine or of a feature mean, and what is the way out? What was asked and where it
failed first, codes second, words last: Windows translates words."""

from __future__ import annotations

import re

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_codes import (
    CODES,
    EVENTS,
    HCS_CODES,
    Explanation,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_places import (
    ERREF,
    HNS_CODES,
    OPERATIONS,
    PLACES,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_texts import TEXTS
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.exit_codes import EXIT_CODES

# A short code (0x2) may be any number, so it counts only where the engine puts it: in parentheses.
_HEXADECIMAL = re.compile(r"\b0x([0-9a-f]{8})\b|\(0x([0-9a-f]{1,8})\)", re.IGNORECASE)
_DECIMAL = re.compile(r"(?<![\w.])(-\d{9,10}|\d{10})(?![\w.])")
_EVENT = re.compile(r"EventID:\s*(\d+)", re.IGNORECASE)


def _compiled(pattern: str) -> re.Pattern[str] | None:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL) if pattern else None


_PLACES = tuple(
    (_compiled("|".join(OPERATIONS[name] for name in row.operations)), _compiled(row.words), row) for row in PLACES
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), explanation) for pattern, explanation in TEXTS)

HCS_FAMILIES = (0xC0370100, 0x80370100)


def explain(text: str, code: str | None = None, step: str | None = None) -> dict[str, str | None] | None:
    """{cause, step, way_out, code, source} for a failure's text and, where the caller has them, its code ("0xc0370101"
    or a decimal number) and the step that failed (see Explanation); None where nothing is known about it. `code` in the
    answer is the one that decided, None where words did."""
    text = text or ""
    numbers = _numbers(code, text)
    return (
        _of_place(text, numbers, step)
        or _of_codes(numbers)
        or next(
            (_told(EVENTS[int(event)], f"event {event}") for event in _EVENT.findall(text) if int(event) in EVENTS),
            None,
        )
        or next((_told(row, None) for pattern, row in _PATTERNS if pattern.search(text)), None)
    )


def _of_place(text: str, numbers: list[int], step: str | None) -> dict[str, str | None] | None:
    """By what was asked and what the engine was doing. A number of Windows counts with and without its HRESULT."""
    bare = {win32(number): number for number in numbers}
    for operation, words, row in _PLACES:
        if (operation and not operation.search(text)) or (row.steps and step not in row.steps):
            continue
        decided = next((bare[code] for code in map(win32, row.codes) if code in bare), None)
        if decided is not None:
            return _told(row.explanation, f"0x{decided:08x}")
        if words and words.search(text):
            return _told(row.explanation, None)
    return None


def _of_codes(numbers: list[int]) -> dict[str, str | None] | None:
    for number in numbers:
        explanation = _of_code(number)
        if explanation:
            return _told(explanation, f"0x{number:08x}")
    return None


def win32(number: int) -> int:
    """0x80070020 and 0x20 are the same error of Windows (HRESULT_FROM_WIN32)."""
    return number & 0xFFFF if number & 0xFFFF0000 == 0x80070000 else number


def _numbers(code: str | None, text: str | None) -> list[int]:
    numbers = []
    if re.fullmatch(r"0x[0-9a-f]{1,8}|-?\d{9,10}", str(code), re.IGNORECASE):
        numbers.append(int(str(code), 0) & 0xFFFFFFFF)
    numbers += [int(long or short, 16) for long, short in _HEXADECIMAL.findall(text or "")]
    numbers += [int(digits) & 0xFFFFFFFF for digits in _DECIMAL.findall(text or "")]
    return numbers


def _of_code(number: int) -> Explanation | None:
    if number & 0xFFFFFF00 in HCS_FAMILIES:
        return HCS_CODES.get(number & 0xFF)
    return CODES.get(number) or CODES.get(win32(number)) or HNS_CODES.get(number) or _of_exit(number)


def _of_exit(number: int) -> Explanation | None:
    """A status of NTSTATUS, which the engine and its helpers give as the exit code of a process."""
    found = EXIT_CODES.get(number) if number >= 0x80000000 else None
    if found is None:
        return None
    way_out = found.way_out or "Look into the log of what ended."
    return Explanation(f"the process ended with {found.name}: {found.means}", "run", way_out, ERREF)


def _told(explanation: Explanation, code: str | None) -> dict[str, str | None]:
    return {
        "cause": explanation.cause,
        "step": explanation.step,
        "way_out": explanation.way_out,
        "code": code,
        "source": explanation.source,
    }
