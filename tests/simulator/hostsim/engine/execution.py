"""What is an exec, and what comes of it? (recorded; moby daemon/exec.go, container/exec.go)"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..machine.errors import HcsError
from .container import Container
from .hcs_texts import process_refusal
from .names import long_id
from .texts import refusal
from .versions import EngineVersion

if TYPE_CHECKING:
    from .engine import Engine

Output = Callable[[int, bytes], None]
UNKNOWN = 127  # what moby says of the end of a process that it knows no more
NAMES_USER = (29, 0)  # 28.5.2 leaves it out on Windows (moby daemon/inspect_windows.go)


@dataclass
class Execution:
    """A further process of a container. `exit_code` None: it has not ended; `at_end` is called under the engine's
    lock."""

    id: str
    container: Container
    command: list[str]
    tty: bool
    streams: dict[str, bool]  # Stdin, Stdout, Stderr: attached or not
    user: str
    detach_keys: str = ""
    running: bool = False
    exit_code: int | None = None
    pid: int = 0
    at_end: Callable[[], None] | None = None


class Executions:
    """The execs of one engine. Every call is made under the engine's lock."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._made = 0
        self._by_id: dict[str, Execution] = {}

    def create(
        self, container: Container, command: list[str], tty: bool, streams: dict[str, bool], user: str, keys: str = ""
    ) -> Execution:
        """Register one, and log it."""
        self._made += 1
        identifier = long_id("exec", container.id, self._made)
        made = Execution(identifier, container, command, tty, streams, user or container.config["User"], keys)
        self._by_id[made.id] = made
        container.executions.append(made.id)
        self._log(made, f"exec_create: {_spoken(made)}")
        return made

    def find(self, name: str) -> Execution:
        """The one of that id. Raises ApiError."""
        made = self._by_id.get(name)
        if made is None or made.container.removed:
            raise refusal("no_such_exec", self._engine.version, id=name)
        return made

    def active(self, name: str) -> Execution:
        """The one of that id, of a container that runs. Raises ApiError."""
        made, version = self.find(name), self._engine.version
        check_active(made.container, made.container.id, version)
        return made

    def start(self, made: Execution, output: Output) -> None:
        """Run it. Raises ApiError; after its end `exit_code` is set, and the engine's condition told."""
        engine = self._engine
        if made.exit_code is not None:
            raise refusal("exec_ran", engine.version, id=made.id)
        if made.running:
            raise refusal("exec_runs", engine.version, id=made.id)
        made.running = True
        self._log(made, f"exec_start: {_spoken(made)}")
        try:
            made.pid = engine.machine.hcs_execute(
                made.container.id, made.command, made.user or None, output, lambda code: self._ended(made, code)
            )["pid"]
        except HcsError as error:
            failed, made.exit_code = process_refusal(
                engine.version, made.container, made.command, error.code, error.text
            )
            self._over(made)
            raise failed from error
        if not made.running:  # it has ended already
            made.pid = 0

    def kill(self, made: Execution) -> None:
        """End it from outside."""
        if made.running:
            self._engine.machine.hcs_kill(made.container.id, made.pid)

    def forget(self, container: Container) -> None:
        """The container has ended: its execs are unknown from now on (moby daemon/start.go Cleanup)."""
        for identifier in container.executions:
            self._by_id.pop(identifier, None)
        container.executions = []

    # inside

    def _ended(self, made: Execution, code: int) -> None:
        """Called by the machine, from any thread."""
        with self._engine.lock:
            known = made.id in self._by_id  # its container may have ended before
            made.exit_code = code
            self._over(made)
            self._log(made, "exec_die", exitCode=str(code if known else UNKNOWN))
            if made.at_end is not None:
                made.at_end()
            self._engine.changed.notify_all()

    def _over(self, made: Execution) -> None:
        made.running, made.pid = False, 0
        if made.id in made.container.executions:
            made.container.executions.remove(made.id)

    def _log(self, made: Execution, action: str, **attributes: str) -> None:
        self._engine.log(made.container, action, execID=made.id, **attributes)


def check_active(container: Container, name: str, version: EngineVersion) -> None:
    """Raises ApiError for a container in which nothing can be run now."""
    if not container.state.running:
        raise refusal("exec_not_running", version, id=container.id)
    if container.state.paused:
        raise refusal("exec_paused", version, name=name)
    if container.state.restarting:
        raise refusal("restarting", version, id=container.id)


def _spoken(made: Execution) -> str:
    return f"{made.command[0]} {' '.join(made.command[1:])}"


def shown(execution: Execution, version: EngineVersion) -> dict[str, Any]:
    """The body of GET /exec/ID/json."""
    entrypoint, *arguments = execution.command
    named = {"user": execution.user} if version.number >= NAMES_USER and execution.user else {}
    return {
        "ID": execution.id, "Running": execution.running, "ExitCode": execution.exit_code,
        "ProcessConfig": {"tty": execution.tty, "entrypoint": entrypoint, "arguments": arguments, **named},
        "OpenStdin": execution.streams["Stdin"], "OpenStderr": execution.streams["Stderr"],
        "OpenStdout": execution.streams["Stdout"], "CanRemove": False, "ContainerID": execution.container.id,
        "DetachKeys": execution.detach_keys, "Pid": execution.pid,
    }  # fmt: skip
