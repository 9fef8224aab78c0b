"""What happens to a container between its start and its end?"""

from __future__ import annotations

import copy
import threading
from typing import TYPE_CHECKING, Any

from . import health, log_options, logs, no_network, refusals, restart_policy, systems
from .container import Container, Health
from .errors import ApiError, ConnectionDropped
from .hcs_texts import FAILED_START, NOT_FOUND
from .start_checks import (
    check_credentials,
    check_device_paths,
    check_device_types,
    check_extra_hosts,
    check_subpaths,
)
from .texts import refusal

if TYPE_CHECKING:
    from .engine import Engine

KILLED = 1067  # GK: ERROR_PROCESS_ABORTED, of a system that was terminated
SHUT_DOWN = 0xC000013A  # GK: STATUS_CONTROL_C_EXIT, of a workload that was asked to end
LOST = 255  # moby: what ended while no engine looked
NAMES_RUNTIME = (29, 0)  # 28.5.2 leaves it out (recorded), 19.03 too (A2.2)


class Runtime:
    """Starts, watches and ends containers on the machine. Every call is made under the engine's lock."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._timers: dict[str, threading.Timer] = {}
        self._monitors: dict[str, health.Monitor] = {}

    def start(self, container: Container) -> bool:
        """Start it; False where it runs already. Raises ApiError, and then the container keeps the error."""
        engine, state = self._engine, container.state
        if state.paused:
            raise refusal("start_paused", engine.version)
        if state.running:
            return False
        if state.removing or state.dead:
            raise refusal("start_dead", engine.version)
        refusals.check(engine.creation.request(container.config, container.host_config), refusals.SETTINGS)
        self._cancel(container)
        state.restarting, state.running = False, False
        container.stopped_by_hand, container.restart_count = False, 0
        self._start(container)
        return True

    def stop(self, container: Container, signal: int = 15) -> bool:
        """End it as `docker stop` does; False where it does not run."""
        if not container.state.running:
            return False
        container.stopped_by_hand = True
        if not container.state.restarting:
            self._engine.log(container, "kill", signal=str(signal))
        self._end(container, SHUT_DOWN, "stop")
        return True

    def kill(self, container: Container, signal: int = 9) -> None:
        """End it at once."""
        container.stopped_by_hand = True
        if not container.state.restarting:
            self._engine.log(container, "kill", signal=str(signal))
        self._end(container, KILLED)

    def end_with_engine(self, container: Container) -> None:
        """The engine stops: its containers end, and are not counted as stopped by hand."""
        self._cancel(container)
        self._watch(container, False)
        if container.state.running:
            self._end(container, SHUT_DOWN)

    def lost(self, container: Container) -> None:
        """The engine starts: what ran before has ended."""
        engine, state = self._engine, container.state
        container.runs += 1  # whoever waited for the end of the old run is not asked
        if engine.machine.hcs_running(container.id):
            engine.machine.hcs_terminate(container.id)  # moby LoadContainer: never re-attached
        if state.running:
            self._over(container, LOST, lost=True)

    def come_back(self, container: Container) -> None:
        """The engine has started: it runs again where its policy says so."""
        engine, state = self._engine, container.state
        if state.started is not None and restart_policy.comes_back(container):
            try:
                self._start(container)
            except (ApiError, ConnectionDropped):
                return  # the engine writes it to its log; the container keeps the error
        elif state.started is not None and container.host_config["AutoRemove"]:
            engine.creation.remove(container, volumes=True)

    def pause(self, container: Container) -> None:
        """Raises ApiError: only hyperv can."""
        engine = self._engine
        if not container.state.running:
            raise refusal("not_running", engine.version, id=container.id)
        if container.state.paused:
            raise refusal("already_paused", engine.version, id=container.id)
        if container.runs_as != "hyperv":
            raise refusal("pause_process", engine.version, id=container.id)
        engine.machine.hcs_pause(container.id, True)
        container.state.paused = True
        self._watch(container, False)
        engine.log(container, "pause")

    def unpause(self, container: Container) -> None:
        """Raises ApiError for what is not paused."""
        if not container.state.paused:
            raise refusal("not_paused", self._engine.version, id=container.id)
        self._engine.machine.hcs_pause(container.id, False)
        container.state.paused = False
        self._watch(container, True)
        self._engine.log(container, "unpause")

    def forget(self, container: Container) -> None:
        """It is removed, or the engine has died: no timer may touch it any more."""
        self._cancel(container)
        self._watch(container, False)

    # inside

    def _start(self, container: Container) -> None:
        engine, state = self._engine, container.state
        container.listed_endpoints = None
        try:
            # the order of moby daemon/start.go: mounts, networks, the specification, the log, the system
            check_subpaths(container, engine.version, engine.path_exists)
            systems.check_shared_network(engine, container)
            check_extra_hosts(container, engine.version)
            engine.attachments.give(container, engine.containers)
            if no_network.panics(engine.version, container, engine.containers):
                engine.attachments.take(container)
                raise ConnectionDropped("panic serving: the container has no network")
            self._join(container)
            check_device_paths(container, engine.version)
            check_credentials(container, engine.version, engine.data_root, engine.path_exists, engine.machine.registry)
            if engine.version.number >= NAMES_RUNTIME and not container.host_config["Runtime"]:
                container.host_config["Runtime"] = "io.containerd.runhcs.v1"  # moby daemon/start_windows.go
            log_options.check_start(container.host_config["LogConfig"], engine.version)
            check_device_types(container, engine.version)
            container.runs += 1
            run = container.runs
            pid = systems.make(engine, container, lambda code: self._exited(container, run, code))
        except ApiError as error:
            state.error = error.text
            # moby containerStart: an exit code that it has already stays
            state.exit_code = state.exit_code or (NOT_FOUND if error.status == 400 else FAILED_START)
            state.running, state.restarting, state.pid = False, False, 0
            # the list is told of the error, and not of what is given back after it (moby daemon/start.go)
            container.listed_endpoints = copy.deepcopy(container.endpoints)
            self._release(container)
            engine.changed.notify_all()
            if container.host_config["AutoRemove"]:
                engine.creation.remove(container, volumes=True)
            raise
        state.running, state.pid, state.exit_code, state.error = True, pid, 0, ""
        state.started = engine.now()
        state.health = Health() if health.has_check(container.config) else None
        for stream, data in logs.fault_lines(engine.faults.get("prints")):
            container.log.add(stream, data, engine.now())
        engine.log(container, "start")
        engine.changed.notify_all()
        self._watch(container, True)

    def _end(self, container: Container, exit_code: int, told: str = "") -> None:
        """`told` is an event that comes before the end's own, as the engine is waiting for the container then."""
        self._cancel(container)
        run, state = container.runs, container.state
        container.told_before_end = told
        self._engine.machine.hcs_terminate(container.id, exit_code)
        if container.runs == run and state.running and not state.restarting:  # nobody told of its end
            self._over(container, state.exit_code or exit_code)
        if state.restarting:  # it ended before, and will not come back
            state.running = state.restarting = False
            self._engine.changed.notify_all()
        if container.told_before_end:
            self._engine.log(container, told)
            container.told_before_end = ""

    def _exited(self, container: Container, run: int, exit_code: int) -> None:
        """Called by the machine, from any thread: the container's compute system has ended."""
        engine = self._engine
        with engine.lock:
            if container.runs != run or not container.state.running or not engine.running:
                return
            ran = (engine.now() - (container.state.started or engine.now())).total_seconds()
            try:
                self._over(container, exit_code)
            except ConnectionDropped:
                return  # nobody asked
            if container.removed or engine.stopping:
                return
            if not container.stopped_by_hand and restart_policy.comes_back(container):
                wait = restart_policy.delay(container.restart_count, ran)
                container.restart_count += 1
                container.state.running = container.state.restarting = True
                self._later(container, wait, lambda: self._again(container, run))
            elif container.host_config["AutoRemove"]:
                engine.creation.remove(container, volumes=True)

    def _over(self, container: Container, exit_code: int, lost: bool = False) -> None:
        """Raises ConnectionDropped where the engine dies of it, before it knows that the container has ended."""
        engine, state = self._engine, container.state
        self._cancel(container)
        if not (lost or engine.stopping) and no_network.panics(engine.version, container, engine.containers):
            engine.crash()
            raise ConnectionDropped("panic: the container had no network")
        self._watch(container, False)
        ran = int((engine.now() - (state.started or engine.now())).total_seconds())
        state.running = state.paused = state.restarting = False
        state.pid, state.exit_code, state.finished = 0, exit_code, engine.now()
        if state.health:
            state.health.status = "unhealthy"  # moby container/health.go: what is not watched is unhealthy
        self._release(container)
        if container.told_before_end:
            engine.log(container, container.told_before_end)
            container.told_before_end = ""
        engine.log(container, "die", exitCode=str(exit_code), execDuration=str(ran))
        engine.changed.notify_all()

    def _join(self, container: Container) -> None:
        """It is on its networks now."""
        engine = self._engine
        for name, endpoint in container.endpoints.items():
            network = engine.networks.find(endpoint["NetworkID"] or name)
            container.joined.append((network.id, network.name, network.driver))
            attributes = {"container": container.id, "name": network.name, "type": network.driver}
            engine.events.log("network", "connect", network.id, attributes)

    def _release(self, container: Container) -> None:
        """It gives back what it had for its run (moby daemon/start.go Cleanup)."""
        engine = self._engine
        engine.attachments.take(container)
        for identifier, name, driver in container.joined:
            attributes = {"container": container.id, "name": name, "type": driver}
            engine.events.log("network", "disconnect", identifier, attributes)
        container.joined = []
        for name in sorted({point["Name"] for point in container.mounts if point["Type"] == "volume"}):
            engine.events.log("volume", "unmount", name, {"container": container.id, "driver": "local"})
        engine.executions.forget(container)

    def _watch(self, container: Container, on: bool) -> None:
        """Begin or end its health checks."""
        monitor = self._monitors.pop(container.id, None)
        if monitor is not None:
            monitor.stop()
        if on and container.state.health is not None:
            monitor = self._monitors[container.id] = health.Monitor(self._engine, container, self._engine.soon)
            monitor.begin()

    def _again(self, container: Container, run: int) -> None:
        engine = self._engine
        with engine.lock:
            if container.runs != run or not container.state.restarting or not engine.running or container.removed:
                return
            container.state.running = container.state.restarting = False
            try:
                self._start(container)
            except (ApiError, ConnectionDropped):
                return  # as in the engine: the restarts end with the first that fails

    def _later(self, container: Container, seconds: float, function: Any) -> None:
        self._cancel(container)
        timer = threading.Timer(seconds, function)
        timer.daemon = True
        self._timers[container.id] = timer
        timer.start()

    def _cancel(self, container: Container) -> None:
        timer = self._timers.pop(container.id, None)
        if timer:
            timer.cancel()
