"""Which images does the engine hold, and how does it show them?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .references import BadReference, Reference, read_reference
from .registry import Entry, Manifest
from .versions import EngineVersion
from .wording import stamp

EMPTY_CONFIG: dict[str, Any] = {
    "Hostname": "", "Domainname": "", "User": "", "AttachStdin": False, "AttachStdout": False, "AttachStderr": False,
    "Tty": False, "OpenStdin": False, "StdinOnce": False, "Env": None, "Cmd": None, "Image": "", "Volumes": None,
    "WorkingDir": "", "Entrypoint": None, "OnBuild": None, "Labels": None,
}  # fmt: skip


@dataclass
class Image:
    """A local image: its manifest, its names (`repository:tag`) and digests (`repository@digest`)."""

    manifest: Manifest
    created: datetime
    tags: list[str] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    tagged: datetime | None = None

    @property
    def id(self) -> str:
        """`sha256:` and 64 hexadecimal digits."""
        return self.manifest.image_id


class Images:
    """The local images, by id."""

    def __init__(self, version: EngineVersion, data_root: str) -> None:
        self._version = version
        self._data_root = data_root
        self.by_id: dict[str, Image] = {}

    def add(self, reference: Reference, entry: Entry, manifest: Manifest, now: datetime) -> bool:
        """Keep a pulled image under its name.

        A name moves from the image that had it. True where that was so already.
        """
        digest = f"{reference.familiar_repository}@{entry.digest}"
        image = self.by_id.setdefault(manifest.image_id, Image(manifest, now))
        if digest not in image.digests:
            image.digests.append(digest)
        if reference.digest:
            return False
        if reference.familiar in image.tags:
            return True
        for other in self.by_id.values():
            if reference.familiar in other.tags:
                other.tags.remove(reference.familiar)
        image.tags.append(reference.familiar)
        image.tagged = now
        return False

    def find(self, text: str) -> Image | None:
        """The image of a name, a digest, an id, or the beginning of an id."""
        if text in self.by_id:
            return self.by_id[text]
        try:
            name = read_reference(text).familiar
        except BadReference:
            name = text
        for image in self.by_id.values():
            if name in image.tags or name in image.digests:
                return image
        start = text.removeprefix("sha256:")
        begins = [image for image in self.by_id.values() if start and image.id[7:].startswith(start)]
        return begins[0] if len(begins) == 1 else None

    def remove(self, image: Image, name: str) -> list[dict[str, str]]:
        """Take a name from an image, and the image away with its last name; returns what DELETE answers."""
        try:
            familiar = read_reference(name).familiar
        except BadReference:
            familiar = name
        gone = [familiar] if familiar in image.tags and len(image.tags) > 1 else list(image.tags)
        image.tags = [tag for tag in image.tags if tag not in gone]
        report = [{"Untagged": tag} for tag in gone]
        if not image.tags:
            report += [{"Untagged": digest} for digest in image.digests]
            report.append({"Deleted": image.id})
            del self.by_id[image.id]
        return report

    def inspect(self, image: Image) -> dict[str, Any]:
        """The body of GET /images/NAME/json."""
        manifest = image.manifest
        config = {**EMPTY_CONFIG, **manifest.config}
        old = {"Container": "", "ContainerConfig": dict(EMPTY_CONFIG)} if self._version.number < (26, 0) else {}
        size = {"VirtualSize": manifest.size} if self._version.number < (25, 0) else {}
        os_version = {"OsVersion": manifest.os_version} if manifest.os_version else {}
        return {
            "Id": image.id, "RepoTags": list(image.tags), "RepoDigests": list(image.digests), "Parent": "",
            "Comment": "",
            "Created": stamp(image.created), **old, "DockerVersion": "", "Author": "", "Config": config,
            "Architecture": manifest.architecture, "Os": manifest.os, **os_version, "Size": manifest.size, **size,
            "GraphDriver": {"Data": {"dir": f"{self._data_root}\\windowsfilter\\{image.id[7:]}"},
            "Name": "windowsfilter"},
            "RootFS": {"Type": "layers", "Layers": list(manifest.layers)},
            "Metadata": {"LastTagTime": stamp(image.tagged)},
        }  # fmt: skip

    def summary(self, image: Image) -> dict[str, Any]:
        """The image's row in GET /images/json."""
        size = {"VirtualSize": image.manifest.size} if self._version.number < (25, 0) else {}
        return {
            "Containers": -1, "Created": int(image.created.timestamp()), "Id": image.id,
            "Labels": image.manifest.config.get("Labels"), "ParentId": "", "RepoDigests": list(image.digests) or None,
            "RepoTags": list(image.tags), "SharedSize": -1, "Size": image.manifest.size, **size,
        }  # fmt: skip

    def all(self) -> Iterable[Image]:
        """All images, the newest first."""
        return sorted(self.by_id.values(), key=lambda image: image.created, reverse=True)
