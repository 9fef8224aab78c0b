"""Which request goes where? One table; the prefix /v1.NN is taken off before."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Response

from . import (
    archives,
    container_files,
    containers,
    disk_usage,
    executions,
    image_removal,
    images,
    networks,
    statistics,
    streams,
    system,
    transfers,
    volumes,
)


class Route(NamedTuple):
    """A row: `<path:name>` is a name that may hold slashes."""

    methods: tuple[str, ...]
    path: str
    handler: Callable[..., Response]


GET, POST, DELETE = ("GET",), ("POST",), ("DELETE",)

TABLE: tuple[Route, ...] = (
    Route(("GET", "HEAD"), "/_ping", system.ping),
    Route(GET, "/info", system.info),
    Route(GET, "/version", system.version),
    Route(GET, "/events", system.events),
    Route(POST, "/auth", transfers.auth),
    Route(GET, "/containers/json", containers.list_all),
    Route(POST, "/containers/create", containers.create),
    Route(POST, "/containers/prune", containers.prune),
    Route(GET, "/containers/<name>/json", containers.inspect_one),
    Route(GET, "/containers/<name>/top", statistics.top),
    Route(GET, "/containers/<name>/logs", streams.logs),
    Route(POST, "/containers/<name>/start", containers.start),
    Route(POST, "/containers/<name>/stop", containers.stop),
    Route(POST, "/containers/<name>/restart", containers.restart),
    Route(POST, "/containers/<name>/kill", containers.kill),
    Route(POST, "/containers/<name>/pause", containers.pause),
    Route(POST, "/containers/<name>/unpause", containers.unpause),
    Route(POST, "/containers/<name>/rename", containers.rename),
    Route(POST, "/containers/<name>/update", containers.update),
    Route(POST, "/containers/<name>/wait", containers.wait),
    Route(("GET", "PUT", "HEAD"), "/containers/<name>/archive", container_files.archive),
    Route(DELETE, "/containers/<name>", containers.remove),
    Route(GET, "/images/json", images.list_all),
    Route(POST, "/images/create", transfers.create),
    Route(GET, "/images/<path:name>/json", images.inspect),
    Route(DELETE, "/images/<path:name>", image_removal.remove),
    Route(GET, "/distribution/<path:name>/json", transfers.distribution),
    Route(GET, "/networks", networks.list_all),
    Route(POST, "/networks/create", networks.create),
    Route(GET, "/networks/<name>", networks.inspect),
    Route(DELETE, "/networks/<name>", networks.remove),
    Route(GET, "/volumes", volumes.list_all),
    Route(POST, "/volumes/create", volumes.create),
    Route(GET, "/volumes/<name>", volumes.inspect),
    Route(DELETE, "/volumes/<name>", volumes.remove),
    Route(GET, "/networks/", networks.list_all),
    Route(GET, "/volumes/", volumes.inspect_none),
    Route(("PUT",), "/volumes/<name>", volumes.update),
    Route(POST, "/build/prune", system.prune_builds),
    *(
        Route(GET, path, system.no_swarm)
        for path in ("/swarm", "/services", "/nodes", "/tasks", "/secrets", "/configs")
    ),
    *(Route(POST, path, system.no_swarm) for path in ("/services/create", "/secrets/create", "/configs/create")),
    Route(POST, "/swarm/init", system.init_swarm),
    Route(POST, "/swarm/leave", system.leave_swarm),
    *(Route(GET, path, system.no_plugins) for path in ("/plugins", "/plugins/privileges", "/plugins/<path:name>/json")),
    Route(POST, "/plugins/pull", system.pull_plugin),
    Route(DELETE, "/plugins/<path:name>", system.no_plugins),
    *(Route(POST, f"/plugins/<path:name>/{verb}", system.no_plugins) for verb in ("enable", "disable", "push", "set")),
    Route(("GET", "POST"), "/containers/<name>/checkpoints", system.experimental),
    Route(DELETE, "/containers/<name>/checkpoints/<checkpoint>", system.experimental),
    Route(GET, "/containers/<name>/attach/ws", container_files.attach_by_socket),
    Route(POST, "/containers/<name>/exec", executions.create),
    Route(POST, "/exec/<name>/start", streams.start_exec),
    Route(POST, "/exec/<name>/resize", executions.resize),
    Route(GET, "/exec/<name>/json", executions.inspect),
    Route(POST, "/images/prune", image_removal.prune),
    Route(GET, "/images/<path:name>/history", images.history),
    Route(POST, "/images/<path:name>/tag", images.tag),
    Route(POST, "/networks/prune", networks.prune),
    Route(POST, "/networks/<name>/connect", networks.connect),
    Route(POST, "/networks/<name>/disconnect", networks.disconnect),
    Route(POST, "/volumes/prune", volumes.prune),
    # a real engine has these
    Route(POST, "/containers/<name>/attach", streams.attach),
    Route(POST, "/containers/<name>/resize", container_files.resize),
    Route(GET, "/containers/<name>/changes", container_files.changes),
    Route(GET, "/containers/<name>/export", container_files.export),
    Route(GET, "/containers/<name>/stats", statistics.stats),
    Route(POST, "/build", system.not_simulated),
    Route(POST, "/commit", container_files.commit),
    Route(GET, "/images/search", system.not_simulated),
    Route(POST, "/images/load", archives.load),
    Route(GET, "/images/get", archives.save),
    Route(GET, "/images/<path:name>/get", archives.save_one),
    Route(POST, "/images/<path:name>/push", transfers.push),
    Route(GET, "/system/df", disk_usage.disk_usage),
)

ROUTES: dict[str, Route] = {f"{route.methods[0]} {route.path}": route for route in TABLE}
URLS = Map(
    [Rule(route.path, endpoint=name, methods=list(route.methods)) for name, route in ROUTES.items()],
    strict_slashes=True, merge_slashes=False, redirect_defaults=False,
)  # fmt: skip
