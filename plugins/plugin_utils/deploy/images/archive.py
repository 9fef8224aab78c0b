# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which images come out of an archive (docker save), for sites without a registry? One of the host, or of the
controller, which is looked into before it is sent."""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.declared import same_reference
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.source import CONTROLLER, URL, kind_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Send

TEMPORARY = r"C:\Windows\Temp"  # is on every Windows
LARGEST = 4 * 2**20  # of the documents of an archive that are read


@dataclass(frozen=True)
class Archive:
    """`path` is where the host has it; `source` the controller's file, None of one that the host has already."""

    path: str
    source: str | None = None
    os: str | None = None
    os_version: str | None = None
    architecture: str | None = None

    @property
    def sha256(self) -> str | None:
        return _digest(self.source, Path(self.source).stat().st_mtime_ns) if self.source else None

    def send(self, reference: str) -> Send | None:
        """Raises Refused where the file cannot be read any more."""
        if self.source is None or self.sha256 is None:
            return None
        return Send.of(self.source, self.path, self.sha256, f"the archive of the image {reference}")

    def known(self, facts: ImageFacts) -> ImageFacts:
        """What the archive says of an image that is not on the host yet."""
        if facts.id is not None or self.source is None:
            return facts
        return replace(facts, os=self.os, os_version=self.os_version, architecture=self.architecture)


@cache
def _digest(source: str, changed: int) -> str:
    with Path(source).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_archives(
    given: Mapping[str, Any], references: Iterable[str], found: Callable[[str], str]
) -> dict[str, Archive]:
    """By the image as the containers declare it. Raises Refused."""
    wanted, made, problems = list(references), {}, []
    for image, place in given.items():
        named = [reference for reference in wanted if same_reference(reference, str(image))]
        try:
            archive = _archive(str(image), place, found)
        except Refused as refused:
            problems += [f"archives.{image}: {text}" for text in refused.problems]
            continue
        if not named:
            problems.append(f"archives.{image}: no container of the set is made of this image")
        made.update(dict.fromkeys(named, archive))
    if problems:
        raise Refused(problems)
    return made


def _archive(image: str, place: Any, found: Callable[[str], str]) -> Archive:
    if not isinstance(place, str) or not place.strip():
        raise Refused(["its value is the path of an archive of docker save, on the host or on the controller"])
    kind = kind_of(place)
    if kind == URL:
        raise Refused(["an archive is not downloaded; give a path of the host, of a share or of the controller"])
    if kind != CONTROLLER:
        return Archive(place.replace("/", "\\"))
    source = found(place)
    document = _of_image(source, image)
    target = f"{TEMPORARY}\\winfleet-image-{hashlib.sha256(f'{source} {image}'.encode()).hexdigest()[:16]}.tar"
    told = {key: str(document[key]) for key in ("os", "os.version", "architecture") if document.get(key)}
    return Archive(target, source, told.get("os"), told.get("os.version"), told.get("architecture"))


def _of_image(source: str, image: str) -> Mapping[str, Any]:
    """The configuration of the image in the archive. Raises Refused."""
    try:
        with tarfile.open(source, "r:*") as tar:
            rows = _document(tar, "manifest.json")
            rows = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
            tags = [str(tag) for row in rows for tag in row.get("RepoTags") or ()]
            for row in rows:
                if any(same_reference(str(tag), image) for tag in row.get("RepoTags") or ()):
                    document = _document(tar, str(row.get("Config")))
                    return document if isinstance(document, Mapping) else {}
    except (OSError, tarfile.TarError, ValueError, KeyError, EOFError):
        raise Refused([f"{source} is no archive of docker save (a tar with a manifest.json)"]) from None
    holds = ", ".join(tags[:5]) or "no image with a name"
    raise Refused([f"{source} holds {holds}, and not this image; save it by its name (docker save -o FILE {image})"])


def _document(tar: tarfile.TarFile, name: str) -> Any:
    member = tar.getmember(name)
    file = tar.extractfile(member)
    if file is None or member.size > LARGEST:
        raise ValueError(name)
    return json.loads(file.read(LARGEST))
