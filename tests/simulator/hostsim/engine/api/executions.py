"""The requests about a container's further processes, and about what it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from ..execution import check_active, shown
from ..texts import refusal
from .answers import answer, body_of, nothing
from .container_files import check_size

if TYPE_CHECKING:
    from ..engine import Engine


def create(engine: Engine, request: Request, name: str) -> Response:
    """POST /containers/NAME/exec."""
    body = body_of(engine, request)
    command = body.get("Cmd") or []
    if not command:
        raise refusal("exec_no_command", engine.version)
    with engine.lock:
        container = engine.find(name)
        check_active(container, name, engine.version)
        attached = {stream: bool(body.get(f"Attach{stream}")) for stream in ("Stdin", "Stdout", "Stderr")}
        made = engine.executions.create(
            container,
            list(command),
            bool(body.get("Tty")),
            attached,
            body.get("User") or "",
            body.get("DetachKeys") or "",
        )
    return answer({"Id": made.id}, 201)


def inspect(engine: Engine, request: Request, name: str) -> Response:
    """GET /exec/ID/json."""
    with engine.lock:
        return answer(shown(engine.executions.find(name), engine.version))


def resize(engine: Engine, request: Request, name: str) -> Response:
    """POST /exec/ID/resize."""
    check_size(engine, request)
    with engine.lock:
        engine.executions.active(name)
    return nothing(200)
