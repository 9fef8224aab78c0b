"""Which containers does GET /containers/json list?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .container import Container
from .errors import ApiError
from .filters import Filters, has_labels, matches, one_of, read_filters
from .inspect import ports_listed, summary
from .texts import refusal
from .versions import EngineVersion

if TYPE_CHECKING:
    from .engine import Engine

ACCEPTED = (
    "ancestor", "before", "exited", "expose", "health", "id", "is-task", "isolation", "label", "name", "network",
    "publish",
    "since", "status", "volume",
)  # fmt: skip
STATUSES = ("created", "dead", "exited", "paused", "removing", "restarting", "running")


def list_containers(
    engine: Engine, everything: bool, limit: int, text: str | None, health: bool = False
) -> list[dict[str, Any]]:
    """The rows, the newest container first. Raises ApiError for filters that are none."""
    filters = read_filters(text, ACCEPTED, engine.version)
    for status in filters.get("status", []):
        if status not in STATUSES:
            raise refusal("invalid_filter", engine.version, filter=f"status={status}")
    for code in filters.get("exited", []):
        if not code.lstrip("-").isdigit():
            raise refusal("invalid_filter", engine.version, filter=f"exited={code}")
    for task in filters.get("is-task", []):
        if task.lower() not in ("true", "1", "false", "0"):
            raise refusal("invalid_filter", engine.version, filter=f"is-task=[{task}]")
    for port in [*filters.get("publish", []), *filters.get("expose", [])]:
        if not re.fullmatch(r"\d+(-\d+)?(/\w+)?", port):
            raise refusal("filter_publish", engine.version, text=port)
    bounds = {name: _bound(engine, filters[name][-1]) for name in ("before", "since") if filters.get(name)}
    stopped_too = everything or limit > 0 or bool(filters.get("status"))
    rows = []
    for container in sorted(engine.containers.values(), key=lambda c: (c.created, c.id), reverse=True):
        if (container.state.running or stopped_too) and _wanted(engine, container, filters, bounds):
            rows.append(summary(container, engine.version, image_name(engine, container), engine.now(), health))
    return rows[:limit] if limit > 0 else rows


def image_name(engine: Engine, container: Container) -> str:
    """The image as it was asked for, or its id where that name means another image now."""
    name = str(container.config["Image"])
    image = engine.images.find(name)
    return name if image and image.id == container.image.image_id else container.image.image_id


def _bound(engine: Engine, text: str) -> Container:
    try:
        return engine.find(text)
    except ApiError as error:
        raise refusal("filter_container", engine.version, name=text) from error


def _wanted(engine: Engine, container: Container, filters: Filters, bounds: dict[str, Container]) -> bool:
    state = container.state
    if "before" in bounds and container.created >= bounds["before"].created:
        return False
    if "since" in bounds and container.created <= bounds["since"].created:
        return False
    if filters.get("exited") and (state.running or str(state.exit_code) not in filters["exited"]):
        return False
    named = filters.get("name", [])
    return (
        (matches(container.name, named) or matches(f"/{container.name}", named))
        and (not filters.get("id") or any(container.id.startswith(start) for start in filters["id"]))
        and has_labels(container.labels, filters.get("label", []))
        and one_of(state.status, filters.get("status", []))
        and one_of(container.isolation, filters.get("isolation", []))
        and one_of(state.health.status if state.health else "none", filters.get("health", []))
        and _of_image(engine, container, filters.get("ancestor", []))
        and _on_network(container, filters.get("network", []))
        and _has_volume(container, filters.get("volume", []))
        and _has_port(container, engine.version, filters)
    )


def _of_image(engine: Engine, container: Container, wanted: list[str]) -> bool:
    images = [engine.images.find(name) for name in wanted]
    return not wanted or any(image is not None and image.id == container.image.image_id for image in images)


def _on_network(container: Container, wanted: list[str]) -> bool:
    return not wanted or any(
        text == name or (endpoint["NetworkID"] and endpoint["NetworkID"].startswith(text))
        for text in wanted for name, endpoint in container.endpoints.items()
    )  # fmt: skip


def _has_volume(container: Container, wanted: list[str]) -> bool:
    return not wanted or any(
        text in (point["Name"] or point["Source"], point["Destination"])
        for text in wanted for point in container.mounts
    )  # fmt: skip


def _has_port(container: Container, version: EngineVersion, filters: Filters) -> bool:
    """Either filter, of the ports that are listed (moby daemon/list.go)."""
    if not filters.get("publish") and not filters.get("expose"):
        return True
    rows = ports_listed(container, version)
    return any(
        f"{row.get(member, 0)}/{row['Type']}" in port_numbers(filters.get(name, []))
        for row in rows
        for name, member in (("publish", "PublicPort"), ("expose", "PrivatePort"))
    )


def port_numbers(texts: list[str]) -> set[str]:
    """`80`, `80/udp`, `80-82/tcp` as `NUMBER/PROTOCOL`."""
    found = set()
    for text in texts:
        ports, _slash, protocol = text.partition("/")
        first, _dash, last = ports.partition("-")
        found |= {f"{number}/{protocol or 'tcp'}" for number in range(int(first), int(last or first) + 1)}
    return found
