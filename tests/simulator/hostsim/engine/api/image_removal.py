"""The requests that take images away: one, or those that nobody uses (moby daemon/images/image_delete.go,
image_prune.go)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from ..container import Container
from ..errors import ApiError
from ..filters import prunable, read_filters
from ..images import Image
from ..references import Reference, parse_reference
from ..texts import refusal
from .answers import answer, flag
from .images import find, log

if TYPE_CHECKING:
    from ..engine import Engine

Report = list[dict[str, str]]
PRUNE_FILTERS = ("dangling", "label", "label!", "until")


def remove(engine: Engine, request: Request, name: str) -> Response:
    """DELETE /images/NAME."""
    if not name.strip():
        raise ApiError(400, "image name cannot be blank")
    with engine.lock:
        return answer(_remove(engine, name, flag(request, "force")))


def _remove(engine: Engine, name: str, force: bool) -> Report:
    """What goes, in order. Raises ApiError 409 for what may not."""
    image = find(engine, name, "no_such_image")
    report: Report = []
    by_name = not (image.id.startswith(name) or image.id[7:].startswith(name))
    if by_name:
        users = _users(engine, image)
        if not force and image.single() and users:
            raise refusal("image_in_use", engine.version, name=name, container=users[0].id[:12], image=image.id[7:19])
        _untag_with_digests(engine, image, parse_reference(name).or_latest, report)
        if image.references:
            return report
    elif image.single():
        _check(engine, image, hard_only=force, references=False)
        for reference in image.references:
            _untag(engine, image, reference, report)
    try:
        _check(engine, image, hard_only=force)
    except ApiError:
        if by_name and (image.references or _users(engine, image)):
            return report  # the name is gone; that the image stays is not told
        raise
    for reference in image.references:
        _untag(engine, image, reference, report)
    gone = engine.images.forget(image, [container.image for container in engine.containers.values()])
    engine.events.log("image", "delete", image.id, {"name": image.id})  # its labels went with it
    report.append({"Deleted": image.id})
    return report + [{"Deleted": chain} for chain in gone]


def _untag_with_digests(engine: Engine, image: Image, reference: Reference, report: Report) -> None:
    """One name; with the last tag of its repository the digests of that."""
    _untag(engine, image, reference, report)
    left = [one for one in image.references if one.name == reference.name]
    if not reference.digest and all(one.digest for one in left):
        for one in left:
            engine.images.unname(image, one)
            report.append({"Untagged": one.familiar})


def _untag(engine: Engine, image: Image, reference: Reference, report: Report) -> None:
    engine.images.unname(image, reference)
    log(engine, "untag", image, image.id)
    report.append({"Untagged": reference.shown})


def _users(engine: Engine, image: Image) -> list[Container]:
    return [container for container in engine.containers.values() if container.image.image_id == image.id]


def _check(engine: Engine, image: Image, hard_only: bool, references: bool = True) -> None:
    """Raise ApiError 409 for what keeps an image: a container that runs; names and containers that do not run, which
    force overrules."""
    users = _users(engine, image)
    running = [container for container in users if container.state.running]
    name = image.id[7:19]
    if running:
        raise refusal("image_in_use_running", engine.version, image=name, container=running[0].id[:12])
    if hard_only:
        return
    if references and image.references:
        raise refusal("image_referenced", engine.version, image=name)
    if users:
        raise refusal("image_in_use_stopped", engine.version, image=name, container=users[0].id[:12])


def prune(engine: Engine, request: Request) -> Response:
    """POST /images/prune: those without a tag; with dangling=false all, each name of each by itself, so that of an
    image that is used one name stays."""
    filters = read_filters(request.args.get("filters"), PRUNE_FILTERS, engine.version)
    dangling = flag_filter(filters.get("dangling", []), True)
    report: Report = []
    reclaimed = 0
    with engine.lock:
        for image in engine.images.all():
            labels = image.manifest.config.get("Labels")
            if (image.tags and dangling) or not prunable(labels, image.created, filters, engine.now()):
                continue
            sizes = {c: layer.size for c, layer in zip(image.manifest.chains, image.manifest.layers, strict=True)}
            for name in [reference.canonical for reference in image.references] or [image.id[7:]]:
                try:
                    rows = _remove(engine, name, force=False)
                except ApiError:
                    continue
                report += rows
                reclaimed += sum(sizes.get(row.get("Deleted", ""), 0) for row in rows)
    engine.events.pruned("image", reclaimed)
    return answer({"ImagesDeleted": report or None, "SpaceReclaimed": reclaimed})


def flag_filter(values: list[str], default: bool) -> bool:
    """A filter that is true or false. Raises ApiError."""
    if not values:
        return default
    true, false = {"1", "true"} & set(values), {"0", "false"} & set(values)
    if bool(true) is bool(false):
        raise ApiError(400, f"invalid filter 'dangling=[{' '.join(values)}]'")
    return bool(true)
