"""When the machine is up, and how a reboot passes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from threading import RLock
from typing import Any, Protocol

LOG = logging.getLogger(__name__)

SUCCESS = 0
SHUTDOWN_IN_PROGRESS = 1115
NO_SHUTDOWN_TO_ABORT = 1116
SHUTDOWN_IS_SCHEDULED = 1190


class Timer(Protocol):
    """threading.Timer, or a test's own."""

    def start(self) -> None: ...

    def cancel(self) -> None: ...


TimerFactory = Callable[[float, Callable[[], None]], Timer]


def thread_timer(seconds: float, function: Callable[[], None]) -> Timer:
    """A timer on a daemon thread."""
    timer = threading.Timer(seconds, function)
    timer.daemon = True
    return timer


class Power:
    """`phase` is up, scheduled (still serving), stopping, down or booting; down and booting count as "down"."""

    def __init__(
        self,
        lock: RLock,
        outage: float,
        timer: TimerFactory,
        halt: Callable[[], None],
        boot: Callable[[], None],
    ) -> None:
        self._lock = lock
        self._outage = outage
        self._timer = timer
        self._halt = halt
        self._boot = boot
        self._pending: Timer | None = None
        self._closed = False
        self._changed = threading.Condition(lock)
        self.phase = "up"
        self.on_shutdown: list[Callable[[], None]] = []
        self.on_boot: list[Callable[[], None]] = []

    def is_up(self) -> bool:
        """Whether the machine serves requests."""
        return self.phase in ("up", "scheduled")

    def shutdown(self, delay: float) -> int:
        """shutdown.exe /r /t: 0, or 1190 when one is scheduled, 1115 when one is under way."""
        with self._lock:
            if self.phase == "scheduled":
                return SHUTDOWN_IS_SCHEDULED
            if self.phase != "up":
                return SHUTDOWN_IN_PROGRESS
            self._go("scheduled")
            self._later(max(0.0, delay), self._stop)
            return SUCCESS

    def abort(self) -> int:
        """shutdown.exe /a: 0, or 1116 when nothing is scheduled."""
        with self._lock:
            if self.phase != "scheduled":
                return NO_SHUTDOWN_TO_ABORT
            self._cancel()
            self._go("up")
            return SUCCESS

    def wait(self, phase: str, timeout: float) -> bool:
        """Wait until the phase is reached; False when it was not within `timeout` seconds."""
        with self._lock:
            return self._changed.wait_for(lambda: self.phase == phase, timeout)

    def close(self) -> None:
        """Forget what is scheduled, for good."""
        with self._lock:
            self._closed = True
            self._cancel()

    def state(self) -> dict[str, Any]:
        """For the machine's state."""
        return {"phase": self.phase, "outage": self._outage}

    def _stop(self) -> None:
        with self._lock:
            if self.phase != "scheduled":
                return
            self._go("stopping")
        self._tell(self.on_shutdown)
        self._halt()
        with self._lock:
            self._go("down")
            self._later(self._outage, self._start)

    def _start(self) -> None:
        with self._lock:
            if self.phase != "down":
                return
            self._go("booting")
        self._boot()
        with self._lock:
            self._go("up")
        self._tell(self.on_boot)

    @staticmethod
    def _tell(callbacks: list[Callable[[], None]]) -> None:
        """A listener that fails does not stop the reboot, nor the others."""
        for callback in callbacks:
            try:
                callback()
            except Exception:
                LOG.exception("a listener of the machine's power failed")

    def _go(self, phase: str) -> None:
        self.phase = phase
        self._changed.notify_all()

    def _later(self, seconds: float, function: Callable[[], None]) -> None:
        if self._closed:
            return
        self._pending = self._timer(seconds, function)
        self._pending.start()

    def _cancel(self) -> None:
        if self._pending is not None:
            self._pending.cancel()
            self._pending = None
