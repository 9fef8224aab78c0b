"""What does one registry hold, and how does it behave? Documents (images and lists of them) in repositories, a login,
faults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .contents import DOCKER_MANIFEST, Manifest, digest_of, manifest_document
from .logins import Login


@dataclass(frozen=True)
class Document:
    """What a registry has under a digest: a list of images, an image, or what is none (`config_type`). `broken` says
    what of an image the registry serves wrong: config, lost config, layer, lost layer."""

    media_type: str
    payload: bytes = field(repr=False)
    images: tuple[Manifest, ...]
    children: tuple[Document, ...] = ()
    is_list: bool = False
    config_type: str = ""
    broken: str = ""

    @property
    def digest(self) -> str:
        return digest_of(self.payload)


@dataclass(frozen=True)
class Fault:
    """What a registry does instead of answering; `second` is how long a second takes of those that a client waits for
    (so that a test need not wait)."""

    kind: str
    second: float = 1.0
    after: int = 0


@dataclass
class Repository:
    tags: dict[str, str] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    blobs: set[str] = field(default_factory=set)
    denied: bool = False

    def put(self, document: Document, tag: str = "") -> None:
        """Keep a document with what belongs to it, under its digest and that tag."""
        for one in (document, *document.children):
            self.documents[one.digest] = one
        for image in document.images:
            self.blobs |= {image.image_id, *(layer.digest for layer in image.layers)}
        if tag:
            self.tags[tag] = document.digest

    def find(self, tag_or_digest: str) -> Document | None:
        return self.documents.get(self.tags.get(tag_or_digest, tag_or_digest))


@dataclass
class RegistryHost:
    """One registry."""

    name: str
    login: Login
    faults: Mapping[str, Fault] = field(default_factory=dict)
    repositories: dict[str, Repository] = field(default_factory=dict)
    #: what there is not is told as such, not as denied
    tells: bool = True

    def fault(self, repository: str) -> Fault | None:
        """The fault of the longest beginning that fits."""
        fitting = [start for start in self.faults if repository.startswith(start)]
        return self.faults[max(fitting, key=len)] if fitting else None

    def hides(self, repository: str) -> bool:
        """Whether a stranger is denied it."""
        found = self.repositories.get(repository)
        if found and found.denied:
            return True
        if self.login.kind == "open" or self.login.users is not None:
            return self.login.kind != "open" and self.login.hides(repository)
        return found is None and not self.tells


def document_of(image: Manifest) -> tuple[Document, Manifest]:
    """An image as Docker pushes it, and the image with the digest of that."""
    payload = manifest_document(image)
    image = Manifest(image.document, image.layers, digest_of(payload))
    return Document(DOCKER_MANIFEST, payload, (image,)), image
