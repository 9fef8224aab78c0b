# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signs of life while a host works."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType


class Heartbeat:
    """Says what a host is doing when it begins, and again every `interval` seconds until it is done.

    `say` takes one line of text; it is called from a thread.
    """

    def __init__(self, say: Callable[[str], None], host: str, doing: str, interval: float = 30.0) -> None:
        self._say, self._host, self._doing, self._interval = say, host, doing, interval
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="winfleet-heartbeat", daemon=True)

    def __enter__(self) -> Heartbeat:
        self._began = time.monotonic()
        self._say(f"{self._host}: {self._doing}")
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._done.set()
        self._thread.join(timeout=5)

    def _beat(self) -> None:
        while not self._done.wait(self._interval):
            self._say(f"{self._host}: still at work ({self._doing}), {time.monotonic() - self._began:.0f} s")
