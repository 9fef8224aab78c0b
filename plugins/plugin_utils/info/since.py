# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Since when? A time back from now, or a moment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.durations import NANOSECONDS, duration
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.snapshot import moment

LEAST_MOMENT = 10**9  # a number from here on counts the seconds since 1970: as a time back it would be 31 years
FORM = (
    "allowed are seconds or a time such as 600, 10m or 1h30m, counted back from now, and a moment such as "
    "2026-11-24T08:00:00Z or seconds since 1970"
)


@dataclass(frozen=True)
class Since:
    """Seconds: `back` from now, or, where that is None, since 1970."""

    back: float | None
    at: float = 0.0

    def seconds(self, now: str | None) -> str | None:
        """Since 1970, as the engine takes it, by its own clock; None where it does not tell the time."""
        if self.back is None:
            return f"{self.at:.6f}"
        said = moment(now)
        return None if said is None else f"{max(0.0, said.timestamp() - self.back):.6f}"


def since(text: str) -> Since:
    """A moment without a zone is one of UTC. Raises ValueError."""
    text = text.strip()
    if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,9})?", text):
        number = float(text)
        return Since(number) if number < LEAST_MOMENT else Since(None, number)
    try:
        return Since(duration(text) / NANOSECONDS["s"])
    except ValueError:
        pass
    try:
        found = datetime.fromisoformat(text)
        return Since(None, max(0.0, (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()))
    except (ValueError, OverflowError, OSError):
        raise ValueError(FORM) from None
