"""What has happened in the engine, for GET /events."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

Event = dict[str, Any]
KEPT = 256  # moby daemon/events eventsLimit


class Events:
    """The newest events, and a way to wait for the next; `now` gives the engine's time, aware."""

    def __init__(self, now: Callable[[], datetime], empty_too: bool = False) -> None:
        """`empty_too`: the old members are there even where they are empty."""
        self._now = now
        self.empty_too = empty_too
        self._changed = threading.Condition()
        self._kept: deque[tuple[int, Event]] = deque(maxlen=KEPT)
        self._count = 0
        self._closed = False

    def log(self, kind: str, action: str, subject: str, attributes: dict[str, str], **legacy: str) -> None:
        """Write one event; `legacy` are the old members beside the new ones (`from` of containers)."""
        when = self._now().timestamp()
        event: Event = {}
        if kind in ("container", "image"):
            event = {"status": action, "id": subject, **legacy}
            if not self.empty_too:  # Go's omitempty
                event = {name: value for name, value in event.items() if value}
        event |= {
            "Type": kind, "Action": action, "Actor": {"ID": subject, "Attributes": dict(sorted(attributes.items()))},
            "scope": "local", "time": int(when), "timeNano": int(when * 1_000_000) * 1000,
        }  # fmt: skip
        with self._changed:
            self._count += 1
            self._kept.append((self._count, event))
            self._changed.notify_all()

    def pruned(self, kind: str, reclaimed: int = 0) -> None:
        """A prune has ended, whether anything went or not."""
        legacy = {"from": ""} if kind == "container" else {}
        self.log(kind, "prune", "", {"reclaimed": str(reclaimed)}, **legacy)

    def open(self) -> None:
        """The engine has started: streams last until `close`."""
        self._closed = False

    def close(self) -> None:
        """The engine stops: every open stream ends."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def stream(
        self, since: float | None, until: float | None, wanted: Callable[[Event], bool]
    ) -> Iterator[Event | None]:
        """Events from `since` (past ones only where it is given) to `until` (Unix seconds).

        None is a pause without news.
        """
        with self._changed:
            seen = 0 if since is not None else self._count
        while True:
            with self._changed:
                news = [(number, event) for number, event in self._kept if number > seen]
                if not news:
                    left = None if until is None else until - time.time()
                    if self._closed or (left is not None and left <= 0):
                        return
                    self._changed.wait(1.0 if left is None else min(1.0, left))
            if not news:
                yield None
            for number, event in news:
                seen = number
                at = event["timeNano"] / 1e9
                if until is not None and at > until:
                    return
                if (since is None or at >= since) and wanted(event):
                    yield event
