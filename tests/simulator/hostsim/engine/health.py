"""Is a container's health check passing? (moby daemon/health.go)"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from .container import Container, Health
from .errors import ApiError
from .execution import Execution
from .wording import go_duration, stamp

if TYPE_CHECKING:
    from .engine import Engine

SOON = 0.5  # seconds at most until a probe, unless the engine is told to wait the whole interval, as a real one does
NANO = 1e9
INTERVAL = TIMEOUT = 30.0
START_INTERVAL = 5.0
RETRIES = 3
KEPT = 5
MOST = 4096  # bytes of what a probe prints
SHELL = ("cmd", "/S", "/C")


def has_check(config: dict[str, Any]) -> bool:
    """Whether the container has a health check that is not switched off."""
    test = (config.get("Healthcheck") or {}).get("Test") or []
    return bool(test) and test[0] in ("CMD", "CMD-SHELL")


def command(config: dict[str, Any]) -> list[str]:
    """What a probe runs."""
    kind, *rest = config["Healthcheck"]["Test"]
    return [*(config.get("Shell") or SHELL), *rest] if kind == "CMD-SHELL" else rest


class Monitor:
    """Probes one container, time and again, until it is stopped. Its timers call back under the engine's lock."""

    def __init__(self, engine: Engine, container: Container, soon: float | None) -> None:
        self._engine = engine
        self._container = container
        self._soon = soon
        self._run = container.runs
        self._timer: threading.Timer | None = None
        self._probe: Execution | None = None
        self._stopped = False

    def begin(self) -> None:
        """Wait for the first probe."""
        self._later(self._interval(), self._start)

    def stop(self) -> None:
        """No more probes; what one that runs says is not heard."""
        self._stopped = True
        if self._timer is not None:
            self._timer.cancel()

    # inside

    def _seconds(self, name: str, usual: float) -> float:
        return (self._container.config["Healthcheck"].get(name) or 0) / NANO or usual

    def _interval(self) -> float:
        state = self._container.state
        ran = (self._engine.now() - (state.started or self._engine.now())).total_seconds()
        starting = state.health is not None and state.health.status == "starting"
        early = starting and ran < self._seconds("StartPeriod", 0.0)
        seconds = self._seconds("StartInterval", START_INTERVAL) if early else self._seconds("Interval", INTERVAL)
        return seconds if self._soon is None else min(seconds, self._soon)

    def _later(self, seconds: float, function: Any) -> None:
        def called() -> None:
            with self._engine.lock:
                if not self._stopped and self._engine.running and self._container.runs == self._run:
                    function()

        self._timer = threading.Timer(seconds, called)
        self._timer.daemon = True
        self._timer.start()

    def _start(self) -> None:
        container, begun = self._container, self._engine.now()
        said = bytearray()
        ran = self._engine.executions
        probe = ran.create(
            container, command(container.config), False, {"Stdin": False, "Stdout": True, "Stderr": True}, ""
        )
        probe.at_end = lambda: self._heard(begun, probe.exit_code or 0, _text(said))
        try:
            ran.start(probe, lambda _stream, data: said.extend(data[: max(0, MOST - len(said))]))
        except ApiError as error:
            self._result(begun, -1, error.text)
            return
        timeout = self._seconds("Timeout", TIMEOUT)
        if probe.running:
            self._later(timeout, lambda: self._late(begun, probe, timeout, said))

    def _heard(self, begun: Any, code: int, said: str) -> None:
        if self._stopped or self._container.runs != self._run:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._result(begun, code, said)

    def _late(self, begun: Any, probe: Execution, timeout: float, said: bytearray) -> None:
        probe.at_end = None
        self._engine.executions.kill(probe)
        text = f"Health check exceeded timeout ({go_duration(timeout)})"
        self._result(begun, -1, f"{text}: {_text(said)}" if said else text)

    def _result(self, begun: Any, code: int, said: str) -> None:
        state, check = self._container.state, self._container.config["Healthcheck"]
        health = state.health
        if health is None:
            return
        entry = {"Start": stamp(begun), "End": stamp(self._engine.now()), "ExitCode": code, "Output": said}
        health.log = [*health.log, entry][-KEPT:]
        before = health.status
        if code == 0:
            health.status, health.failing_streak = "healthy", 0
        elif not self._excused(health, begun):
            health.failing_streak += 1
            if health.failing_streak >= (check.get("Retries") or RETRIES):
                health.status = "unhealthy"
        if health.status != before:
            self._engine.log(self._container, f"health_status: {health.status}")
            self._engine.changed.notify_all()
        self._later(self._interval(), self._start)

    def _excused(self, health: Health, begun: Any) -> bool:
        started = self._container.state.started
        young = started is not None and (begun - started).total_seconds() < self._seconds("StartPeriod", 0.0)
        return health.status == "starting" and young


def _text(said: bytearray) -> str:
    return bytes(said).decode("utf-8", "replace")
