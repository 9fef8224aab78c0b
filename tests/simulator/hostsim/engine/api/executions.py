"""The requests about a container's further processes, and about what it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from ..execution import Execution, shown
from ..logs import framed
from ..names import long_id
from ..texts import refusal
from ..wording import stamp
from .answers import answer, body_of, nothing
from .containers import MULTIPLEXED_STREAM, RAW_STREAM, check_size

if TYPE_CHECKING:
    from ..engine import Engine

NOTHING_USED = {
    "cpu_usage": {"total_usage": 0, "usage_in_kernelmode": 0, "usage_in_usermode": 0},
    "throttling_data": {"periods": 0, "throttled_periods": 0, "throttled_time": 0},
}
BLKIO = (
    "io_service_bytes_recursive", "io_serviced_recursive", "io_queue_recursive", "io_service_time_recursive",
    "io_wait_time_recursive", "io_merged_recursive", "io_time_recursive", "sectors_recursive",
)  # fmt: skip


def create(engine: Engine, request: Request, name: str) -> Response:
    """POST /containers/NAME/exec."""
    body = body_of(engine, request)
    command = body.get("Cmd") or []
    if not command:
        raise refusal("exec_no_command", engine.version)
    with engine.lock:
        container = engine.find(name)
        if not container.state.running:
            raise refusal("exec_not_running", engine.version, id=container.id)
        made = Execution(
            long_id("exec", container.id, len(engine.executions)),
            container,
            list(command),
            bool(body.get("Tty")),
            {stream: bool(body.get(f"Attach{stream}")) for stream in ("Stdin", "Stdout", "Stderr")},
            body.get("User") or container.config["User"] or "ContainerUser",
            body.get("DetachKeys") or "",
        )
        engine.executions[made.id] = made
        engine.log(container, f"exec_create: {' '.join(command)}", execID=made.id)
    return answer({"Id": made.id}, 201)


def start(engine: Engine, request: Request, name: str) -> Response:
    """POST /exec/ID/start: what it prints, or nothing where it is detached."""
    body = body_of(engine, request, required=False)
    with engine.lock:
        made = _find(engine, name)
        if made.started:
            raise refusal("exec_ran", engine.version, id=made.id)
        if not made.container.state.running:
            raise refusal("exec_not_running", engine.version, id=made.container.id)
        made.run()
        engine.log(made.container, f"exec_start: {' '.join(made.command)}", execID=made.id)
        engine.log(made.container, "exec_die", execID=made.id, exitCode=str(made.exit_code))
    if body.get("Detach"):
        return nothing(200)
    kind = RAW_STREAM if made.tty or engine.version.number < (20, 10) else MULTIPLEXED_STREAM
    return Response(framed(made.printed, made.tty), 200, content_type=kind)


def inspect(engine: Engine, request: Request, name: str) -> Response:
    """GET /exec/ID/json."""
    with engine.lock:
        return answer(shown(_find(engine, name)))


def resize(engine: Engine, request: Request, name: str) -> Response:
    """POST /exec/ID/resize."""
    check_size(engine, request)
    with engine.lock:
        _find(engine, name)
    return nothing(200)


def stats(engine: Engine, request: Request, name: str) -> Response:
    """GET /containers/NAME/stats, as one answer: containers here use nothing."""
    with engine.lock:
        container = engine.find(name)
        now = engine.now()
        told: dict[str, Any] = {
            "name": f"/{container.name}", "id": container.id, "read": stamp(now), "preread": stamp(None),
            "pids_stats": {}, "blkio_stats": dict.fromkeys(BLKIO), "num_procs": 0, "storage_stats": {},
            "cpu_stats": NOTHING_USED, "precpu_stats": NOTHING_USED, "memory_stats": {},
        }  # fmt: skip
        if container.state.running:
            told["num_procs"] = engine.host().processors
    if engine.version.number >= (29, 0):
        told["os_type"] = "windows"
    return answer(told)


def _find(engine: Engine, name: str) -> Execution:
    made = engine.executions.get(name)
    if made is None or made.container.removed:
        raise refusal("no_such_exec", engine.version, id=name)
    return made
