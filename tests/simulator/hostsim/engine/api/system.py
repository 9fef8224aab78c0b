"""The requests about the engine itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from .. import info as about
from ..event_filters import included
from ..events import Event
from ..filters import read_filters
from ..listing import list_containers
from ..texts import refusal
from .answers import answer, moment, stream

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
        return answer(about.info(engine))


KINDS = {"container": "Containers", "image": "Images", "volume": "Volumes", "build-cache": "BuildCache"}


def disk_usage(engine: Engine, request: Request) -> Response:
    """GET /system/df; since API 1.42 of the kinds that are asked for. 29 leaves out what is 0 or was not asked for, and
    tells it once more under newer names (recorded)."""
    asked = request.args.getlist("type") or list(KINDS)
    unknown = [kind for kind in asked if kind not in KINDS]
    if unknown:
        return answer({"message": f"unknown object type: {unknown[0]}"}, 400)
    with engine.lock:
        images = [
            {**engine.images.summary(image), "Containers": users, "SharedSize": 0}
            for image in engine.images.all()
            for users in [sum(box.image.image_id == image.id for box in engine.containers.values())]
        ]
        layers = sum(image["Size"] for image in images)
        found: dict[str, Any] = {
            "Images": images,
            "Containers": list_containers(engine, True, 0, None),
            "Volumes": [engine.volumes.shown(volume) for volume in engine.volumes.by_name.values()],
            "BuildCache": [],
        }
    wanted = {KINDS[kind] for kind in asked}
    if engine.version.number < (29, 0):
        return answer({"LayersSize": layers, **{key: found[key] if key in wanted else None for key in found}})
    body: dict[str, Any] = {"LayersSize": layers} if layers else {}
    return answer(body | {key: found[key] for key in found if key in wanted})


def version(engine: Engine, request: Request) -> Response:
    """GET /version."""
    with engine.lock:
        return answer(about.version(engine))


def auth(engine: Engine, request: Request) -> Response:
    """POST /auth: any login is good."""
    return answer({"Status": "Login Succeeded", "IdentityToken": ""})


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


def prune_builds(engine: Engine, request: Request) -> Response:
    """POST /build/prune: nothing is ever built."""
    return answer({"CachesDeleted": None, "SpaceReclaimed": 0})
