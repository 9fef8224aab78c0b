# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long? Times as compose and Go write them."""

from __future__ import annotations

import re
from typing import Any

NANOSECONDS = {"ns": 1, "us": 10**3, "µs": 10**3, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}
_PART = re.compile(r"(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)")
FORM = "allowed is a time such as 30s, 1m30s or 500ms"


def duration(value: Any) -> int:
    """Nanoseconds. Raises ValueError."""
    text = str(value).strip().lower()
    parts = _PART.findall(text)
    if isinstance(value, bool) or not parts or "".join(number + unit for number, unit in parts) != text:
        raise ValueError(FORM)
    return round(sum(float(number) * NANOSECONDS[unit] for number, unit in parts))


def seconds(value: Any) -> int:
    """Whole seconds, of a number or a time. Raises ValueError."""
    if isinstance(value, int) and not isinstance(value, bool):
        found = value
    elif isinstance(value, str) and value.strip().isdigit():
        found = int(value)
    else:
        told = duration(value)
        if told % NANOSECONDS["s"]:
            raise ValueError("allowed are whole seconds, such as 60, 60s or 1m30s")
        found = told // NANOSECONDS["s"]
    if not 0 <= found <= LONGEST:
        raise ValueError(f"allowed are seconds from 0 to {LONGEST}, as 60, 60s or 1m30s")
    return found


def age(value: Any) -> int:
    """Whole seconds of what may be years. Raises ValueError."""
    try:
        return duration(value) // NANOSECONDS["s"] if value else 0
    except ValueError:
        raise ValueError("allowed is an age such as 720h (30 days), as docker's filter until has it") from None


LONGEST = 24 * 3600
