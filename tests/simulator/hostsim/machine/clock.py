"""The machine's clock: the real one, except that it never goes back."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Starts at the wall clock's time and runs by the monotonic clock (or the one given, for tests)."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic, start: datetime | None = None) -> None:
        self._monotonic = monotonic
        self._zero = monotonic()
        self._start = start or datetime.now(UTC)

    def now(self) -> datetime:
        """The time, aware, UTC."""
        return self._start + timedelta(seconds=self._monotonic() - self._zero)
