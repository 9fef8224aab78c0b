"""How does the engine take a connection over? It writes its own head, without what it writes before other answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from .answers import api_of

if TYPE_CHECKING:
    from ..engine import Engine

RAW_STREAM = "application/vnd.docker.raw-stream"
MULTIPLEXED_STREAM = "application/vnd.docker.multiplexed-stream"
NAMES_MULTIPLEXED = (1, 42)  # API
TAKEN_OVER = "hostsim.taken_over"  # in a request's environ: the server sends the parts as they are, and closes

NAMES_ENGINE = "hostsim.names_engine"  # beside it: the engine's own headers are written all the same (execs)


def stream_type(engine: Engine, request: Request, multiplexed: bool) -> str:
    """The content type of output, by the API that is asked."""
    return MULTIPLEXED_STREAM if multiplexed and api_of(engine, request) >= NAMES_MULTIPLEXED else RAW_STREAM


class Upgraded(Response):
    """A 101 whose body is what follows; werkzeug sends none."""

    def get_app_iter(self, environ: Any) -> Iterator[bytes]:
        yield from self.iter_encoded()


def take_over(engine: Engine, request: Request, parts: Iterable[bytes], multiplexed: bool) -> Response:
    """101 where an upgrade is asked for, and only then the name of what follows (moby postContainersAttach,
    postContainerExecStart)."""
    request.environ[TAKEN_OVER] = True
    if "Upgrade" not in request.headers:
        return Response(parts, 200, content_type=RAW_STREAM)
    response = Upgraded(parts, "101 UPGRADED", content_type=stream_type(engine, request, multiplexed))
    response.headers["Connection"] = "Upgrade"
    response.headers["Upgrade"] = "tcp"
    return response
