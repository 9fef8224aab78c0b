"""What is one simulated host made of? A machine, the engine on it, a front, and an endpoint in front of both."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hostsim.counts import Counts
from hostsim.engine import Engine, Registry
from hostsim.engine.dockerd import NAME, Dockerd, EngineService
from hostsim.engine.versions import engine_version
from hostsim.fleet import HostPlan
from hostsim.fronts.light import LightFront
from hostsim.machine import Machine
from hostsim.wsman import Endpoint, Knobs

CONFIGURATION = "C:\\ProgramData\\docker\\config\\daemon.json"
ENGINE_PIPE = "CoreFxPipe_docker_engine"  # what .NET calls the pipe docker_engine where pipes are unix sockets


class SimulatedHost:
    """One host of a fleet. `folder` is for its own files, `pipes` for its named pipes (unix sockets)."""

    def __init__(
        self, plan: HostPlan, front: str, registry: Registry, users: dict[str, str], folder: Path, pipes: Path
    ) -> None:
        self.name = plan.name
        self.plan = plan
        self.reachable = True
        self.mends: list[Callable[[], Any]] = []
        self.counts = Counts()
        self.machine = Machine(plan.entry, plan.name)
        self.engine_pipe = pipes / ENGINE_PIPE
        self.registry = registry
        self.engine = _engine(self.machine, plan, registry, self.engine_pipe)
        self.machine.register_executable(NAME, self._service)
        version = engine_version(plan.engine["version"])
        self.machine.register_command(NAME, Dockerd(self.machine, version).call, plan.engine["version"])
        self.front = _front(front, self.machine, self.engine, folder, pipes)
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
        if self.engine is None:
            self.engine = _new_engine(self.machine, self.plan, self.registry, self.engine_pipe)
            self.front.engine = self.engine
        return EngineService(self.engine, name)

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
        service = self.machine.service("docker")
        return {
            "product": f"{description.release.product} {description.edition.words}",
            "build": f"{description.build}.{description.revision}",
            "power": self.machine.power,
            "engine": (service or {}).get("State", "absent").lower(),
            "ports": {"http": self.endpoint.http_port, "https": self.endpoint.https_port},
            "certificate": str(self.endpoint.certificate),
            "faults": len(self.mends),
        }


def _engine(machine: Any, plan: HostPlan, registry: Registry, pipe: Path) -> Engine | None:
    if plan.engine["state"] in ("absent", "desktop"):
        return None
    if plan.engine["exec_opts"] and not machine.path(CONFIGURATION)["exists"]:
        machine.add_path(CONFIGURATION.rpartition("\\")[0])
        machine.write_file(CONFIGURATION, json.dumps({"exec-opts": plan.engine["exec_opts"]}, indent=2).encode())
    engine = _new_engine(machine, plan, registry, pipe)
    machine.register_service_program("docker", engine)
    return engine


def _new_engine(machine: Any, plan: HostPlan, registry: Registry, pipe: Path) -> Engine:
    engine = Engine(machine, plan.engine["version"], registry, images=plan.images)
    engine.listen(str(pipe))
    return engine


def _front(kind: str, machine: Machine, engine: Engine | None, folder: Path, pipes: Path) -> Any:
    if kind == "light":
        return LightFront(machine, engine, pipes)
    from hostsim.fronts.live import LiveFront  # needs a PowerShell; a light fleet does without

    return LiveFront(machine, engine, folder, pipes)
