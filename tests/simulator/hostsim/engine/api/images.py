"""The requests about the images that are there: the list, one of them, its history, another name for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from .. import image_views
from ..errors import ApiError
from ..filters import Filters, has_labels, moment, read_filters
from ..images import Image
from ..references import BadReference, Reference, parse_reference
from ..texts import refusal
from .answers import answer, api_of, flag, nothing

if TYPE_CHECKING:
    from ..engine import Engine

ACCEPTED = ("before", "dangling", "label", "reference", "since", "until")


def list_all(engine: Engine, request: Request) -> Response:
    """GET /images/json."""
    from .image_removal import flag_filter

    filters = read_filters(request.args.get("filters"), ACCEPTED, engine.version)
    api, patterns = api_of(engine, request), filters.get("reference", [])
    if request.args.get("filter") and api < (1, 41):
        patterns = [*patterns, request.args["filter"]]
    dangling = flag_filter(filters["dangling"], False) if filters.get("dangling") else None
    with engine.lock:
        before, since = _bounds(engine, filters)
        shared = image_views.shared_sizes(engine.images) if flag(request, "shared-size") and api >= (1, 42) else {}
        rows = []
        for image in engine.images.all():
            names = [one for one in image.references if not patterns or _fits(one, patterns)]
            tags = [one.familiar for one in names if not one.digest]
            bare = not names and (dangling is False or bool(patterns))
            if (
                bare or (dangling and tags) or not since < image.created.timestamp() < before
                or not has_labels(image.manifest.config.get("Labels"), filters.get("label", []))
            ):  # fmt: skip
                continue
            users = sum(box.image.image_id == image.id for box in engine.containers.values())
            digests = [one.familiar for one in names if one.digest]
            rows.append(image_views.summary(image, engine.version, api, tags, digests, users, shared.get(image.id, -1)))
    return answer(rows)


def _bounds(engine: Engine, filters: Filters) -> tuple[float, float]:
    """The moments that an image must be older and newer than. Raises ApiError."""
    before = [find(engine, name, "no_such_image").created.timestamp() for name in filters.get("before", [])]
    since = [find(engine, name, "no_such_image").created.timestamp() for name in filters.get("since", [])]
    try:
        before += [moment(text, engine.now()) for text in filters.get("until", [])]
    except ValueError as error:
        raise ApiError(500, f'strconv.ParseInt: parsing "{filters["until"][0]}": invalid syntax') from error
    return min(before, default=float("inf")), max(since, default=float("-inf"))


def _fits(reference: Reference, patterns: list[str]) -> bool:
    """Whether a pattern fits the name, with tag or digest or without (Go's path.Match: `*` stops at a slash)."""
    names = (reference.familiar, reference.familiar_repository)
    return any(re.fullmatch(_glob(pattern), name) for pattern in patterns for name in names)


def _glob(pattern: str) -> str:
    parts = re.findall(r"\*|\?|\[[^\]]*\]|\\.|.", pattern, re.DOTALL)
    kinds = {"*": "[^/]*", "?": "[^/]"}
    return "".join(kinds.get(p) or (p if p.startswith("[") and len(p) > 2 else re.escape(p[-1])) for p in parts)


def inspect(engine: Engine, request: Request, name: str) -> Response:
    """GET /images/NAME/json."""
    with engine.lock:
        image = find(engine, name, "inspect_no_image")
        return answer(
            image_views.inspect(engine.images, image, engine.version, api_of(engine, request), engine.data_root)
        )


def history(engine: Engine, request: Request, name: str) -> Response:
    """GET /images/NAME/history."""
    with engine.lock:
        return answer(image_views.history(find(engine, name, "no_such_image")))


def tag(engine: Engine, request: Request, name: str) -> Response:
    """POST /images/NAME/tag; without a repository nothing happens."""
    repository, text = request.args.get("repo", ""), request.args.get("tag", "")
    if not repository:
        return nothing(200)
    try:
        reference = parse_reference(repository)
        if reference.digest:
            raise BadReference("cannot import digest reference")
        reference = reference.with_tag(text) if text else reference.or_latest
    except BadReference as error:
        raise ApiError(400, error.said(engine.version)) from error
    if reference.familiar_repository == "sha256":
        raise ApiError(400, "refusing to create an ambiguous tag using digest algorithm as name")
    with engine.lock:
        image = find(engine, name, "no_such_image")
        engine.images.name(image, reference)
        image.tagged = engine.now()
        log(engine, "tag", image, reference.familiar)
    return nothing(201)


def find(engine: Engine, name: str, key: str) -> Image:
    """The image of that name. Raises ApiError with the text of `key`."""
    image = engine.images.find(name)
    if image is not None:
        return image
    if re.fullmatch(r"(sha256:)?[0-9a-f]{64}", name):
        raise refusal(key, engine.version, name=name, ref="sha256:" + name.removeprefix("sha256:"))
    try:
        shown = parse_reference(name).or_latest.shown
    except BadReference as error:
        raise ApiError(400, error.said(engine.version)) from error
    raise refusal(key, engine.version, name=name, ref=shown)


def log(engine: Engine, action: str, image: Image, name: str) -> None:
    """Write an event of an image, with its labels."""
    engine.events.log("image", action, image.id, {**(image.manifest.config.get("Labels") or {}), "name": name})
