"""What does a process of a container do over its time? It prints, and ends by itself or is ended."""

from __future__ import annotations

import threading
from collections.abc import Callable

from .power import Timer, TimerFactory
from .workload import Workload

Output = Callable[[int, bytes], None]


class Run:
    """One process: what its workload prints is handed out when it is printed; `ended` is told of its own end alone."""

    def __init__(
        self, timer: TimerFactory, work: Workload, output: Output | None, ended: Callable[[int], None]
    ) -> None:
        self._make_timer = timer
        self._work = work
        self._output = output
        self._ended = ended
        self._lock = threading.Lock()
        self._timer: Timer | None = None
        self._over = False
        self._printed = 0
        self._at = 0.0

    def begin(self) -> None:
        """Print what comes at once; the rest follows."""
        self._go_on()

    def stop(self) -> None:
        """It is ended from outside: it prints no more."""
        with self._lock:
            self._over = True
            if self._timer is not None:
                self._timer.cancel()

    def _go_on(self) -> None:
        lines, work = self._work.printed, self._work
        while self._printed < len(lines) and lines[self._printed].after <= self._at and not self._over:
            line = lines[self._printed]
            self._printed += 1
            if self._output is not None:
                self._output(line.stream, line.data)
        following = lines[self._printed].after if self._printed < len(lines) else work.seconds
        if following is None or self._over:
            return
        if following <= self._at and self._printed == len(lines):
            self._end()
            return
        with self._lock:
            if self._over:
                return
            self._timer = self._make_timer(following - self._at, self._next(following))
            self._timer.start()

    def _next(self, at: float) -> Callable[[], None]:
        def go_on() -> None:
            self._at = at
            self._go_on()

        return go_on

    def _end(self) -> None:
        with self._lock:
            if self._over:
                return
            self._over = True
        self._ended(self._work.exit_code)
