"""What does the engine do to the containers of a host? A small engine on plain values, so that states can be compared.

After moby's daemon, as far as a schedule can tell: names.go, create.go, start.go, stop.go, rename.go, delete.go,
health.go.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

import plain_container

OLD = ".winfleet-old"
FATE = "model.fate"  # label: what becomes of the container once it is started
CHECKED = "checked:1"  # the image with a health check
IMAGES = ("plain:1", CHECKED)
RUNNING = ("running", "paused", "restarting")  # of all of them the engine says State.Running


class Box(NamedTuple):
    """A container. `fate` is what is still to become of its health (healthy, unhealthy), "" for nothing.
    `came_up`: it ran, and nothing but a stop has ended that. `maker`: the run that made it, "" for those of before."""

    id: str
    name: str
    body: str
    status: str = "created"
    health: str = ""
    fate: str = ""
    by_hand: bool = False
    came_up: bool = False
    maker: str = ""


class Host(NamedTuple):
    """`lock` is the run that has it, `last` who had it before; `power` whether the engine runs."""

    boxes: tuple[Box, ...] = ()
    images: tuple[str, ...] = IMAGES
    made: int = 0
    lock: str = ""
    last: str = ""


class Made(NamedTuple):
    """What a container was made of."""

    image: str
    fate: str
    policy: str
    ports: frozenset[str]
    labels: tuple[tuple[str, str], ...]


@cache
def made_of(body: str) -> Made:
    told = json.loads(body)
    host, labels = told.get("HostConfig", {}), told.get("Labels", {})
    ports = (row["HostPort"] for rows in host.get("PortBindings", {}).values() for row in rows if row["HostPort"])
    policy = host.get("RestartPolicy", {}).get("Name", "no")
    return Made(told["Image"], labels.get(FATE, ""), policy, frozenset(ports), tuple(sorted(labels.items())))


def identifier(number: int) -> str:
    """64 digits; no name of a test begins so, unless it wants to."""
    return f"{number:02d}" + "ab" * 31


def named(host: Host, name: str) -> Box | None:
    return next((box for box in host.boxes if box.name == name), None)


def find(host: Host, called: str) -> Box | int:
    """By the whole id, by name, by the beginning of an id (moby daemon/container.go GetContainer); else the status."""
    for box in host.boxes:
        if box.id == called:
            return box
    found = named(host, called)
    if found is not None:
        return found
    begins = [box for box in host.boxes if box.id.startswith(called)]
    return begins[0] if len(begins) == 1 else 400 if begins else 404


def with_box(host: Host, box: Box) -> Host:
    return host._replace(boxes=tuple(box if other.id == box.id else other for other in host.boxes))


@cache
def _asked(path: str) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    parts = urlsplit(path)
    return tuple(unquote(part) for part in parts.path.split("/")[1:]), parse_qs(parts.query)


def get(host: Host, path: str) -> tuple[int, str]:
    """The status and the body."""
    where, query = _asked(path)
    if where == ("containers", "json"):
        patterns = json.loads(query.get("filters", ["{}"])[0]).get("name", [])
        rows = [
            row_of(box)
            for box in host.boxes
            if all(re.search(pattern, box.name) or re.search(pattern, f"/{box.name}") for pattern in patterns)
        ]
        return 200, f"[{', '.join(rows)}]"
    called = "/".join(where[1:-1])
    if where[0] == "images":
        return (200, image_of(called)) if called in host.images else (404, '{"message": "No such image"}')
    if where[0] == "distribution":
        return 200, json.dumps(
            {"Descriptor": {"digest": "sha256:list"}, "Platforms": [{"os": "windows", "os.version": "10.0.20348.1"}]}
        )
    found = find(host, called)
    if not isinstance(found, int):
        return 200, inspect(found)
    text = "No such container" if found == 404 else "multiple IDs found with provided prefix"
    return found, json.dumps({"message": f"{text}: {called}"})


@cache
def image_of(reference: str) -> str:
    config = {"Env": None, "Cmd": ["cmd.exe"]}
    told = {"Id": f"sha256:{reference}", "Os": "windows", "OsVersion": "10.0.20348.1", "RepoDigests": None}
    return json.dumps({**told, "Config": config})


@cache
def row_of(box: Box) -> str:
    labels = dict(made_of(box.body).labels)
    return json.dumps({"Id": box.id, "Names": [f"/{box.name}"], "Labels": labels, "State": box.status})


@cache
def inspect(box: Box) -> str:
    told = json.loads(box.body)
    state: dict[str, Any] = {
        "Status": box.status,
        "Running": box.status in RUNNING,
        "Paused": box.status == "paused",
        "Restarting": box.status == "restarting",
    }
    if box.health:
        state["Health"] = {"Status": box.health}
    host = {
        **plain_container.HOST,
        **told["HostConfig"],
    }
    config = {
        **plain_container.CONFIG,
        "Image": told["Image"],
        "Cmd": told.get("Cmd", ["cmd.exe"]),
        "Entrypoint": told.get("Entrypoint"),
        "Env": told.get("Env", []),
        "Labels": told.get("Labels", {}),
        "Hostname": box.id[:12],
    }
    # moby daemon/container_operations.go: on the network that it was created with from then on, whether it runs or not
    mode = host["NetworkMode"]
    networks = {} if mode.startswith("container:") else {"nat" if mode == "default" else mode: {}}
    about = {
        "Id": box.id,
        "Name": f"/{box.name}",
        "Image": f"sha256:{told['Image']}",
        "Config": config,
        "HostConfig": host,
        "State": state,
        "NetworkSettings": {"Networks": networks},
    }
    return json.dumps(about)


def do(host: Host, step: dict[str, Any], who: str) -> tuple[Host, int]:
    """What comes of an engine step, and the status."""
    where, query = _asked(step["path"])
    if where == ("images", "create"):
        reference = f"{query['fromImage'][0]}:{query['tag'][0]}"
        return host._replace(images=tuple(sorted({*host.images, reference}))), 200
    if where == ("containers", "create"):
        return _create(host, query["name"][0], step["body"], who)
    found = find(host, where[1])
    if isinstance(found, int):
        return host, found
    if step["method"] == "DELETE":
        return host._replace(boxes=tuple(box for box in host.boxes if box.id != found.id)), 204
    if where[2] == "rename":
        new = query["name"][0]
        return (host, 409) if named(host, new) else (with_box(host, found._replace(name=new)), 204)
    if where[2] == "update":
        body = json.loads(found.body)
        body["HostConfig"]["RestartPolicy"] = json.loads(step["body"])["RestartPolicy"]
        return with_box(host, found._replace(body=json.dumps(body, sort_keys=True))), 200
    box, status = {"start": _start, "stop": _stop, "unpause": _unpause}[where[2]](host, found)
    return with_box(host, box), status


def _create(host: Host, name: str, body: str, who: str) -> tuple[Host, int]:
    if named(host, name):
        return host, 409
    if made_of(body).image not in host.images:
        return host, 404
    box = Box(identifier(host.made + 50), name, body, maker=who)
    return host._replace(boxes=(*host.boxes, box), made=host.made + 1), 201


def _start(host: Host, box: Box) -> tuple[Box, int]:
    if box.status in RUNNING:
        return box, 409 if box.status == "paused" else 304
    made = made_of(box.body)
    others = (made_of(other.body).ports for other in host.boxes if other.id != box.id and other.status in RUNNING)
    if made.fate == "refused" or any(made.ports & ports for ports in others):
        return box, 500
    return started(box), 204


def started(box: Box) -> Box:
    """One that ends does so at once: whether it lives a moment longer, no step asks."""
    made = made_of(box.body)
    if made.fate == "exited":
        return box._replace(status="exited", by_hand=False, came_up=False)
    if made.image != CHECKED:
        return box._replace(status="running", by_hand=False, came_up=True)
    return box._replace(status="running", health="starting", fate=made.fate or "healthy", by_hand=False)


def _stop(host: Host, box: Box) -> tuple[Box, int]:
    """A health check that has ended says unhealthy (moby daemon/health.go, container/health.go CloseMonitorChannel)."""
    if box.status not in RUNNING:
        return box, 304
    return box._replace(status="exited", health=box.health and "unhealthy", fate="", by_hand=True), 204


def _unpause(host: Host, box: Box) -> tuple[Box, int]:
    if box.status != "paused":
        return box, 500
    return box._replace(status="running", health=box.health and "starting", fate="healthy" if box.health else ""), 204


def befall(box: Box) -> Box:
    """What was still to become of its health has become of it."""
    return box._replace(health=box.fate, fate="", came_up=box.came_up or box.fate == "healthy")


def line(host: Host, name: str) -> list[Box]:
    """The containers of one declared name: under it, and under the one that a replaced container has."""
    return [box for box in host.boxes if box.name.removesuffix(OLD) == name.removesuffix(OLD)]


def power_loss(host: Host) -> Host:
    """Everything ends; when the engine is back, restart policies start what they want (moby daemon/daemon.go restore).
    Of a successor that lies there, nobody can tell whether it had come up: what it replaced is the one that had."""
    for box in host.boxes:
        if box.status in RUNNING:
            first = not any(other.came_up and other.id < box.id for other in line(host, box.name))
            lies = box._replace(status="exited", health=box.health and "unhealthy", fate="")
            host = with_box(host, lies._replace(came_up=box.came_up and first))
    for box in host.boxes:
        policy = made_of(box.body).policy
        if policy == "always" or (policy == "unless-stopped" and not box.by_hand):
            host = with_box(host, _start(host, box)[0])
    return host._replace(lock="")
