# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many bytes does a pull bring? The layers that its manifest names, without those that the host has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import at
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import EngineQuestions

MOST_LAYERS = 1000  # the engine itself takes no more than 125 (moby layer maxLayerDepth)


@dataclass(frozen=True)
class Weight:
    """The packed size of each layer in bytes, by its diff_id (the digest of the unpacked layer, by which an engine
    knows it). `unsaid` is why it is not known."""

    layers: Mapping[str, int] = field(default_factory=dict)
    unsaid: str = ""


@dataclass(frozen=True)
class LocalLayers:
    """`/images/ID/json`, of an image that is there."""

    layers: tuple[str, ...] | None = at("RootFS.Layers", None)


def layers_look() -> dict[str, Any]:
    """Which layers are on the host?"""
    return _questions().look()


def local_layers(answer: Answer) -> frozenset[str]:
    """Raises HostProblem where the engine does not say."""
    found = (reply.found(LocalLayers) for _id, reply in _questions().replies(answer).each("layers"))
    return frozenset(layer for image in found if image is not None for layer in image.layers or ())


def _questions() -> EngineQuestions:
    questions = EngineQuestions()
    listed = questions.ask("images", "/images/json")
    questions.ask("layers", "/images/{}/json", each={"request": listed, "field": "Id"})
    return questions


def brought(weights: Iterable[Weight], there: Collection[str]) -> int:
    """The packed bytes of the layers that are not there, each counted once; of images whose size is not known none."""
    missing = {layer: size for weight in weights for layer, size in weight.layers.items() if layer not in there}
    return sum(missing.values())


def fitting(index: Mapping[str, Any], image: ImageFacts) -> str | None:
    """The digest of that manifest of a list which the engine pulls: the one for the version of Windows that was judged
    (images/seen.py, chosen)."""
    for row in _rows(index.get("manifests")):
        platform = row.get("platform")
        platform = platform if isinstance(platform, Mapping) else {}
        same = platform.get("os") == "windows" and platform.get("os.version") == image.os_version
        if same and image.architecture in (None, platform.get("architecture")):
            return str(row.get("digest") or "") or None
    return None


def weight_of(manifest: Mapping[str, Any], config: Mapping[str, Any]) -> Weight | None:
    """Of an image's manifest (schema 2 or OCI) and its configuration, which name the layers in the same order; None
    where they do not say."""
    sizes = [row.get("size") for row in _rows(manifest.get("layers"))]
    rootfs = config.get("rootfs")
    ids = rootfs.get("diff_ids") if isinstance(rootfs, Mapping) else None
    if not isinstance(ids, list) or len(ids) != len(sizes) or not 0 < len(ids) <= MOST_LAYERS:
        return None
    told = [size for size in sizes if isinstance(size, int) and size >= 0]
    return Weight(dict(zip(map(str, ids), told, strict=True))) if len(told) == len(ids) else None


def _rows(found: Any) -> Sequence[Mapping[str, Any]]:
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []
