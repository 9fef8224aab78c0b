"""A machine whose time passes only when a test says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hostsim.machine import Machine
from hostsim.machine.clock import Clock


class HandTimer:
    """A timer that fires when its bench's time has come."""

    def __init__(self, bench: Bench, seconds: float, function: Callable[[], None]) -> None:
        self.bench, self.due, self.function = bench, bench.seconds + seconds, function

    def start(self) -> None:
        self.bench.timers.append(self)

    def cancel(self) -> None:
        if self in self.bench.timers:
            self.bench.timers.remove(self)


class Bench:
    """Makes machines and moves their time."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.timers: list[HandTimer] = []

    def machine(self, name: str = "srv2022", **host: Any) -> Machine:
        clock = Clock(lambda: self.seconds, datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
        return Machine(host, name, clock=clock, timer=lambda seconds, function: HandTimer(self, seconds, function))

    def pass_time(self, seconds: float) -> None:
        """Let time pass, firing what is due in its order."""
        end = self.seconds + seconds
        while due := sorted((timer for timer in self.timers if timer.due <= end), key=lambda timer: timer.due):
            self.timers.remove(due[0])
            self.seconds = max(self.seconds, due[0].due)
            due[0].function()
        self.seconds = end

    def reboot(self, machine: Machine) -> None:
        """Shut down and wait until it is up."""
        assert machine.shutdown(0) == 0
        self.pass_time(machine.description.outage + 1)
        assert machine.power == "up"


@pytest.fixture
def bench() -> Bench:
    return Bench()
