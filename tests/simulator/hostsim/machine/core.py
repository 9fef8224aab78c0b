"""The machine's parts under one lock, and what a boot does to them."""

from __future__ import annotations

import ntpath
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from . import registry_keys
from .accounts import Accounts
from .clock import Clock
from .compute import Compute
from .description import Description, describe
from .events import Events
from .features import Features
from .files import Files
from .identity import computer_name
from .power import Power, TimerFactory, thread_timer
from .processes import Processes
from .registry import Registry
from .service_table import DOCKER, DOCKERD, OF_ENGINE
from .services import Services
from .settling import Settling
from .virtualization import Virtualization

Command = Callable[[Sequence[str]], tuple[str, str, int]]  # arguments -> both outputs and the exit code
UPTIME = timedelta(hours=3)
OWN_RESTART = 1.0  # seconds
FIRST_BOOT = timedelta(seconds=12)
ENGINE_FILES = {DOCKERD: 76_000_000, "C:\\Program Files\\Docker\\docker.exe": 38_000_000}


@dataclass(frozen=True)
class Parts:
    """The parts of a machine, each with one question to answer. Use them under the machine's lock."""

    virtualization: Virtualization
    files: Files
    events: Events
    features: Features
    processes: Processes
    services: Services
    compute: Compute
    registry: Registry
    power: Power


class Core:
    """A simulated Windows host without its calls; it is up when the constructor returns."""

    description: Description
    parts: Parts

    def __init__(
        self,
        host: Mapping[str, Any],
        name: str | None = None,
        *,
        clock: Clock | None = None,
        timer: TimerFactory = thread_timer,
    ) -> None:
        self.description = describe(host, name)
        self.name = self.description.name
        self.lock = threading.RLock()
        self.clock = clock or Clock()
        self.boot_time: datetime = self.clock.now() - UPTIME
        self.ready_time: datetime = self.boot_time + FIRST_BOOT
        self.markers: set[str] = set()
        self.hcs_denied = False
        self.commands: dict[str, Command] = {}  # programs by the names of their files
        self.versions: dict[str, str | None] = {}  # and what their files say of their version
        self.features_take = 0.0  # seconds that Get-WindowsFeature takes
        self.settling = Settling()
        self.accounts = Accounts(computer_name(self.description), self.description.groups)
        self._timer = timer
        self.parts = self._assemble(timer)
        self._first_boot()

    def _assemble(self, timer: TimerFactory) -> Parts:
        about = self.description
        virtualization = Virtualization(about.platform, about.nested, about.firmware, about.slat)
        files, events = Files(), Events(self.clock)
        features = Features(about.edition, virtualization.prerequisite, lambda path: files.look(path)["exists"])
        processes = Processes(self.name, about.build)
        return Parts(
            virtualization=virtualization,
            files=files,
            events=events,
            features=features,
            processes=processes,
            services=Services(
                self.lock, self.clock, events, processes, features.active, OF_ENGINE[about.engine["state"]]
            ),
            compute=Compute(self.name, processes),
            registry=Registry(
                registry_keys.derived(self),
                lambda: {**registry_keys.compute_systems(self), **registry_keys.services(self)},
            ),
            power=Power(self.lock, about.outage, timer, self._halt, self._boot),
        )

    def _first_boot(self) -> None:
        about, parts = self.description, self.parts
        parts.features.preset(about.features, about.removed_features, about.features_without_restart)
        engine = about.engine["state"]
        for path in about.paths:
            parts.files.add(path)
        if engine in ("stopped", "running"):
            for path, length in ENGINE_FILES.items():
                parts.files.add(path, directory=False, length=length)
            parts.files.add("C:\\ProgramData\\docker")
        for path, text in about.files.items():
            parts.files.add(ntpath.dirname(path))
            parts.files.write(path, text.encode())
        parts.virtualization.boot(parts.features.hypervisor())
        parts.processes.boot(self.boot_time, self.ready_time)
        parts.services.boot(self.ready_time)
        if engine == "running" and parts.features.active("Containers"):
            parts.services.start(DOCKER.name)

    # power

    @property
    def power(self) -> str:
        """`up` or `down`."""
        return "up" if self.is_up() else "down"

    def is_up(self) -> bool:
        """Whether requests are served; also true while a shutdown waits for its delay."""
        return self.parts.power.is_up()

    def shutdown(self, delay: float) -> int:
        """shutdown.exe /r /t `delay`: 0, 1190 when one is scheduled already, 1115 when one is under way."""
        with self.lock:
            code = self.parts.power.shutdown(delay)
            if code == 0:
                text = f"The process C:\\Windows\\System32\\shutdown.exe ({self.name}) has initiated the restart."
                self.parts.events.write("System", "User32", 1074, "Information", text)
            return code

    def restart_by_itself(self) -> None:
        """Windows restarts to go on with what it configures, a moment from now."""
        with self.lock:
            if self.parts.power.shutdown(OWN_RESTART) == 0:
                text = (
                    f"The process C:\\Windows\\servicing\\TrustedInstaller.exe ({self.name}) has initiated the restart."
                )
                self.parts.events.write("System", "User32", 1074, "Information", text)

    def abort_shutdown(self) -> int:
        """shutdown.exe /a: 0, or 1116 when none is scheduled."""
        return self.parts.power.abort()

    def on_shutdown(self, callback: Callable[[], None]) -> None:
        """Call back, without the lock, when the machine goes down (before its services stop)."""
        self.parts.power.on_shutdown.append(callback)

    def on_boot(self, callback: Callable[[], None]) -> None:
        """Call back, without the lock, when the machine is up again (after its services were started)."""
        self.parts.power.on_boot.append(callback)

    def close(self) -> None:
        """Forget timers; the machine stays as it is."""
        self.parts.power.close()

    def _halt(self) -> None:
        for name in self.parts.services.running():
            self.parts.services.stop(name)
        with self.lock:
            self.parts.compute.clear()

    def _boot(self) -> None:
        parts = self.parts
        with self.lock:
            self.ready_time = self.clock.now()
            self.boot_time = self.ready_time - timedelta(seconds=self.description.outage / 2)
            self.markers.clear()
            parts.compute.clear()  # what was started while the services stopped
            if not self.settling.boot(parts.features.reboot_pending):
                parts.features.boot()
            parts.registry.boot()
            parts.virtualization.boot(parts.features.hypervisor())
            parts.processes.boot(self.boot_time, self.ready_time)
            waiting = parts.services.boot(self.ready_time)
            parts.events.write("System", "EventLog", 6005, "Information", "The Event log service was started.")
        for name in waiting:
            parts.services.start_quietly(name)
