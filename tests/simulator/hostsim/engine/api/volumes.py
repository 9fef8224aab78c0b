"""The requests about volumes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from .. import decoding, wire_networks
from ..filters import has_labels, matches, one_of, prunable, read_filters
from ..texts import refusal
from .answers import TRUE, UNTRUE, answer, api_of, body_of, flag, nothing

if TYPE_CHECKING:
    from ..engine import Engine

ACCEPTED = ("dangling", "driver", "label", "name")


def list_all(engine: Engine, request: Request) -> Response:
    """GET /volumes."""
    filters = read_filters(request.args.get("filters"), ACCEPTED, engine.version)
    dangling = filters.get("dangling", [])
    with engine.lock:
        rows = [
            engine.volumes.shown(volume)
            for volume in engine.volumes.by_name.values()
            if matches(volume.name, filters.get("name", []))
            and one_of("local", filters.get("driver", []))
            and has_labels(volume.labels, filters.get("label", []))
            and (not dangling or (dangling[0] in ("true", "1")) == (not volume.users))
        ]
    return answer({"Volumes": rows, "Warnings": None})


def inspect(engine: Engine, request: Request, name: str) -> Response:
    """GET /volumes/NAME."""
    with engine.lock:
        return answer(engine.volumes.shown(engine.volumes.find(name)))


def create(engine: Engine, request: Request) -> Response:
    """POST /volumes/create: also answers 201 for a volume that is there already."""
    sent = body_of(engine, request, required=False, of="volume.CreateOptions")
    body = decoding.decoded(wire_networks.volume_request(engine.version.number), sent, engine.version)
    with engine.lock:
        volume, new = engine.volumes.create(body, engine.now())
        if new:
            engine.events.log("volume", "create", volume.name, {"driver": "local"})
        return answer(engine.volumes.shown(volume), 201)


def remove(engine: Engine, request: Request, name: str) -> Response:
    """DELETE /volumes/NAME; `force` forgives one that is not there."""
    with engine.lock:
        if flag(request, "force") and name.lower() not in engine.volumes.by_name:
            return nothing()
        engine.volumes.remove(name)
        engine.events.log("volume", "destroy", name, {"driver": "local"})
    return nothing()


def inspect_none(engine: Engine, request: Request) -> Response:
    """GET /volumes/: a volume without a name."""
    raise refusal("volume_none", engine.version)


def update(engine: Engine, request: Request, name: str) -> Response:
    """PUT /volumes/NAME: for volumes of a swarm."""
    raise refusal("volume_update", engine.version)


ANONYMOUS_ALONE = (1, 42)  # since this version of the API
PRUNE_FILTERS = ("all", "label", "label!")


def prune(engine: Engine, request: Request) -> Response:
    """POST /volumes/prune: those that nobody mounts; since API 1.42 of them only those without a name."""
    filters = read_filters(request.args.get("filters"), PRUNE_FILTERS, engine.version)
    everything = filters.get("all") or ["false"]
    for text in everything:
        if text not in (*TRUE, *UNTRUE):
            raise refusal("filter_bool", engine.version, filter="all", text=text)
    every = api_of(engine, request) < ANONYMOUS_ALONE or everything[0] in TRUE
    with engine.lock:
        gone = [
            volume.name
            for volume in engine.volumes.by_name.values()
            if not volume.users
            and (every or volume.anonymous)
            and prunable(volume.labels, volume.created, filters, engine.now())
        ]
        for name in gone:
            engine.volumes.remove(name)
    engine.events.pruned("volume")
    return answer({"VolumesDeleted": gone, "SpaceReclaimed": 0})
