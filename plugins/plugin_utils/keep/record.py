# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept of one set that was well on a host, and how is it written down?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.unneeded import repository
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.given import kept_options

SHOWN = 12  # digits of a digest


@dataclass(frozen=True)
class Pinned:
    """An image as it was: its id, and the name by which a registry knows it for good (REPOSITORY@sha256:...), None
    where it came out of an archive."""

    id: str | None
    name: str | None = None


@dataclass(frozen=True)
class Kept:
    """One set. `options` are those of the module without secrets (keep/given.py), `images` by their reference; `since`
    is the engine's time at which it was found to be well."""

    options: Mapping[str, Any]
    images: Mapping[str, Pinned]
    since: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of what it is made of: of two that say the same and run other images, it is another."""
        told = {"options": self.options, "images": {name: one.id for name, one in sorted(self.images.items())}}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def told(self) -> dict[str, Any]:
        """What results say of it."""
        return {"digest": self.digest, "since": self.since, "images": sorted(self.images)}


def declared_now(declared: Declared, images: Mapping[str, ImageFacts], now: str | None = None) -> Kept:
    """The declared set with the images that the host has for it."""
    pinned = {name: _pinned(name, images.get(name) or ImageFacts(name)) for name in images_of(declared)}
    return Kept(kept_options(declared), pinned, now)


def images_of(declared: Declared) -> list[str]:
    """The images that the set is made of, by their references."""
    return sorted({str(spec["image"]) for spec in declared.wanted})


def _pinned(reference: str, image: ImageFacts) -> Pinned:
    names = (name for name in image.digests if repository(name) == repository(reference))
    return Pinned(image.id, next(names, None))


def written(sets: Iterable[Kept]) -> str:
    rows = [
        {
            "since": one.since,
            "options": one.options,
            "images": {name: {"id": pinned.id, "name": pinned.name} for name, pinned in one.images.items()},
        }
        for one in sets
    ]
    return json.dumps(rows, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def read_sets(text: str) -> list[Kept]:
    """Those that were written so, the latest first. What says anything else is left out: who may make volumes may have
    written it; its options go through the same door as an inventory's before anything is made of them."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [kept for row in (rows if isinstance(rows, list) else []) if (kept := _read(row)) is not None]


def _read(row: Any) -> Kept | None:
    if not isinstance(row, dict):
        return None
    options, images, since = row.get("options"), row.get("images"), row.get("since")
    if not isinstance(options, dict) or not isinstance(images, dict) or not _containers(options.get("containers")):
        return None
    if not all(isinstance(one, dict) and _texts(one.get("id"), one.get("name")) for one in images.values()):
        return None
    pinned = {name: Pinned(one.get("id"), one.get("name")) for name, one in images.items()}
    return Kept(options, pinned, since if isinstance(since, str) else None)


def _containers(told: Any) -> bool:
    return isinstance(told, list) and all(
        isinstance(one, dict) and isinstance(one.get("name"), str) and isinstance(one.get("env", []), list)
        for one in told
    )


def _texts(*values: Any) -> bool:
    return all(value is None or isinstance(value, str) for value in values)
