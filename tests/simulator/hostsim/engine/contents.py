"""What is an image made of? Layers and a config, whose bytes give their digests; so an image is the same wherever it
lies: in a registry, in an engine, in an archive."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json"
DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"
OCI_CONFIG = "application/vnd.oci.image.config.v1+json"
OCI_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"

#: The file that says what a simulated layer stands for: a layer of 5 GB is a tar of 10 kB with this in it
MARK = "Files/layer.json"


def digest_of(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class Layer:
    """A layer: its tar, the digest of that (`diff_id`), the digest and size of the compressed blob, its size on
    disk."""

    tar: bytes = field(repr=False)
    diff_id: str
    digest: str
    compressed: int
    size: int


@lru_cache(maxsize=1024)
def made_layer(content: str, size: int, compressed: int | None = None) -> Layer:
    """The layer of that content and those sizes; without `compressed` as big as on disk."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        data = json.dumps({"content": content, "size": size}).encode()
        member = tarfile.TarInfo(MARK)
        member.size = len(data)
        tar.addfile(member, io.BytesIO(data))
    return read_layer(out.getvalue(), compressed)


def read_layer(tar: bytes, compressed: int | None = None) -> Layer:
    """The layer of a tar. Raises tarfile.TarError for what is none."""
    blob = gzip.compress(tar, mtime=0)
    size = _size_on_disk(tar)
    return Layer(tar, digest_of(tar), digest_of(blob), compressed or size or len(blob), size)


def _size_on_disk(tar: bytes) -> int:
    with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
        members = archive.getmembers()
        marks = [member for member in members if member.name == MARK]
        if marks:
            told = archive.extractfile(marks[0])
            return int(json.loads(told.read())["size"]) if told else 0
        return sum(member.size for member in members)


@dataclass(frozen=True)
class Manifest:
    """One image for one platform: its config as bytes, its layers, and the digest of its manifest ("" where it never
    was in a registry)."""

    document: bytes = field(repr=False)
    layers: tuple[Layer, ...] = field(repr=False)
    digest: str = ""

    @cached_property
    def _told(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = json.loads(self.document)
        return found

    @cached_property
    def image_id(self) -> str:
        """`sha256:` and 64 hexadecimal digits."""
        return digest_of(self.document)

    @property
    def os(self) -> str:
        return str(self._told.get("os") or "windows")

    @property
    def architecture(self) -> str:
        return str(self._told.get("architecture") or "")

    @property
    def os_version(self) -> str:
        """Empty where the image does not say it."""
        return str(self._told.get("os.version") or "")

    @property
    def config(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._told.get("config") or {}
        return found

    @property
    def created(self) -> str:
        return str(self._told.get("created") or "")

    @property
    def author(self) -> str:
        return str(self._told.get("author") or "")

    @property
    def history(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self._told.get("history") or ()
        return found

    @property
    def diff_ids(self) -> Sequence[str]:
        """Those that the config names."""
        found: Sequence[str] = (self._told.get("rootfs") or {}).get("diff_ids") or ()
        return found

    @property
    def size(self) -> int:
        return sum(layer.size for layer in self.layers)

    @cached_property
    def chains(self) -> tuple[str, ...]:
        """The ids of what its layers make on top of each other, from the lowest (moby layer.CreateChainID)."""
        found: list[str] = []
        for layer in self.layers:
            found.append(digest_of(f"{found[-1]} {layer.diff_id}".encode()) if found else layer.diff_id)
        return tuple(found)

    @property
    def build(self) -> int | None:
        """The build in `os_version`, or None."""
        parts = self.os_version.split(".")
        return int(parts[2]) if len(parts) >= 3 and parts[2].isdigit() else None

    @property
    def revision(self) -> int | None:
        """The revision in `os_version`, or None where it has three parts (A5.2)."""
        parts = self.os_version.split(".")
        return int(parts[3]) if len(parts) >= 4 and parts[3].isdigit() else None


def config_document(about: Mapping[str, Any], config: Mapping[str, Any], layers: Sequence[Layer]) -> bytes:
    """An image's config. `about` may hold created, created_by, author, comment, os, architecture, os_version."""
    created = about["created"]
    comment = {"comment": str(about["comment"])} if about.get("comment") else {}
    step = {"created": created, "created_by": str(about["created_by"]), **comment}
    version = {"os.version": about["os_version"]} if about["os_version"] else {}
    author = {"author": str(about["author"])} if about.get("author") else {}
    document = {
        "created": created, **author, "architecture": about["architecture"], "os": about["os"], **version,
        "config": dict(config), "rootfs": {"type": "layers", "diff_ids": [layer.diff_id for layer in layers]},
        "history": [step for _layer in layers],
    }  # fmt: skip
    return json.dumps(document, separators=(",", ":")).encode()


def manifest_document(image: Manifest, oci: bool = False, config_type: str = "", layer_type: str = "") -> bytes:
    """The manifest of an image; `config_type` and `layer_type` for what is no image. The spaces are those of Docker's
    own."""
    config, layers = config_type or (OCI_CONFIG if oci else DOCKER_CONFIG), OCI_LAYER if oci else DOCKER_LAYER
    return _written({
        "schemaVersion": 2, "mediaType": OCI_MANIFEST if oci else DOCKER_MANIFEST,
        "config": _descriptor(config, len(image.document), image.image_id),
        "layers": [
            _descriptor(layer_type or layers, layer.compressed, layer.digest) for layer in image.layers
        ],
    })  # fmt: skip


def list_document(rows: Sequence[tuple[Manifest, int]], oci: bool = False) -> bytes:
    """A list of (image, size of its manifest)."""
    kind = OCI_MANIFEST if oci else DOCKER_MANIFEST
    return _written({
        "schemaVersion": 2, "mediaType": OCI_INDEX if oci else DOCKER_LIST,
        "manifests": [
            {**_descriptor(kind, size, image.digest), "platform": platform_of(image)} for image, size in rows
        ],
    })  # fmt: skip


def platform_of(image: Manifest) -> dict[str, str]:
    version = {"os.version": image.os_version} if image.os_version else {}
    return {"architecture": image.architecture, "os": image.os, **version}


def _descriptor(media_type: str, size: int, digest: str) -> dict[str, Any]:
    return {"mediaType": media_type, "size": size, "digest": digest}


def _written(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, indent=3).encode()
