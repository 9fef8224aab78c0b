"""What is in the archive of `docker save`, and what becomes of one that is loaded? moby image/tarexport: an OCI
layout, with the manifest.json and repositories of old beside it. What engines before 1.10 read of a layer is left
out."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .contents import OCI_CONFIG, OCI_INDEX, OCI_MANIFEST, Layer, Manifest, digest_of, read_layer
from .go_syntax import NoJson, decode_first
from .references import BadReference, Reference, parse_reference
from .versions import EngineVersion

TAR_LAYER = "application/vnd.oci.image.layer.v1.tar"
MISSING = "The system cannot find the file specified."
TEMP = "C:\\Windows\\Temp\\docker-import-2406189274"


class BadArchive(Exception):
    """An archive that cannot be loaded; the text is the engine's."""


@dataclass(frozen=True)
class Stored:
    """One image of an archive and its names."""

    image: Manifest
    names: tuple[Reference, ...]


def write(images: Sequence[Stored]) -> bytes:
    """The tar of these images."""
    files: dict[str, bytes] = {}
    index: list[dict[str, Any]] = []
    items: list[dict[str, Any]] = []
    repositories: dict[str, dict[str, str]] = {}
    for stored in images:
        image = stored.image
        files[_blob(image.image_id)] = image.document
        layers = [_descriptor(TAR_LAYER, layer.tar, layer.diff_id) for layer in image.layers]
        for layer in image.layers:
            files[_blob(layer.diff_id)] = layer.tar
        manifest = _json({
            "schemaVersion": 2, "mediaType": OCI_MANIFEST,
            "config": _descriptor(OCI_CONFIG, image.document, image.image_id), "layers": layers,
        })  # fmt: skip
        files[_blob(digest_of(manifest))] = manifest
        described = _descriptor(OCI_MANIFEST, manifest, digest_of(manifest))
        for name in stored.names:
            notes = {"io.containerd.image.name": name.canonical, "org.opencontainers.image.ref.name": name.tag}
            index.append({**described, "annotations": notes})
            repositories.setdefault(name.familiar_repository, {})[name.tag] = image.layers[-1].diff_id[7:]
        index = index or [described]
        items.append({
            "Config": _blob(image.image_id), "RepoTags": [name.familiar for name in stored.names] or None,
            "Layers": [_blob(layer.diff_id) for layer in image.layers],
            "LayerSources": {layer.diff_id: row for layer, row in zip(image.layers, layers, strict=True)},
        })  # fmt: skip
    if repositories:
        files["repositories"] = _json(repositories) + b"\n"
    files["manifest.json"] = _json(items) + b"\n"
    files["oci-layout"] = b'{"imageLayoutVersion": "1.0.0"}'
    files["index.json"] = _json({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": index})
    return _tar(files)


def _tar(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    folders = {"blobs/", "blobs/sha256/"}
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name in sorted({*files, *folders}):
            member = tarfile.TarInfo(name.rstrip("/"))
            member.mode = 0o755 if name in folders else 0o644
            member.type = tarfile.DIRTYPE if name in folders else tarfile.REGTYPE
            member.size = len(files.get(name, b""))
            tar.addfile(member, io.BytesIO(files.get(name, b"")))
    return out.getvalue()


class Archive:
    """An archive that is loaded. Raises BadArchive."""

    def __init__(self, data: bytes, version: EngineVersion) -> None:
        self._files = _files(data)
        new = version.number >= (29, 0)
        if "manifest.json" not in self._files:
            old = "Windows does not support legacy loading of images"
            raise BadArchive("invalid archive: does not contain a manifest.json" if new else old)
        try:
            items = _parsed(self._files["manifest.json"])
        except BadArchive as error:
            raise BadArchive(f"{'invalid archive: failed to decode manifest.json: ' if new else ''}{error}") from error
        if items is None:
            raise BadArchive("invalid manifest, manifest cannot be null (but can be [])")
        if not isinstance(items, list):
            raise BadArchive("json: cannot unmarshal object into Go value of type []tarexport.manifestItem")
        self.items: list[Mapping[str, Any]] = items

    def config(self, item: Mapping[str, Any]) -> Manifest:
        """The image that an item names, still without its layers."""
        image = Manifest(self._file(str(item.get("Config", ""))), ())
        told = _parsed(image.document)
        if not isinstance(told, dict) or not told.get("rootfs"):
            raise BadArchive("invalid image JSON, no RootFS key")
        if image.os != "windows":
            raise BadArchive(f"cannot load {image.os} image on windows")
        expected, actual = len(item.get("Layers") or ()), len(image.diff_ids)
        if expected != actual:
            raise BadArchive(f"invalid manifest, layers length mismatch: expected {expected}, got {actual}")
        return image

    def layer(self, item: Mapping[str, Any], number: int, diff_id: str) -> Layer:
        """A layer of an item, compressed or not."""
        data = self._file(str(item["Layers"][number]))
        try:
            layer = read_layer(gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data)
        except (tarfile.TarError, OSError, EOFError) as error:
            raise BadArchive("unexpected EOF") from error
        if layer.diff_id != diff_id:
            text = f'invalid diffID for layer {number}: expected "{diff_id}", got "{layer.diff_id}"'
            raise BadArchive(text)
        return layer

    def layer_size(self, item: Mapping[str, Any], number: int) -> int:
        return len(self._file(str(item["Layers"][number])))

    def _file(self, name: str) -> bytes:
        if name not in self._files:
            raise BadArchive(f"open {TEMP}\\{name.replace('/', chr(92))}: {MISSING}")
        return self._files[name]


def names_of(item: Mapping[str, Any]) -> list[Reference]:
    """The names of an item. Raises BadArchive."""
    found = []
    for text in item.get("RepoTags") or ():
        try:
            reference = parse_reference(str(text))
        except BadReference as error:
            raise BadArchive(str(error)) from error
        if not reference.tag:
            raise BadArchive(f'invalid tag "{text}"')
        found.append(reference)
    return found


def _files(data: bytes) -> dict[str, bytes]:
    if not data:
        return {}
    try:
        if data.startswith(b"\x1f\x8b"):
            data = gzip.decompress(data)
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as tar:
            found: dict[str, bytes] = {}
            for member in tar.getmembers():
                content = tar.extractfile(member) if member.isfile() else None
                if content:
                    found[member.name.removeprefix("./")] = content.read()
            return found
    except (tarfile.TarError, OSError, EOFError) as error:
        torn = (isinstance(error, tarfile.ReadError) and "unexpected end" in str(error)) or isinstance(error, EOFError)
        raise BadArchive("unexpected EOF" if torn or len(data) < 512 else "archive/tar: invalid tar header") from error


def _parsed(data: bytes) -> Any:
    try:
        return decode_first(data.decode("utf-8", "replace"))[0]
    except NoJson as error:
        raise BadArchive(str(error)) from error


def _blob(digest: str) -> str:
    return f"blobs/sha256/{digest.removeprefix('sha256:')}"


def _descriptor(media_type: str, data: bytes, digest: str) -> dict[str, Any]:
    return {"mediaType": media_type, "digest": digest, "size": len(data)}


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
