# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told of one container? Neither its environment nor labels of others: they may hold what is secret."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import (
    SERVICE_LABEL,
    owner,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.standing import (
    NEVER,
    ended,
    restarted_lately,
    state_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import joins
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.daemon import Info
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import one_line
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.own_secrets import own_masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.seen import Seen
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.told import Bound, Listed, Place, Point, Shown
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.isolation_modes import MODES
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.snapshot import moment

NOT_READ: dict[str, Any] = dict.fromkeys(
    (
        *("error", "health", "failing", "since", "seconds", "started", "finished", "restarts", "restarting"),
        *("exit_code", "command", "ports", "network_mode", "networks", "mounts"),
    )
)


def container_rows(seen: Seen, engine: Info) -> list[dict[str, Any]]:
    """One for each container that is meant, by name."""
    names = {row.id: row.name for row in (*seen.listed, *seen.every)}
    return [_row(row, seen, engine, names) for row in sorted(seen.listed, key=lambda row: (row.name, row.id))]


def _row(row: Listed, seen: Seen, engine: Info, names: Mapping[str, str]) -> dict[str, Any]:
    """Of one that could not be read, what the engine's list says of it."""
    box = seen.boxes.get(row.id)
    labels = row.labels if box is None else box.labels
    image = row.image_id if box is None else box.image
    project, about = owner(labels), seen.about.get(image)
    return {
        "name": row.name if box is None else box.name,
        "id": row.id,
        "project": project,
        "service": labels.get(SERVICE_LABEL) if project is not None else None,
        "declared": project is not None,
        "unread": seen.unread.get(row.id),
        "state": row.state if box is None else state_of(box),
        "created": since_1970(row.created) if box is None else told(box.created),
        "image": row.image if box is None else box.config.image,
        "image_id": image or None,
        "os_version": about.os_version if about is not None else None,
        "isolation": {
            "declared": labels.get("winfleet.isolation"),
            "effective": None if box is None else _effective(box, engine),
            "engine_default": (engine.isolation or "").lower() or None,
        },
        **(NOT_READ if box is None else _seen(box, engine.time, names)),
    }


def _seen(box: Shown, now: str | None, names: Mapping[str, str]) -> dict[str, Any]:
    since, masker = _since(box), own_masker(box.config.env)
    return {
        "error": one_line(masker.text(box.state.error)) or None,
        "health": box.state.health,
        "failing": box.failing if box.state.health is not None else None,
        "since": since,
        "seconds": _seconds(since, now),
        "started": told(box.state.started),
        "finished": told(box.finished),
        "restarts": box.restarts,
        "restarting": box.state.restarting or restarted_lately(box, now),
        "exit_code": ended(box),
        "command": masker.data([*(box.config.entrypoint or ()), *(box.config.cmd or ())]),
        "ports": port_rows(box),
        "network_mode": _network_mode(box.host.network_mode, names),
        "networks": [_network(name, place) for name, place in sorted(box.places.items())],
        "mounts": [_mount(point) for point in sorted(box.points, key=lambda point: point.target)],
    }


def _effective(box: Shown, engine: Info) -> str | None:
    """The engine writes down at the creation what its default was then."""
    return box.isolation if box.isolation in MODES else (engine.isolation or "").lower() or None


def _since(box: Shown) -> str | None:
    """When it came to be what it is now."""
    if box.state.status in ("running", "paused"):
        return told(box.state.started)
    if box.state.status == "created":
        return told(box.created)
    return told(box.finished)


def told(date: str) -> str | None:
    """A date of the engine; None for Go's zero time."""
    return date if date and not date.startswith(NEVER) else None


def since_1970(seconds: int | None) -> str | None:
    try:
        return None if seconds is None else f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError, OSError):
        return None


def _seconds(since: str | None, now: str | None) -> int | None:
    """By the engine's own clock."""
    first, last = moment(since), moment(now)
    return None if first is None or last is None else max(0, int((last - first).total_seconds()))


def port_rows(box: Shown) -> list[dict[str, Any]]:
    """What is published now, and what was asked for and is not: because it does not run, or because the engine left it
    out (28 publishes only what the image exposes as well)."""
    rows = [_port(port, one, True) for port, bound in box.published.items() for one in bound or ()]
    for port, bound in box.bound.items():
        if not box.published.get(port):
            rows += [_port(port, one, False) for one in bound or ()]
    return sorted(rows, key=lambda row: (row["port"] or 0, row["protocol"], row["host_port"] or 0))


def _port(port: str, bound: Bound, published: bool) -> dict[str, Any]:
    number, _slash, protocol = port.partition("/")
    return {
        "port": _number(number),
        "protocol": protocol or "tcp",
        "host_port": _number(bound.port),
        "address": bound.address or None,
        "published": published,
    }


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _network_mode(mode: str, names: Mapping[str, str]) -> str:
    """The engine notes by its id whose network is joined."""
    joined = joins(mode)
    return f"container:{names.get(joined, joined)}" if joined else mode


def _network(name: str, place: Place) -> dict[str, Any]:
    return {
        "name": name,
        "address": place.address or None,
        "gateway": place.gateway or None,
        "mac": place.mac or None,
        "aliases": list(place.aliases),
    }


def _mount(point: Point) -> dict[str, Any]:
    return {
        "type": point.type,
        "name": point.name or None,
        "source": point.source or None,
        "target": point.target,
        "read_only": None if point.writable is None else not point.writable,
    }
