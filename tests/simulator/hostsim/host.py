"""What is one simulated host made of? A machine, the engine on it, a front, and an endpoint in front of both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hostsim import programs
from hostsim.counts import Counts
from hostsim.engine import Engine, Registry
from hostsim.engine.dockerd import EngineService
from hostsim.fleet import HostPlan
from hostsim.fronts.light import LightFront
from hostsim.machine import Machine
from hostsim.wsman import Endpoint, Knobs

ENGINE_PIPE = "CoreFxPipe_docker_engine"  # what .NET calls the pipe docker_engine where pipes are unix sockets


class SimulatedHost:
    """One host of a fleet. `folder` is for its own files, `pipes` for its named pipes (unix sockets)."""

    def __init__(
        self, plan: HostPlan, front: str, registry: Registry, users: dict[str, str], folder: Path, pipes: Path
    ) -> None:
        self.name = plan.name
        self.plan = plan
        self.reachable = True
        self.mends: list[tuple[str, Callable[[], Any]]] = []
        self.counts = Counts()
        self.machine = Machine(plan.entry, plan.name)
        self.engine_pipe = pipes / ENGINE_PIPE
        self.registry = registry
        self.engine_fails: dict[str, str] = {}  # of an engine that is there and of one to come
        self.engine_hangs: set[str] = set()
        self.engine: Engine | None = None
        self.front: Any = None
        if plan.engine.is_service or plan.engine.mode:
            self._need_engine()
        programs.register(self.machine, self._service)
        self.front = _front(front, self.machine, self.engine, folder, pipes)
        if plan.engine.mode:
            self._log_on()
            self.machine.on_shutdown(self._need_engine().stop)
            self.machine.on_boot(self._log_on)
        self.endpoint = Endpoint(
            plan.name,
            users,
            self.answers,
            self.front,
            self.counts,
            knobs=Knobs(os_version=f"10.0.{plan.description.build}"),
        )

    def _service(self, name: str) -> EngineService:
        """What a service runs that starts dockerd.exe. The first one of a host without an engine brings it."""
        return EngineService(self._need_engine(), name)

    def _need_engine(self) -> Engine:
        if self.engine is None:
            self.engine = Engine(self.machine, registry=self.registry, images=self.plan.images)
            self.engine.fails, self.engine.hangs = self.engine_fails, self.engine_hangs
            self.engine.listen(str(self.engine_pipe))
            if self.front is not None:
                self.front.engine = self.engine
        return self.engine

    def _log_on(self) -> None:
        """Docker Desktop's engine comes up with whoever logs on."""
        self._need_engine().start_alone(self.plan.engine.program, self.plan.engine.mode)

    def engine_service(self) -> str:
        """The service of the host's engine: the one that ran last, else the fleet file's."""
        if self.engine is not None and self.machine.service(self.engine.service) is not None:
            return self.engine.service
        return self.plan.engine.service

    def answers(self) -> bool:
        """Whether the host's WinRM can be reached."""
        return self.reachable and self.machine.is_up()

    def start(self) -> None:
        self.endpoint.start()
        self.machine.on_shutdown(self.endpoint.power_lost)

    def stop(self) -> None:
        """Ends everything that runs for this host."""
        self.endpoint.stop()
        for part in (self.front, self.engine, self.machine):
            close = getattr(part, "close", None)
            if close is not None:
                close()

    def state(self) -> dict[str, Any]:
        """The whole host as JSON can hold it."""
        return {"machine": self.machine.state(), "engine": self.engine.state() if self.engine is not None else None}

    def summary(self) -> dict[str, Any]:
        """What a table of the fleet shows."""
        description = self.plan.description
        service = self.machine.service(self.engine_service())
        return {
            "product": f"{description.release.product} {description.edition.words}",
            "build": f"{description.build}.{description.revision}",
            "power": self.machine.power,
            "engine": (service or {}).get("State", "absent").lower(),
            "ports": {"http": self.endpoint.http_port, "https": self.endpoint.https_port},
            "certificate": str(self.endpoint.certificate),
            "faults": len(self.mends),
        }


def _front(kind: str, machine: Machine, engine: Engine | None, folder: Path, pipes: Path) -> Any:
    if kind == "light":
        return LightFront(machine, engine, pipes)
    from hostsim.fronts.live import LiveFront  # needs a PowerShell; a light fleet does without

    return LiveFront(machine, engine, folder, pipes)
