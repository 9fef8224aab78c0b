"""The requests that write images into an archive, and read them from one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from ..archives import MISSING, Archive, BadArchive, Stored, names_of, write
from ..contents import Layer, Manifest
from ..errors import ApiError
from ..images import Image
from ..progress import Line, failure, reading
from ..references import BadReference, Reference, parse_reference
from .answers import flag, stream
from .images import log

if TYPE_CHECKING:
    from ..engine import Engine


def save_one(engine: Engine, request: Request, name: str) -> Response:
    """GET /images/NAME/get."""
    return _save(engine, [name])


def save(engine: Engine, request: Request) -> Response:
    """GET /images/get?names=A&names=B."""
    return _save(engine, request.args.getlist("names"))


def _save(engine: Engine, names: list[str]) -> Response:
    with engine.lock:
        chosen: dict[str, list[Reference]] = {}
        for name in names:
            for image, reference in _named(engine, name):
                known = chosen.setdefault(image.id, [])
                if reference and not reference.digest and reference not in known:
                    known.append(reference)
        images = [engine.images.by_id[identifier] for identifier in chosen]
        if any(not image.manifest.layers for image in images):
            raise ApiError(500, "empty export - not implemented")
        data = write([Stored(image.manifest, tuple(chosen[image.id])) for image in images])
        for image in images:
            log(engine, "save", image, image.id)
    return Response(data, 200, content_type="application/x-tar")


def _named(engine: Engine, name: str) -> list[tuple[Image, Reference | None]]:
    """The images that a name means: of a repository without a tag all of it (moby tarexport parseNames)."""
    if re.fullmatch(r"(sha256:)?[0-9a-f]{64}", name):
        image = engine.images.find(name)
        if image is None:
            digest = name.removeprefix("sha256:")
            path = f"{engine.data_root}\\image\\windowsfilter\\imagedb\\content\\sha256\\{digest}"
            raise ApiError(500, f"failed to get digest sha256:{digest}: open {path}: {MISSING}")
        return [(image, None)]
    try:
        reference = parse_reference(name)
    except BadReference as error:
        raise ApiError(400 if engine.version.number >= (29, 0) else 500, error.said(engine.version)) from error
    exact = reference.tag or reference.digest
    if exact and reference.familiar_repository != "sha256":
        image = engine.images.find(reference.familiar)
        if image is None or reference.familiar not in (*image.tags, *image.digests):
            raise ApiError(404, "reference does not exist")
        return [(image, reference)]
    of_repository: list[tuple[Image, Reference | None]] = [
        (image, one) for one, image in engine.images.of_repository(reference.name) if not exact
    ]
    found = engine.images.search(name)
    if not of_repository and found is None:
        raise ApiError(404, f"No such image: {name}")
    return of_repository or [(found, None)] if found else of_repository


def load(engine: Engine, request: Request) -> Response:
    """POST /images/load: a stream; what is wrong with the archive is its last line, the status is 200."""
    return stream(_load(engine, request.get_data(), flag(request, "quiet", True)))


def _load(engine: Engine, data: bytes, quiet: bool) -> Iterator[Line]:
    try:
        archive = Archive(data, engine.version)
        named, told = 0, ""
        for item in archive.items:
            image = archive.config(item)
            layers: list[Layer] = []
            for number, diff_id in enumerate(image.diff_ids):
                whole = Manifest(image.document, tuple(layers))
                known = _known(engine, whole, diff_id)
                if known is None and not quiet:
                    size = archive.layer_size(item, number)
                    yield from reading("Loading layer", diff_id[7:19], size, size, engine.version, slow=True)
                    yield from reading("Loading layer", diff_id[7:19], size, size, engine.version, slow=True)
                layers.append(known or archive.layer(item, number, diff_id))
            kept = Manifest(image.document, tuple(layers))
            names = names_of(item)
            with engine.lock:
                loaded = engine.images.keep(kept)
            told += f"Loaded image ID: {kept.image_id}\n"
            named = len(names)
            for name in names:
                yield from _name(engine, loaded, name)
            log(engine, "load", loaded, loaded.id)
        if not named and told:
            yield {"stream": told}
    except BadArchive as error:
        yield failure(str(error), engine.version)


def _known(engine: Engine, below: Manifest, diff_id: str) -> Layer | None:
    """The layer, if it is there already on top of those."""
    count = len(below.layers)
    for image in engine.images.by_id.values():
        layers = image.manifest.layers
        if len(layers) > count and layers[:count] == below.layers and layers[count].diff_id == diff_id:
            return layers[count]
    return None


def _name(engine: Engine, image: Image, name: Reference) -> Iterator[Line]:
    with engine.lock:
        before = engine.images.find(name.familiar)
        engine.images.name(image, name)
    if before and before.id != image.id:
        yield {
            "stream": f"The image {name.familiar} already exists, renaming the old one with ID {before.id} to empty "
            "string\n"
        }
    yield {"stream": f"Loaded image: {name.familiar}\n"}
