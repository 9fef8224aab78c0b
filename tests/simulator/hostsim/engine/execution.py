"""What is an exec, and what comes of it? (recorded; moby daemon/exec.go, container/exec.go)"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..machine.workload import workload
from .container import Container


@dataclass
class Execution:
    """A further process of a container. It ends at once here: its workload says what it prints, and its exit code."""

    id: str
    container: Container
    command: list[str]
    tty: bool
    streams: dict[str, bool]  # Stdin, Stdout, Stderr: attached or not
    user: str
    detach_keys: str = ""
    started: bool = False
    exit_code: int | None = None
    printed: list[tuple[int, bytes]] = field(default_factory=list)

    def run(self) -> None:
        self.started = True
        made = workload(self.command)
        self.exit_code = made.exit_code
        self.printed = [
            (stream, f"{text}\r\n".encode())
            for stream, text in made.printed
            if self.streams["Stdout" if stream == 1 else "Stderr"]
        ]


def shown(execution: Execution) -> dict[str, Any]:
    """The body of GET /exec/ID/json."""
    entrypoint, *arguments = execution.command
    return {
        "ID": execution.id, "Running": False, "ExitCode": execution.exit_code,
        "ProcessConfig": {
            "tty": execution.tty, "entrypoint": entrypoint, "arguments": arguments, "user": execution.user,
        },
        "OpenStdin": execution.streams["Stdin"], "OpenStderr": execution.streams["Stderr"],
        "OpenStdout": execution.streams["Stdout"], "CanRemove": False, "ContainerID": execution.container.id,
        "DetachKeys": execution.detach_keys, "Pid": 0,
    }  # fmt: skip
