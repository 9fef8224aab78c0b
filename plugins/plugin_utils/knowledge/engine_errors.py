# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does a failure of the engine or of a feature mean, and what is the way out? Codes first, words second: Windows
translates words."""

from __future__ import annotations

import re

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_codes import (
    CODES,
    EVENTS,
    HCS_CODES,
    Explanation,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_texts import TEXTS

# A short code (0x2) may be any number, so it counts only where the engine puts it: in parentheses.
_HEXADECIMAL = re.compile(r"\b0x([0-9a-f]{8})\b|\(0x([0-9a-f]{1,8})\)", re.IGNORECASE)
_DECIMAL = re.compile(r"(?<![\w.])(-\d{9,10}|\d{10})(?![\w.])")
_EVENT = re.compile(r"EventID:\s*(\d+)", re.IGNORECASE)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE | re.DOTALL), explanation) for pattern, explanation in TEXTS)

HCS_FAMILIES = (0xC0370100, 0x80370100)


def explain(text: str, code: str | None = None) -> dict[str, str | None] | None:
    """{cause, step, way_out, code, source} for a failure's text and, where the caller has one, its code ("0xc0370101"
    or a decimal number); None where nothing is known about it. `code` in the answer is the one that decided, None
    where words did."""
    for number in _numbers(code, text):
        explanation = _of_code(number)
        if explanation:
            return _told(explanation, f"0x{number:08x}")
    for event in _EVENT.findall(text or ""):
        if int(event) in EVENTS:
            return _told(EVENTS[int(event)], f"event {event}")
    for pattern, explanation in _PATTERNS:
        if pattern.search(text or ""):
            return _told(explanation, None)
    return None


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
    return CODES.get(number)


def _told(explanation: Explanation, code: str | None) -> dict[str, str | None]:
    return {
        "cause": explanation.cause,
        "step": explanation.step,
        "way_out": explanation.way_out,
        "code": code,
        "source": explanation.source,
    }
