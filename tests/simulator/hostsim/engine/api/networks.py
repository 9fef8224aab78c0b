"""The requests about networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from ..filters import has_labels, matches, one_of, prunable, read_filters
from ..networks import PREDEFINED
from ..texts import refusal
from .answers import answer, body_of, nothing

if TYPE_CHECKING:
    from ..engine import Engine

ACCEPTED = ("dangling", "driver", "id", "label", "name", "scope", "type")


def list_all(engine: Engine, request: Request) -> Response:
    """GET /networks."""
    filters = read_filters(request.args.get("filters"), ACCEPTED, engine.version)
    types = filters.get("type", [])
    for value in types:
        if value not in ("builtin", "custom"):
            raise refusal("network_filter_type", engine.version, value=value)
    for value in filters.get("dangling", []):
        if value not in ("true", "1", "false", "0"):
            raise refusal("filter_flag", engine.version, filter="dangling")
    with engine.lock:
        rows = [
            engine.networks.shown(network, engine.containers, details=False)
            for network in engine.networks.by_id.values()
            if matches(network.name, filters.get("name", []))
            and matches(network.id, filters.get("id", []))
            and one_of(network.driver, filters.get("driver", []))
            and one_of("local", filters.get("scope", []))
            and has_labels(network.labels, filters.get("label", []))
            and one_of("builtin" if network.name in PREDEFINED else "custom", types)
        ]
    return answer(rows)


def inspect(engine: Engine, request: Request, name: str) -> Response:
    """GET /networks/NAME."""
    with engine.lock:
        return answer(engine.networks.shown(engine.networks.find(name), engine.containers))


def create(engine: Engine, request: Request) -> Response:
    """POST /networks/create."""
    body = body_of(engine, request, of="network.CreateRequest")
    with engine.lock:
        network = engine.networks.create(body, engine.now())
        engine.events.log("network", "create", network.id, {"name": network.name, "type": network.driver})
    return answer({"Id": network.id, "Warning": ""}, 201)


def remove(engine: Engine, request: Request, name: str) -> Response:
    """DELETE /networks/NAME."""
    with engine.lock:
        network = engine.networks.find(name)
        engine.networks.remove(network, engine.containers)
        engine.events.log("network", "destroy", network.id, {"name": network.name, "type": network.driver})
    return nothing()


PRUNE_FILTERS = ("label", "label!", "until")


def prune(engine: Engine, request: Request) -> Response:
    """POST /networks/prune: those that nobody is on, but for the engine's own."""
    filters = read_filters(request.args.get("filters"), PRUNE_FILTERS, engine.version)
    gone = []
    with engine.lock:
        used = {name for container in engine.containers.values() for name in container.endpoints}
        for network in list(engine.networks.by_id.values()):
            free = network.name not in used and network.name not in PREDEFINED
            if free and prunable(network.labels, network.created, filters, engine.now()):
                engine.networks.remove(network, engine.containers)
                gone.append(network.name)
    engine.events.pruned("network")
    return answer({"NetworksDeleted": gone or None})


def connect(engine: Engine, request: Request, name: str) -> Response:
    """POST /networks/NAME/connect."""
    body = body_of(engine, request)
    with engine.lock:
        network = engine.networks.find(name)
        container = engine.find(str(body.get("Container") or ""))
        engine.networks.join(network, container, body.get("EndpointConfig") or {}, engine.containers)
        engine.events.log(
            "network", "connect", network.id, {"container": container.id, "name": network.name, "type": network.driver}
        )
    return nothing(200)


def disconnect(engine: Engine, request: Request, name: str) -> Response:
    """POST /networks/NAME/disconnect."""
    body = body_of(engine, request)
    with engine.lock:
        network = engine.networks.find(name)
        container = engine.find(str(body.get("Container") or ""))
        engine.networks.leave(network, container)
        engine.events.log(
            "network",
            "disconnect",
            network.id,
            {"container": container.id, "name": network.name, "type": network.driver},
        )
    return nothing(200)
