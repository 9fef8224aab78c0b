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
from .files import Files, normal
from .identity import computer_name
from .installations import DATA_ROOT
from .power import Power, TimerFactory, thread_timer
from .processes import Processes
from .program_files import Program
from .registry import SERVICES, Registry
from .services import Services
from .settling import Settling
from .virtualization import Virtualization

Printed = tuple[str, str, int]  # both outputs and the exit code
Command = Callable[[Sequence[str]], Printed]  # of the arguments
Call = Callable[[str, Program, Sequence[str]], Printed]  # of the called file's path, what it is, and the arguments
UPTIME = timedelta(hours=3)
OWN_RESTART = 1.0  # seconds
FIRST_BOOT = timedelta(seconds=12)


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
    accounts: Accounts

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
        self.unprivileged = False
        self.commands: dict[str, Command] = {}  # programs by the names of their files
        self.calls: dict[str, Call] = {}  # programs by their kinds
        self.features_take = 0.0  # seconds that Get-WindowsFeature takes
        self.settling = Settling()
        self.accounts: Accounts = Accounts(computer_name(self.description), self.description.groups)
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
                self.lock, self.clock, events, processes, features.active, files, about.engine.rows(), self._forget
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
        for path in (*(f"{drive}\\" for drive in about.disks), *about.paths):
            parts.files.add(path)
        if about.engine.is_service:
            parts.files.add(DATA_ROOT)
        for path, content in {**about.engine.files(), **about.files}.items():
            parts.files.add(ntpath.dirname(path))
            parts.files.write(path, content)
        for path, values in about.engine.registry().items():
            parts.registry.set(path, values)
        parts.virtualization.boot(parts.features.hypervisor())
        parts.processes.boot(self.boot_time, self.ready_time)
        parts.services.boot(self.ready_time)
        if about.engine.state == "running" and parts.features.active("Containers"):
            parts.services.start_quietly(about.engine.service)
        if about.engine.state == "containerd":
            parts.services.start_quietly("containerd")
        parts.files.held = self._held

    def _held(self) -> set[str]:
        """The files that run: Windows lets them be renamed, and neither written nor removed."""
        rows = self.parts.processes.rows()
        return {normal(str(row["ExecutablePath"])).lower() for row in rows if row["ExecutablePath"]}

    def _forget(self, service: str) -> None:
        """What was written into the key of a service goes with it."""
        self.parts.registry.remove(f"{SERVICES}\\{service}")

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
