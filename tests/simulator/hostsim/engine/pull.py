"""What happens when an image is pulled: what is asked of the registry, which manifest is taken, what is refused, and
what the stream says.

moby distribution/pull_v2.go, pull_v2_windows.go and xfer/download.go. What fails before `Pulling from` is an answer
with a status (an ApiError before the first line); what fails later is the stream's last line.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from .contents import DOCKER_CONFIG, DOCKER_MANIFEST, OCI_CONFIG, Layer, Manifest
from .errors import ApiError
from .images import Images
from .logins import Credentials
from .platforms import Platform
from .progress import Line, bar, message, reading, update
from .references import Reference
from .registry import Registry
from .registry_client import Session, broken_layer, read_config
from .registry_errors import RegistryError
from .registry_hosts import Document
from .texts import refusal
from .versions import EngineVersion

ATTEMPTS = 5
# Config types of images (moby distribution/registry.go): those that a manifest of Docker's may name, and what may be
# pulled at all, with all that begins so and goes on with a dot
OLD_TYPES = ("application/octet-stream", "application/json", "text/html", "")
IMAGE_TYPES = (DOCKER_CONFIG, OCI_CONFIG, *OLD_TYPES)
SUPPORTED = ("application/vnd.oci.image", "application/vnd.docker", *OLD_TYPES)
PLUGIN = "application/vnd.docker.plugin.v1+json"


@dataclass
class Pull:
    """One pull: who asks for what, on which build, and what is there already."""

    registry: Registry
    reference: Reference
    who: Credentials
    platform: Platform | None
    build: int
    images: Images
    version: EngineVersion
    keep: Callable[[Reference, Document, Manifest], bool]  # whether that is news

    def lines(self) -> Iterator[Line]:
        """The stream. Raises ApiError."""
        try:
            session = Session(self.registry, self.reference, self.who)
            named = self.reference.tag or self.reference.digest
            tags = [named] if named else session.tags()
        except RegistryError as error:
            raise self._translated(error, self.reference) from error
        news = False
        for tag in tags:
            reference = self.reference if named else self.reference.with_tag(tag)
            news = (yield from self._pull(session, reference)) or news
        text = "Downloaded newer image for" if news else "Image is up to date for"
        yield message(f"Status: {text} {self.reference.shown}")

    def _pull(self, session: Session, reference: Reference) -> Generator[Line, None, bool]:
        """One tag or digest; returns whether that is news."""
        try:
            document = self.images.document(reference) if reference.digest else session.tag(reference.tag)
            document = document or session.manifest(reference.digest)
            self._check_class(document)
            shown = reference.canonical if reference.digest else reference.tag
            yield message(f"Pulling from {reference.repository}", shown)
            image, chosen, wanted = self._chosen(document)
            if image.image_id not in self.images.by_id:
                image = self._checked(chosen, wanted)
                yield from self._layers(session, chosen, image)
        except RegistryError as error:
            raise self._translated(error, self.reference) from error
        yield message(f"Digest: {document.digest}")
        return self.keep(reference, document, image)

    def _check_class(self, document: Document) -> None:
        """Raise ApiError for a manifest of Docker's whose config is no image's."""
        kind = document.config_type
        if kind and document.media_type == DOCKER_MANIFEST and kind not in IMAGE_TYPES:
            known = "plugin" if kind == PLUGIN else "unknown"
            raise ApiError(400, f'Encountered remote "{kind}"({known}) when fetching')

    def _chosen(self, document: Document) -> tuple[Manifest, Document, str]:
        """The image, its document, and the system that layers are kept for."""
        wanted = self.platform.os if self.platform else ""
        if document.is_list:
            document = choose(document, self.build, self.version, self.platform)
            wanted = document.images[0].os
        return document.images[0], document, wanted

    def _checked(self, document: Document, wanted: str) -> Manifest:
        """The image, if this host may have it. Raises ApiError, RegistryError."""
        if document.config_type and not supported(document.config_type):
            raise ApiError(400, f"unsupported media type {document.config_type}")
        try:
            image = read_config(document)
        except RegistryError as error:
            raise RegistryError(text=f"error pulling image configuration: {error.text}") from error
        if image.os != "windows":
            raise refusal("image_os", self.version, os=image.os)
        check_build(image, self.build, self.version)
        if wanted not in ("", "windows"):
            raise refusal("wanted_os", self.version, os=wanted)
        return image

    def _layers(self, session: Session, document: Document, image: Manifest) -> Iterator[Line]:
        missing: list[Layer] = []
        for layer, chain in zip(image.layers, image.chains, strict=True):
            have = not missing and self.images.has_chain(chain)
            yield update("Already exists" if have else "Pulling fs layer", layer.digest[7:19])
            if have:
                self.images.learn(layer, session.path, session.host.name)
            else:
                missing.append(layer)
        for layer in missing:
            yield from self._download(session, document, layer)
        for layer in missing:
            identifier = layer.digest[7:19]
            yield from reading("Extracting", identifier, layer.compressed, layer.compressed, self.version, slow=True)
            # the end of the file is read once more
            yield bar("Extracting", identifier, layer.compressed, layer.compressed, self.version)
            yield update("Pull complete", identifier)
            self.images.learn(layer, session.path, session.host.name)

    def _download(self, session: Session, document: Document, layer: Layer) -> Iterator[Line]:
        identifier, fault = layer.digest[7:19], session.fault
        wrong = broken_layer(document, layer)
        if wrong == "lost":
            yield bar("Downloading", identifier, 0, 0, self.version)
            raise RegistryError(text="unknown blob")
        if fault and fault.kind == "cut":
            yield from self._cut(identifier, layer, fault.second)
        yield from reading("Downloading", identifier, layer.compressed, layer.compressed, self.version, slow=False)
        yield update("Verifying Checksum", identifier)
        if wrong:
            raise RegistryError(text=f"filesystem layer verification failed for digest {layer.digest}")
        yield update("Download complete", identifier)

    def _cut(self, identifier: str, layer: Layer, second: float) -> Iterator[Line]:
        """A connection that ends in the middle, each time. What came is asked to be continued at the next attempt,
        which this registry does not know (it sends all of it), so that every second attempt fails before a byte."""
        for attempt in range(1, ATTEMPTS + 1):
            if attempt % 2:
                # a reader that is closed early tells the whole size
                yield from reading("Downloading", identifier, layer.compressed, layer.compressed, self.version, False)
            if attempt < ATTEMPTS:
                yield from waiting(identifier, attempt, second)
        raise RegistryError(text="unexpected EOF")

    def _translated(self, error: RegistryError, reference: Reference) -> ApiError:
        """moby distribution/errors.go translatePullError: the first error, in words for people where it is of this
        kind."""
        if not error.errors:
            return ApiError(error.status, error.text)
        first = error.errors[0]
        forms = {} if first.bare else {
            "denied": f"pull access denied for {reference.familiar_repository}, repository does not exist or may "
            f"require 'docker login': {first}",
            "manifest unknown": f"manifest for {reference.shown} not found: {first}",
            "name unknown": f"repository {reference.familiar_repository} not found: {first}",
        }  # fmt: skip
        if first.code in forms:
            return ApiError(404, forms[first.code])
        return ApiError(error.status, error.text)


def waiting(identifier: str, attempt: int, second: float) -> Iterator[Line]:
    """The seconds until the next attempt, counted down."""
    for left in range(attempt * 5, 0, -1):
        yield update(f"Retrying in {left} second{'' if left == 1 else 's'}", identifier)
        time.sleep(second)


def supported(media_type: str) -> bool:
    """Whether a config is an image's."""
    kind = media_type.lower()
    return any(kind == one or kind.startswith(f"{one}.") for one in SUPPORTED)


def choose(document: Document, build: int, version: EngineVersion, platform: Platform | None = None) -> Document:
    """What this host takes of a list; ApiError (told inside the stream) where there is nothing.

    Other architectures, other systems and newer builds are left out, the host's own build goes first, the rest keeps
    the list's order. Revisions never count.
    """
    asked = platform.os if platform else ""
    fitting = [
        child for child in document.children
        for image in child.images
        if image.architecture == "amd64" and (asked or image.os) == "windows"
        and (image.os != "windows" or (image.build or 0) <= build)
    ]  # fmt: skip
    if not fitting:
        if platform:
            raise refusal("no_matching_platform", version, platform=platform.full)
        raise refusal("no_matching_manifest", version, version=f"10.0.{build}")
    own = f"10.0.{build}."
    order = sorted(
        fitting, key=lambda child: (child.images[0].os != "windows", not child.images[0].os_version.startswith(own))
    )
    return order[0]


def check_build(image: Manifest, build: int, version: EngineVersion) -> None:
    """Raise ApiError for an image of a newer Windows."""
    if image.build is not None and image.build > build:
        wanted = ".".join(image.os_version.split(".")[:3])
        raise refusal("image_too_new", version, image=wanted, version=f"10.0.{build}")
