"""Which images does the engine hold, under which names, of which layers? moby's image, reference and layer stores."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from .contents import Layer, Manifest
from .references import IDENTIFIER, BadReference, Reference, parse_reference
from .registry_hosts import Document


@dataclass
class Image:
    """A local image and its names: `repository:tag` and `repository@digest` as people write them, in order."""

    manifest: Manifest
    tags: list[str] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    tagged: datetime | None = None  # when it got a name by hand; a pull is none

    @property
    def id(self) -> str:
        """`sha256:` and 64 hexadecimal digits."""
        return self.manifest.image_id

    @property
    def created(self) -> datetime:
        """When it says it was made; 1970 where it does not."""
        return datetime.fromisoformat(self.manifest.created or "1970-01-01T00:00:00Z")

    @property
    def references(self) -> list[Reference]:
        """Tags and digests in their common order."""
        return sorted((parse_reference(name) for name in (*self.tags, *self.digests)), key=lambda one: one.canonical)

    def single(self) -> bool:
        """Whether all names are of one repository, with at most one tag (moby isSingleReference: where there is more
        than one name, the repository must have digests and no other may)."""
        names = self.references
        if len(names) <= 1:
            return len(names) == 1
        tags = [name for name in names if not name.digest]
        repositories = {name.name for name in names if name.digest}
        first = tags[0] if tags else names[0]
        return len(tags) <= 1 and repositories == {first.name}


class Images:
    """The local images, by id."""

    def __init__(self) -> None:
        self.by_id: dict[str, Image] = {}
        self.folders: dict[str, str] = {}  # id of a chain of layers -> the name of its folder
        #: (host/repository, digest) -> what was pulled from there, as long as its image is there
        self.documents: dict[tuple[str, str], tuple[Document, str]] = {}
        self.sources: dict[str, list[tuple[str, str]]] = {}  # diff id -> (digest, host/repository), the newest last

    def keep(self, manifest: Manifest) -> Image:
        """An image with its layers."""
        for chain in manifest.chains:
            self.folders.setdefault(chain, secrets.token_hex(32))
        return self.by_id.setdefault(manifest.image_id, Image(manifest))

    def add(self, reference: Reference, digest: str, manifest: Manifest) -> bool:
        """Keep a pulled image under its name; whether that is news. `digest` is that of what was pulled."""
        image = self.keep(manifest)
        digested = reference.with_digest(reference.digest or digest)
        same = reference.familiar in (*image.tags, *image.digests)
        if self._owner(digested.familiar) is None:
            self._name(image, digested)
        if not reference.digest and not same:
            self.name(image, reference)
        return not same

    def name(self, image: Image, reference: Reference) -> None:
        """Give an image a name; whichever had it loses it."""
        owner = self._owner(reference.familiar)
        if owner:
            self.unname(owner, reference)
        self._name(image, reference)

    def unname(self, image: Image, reference: Reference) -> None:
        names = image.digests if reference.digest else image.tags
        if reference.familiar in names:
            names.remove(reference.familiar)

    def _name(self, image: Image, reference: Reference) -> None:
        names = image.digests if reference.digest else image.tags
        names.append(reference.familiar)
        names.sort(key=lambda name: parse_reference(name).canonical)

    def _owner(self, familiar: str) -> Image | None:
        found = (image for image in self.by_id.values() if familiar in image.tags or familiar in image.digests)
        return next(found, None)

    def find(self, text: str) -> Image | None:
        """The image of a name, a digest, an id, or the beginning of an id."""
        if text in self.by_id or IDENTIFIER.match(text):
            return self.by_id.get(text if text in self.by_id else f"sha256:{text}")
        try:
            named = self._owner(parse_reference(text).or_latest.familiar)
        except BadReference:
            named = None
        return named or self.search(text)

    def search(self, text: str) -> Image | None:
        """The image of the beginning of an id."""
        start = text.removeprefix("sha256:")
        begins = [image for image in self.by_id.values() if start and image.id[7:].startswith(start)]
        return begins[0] if len(begins) == 1 else None

    def of_repository(self, name: str) -> Iterator[tuple[Reference, Image]]:
        """All names of a repository (`host/path`) with their images, in order."""
        found = [
            (reference, image)
            for image in self.by_id.values() for reference in image.references if reference.name == name
        ]  # fmt: skip
        return iter(sorted(found, key=lambda pair: pair[0].canonical))

    def forget(self, image: Image, used: Iterable[Manifest]) -> list[str]:
        """Remove an image; the ids of the layers that go with it, from the highest. `used` are the images of
        containers, whose layers stay."""
        del self.by_id[image.id]
        self.documents = {key: value for key, value in self.documents.items() if value[1] != image.id}
        still = {chain for other in self.by_id.values() for chain in other.manifest.chains}
        still |= {chain for manifest in used for chain in manifest.chains}
        gone = [chain for chain in reversed(image.manifest.chains) if chain not in still]
        for chain in gone:
            del self.folders[chain]
        return gone

    def has_chain(self, chain: str) -> bool:
        """Whether the layers of that id are there."""
        return chain in self.folders

    def document(self, reference: Reference) -> Document | None:
        """What is known already of a digest of that repository (moby distribution/manifest.go): no registry is asked
        for it again."""
        found = self.documents.get((reference.name, reference.digest))
        return found[0] if found else None

    def keep_document(self, reference: Reference, document: Document, image: Manifest) -> None:
        for one in (document, *(child for child in document.children if child.images[0] == image)):
            self.documents[(reference.name, one.digest)] = (one, image.image_id)

    def learn(self, layer: Layer, path: str, host: str) -> None:
        """Remember that a repository has a layer (moby distribution/metadata)."""
        known = self.sources.setdefault(layer.diff_id, [])
        source = (layer.digest, f"{host}/{path}")
        if source in known:
            known.remove(source)
        known.append(source)

    def all(self) -> list[Image]:
        """All images, the newest first."""
        return sorted(self.by_id.values(), key=lambda image: image.created, reverse=True)
