"""The requests that go to a registry: pull, push, a login, what a registry says of an image."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from ..contents import Manifest, platform_of
from ..errors import ApiError
from ..go_json import NotThatType
from ..go_syntax import NoJson
from ..images import Image
from ..logins import Credentials, read_header, read_login
from ..platforms import read_platform
from ..progress import Line, failure, message
from ..pull import Pull
from ..push import Push
from ..references import DIGEST, BadReference, Reference, parse_reference
from ..registry_client import Session, log_in
from ..registry_errors import RegistryError
from ..registry_hosts import Document
from ..texts import refusal
from .answers import answer, stream

if TYPE_CHECKING:
    from ..engine import Engine

IDENTIFIER = re.compile(r"^(?:sha256:)?[0-9a-f]{64}$")


def credentials_of(request: Request) -> Credentials:
    return read_header(request.headers.get("X-Registry-Auth", ""))


def create(engine: Engine, request: Request) -> Response:
    """POST /images/create: the pull. What fails before `Pulling from` has a status, what fails later is in the
    stream."""
    name, tag = request.args.get("fromImage", ""), request.args.get("tag", "")
    platform = read_platform(request.args.get("platform", ""))
    if not name and not request.args.get("fromSrc"):
        raise refusal("import_nothing", engine.version)
    if not name:
        raise refusal("not_simulated", engine.version, route="importing an image")
    try:
        reference = parse_reference(name.removesuffix(":"))
        if tag:
            reference = reference.with_digest(tag) if DIGEST.match(tag) else reference.with_tag(tag)
    except BadReference as error:
        raise ApiError(400, error.said(engine.version)) from error
    check_reserved(reference)

    def keep(named: Reference, document: Document, image: Manifest) -> bool:
        with engine.lock:
            engine.images.keep_document(named, document, image)
            return engine.images.add(named, document.digest, image)

    build = engine.host().build
    pull = Pull(
        engine.registry, reference, credentials_of(request), platform, build, engine.images, engine.version, keep
    )

    def lines() -> Iterator[Line]:
        yield from _with_faults(engine, pull.lines())
        image = _log(engine, "pull", reference)
        if platform and image and platform.short != "/".join((image.manifest.os, image.manifest.architecture)):
            has = "/".join((image.manifest.os, image.manifest.architecture))
            yield message(
                f"WARNING: image with reference {reference.shown} was found but its platform ({has}) does not match "
                f"the specified platform ({platform.full})"
            )

    return _streamed(engine, lines())


def check_reserved(reference: Reference) -> None:
    """Raise ApiError for the name of what is no image."""
    if reference.familiar_repository == "scratch":
        raise ApiError(403, "'scratch' is a reserved name")


def push(engine: Engine, request: Request, name: str) -> Response:
    """POST /images/NAME/push: the tag, or all tags of the repository."""
    tag = request.args.get("tag", "")
    try:
        reference = parse_reference(name)
        if tag:
            reference = _tagged(reference, tag)
    except BadReference as error:
        raise ApiError(400, error.said(engine.version)) from error

    def keep(named: Reference, digest: str) -> None:
        with engine.lock:
            image = engine.images.find(named.familiar)
            digested = named.with_digest(digest)
            if image and engine.images.find(digested.familiar) is None:
                engine.images.name(image, digested)

    work = Push(engine.registry, reference, credentials_of(request), engine.images, engine.version, keep)

    def lines() -> Iterator[Line]:
        yield from work.lines()
        _log(engine, "push", reference)

    return _streamed(engine, lines())


def _log(engine: Engine, action: str, reference: Reference) -> Image | None:
    """Write the event of a transfer, which is of the name; the image that has it gives its labels."""
    with engine.lock:
        image = engine.images.find(reference.shown)
        labels = (image.manifest.config.get("Labels") if image else None) or {}
        engine.events.log("image", action, reference.shown, {**labels, "name": reference.familiar_repository})
    return image


def _tagged(reference: Reference, tag: str) -> Reference:
    """moby httputils.RepoTagReference."""
    if reference.digest:
        raise BadReference("cannot import digest reference")
    return reference.with_tag(tag)


def auth(engine: Engine, request: Request) -> Response:
    """POST /auth: a login, tried at the registry. 29 leaves an empty token out."""
    new = engine.version.number >= (29, 0)
    try:
        who = read_login(request.get_data(as_text=True))
    except (NoJson, NotThatType) as error:
        form = "invalid X-Registry-Auth header: invalid JSON: {}" if new else "{}"
        raise ApiError(400 if new else 500, form.format(error)) from error
    token = _log_in(engine, who)
    return answer({"Status": "Login Succeeded", **({} if new and not token else {"IdentityToken": token})})


def _log_in(engine: Engine, who: Credentials) -> str:
    address = who.server or "docker.io"
    if not address.startswith(("http://", "https://")):
        address = f"https://{address}"
    host = address.partition("://")[2].partition("/")[0]
    blank = re.search(r"\s", host)
    if blank:
        problem = f'parse "{address}": invalid character "{blank[0]}" in host name'
        raise ApiError(400, f"unable to parse server address: {problem}")
    port = re.search(r":([^:\]]*)$", host)
    if port and not re.fullmatch(r"\d*", port[1]):
        problem = f'parse "{address}": invalid port ":{port[1]}" after host'
        raise ApiError(400, f"unable to parse server address: {problem}")
    host = "docker.io" if host in ("index.docker.io", "registry-1.docker.io") else host
    try:
        return log_in(engine.registry, who, host)
    except RegistryError as error:
        raise ApiError(error.status, error.text) from error


def distribution(engine: Engine, request: Request, name: str) -> Response:
    """GET /distribution/NAME/json: the descriptor and the platforms."""
    if IDENTIFIER.match(name):
        raise ApiError(500, "no manifest found for full image ID")
    try:
        reference = parse_reference(name).or_latest
    except BadReference as error:
        raise ApiError(400, error.said(engine.version)) from error
    try:
        session = Session(engine.registry, reference, credentials_of(request))
        document = session.manifest(reference.digest) if reference.digest else session.tag(reference.tag)
    except RegistryError as error:
        raise ApiError(error.status, error.text) from error
    told = None if document.config_type or document.broken == "lost config" else document.images
    if document.media_type.startswith("application/vnd.oci") and not document.is_list:
        told = None  # moby reads the config of Docker's own manifests alone
    return answer({
        "Descriptor": {
            "mediaType": document.media_type, "digest": document.digest, "size": len(document.payload),
        },
        "Platforms": [platform_of(image) for image in told] if told is not None else None,
    })  # fmt: skip


def _streamed(engine: Engine, lines: Iterator[Line]) -> Response:
    """A stream whose first line is there already: what fails before it, has its own answer."""
    first = next(lines)

    def rest() -> Iterator[Line]:
        try:
            yield from lines
        except ApiError as error:
            yield failure(error.text, engine.version)

    return stream(chain([first], rest()))


def _with_faults(engine: Engine, lines: Iterator[Line]) -> Iterator[Line]:
    """The pull with the faults pull_delay, pull_pace and pull_error, which come before its image is kept."""
    yield next(lines)
    delay, fault = engine.faults.get("pull_delay"), engine.faults.use("pull_error")
    for line in lines:
        if pace := engine.faults.get("pull_pace"):
            time.sleep(float(pace["seconds"]))
        if line["status"].startswith(("Pull complete", "Digest: ")):
            if delay:
                time.sleep(float(delay["seconds"]))
                delay = None
            if fault:
                raise ApiError(500, str(fault["text"]))
        yield line
