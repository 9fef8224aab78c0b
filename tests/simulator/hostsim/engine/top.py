"""Which processes does `top` list? (moby daemon/top_windows.go; isolation.md 1.10, A3.2)"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import ConnectionDropped
from .texts import refusal
from .wording import cpu_time, human_size

if TYPE_CHECKING:
    from .engine import Engine

CUTS = ((23, 0), (29, 0))  # from, and below: moby looks at no error there, and panics (recorded)
TITLES = ["Name", "PID", "CPU", "Private Working Set"]


def top(engine: Engine, name: str, arguments: str) -> dict[str, Any]:
    """The body of GET /containers/ID/top: all processes as HCS lists them. Raises ApiError."""
    version = engine.version
    if arguments:
        raise refusal("top_arguments", version)
    container = engine.find(name)
    if CUTS[0] <= version.number < CUTS[1] and (not container.state.running or container.state.restarting):
        raise ConnectionDropped("the engine reads the processes of no task, and cuts the connection")
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
