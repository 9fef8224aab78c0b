"""What happens when an image is pushed? moby distribution/push_v2.go: each layer is looked for in the repository,
mounted from another one of the registry, or sent; then the config and the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .contents import Layer
from .errors import ApiError
from .images import Image, Images
from .logins import Credentials
from .progress import Line, message, reading, update
from .pull import ATTEMPTS, waiting
from .references import Reference
from .registry import Registry
from .registry_client import Session
from .registry_errors import RegistryError
from .registry_hosts import document_of
from .versions import EngineVersion


@dataclass
class Push:
    """One push: of a tag, or of all tags of a repository. `keep` is told the digest of each that was pushed."""

    registry: Registry
    reference: Reference
    who: Credentials
    images: Images
    version: EngineVersion
    keep: Callable[[Reference, str], None]
    done: set[str] = field(default_factory=set)  # layers that the registry is known to have

    def lines(self) -> Iterator[Line]:
        """The stream. Raises ApiError."""
        reference = self.reference
        yield message(f"The push refers to repository [{reference.name}]")
        named = list(self.images.of_repository(reference.name))
        if not named:
            text = f"An image does not exist locally with the tag: {reference.familiar_repository}"
            raise ApiError(500, text)
        try:
            session = Session(self.registry, reference, self.who, pushes=True)
            if reference.digest:
                raise ApiError(500, "cannot push a digest reference")
            chosen = [(one, image) for one, image in named if one.tag and reference.tag in ("", one.tag)]
            if not chosen:
                none = f"no tags to push for {reference.familiar_repository}"
                raise ApiError(500, f"tag does not exist: {reference.familiar}" if reference.tag else none)
            for one, image in chosen:
                yield from self._push(session, one, image)
        except RegistryError as error:
            raise ApiError(error.status, error.text) from error

    def _push(self, session: Session, reference: Reference, image: Image) -> Iterator[Line]:
        layers = list(reversed(image.manifest.layers))
        for layer in layers:
            yield update("Preparing", layer.diff_id[7:19])
        for layer in layers:
            yield from self._layer(session, layer)
        if not session.has_blob(image.id):
            session.begin_upload()
        document, _ = document_of(image.manifest)
        session.put(document, reference.tag)
        self.keep(reference, document.digest)
        size = len(document.payload)
        yield message(f"{reference.tag}: digest: {document.digest} size: {size}")
        told: dict[str, Any] = {"Tag": reference.tag, "Digest": document.digest, "Size": size}
        yield {"progressDetail": {}, "aux": told}

    def _layer(self, session: Session, layer: Layer) -> Iterator[Line]:
        identifier = layer.diff_id[7:19]
        if layer.diff_id in self.done or self._is_there(session, layer):
            yield update("Layer already exists", identifier)
        elif source := self._mounted(session, layer):
            yield update(f"Mounted from {source}", identifier)
        else:
            yield from self._upload(session, layer)
        self.done.add(layer.diff_id)
        self.images.learn(layer, session.path, session.host.name)

    def _is_there(self, session: Session, layer: Layer) -> bool:
        try:
            return bool(self.images.sources.get(layer.diff_id)) and session.has_blob(layer.digest)
        except RegistryError:
            return False  # what is wrong will be told when the layer is sent

    def _mounted(self, session: Session, layer: Layer) -> str:
        """The repository of the same registry that the layer was taken over from: the one most like the target, of
        these the latest."""
        here = f"{session.host.name}/"
        known = [source.removeprefix(here) for _, source in reversed(self.images.sources.get(layer.diff_id, []))]
        others = [path for path in known if ":" not in path.split("/")[0] and path != session.path]
        if not others:
            return ""
        best = max(others, key=lambda path: _alike(path, session.path))
        try:
            return best if session.mount(layer, best) else ""
        except RegistryError:
            return ""

    def _upload(self, session: Session, layer: Layer) -> Iterator[Line]:
        identifier, second = layer.diff_id[7:19], session.fault.second if session.fault else 1.0
        for attempt in range(1, ATTEMPTS + 1):
            try:
                session.begin_upload()
                break
            except RegistryError as error:
                if attempt == ATTEMPTS or not error.again:
                    raise RegistryError(text=error.cause, status=error.status) from error
            yield from waiting(identifier, attempt, second)
        yield from reading("Pushing", identifier, layer.size or len(layer.tar), layer.size, self.version, slow=False)
        session.put_layer(layer)
        yield update("Pushed", identifier)


def _alike(one: str, other: str) -> int:
    """How many parts of two paths are the same, from the left."""
    count = 0
    for left, right in zip(one.split("/"), other.split("/"), strict=False):
        if left != right:
            break
        count += 1
    return count
