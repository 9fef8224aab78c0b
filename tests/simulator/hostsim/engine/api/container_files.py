"""The requests about the files and the terminal of containers: most are refused on Windows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from ..texts import refusal
from .answers import answer, nothing

if TYPE_CHECKING:
    from ..engine import Engine


def archive(engine: Engine, request: Request, name: str) -> Response:
    """The requests of `docker cp`: refused for running hyperv containers, and for what is not there; else they are not
    simulated: containers here have no files."""
    path = request.args.get("path", "")
    if not path:
        raise refusal("archive_no_path", engine.version)
    with engine.lock:
        container = engine.find(name)
        if container.state.running and container.isolation == "hyperv":
            raise refusal("archive_hyperv", engine.version)
    raise refusal("archive_missing", engine.version, path=path, name=name)


def changes(engine: Engine, request: Request, name: str) -> Response:
    """GET /containers/NAME/changes: nothing is ever written here."""
    with engine.lock:
        if engine.find(name).state.running:
            raise refusal("changes_running", engine.version)
    return answer(None)


def export(engine: Engine, request: Request, name: str) -> Response:
    """GET /containers/NAME/export."""
    with engine.lock:
        engine.find(name)
    raise refusal("export", engine.version)


def commit(engine: Engine, request: Request) -> Response:
    """POST /commit: refused for what runs; else it is not simulated."""
    with engine.lock:
        if engine.find(request.args.get("container", "")).state.running:
            raise refusal("commit_running", engine.version)
    raise refusal("not_simulated", engine.version, route="POST /commit of a stopped container")


def resize(engine: Engine, request: Request, name: str) -> Response:
    """POST /containers/NAME/resize."""
    check_size(engine, request)
    with engine.lock:
        if not engine.find(name).state.running:
            raise refusal("not_running", engine.version, id=engine.find(name).id)
    return nothing(200)


def attach_by_socket(engine: Engine, request: Request, name: str) -> Response:
    """GET /containers/NAME/attach/ws: whoever does not speak WebSocket."""
    with engine.lock:
        engine.find(name)
    raise refusal("not_websocket", engine.version)


def check_size(engine: Engine, request: Request) -> None:
    """Raises ApiError for a size that is no number."""
    for name, what in (("h", "height"), ("w", "width")):
        text = request.args.get(name, "")
        if not re.fullmatch(r"\d{1,9}", text):
            raise refusal("resize", engine.version, what=what, text=text)
