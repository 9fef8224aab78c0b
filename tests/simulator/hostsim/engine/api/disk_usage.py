"""GET /system/df: what takes room? moby daemon/server/router/system getDiskUsage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from ..image_views import usage
from ..listing import list_containers
from .answers import answer, answer_error, api_of, flag

if TYPE_CHECKING:
    from ..engine import Engine

# type -> the member of old, and that of API 1.52 and later
KINDS = {
    "image": ("Images", "ImageUsage"),
    "container": ("Containers", "ContainerUsage"),
    "volume": ("Volumes", "VolumeUsage"),
    "build-cache": ("BuildCache", "BuildCacheUsage"),
}
BY_TYPE = (1, 42)  # older clients get everything
USAGES = (1, 52)
LISTS_HEALTH = (29, 0)
LEAVES_OUT_EMPTY = (29, 0)  # before, what was not asked for is null, and the size is told in any case


def disk_usage(engine: Engine, request: Request) -> Response:
    """GET /system/df."""
    api = api_of(engine, request)
    asked = (request.args.getlist("type") if api >= BY_TYPE else []) or list(KINDS)
    for kind in asked:
        if kind not in KINDS:
            return answer_error(400, f"unknown object type: {kind}")
    with engine.lock:
        found = _everything(engine, api)
        active = _active(engine)
    size = sum(image["Size"] for image in found["image"])
    if engine.version.number < LEAVES_OUT_EMPTY:
        members = {KINDS[kind][0]: rows if kind in asked else None for kind, rows in found.items()}
        old_size = {"BuilderSize": 0} if engine.version.number < (25, 0) else {}
        return answer({"LayersSize": size if "image" in asked else 0, **members, **old_size})
    verbose = api >= USAGES and flag(request, "verbose")
    body: dict[str, Any] = {}
    if not verbose:
        body = {"LayersSize": size} if size and "image" in asked else {}
        body |= {KINDS[kind][0]: found[kind] for kind in KINDS if kind in asked}
    if api >= USAGES:
        body |= {KINDS[kind][1]: _usage(kind, found[kind], active[kind]) for kind in KINDS if kind in asked}
    return answer(body)


def _usage(kind: str, rows: list[dict[str, Any]], active: int) -> dict[str, Any]:
    """What is empty or 0 is left out."""
    size = sum(row.get("Size", 0) for row in rows) if kind == "image" else 0
    all_of = {"ActiveCount": active, "Items": rows, "TotalCount": len(rows), "TotalSize": size}
    return {name: value for name, value in all_of.items() if value}


def _active(engine: Engine) -> Mapping[str, int]:
    containers = engine.containers.values()
    return {
        "image": len({container.image.image_id for container in containers}),
        "container": sum(container.state.running for container in containers),
        "volume": sum(bool(volume.users) for volume in engine.volumes.by_name.values()),
        "build-cache": 0,
    }


def _everything(engine: Engine, api: tuple[int, int]) -> dict[str, list[dict[str, Any]]]:
    images = [
        usage(image, engine.version, api, sum(box.image.image_id == image.id for box in engine.containers.values()))
        for image in engine.images.all()
    ]
    return {
        "image": images,
        # nobody takes from these what older clients do not know
        "container": list_containers(engine, True, 0, None, health=engine.version.number >= LISTS_HEALTH),
        "volume": [engine.volumes.usage(volume) for volume in engine.volumes.by_name.values()],
        "build-cache": [],
    }
