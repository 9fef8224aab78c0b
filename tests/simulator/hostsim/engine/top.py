"""Which processes does `top` list? (moby daemon/top_windows.go; isolation.md 1.10, A3.2)"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .container import Container
from .texts import refusal
from .wording import cpu_time, human_size

if TYPE_CHECKING:
    from .engine import Engine

TITLES = ["Name", "PID", "CPU", "Private Working Set"]


def top(engine: Engine, container: Container, arguments: str) -> dict[str, Any]:
    """The body of GET /containers/ID/top: all processes as HCS lists them. Raises ApiError."""
    version = engine.version
    if arguments:
        raise refusal("top_arguments", version)
    if not container.state.running:
        raise refusal("top_not_running", version, id=container.id)
    if container.state.restarting:
        raise refusal("restarting", version, id=container.id)
    if not engine.machine.hcs_running(container.id):
        raise refusal("lost_task", version, id=container.id)
    rows = [
        [row["Name"], str(row["PID"]), cpu_time(row["CPU"]), human_size(row["PrivateWorkingSet"])]
        for row in engine.machine.hcs_processes(container.id)
    ]
    return {"Titles": TITLES, "Processes": rows}
