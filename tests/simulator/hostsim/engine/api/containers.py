"""The requests about containers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from .. import inspect, listing
from ..container import Container
from ..filters import prunable, read_filters
from ..texts import refusal
from ..update import update_container
from .answers import answer, api_of, body_of, flag, nothing, number, stream

if TYPE_CHECKING:
    from ..engine import Engine

HEALTH_LISTED = (1, 52)  # API
CONDITIONS = ("", "not-running", "next-exit", "removed")
SIGNALS = {"KILL": 9, "TERM": 15}  # valid on Windows (moby pkg/signal/signal_windows.go)
LINUX_SIGNALS = {"HUP": 1, "INT": 2, "QUIT": 3, "USR1": 10, "USR2": 12}


def list_all(engine: Engine, request: Request) -> Response:
    """GET /containers/json."""
    limit = number(engine, request, "limit") or 0
    with engine.lock:
        return answer(listing.list_containers(
                engine, flag(request, "all"), limit, request.args.get("filters"),
                health=api_of(engine, request) >= HEALTH_LISTED,
            )
        )  # fmt: skip


def create(engine: Engine, request: Request) -> Response:
    """POST /containers/create."""
    body = body_of(engine, request, of="container.CreateRequest")
    if not body:
        raise refusal("config_empty", engine.version)
    with engine.lock:
        container, warnings = engine.creation.create(
            request.args.get("name", ""), body, request.args.get("platform", ""), api_of(engine, request)
        )
    return answer({"Id": container.id, "Warnings": warnings}, 201)


def inspect_one(engine: Engine, request: Request, name: str) -> Response:
    """GET /containers/NAME/json."""
    with engine.lock:
        api, size = api_of(engine, request), flag(request, "size")
        return answer(inspect.inspect(engine.find(name), engine.version, engine.data_root, api, size))


def start(engine: Engine, request: Request, name: str) -> Response:
    """POST /containers/NAME/start."""
    with engine.lock:
        container = engine.find(name)
        if body_of(engine, request, required=False):
            raise refusal("start_host_config", engine.version)
        if request.args.get("checkpoint"):
            raise refusal("checkpoint", engine.version)
        return nothing(204 if engine.runtime.start(container) else 304)


def stop(engine: Engine, request: Request, name: str) -> Response:
    """POST /containers/NAME/stop."""
    number(engine, request, "t")
    with engine.lock:
        container, signal = engine.find(name), request.args.get("signal", "")
        if container.state.running and signal and _signal(signal) is None:
            raise refusal("stop_signal", engine.version, name=name, signal=signal)
        return nothing(204 if engine.runtime.stop(container, stop_signal(container, signal)) else 304)


def restart(engine: Engine, request: Request, name: str) -> Response:
    """POST /containers/NAME/restart."""
    number(engine, request, "t")
    with engine.lock:
        container = engine.find(name)
        auto_remove, container.host_config["AutoRemove"] = container.host_config["AutoRemove"], False
        try:
            engine.runtime.stop(container, stop_signal(container, request.args.get("signal", "")))
        finally:
            container.host_config["AutoRemove"] = auto_remove
        engine.runtime.start(container)
        engine.log(container, "restart")
    return nothing()


def kill(engine: Engine, request: Request, name: str) -> Response:
    """POST /containers/NAME/kill."""
    with engine.lock:
        container = engine.find(name)
        _check_signal(engine, name, request.args.get("signal") or "KILL")
        if not container.state.running:
            raise refusal("kill_not_running", engine.version, name=name, id=container.id)
        engine.runtime.kill(container, _signal(request.args.get("signal") or "KILL") or 9)
    return nothing()


def pause(engine: Engine, request: Request, name: str) -> Response:
    """POST /containers/NAME/pause."""
    with engine.lock:
        engine.runtime.pause(engine.find(name))
    return nothing()


def unpause(engine: Engine, request: Request, name: str) -> Response:
    """POST /containers/NAME/unpause."""
    with engine.lock:
        engine.runtime.unpause(engine.find(name))
    return nothing()


def rename(engine: Engine, request: Request, name: str) -> Response:
    """POST /containers/NAME/rename."""
    with engine.lock:
        new = request.args.get("name", "")
        if not new:
            raise refusal("rename_empty", engine.version)
        engine.creation.rename(engine.find(name), new)
    return nothing()


def remove(engine: Engine, request: Request, name: str) -> Response:
    """DELETE /containers/NAME."""
    with engine.lock:
        if flag(request, "link"):
            engine.find(name)
            raise refusal("default_link", engine.version)
        engine.creation.remove(engine.find(name), flag(request, "v"), flag(request, "force"), asked=name)
    return nothing()


def update(engine: Engine, request: Request, name: str) -> Response:
    """POST /containers/NAME/update."""
    body = body_of(engine, request, required=False, of="container.UpdateConfig")
    with engine.lock:
        update_container(engine, engine.find(name), body)
    return answer({"Warnings": None})


def wait(engine: Engine, request: Request, name: str) -> Response:
    """POST /containers/NAME/wait: the head at once, the body when the condition holds."""
    condition = request.args.get("condition", "")
    with engine.lock:
        container = engine.find(name)
        if condition not in CONDITIONS and engine.version.number >= (23, 0):  # 20.10 takes anything
            raise refusal("wait_condition", engine.version, condition=condition)
        runs = container.runs if container.state.running else container.runs + 1
    return stream(_wait(engine, container, condition, runs), end=b"\n")


PRUNE_FILTERS = ("label", "label!", "until")


def prune(engine: Engine, request: Request) -> Response:
    """POST /containers/prune."""
    filters = read_filters(request.args.get("filters"), PRUNE_FILTERS, engine.version)
    with engine.lock:
        idle = [
            container
            for container in engine.containers.values()
            if not container.state.running and prunable(container.labels, container.created, filters, engine.now())
        ]
        for container in idle:
            engine.creation.remove(container)
        engine.events.pruned("container")
    return answer({"ContainersDeleted": [container.id for container in idle] or None, "SpaceReclaimed": 0})


def _wait(engine: Engine, container: Container, condition: str, runs: int) -> Iterator[Any]:
    yield None  # the head
    over = False
    while not over:
        with engine.lock:
            over = engine.changed.wait_for(lambda: not engine.running or _over(container, condition, runs), 1.0)
            if not engine.running:
                return
            code, error = container.state.exit_code, container.state.error
        if not over:
            yield None  # lets the server see whether the client is still there
    old = {"Error": None} if engine.version.number < (23, 0) else {}
    yield {**old, **({"Error": {"Message": error}} if error else {}), "StatusCode": code}


def _over(container: Container, condition: str, runs: int) -> bool:
    state = container.state
    if condition == "removed":
        return container.removed
    if container.removed:
        return True
    ended = not state.running or state.restarting
    return ended and (condition != "next-exit" or container.runs >= runs)


def stop_signal(container: Container, asked: str) -> int:
    """The signal that stops it: that of the request, its own, or TERM."""
    return _signal(asked) or _signal(container.config.get("StopSignal") or "") or SIGNALS["TERM"]


def _signal(text: str) -> int | None:
    """Its number; None for what is none (moby pkg/signal ParseSignal)."""
    if re.fullmatch(r"[+-]?\d+", text):
        return int(text) or None
    name = text.upper().removeprefix("SIG")
    return {**SIGNALS, **LINUX_SIGNALS}.get(name)


def _check_signal(engine: Engine, name: str, text: str) -> None:
    found = _signal(text)
    if found is None:
        raise refusal("signal_unknown", engine.version, name=name, signal=text)
    if found not in SIGNALS.values():
        raise refusal("signal_unsupported", engine.version, name=name, signal=found)
