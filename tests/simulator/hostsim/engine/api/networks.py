"""The requests about networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from .. import decoding, wire_networks
from ..container import Container
from ..filters import has_labels, matches, one_of, prunable, read_filters
from ..networks import PREDEFINED, Network, attached
from ..texts import refusal
from .answers import TRUE, UNTRUE, answer, api_of, body_of, nothing

if TYPE_CHECKING:
    from ..engine import Engine

ACCEPTED = ("dangling", "driver", "id", "label", "name", "scope", "type")


def list_all(engine: Engine, request: Request) -> Response:
    """GET /networks."""
    filters = read_filters(request.args.get("filters"), ACCEPTED, engine.version)
    types, uses = filters.get("type", []), filters.get("dangling", [])
    for value in types:
        if value not in ("builtin", "custom"):
            raise refusal("network_filter_type", engine.version, value=value)
    if len(uses) > 1:
        raise refusal("filter_many", engine.version, filter="dangling")
    if uses and uses[0] not in ("true", "1", "false", "0"):
        raise refusal("filter_flag", engine.version, filter="dangling")
    with engine.lock:
        rows = [
            engine.networks.listed(network)
            for network in engine.networks.by_id.values()
            if matches(network.name, filters.get("name", []))
            and matches(network.id, filters.get("id", []))
            and one_of(network.driver, filters.get("driver", []))
            and one_of("local", filters.get("scope", []))
            and has_labels(network.labels, filters.get("label", []))
            and one_of("builtin" if network.name in PREDEFINED else "custom", types)
            and (not uses or (uses[0] in ("true", "1")) is not _used(engine, network))
        ]
    return answer(rows)


def _used(engine: Engine, network: Network) -> bool:
    """Before 29 nobody is looked up before the filters (moby daemon/network.go GetNetworks)."""
    looks = engine.version.number >= (29, 0)
    return network.name in PREDEFINED or (looks and bool(attached(network, engine.containers)))


def inspect(engine: Engine, request: Request, name: str) -> Response:
    """GET /networks/NAME; `scope` is where it has to be."""
    scope, verbose = request.args.get("scope", ""), request.args.get("verbose", "")
    if verbose and verbose not in (*TRUE, *UNTRUE):
        raise refusal("network_verbose", engine.version, text=verbose)
    with engine.lock:
        network = engine.networks.find(name)
        if scope not in ("", "local"):
            raise refusal("no_such_network", engine.version, name=name)
        return answer(engine.networks.shown(network, engine.containers, api_of(engine, request)))


def create(engine: Engine, request: Request) -> Response:
    """POST /networks/create."""
    sent = body_of(engine, request, of="network.CreateRequest")
    body = decoding.decoded(wire_networks.network_request(engine.version.number), sent, engine.version)
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
        for network in list(engine.networks.by_id.values()):
            free = network.name not in PREDEFINED and not attached(network, engine.containers)
            if free and prunable(network.labels, network.created, filters, engine.now()):
                engine.networks.remove(network, engine.containers)
                gone.append(network.name)
    engine.events.pruned("network")
    return answer({"NetworksDeleted": gone or None})


def connect(engine: Engine, request: Request, name: str) -> Response:
    """POST /networks/NAME/connect."""
    body = body_of(engine, request)
    settings = decoding.endpoint(body.get("EndpointConfig"), engine.version)
    with engine.lock:
        network = engine.networks.find(name)
        container = engine.find(str(body.get("Container") or ""))
        engine.attachments.join(network, container, settings, engine.containers, api_of(engine, request))
        if container.state.running:
            _log(engine, "connect", network, container)
    return nothing(200)


def disconnect(engine: Engine, request: Request, name: str) -> Response:
    """POST /networks/NAME/disconnect."""
    body = body_of(engine, request)
    with engine.lock:
        container = engine.find(str(body.get("Container") or ""))
        network = engine.attachments.leave(container, name)
        if network and container.state.running:
            _log(engine, "disconnect", network, container)
    return nothing(200)


def _log(engine: Engine, action: str, network: Network, container: Container) -> None:
    on = (network.id, network.name, network.driver)
    container.joined = [one for one in container.joined if one != on] + ([on] if action == "connect" else [])
    engine.events.log(
        "network", action, network.id, {"container": container.id, "name": network.name, "type": network.driver}
    )
