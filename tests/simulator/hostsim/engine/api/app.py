"""How does a request reach its handler, and how does an answer look? The WSGI application of one engine."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Request, Response

from ..errors import ApiError, ConnectionDropped, NotListening
from ..texts import text_of
from ..versions import api_number
from .answers import PREFIX, answer_error, answer_text
from .hijack import NAMES_ENGINE, TAKEN_OVER
from .routes import ROUTES, URLS

if TYPE_CHECKING:
    from ..engine import Engine

LAST_WITHOUT_JSON_ERRORS = (1, 23)  # moby server/httpstatus
LOG = logging.getLogger(__name__)


def application(engine: Engine) -> Callable[..., Iterable[bytes]]:
    """The WSGI application. It raises NotListening (no answer at all) where the engine's pipe does not answer."""

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if engine.pipe_state != "listening":
            raise NotListening(f"the pipe docker_engine is {engine.pipe_state}")
        slow = engine.faults.get("slow")
        if slow:
            time.sleep(float(slow["seconds"]))
        request = Request(environ)
        response = _respond(engine, request)
        if engine.faults.drops(request.path):
            return _cut_in_half(response, environ, start_response)
        parts: Iterable[bytes] = response(environ, start_response)
        return parts

    return app


def _respond(engine: Engine, request: Request) -> Response:
    path = request.path
    prefix = PREFIX.match(path)
    if prefix:
        path = path[prefix.end() :] or "/"
    if request.method == "OPTIONS":
        return Response(status=200)
    try:
        name, arguments = _route(request, path)
    except HTTPException:
        return answer_error(*text_of("page_not_found", engine.version))  # without the engine's headers, as a real one
    try:
        if prefix:
            _check_api_version(engine, prefix[1])
        if refused := engine.faults.refuses(path):
            raise ApiError(*refused)
        response = ROUTES[name].handler(engine, request, **arguments)
    except ConnectionDropped:
        raise
    except ApiError as error:
        plain = prefix and api_number(prefix[1]) <= LAST_WITHOUT_JSON_ERRORS
        response = answer_text(error.status, error.text) if plain else answer_error(error.status, error.text)
    except Exception as error:  # a bug of the simulator: say so, and keep the other connections alive
        LOG.exception("%s %s", request.method, request.path)
        response = answer_error(500, f"hostsim: {type(error).__name__}: {error}")
    if TAKEN_OVER in request.environ and NAMES_ENGINE not in request.environ:
        return response
    for header, value in (
        ("Api-Version", engine.version.api), ("Docker-Experimental", "false"), ("Ostype", engine.mode),
        ("Server", f"Docker/{engine.version.text} ({engine.mode})"),
    ):  # fmt: skip
        response.headers[header] = value
    return response


def _route(request: Request, path: str) -> tuple[str, dict[str, str]]:
    adapter = URLS.bind("docker", path_info=path)
    name, arguments = adapter.match(method=request.method)
    if request.method == "HEAD" and "HEAD" not in ROUTES[name].methods:  # Go's router adds none
        raise NotFound
    return str(name), dict(arguments)


def _check_api_version(engine: Engine, client: str) -> None:
    newest, oldest = engine.version.api, engine.version.min_api
    if api_number(client) > api_number(newest):
        raise ApiError(*text_of("api_too_new", engine.version, client=client, limit=newest))
    if api_number(client) < api_number(oldest):
        raise ApiError(*text_of("api_too_old", engine.version, client=client, limit=oldest))


def _cut_in_half(response: Response, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The fault `drop`: half of the first part of the body, then the end of the connection."""
    parts = response(environ, start_response)

    def half() -> Iterator[bytes]:
        for part in parts:
            yield part[: len(part) // 2]
            break
        raise ConnectionDropped("the engine closed the connection in the middle of its answer")

    return half()
