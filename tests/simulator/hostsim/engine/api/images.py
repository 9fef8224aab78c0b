"""The requests about images."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from .. import pull
from ..errors import ApiError
from ..filters import has_labels, matches, prunable, read_filters
from ..images import Image
from ..references import BadReference, Reference, read_reference
from ..registry import Entry
from ..texts import refusal
from .answers import answer, flag, nothing, stream

if TYPE_CHECKING:
    from ..engine import Engine

ACCEPTED = ("before", "dangling", "label", "reference", "since", "until")


def list_all(engine: Engine, request: Request) -> Response:
    """GET /images/json."""
    filters = read_filters(request.args.get("filters"), ACCEPTED, engine.version)
    with engine.lock:
        rows = [engine.images.summary(image) for image in engine.images.all() if _wanted(image, filters)]
    return answer(rows)


def inspect(engine: Engine, request: Request, name: str) -> Response:
    """GET /images/NAME/json."""
    with engine.lock:
        return answer(engine.images.inspect(_find(engine, name, "inspect_no_image")))


def create(engine: Engine, request: Request) -> Response:
    """POST /images/create: the pull. What fails before the manifest has a status, what fails later is in the stream."""
    name, tag = request.args.get("fromImage", ""), request.args.get("tag", "")
    if not name and not request.args.get("fromSrc"):
        raise refusal("import_nothing", engine.version)
    if not name:
        raise refusal("not_simulated", engine.version, route="importing an image")
    try:
        reference = read_reference(f"{name}@{tag}" if tag.startswith("sha256:") else name, override=tag)
    except BadReference as error:
        raise ApiError(400, str(error)) from error
    entry = pull.find_entry(engine.registry, reference, engine.version)
    return stream(_pull(engine, reference, entry))


def remove(engine: Engine, request: Request, name: str) -> Response:
    """DELETE /images/NAME."""
    with engine.lock:
        image = _find(engine, name, "no_such_image")
        users = [container for container in engine.containers.values() if container.image.image_id == image.id]
        running = [container for container in users if container.state.running]
        last = len(image.tags) <= 1
        by_id = image.id.removeprefix("sha256:").startswith(name.removeprefix("sha256:"))
        if last and users and not by_id and not flag(request, "force"):
            raise refusal("image_in_use", engine.version, name=name, container=users[0].id[:12], image=image.id[7:19])
        if last and running:
            raise refusal("image_in_use_running", engine.version, image=image.id[7:19], container=running[0].id[:12])
        if last and users and not flag(request, "force"):
            raise refusal("image_in_use", engine.version, name=name, container=users[0].id[:12], image=image.id[7:19])
        report = engine.images.remove(image, name)
        for row in report:
            action = "untag" if "Untagged" in row else "delete"
            engine.events.log("image", action, image.id, {"name": image.id})
    return answer(report)


def distribution(engine: Engine, request: Request, name: str) -> Response:
    """GET /distribution/NAME/json."""
    try:
        reference = read_reference(name)
    except BadReference as error:
        raise ApiError(400, str(error)) from error
    return answer(pull.distribution(engine.registry, reference, engine.version))


def tag(engine: Engine, request: Request, name: str) -> Response:
    """POST /images/NAME/tag."""
    repository, text = request.args.get("repo", ""), request.args.get("tag", "")
    try:
        if text and not re.fullmatch(r"[\w][\w.-]{0,127}", text, re.ASCII):
            raise refusal("tag_format", engine.version)
        reference = read_reference(repository, override=text)
    except BadReference as error:
        shown = repository if "/" in repository else f"library/{repository}"  # as it was normalised
        raise ApiError(400, str(error).replace("name must", f"name ({shown}) must")) from error
    with engine.lock:
        image = _find(engine, name, "no_such_image")
        for other in engine.images.by_id.values():
            if reference.familiar in other.tags:
                other.tags.remove(reference.familiar)
        image.tags.append(reference.familiar)
        engine.events.log("image", "tag", image.id, {"name": reference.familiar})
    return nothing(201)


def push(engine: Engine, request: Request, name: str) -> Response:
    """POST /images/NAME/push: of what is not there; else it is not simulated."""
    try:
        reference = read_reference(name)
    except BadReference as error:
        raise ApiError(400, str(error)) from error
    with engine.lock:
        if engine.images.find(name) is not None:
            raise refusal("not_simulated", engine.version, route="pushing an image")
    shown = f"{reference.host}/{reference.repository}"
    text = f"An image does not exist locally with the tag: {reference.familiar_repository}"
    begin = {"status": f"The push refers to repository [{shown}]"}
    return stream([begin, {"errorDetail": {"message": text}, "error": text}])


def history(engine: Engine, request: Request, name: str) -> Response:
    """GET /images/NAME/history: a row for each layer, the newest first."""
    with engine.lock:
        image = _find(engine, name, "no_such_image")
        layers = list(image.manifest.layers)
        created = int(image.created.timestamp())
    rows = [
        {
            "Id": image.id if number == 0 else "<missing>", "Created": created,
            "CreatedBy": "Apply image" if number == len(layers) - 1 else "cmd", "Tags": list(image.tags) or None
            if number == 0 else None, "Size": image.manifest.size // len(layers), "Comment": "",
        }
        for number in range(len(layers))
    ]  # fmt: skip
    return answer(rows)


PRUNE_FILTERS = ("dangling", "label", "label!", "until")


def prune(engine: Engine, request: Request) -> Response:
    """POST /images/prune: those without a name; with dangling=false all that no container is made of."""
    filters = read_filters(request.args.get("filters"), PRUNE_FILTERS, engine.version)
    every = (filters.get("dangling") or ["true"])[0] in ("false", "0")
    report: list[dict[str, str]] = []
    with engine.lock:
        used = {container.image.image_id for container in engine.containers.values()}
        for image in list(engine.images.all()):
            labels = image.manifest.config.get("Labels")
            if image.id in used or (image.tags and not every):
                continue
            if prunable(labels, image.created, filters, engine.now()):
                names = list(image.tags) or [image.id]
                report += [row for one in names for row in engine.images.remove(image, one)]
    engine.events.pruned("image")
    return answer({"ImagesDeleted": report or None, "SpaceReclaimed": 0})


def _pull(engine: Engine, reference: Reference, entry: Entry) -> Iterator[Any]:
    yield pull.begin(reference)
    try:
        manifest = pull.choose(entry, engine.host().build, engine.version)
    except ApiError as error:
        yield pull.failure(error.text)
        return
    with engine.lock:
        have = manifest.image_id in engine.images.by_id
    lines = list(pull.progress(entry, manifest, have))
    delay = engine.faults.get("pull_delay")
    for number, line in enumerate(lines):
        if number == len(lines) // 2:
            if delay:
                time.sleep(float(delay["seconds"]))
            fault = engine.faults.use("pull_error")
            if fault:
                yield pull.failure(str(fault["text"]))
                return
        yield line
    with engine.lock:
        same = engine.images.add(reference, entry, manifest, engine.now())
        engine.events.log("image", "pull", reference.familiar, {"name": reference.familiar_repository})
    yield pull.end(reference, have and same)


def _find(engine: Engine, name: str, key: str) -> Image:
    image = engine.images.find(name)
    if image is not None:
        return image
    try:
        familiar = read_reference(name).familiar
    except BadReference as error:
        raise ApiError(400, str(error)) from error
    raise refusal(key, engine.version, name=name, ref=familiar)


def _wanted(image: Image, filters: dict[str, list[str]]) -> bool:
    labels = image.manifest.config.get("Labels")
    names = [*image.tags, *(tag.rpartition(":")[0] for tag in image.tags)]
    wanted = [pattern.replace("*", ".*") for pattern in filters.get("reference", [])]
    dangling = filters.get("dangling", [])
    return (
        has_labels(labels, filters.get("label", []))
        and (not wanted or any(matches(name, [f"^{pattern}$"]) for name in names for pattern in wanted))
        and (not dangling or (dangling[0] in ("true", "1")) == (not image.tags))
    )
