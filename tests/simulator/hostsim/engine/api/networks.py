"""The requests about networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from ..filters import has_labels, matches, one_of, read_filters
from ..networks import PREDEFINED
from .answers import answer, body_of, nothing

if TYPE_CHECKING:
    from ..engine import Engine

ACCEPTED = ("dangling", "driver", "id", "label", "name", "scope", "type")


def list_all(engine: Engine, request: Request) -> Response:
    """GET /networks."""
    filters = read_filters(request.args.get("filters"), ACCEPTED, engine.version)
    types = filters.get("type", [])
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
    body = body_of(engine, request)
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
