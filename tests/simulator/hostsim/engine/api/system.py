"""The requests about the engine itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from .. import info as about
from ..errors import ApiError
from ..event_filters import included
from ..events import Event
from ..filters import read_filters
from ..references import BadReference, parse_reference
from ..texts import refusal
from .answers import answer, api_of, body_of, moment, stream

if TYPE_CHECKING:
    from ..engine import Engine


def ping(engine: Engine, request: Request) -> Response:
    """GET and HEAD /_ping."""
    response = Response("OK" if request.method == "GET" else "", 200, content_type="text/plain; charset=utf-8")
    response.headers["Builder-Version"] = "1" if engine.version.number >= (23, 0) else ""
    response.headers["Cache-Control"] = "no-cache, no-store, must-revalidate"
    response.headers["Pragma"] = "no-cache"
    if not response.headers["Builder-Version"]:
        del response.headers["Builder-Version"]  # 20.10 leaves the header out where BuildKit is not to be had
    if engine.version.number >= (23, 0):
        response.headers["Swarm"] = "inactive"
    return response


def info(engine: Engine, request: Request) -> Response:
    """GET /info."""
    with engine.lock:
        return answer(about.info(engine, api_of(engine, request)))


def version(engine: Engine, request: Request) -> Response:
    """GET /version."""
    with engine.lock:
        return answer(about.version(engine))


def events(engine: Engine, request: Request) -> Response:
    """GET /events: a stream, until the client or the engine ends it, or `until` is reached."""
    filters = read_filters(request.args.get("filters"), None, engine.version)
    since, until = (moment(engine, request, name, f"'{name}'") for name in ("since", "until"))

    if since is not None and until is not None and since > until:
        raise refusal("events_bounds", engine.version, since=f"{since:.0f}", until=f"{until:.0f}")

    def wanted(event: Event) -> bool:
        return included(event, filters)

    return stream(engine.events.stream(since, until, wanted), end=b"\n")


def not_simulated(engine: Engine, request: Request, **_arguments: str) -> Response:
    """What a real engine has and this one has not: an honest 501 instead of a wrong `page not found`."""
    raise refusal("not_simulated", engine.version, route=f"{request.method} {request.path}")


def no_swarm(engine: Engine, request: Request, **_which: str) -> Response:
    """What a manager of a swarm would answer."""
    raise refusal("no_swarm", engine.version)


def init_swarm(engine: Engine, request: Request) -> Response:
    """POST /swarm/init: without an address to listen on; with one it is not simulated."""
    raise refusal("swarm_listen", engine.version)


def leave_swarm(engine: Engine, request: Request) -> Response:
    """POST /swarm/leave."""
    raise refusal("no_swarm_to_leave", engine.version)


def no_plugins(engine: Engine, request: Request, **_which: str) -> Response:
    """GET /plugins and below: Windows has none."""
    raise refusal("no_plugins", engine.version)


def pull_plugin(engine: Engine, request: Request) -> Response:
    """POST /plugins/pull: the list of privileges and the name are read before."""
    name = "plugin.Privileges" if engine.version.number >= (29, 0) else "types.PluginPrivileges"
    if request.get_data().strip():
        body_of(engine, request, of=name, kind=list)
    try:
        parse_reference(request.args.get("remote", ""))
    except BadReference as error:
        raise ApiError(400, error.said(engine.version)) from error
    raise refusal("no_plugins", engine.version)


def experimental(engine: Engine, request: Request, **_which: str) -> Response:
    """What an engine has that was started as experimental."""
    raise refusal("experimental", engine.version)


def prune_builds(engine: Engine, request: Request) -> Response:
    """POST /build/prune: nothing is ever built."""
    return answer({"CachesDeleted": None, "SpaceReclaimed": 0})
