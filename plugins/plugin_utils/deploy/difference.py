# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What differs between a container as it is declared and as the engine reports it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images import ImageFacts, same_reference
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.spec import Spec, digest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import joins
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.options import (
    OPTIONS,
    UNREADABLE,
    config,
    host_config,
)

HIDDEN = "(hidden)"
IN_PLACE = {"restart_policy"}  # all else cannot be updated on Windows (moby daemon/container/container_windows.go)


@dataclass(frozen=True)
class Difference:
    """One option's value as it is and as it is declared; secrets are hidden in both."""

    before: Any
    after: Any


def effective_isolation(declared: str, engine_default: str | None) -> str | None:
    """What the engine makes of a declared mode when it creates the container; None where its default is not known."""
    return engine_default if declared == "default" else declared


def difference(
    spec: Spec, inspect: Mapping[str, Any], image: ImageFacts, engine_default: str | None, project: str
) -> dict[str, Difference]:
    """The options that differ, by name; empty where nothing is to be done."""
    found: dict[str, Difference] = {}
    labels = config(inspect, "Labels") or {}
    if labels.get("winfleet.project") != project:
        found["project"] = Difference(labels.get("winfleet.project"), project)
    if not same_image(spec, inspect, image):
        found["image"] = Difference(image_of(inspect), f"{spec['image']} ({short(image.newest or image.id)})")
    wanted = effective_isolation(spec["isolation"], engine_default)
    effective = effective_isolation(isolation_of(inspect), engine_default)
    if wanted and effective and wanted != effective:
        found["isolation"] = Difference(effective, wanted)
    same_digest = labels.get("winfleet.digest") == digest(spec)
    brought = image.config or {}
    if spec["entrypoint"]:  # a declared entrypoint takes the image's command away (moby daemon/commit.go merge)
        brought = {**brought, "Cmd": None}
    for name, option in OPTIONS.items():
        if same_digest and option.from_image and image.config is None:
            continue
        before, after = option.found(inspect, brought), option.wanted(spec[name], brought)
        if before is UNREADABLE:
            before, after = (after, after) if same_digest or not after else ("(not told by this engine)", after)
        if name == "network":
            before, after = (_named(value, image.container_names) for value in (before, after))
        if before != after:
            found[name] = _hidden(before, after) if option.secret else Difference(before, after)
    return found


def same_image(spec: Spec, inspect: Mapping[str, Any], image: ImageFacts) -> bool:
    """By id; by reference where the image is not on the host any more."""
    if image.newest:
        return False
    if image.id is None:
        return same_reference(str(config(inspect, "Image") or ""), str(spec["image"]))
    return bool(inspect.get("Image") == image.id)


def isolation_of(inspect: Mapping[str, Any]) -> str:
    """The mode that the engine stored at create; texts keep the caller's case (moby
    api/types/container/hostconfig.go)."""
    return str(host_config(inspect, "Isolation") or "default").lower()


def image_of(inspect: Mapping[str, Any]) -> str:
    return f"{config(inspect, 'Image')} ({short(inspect.get('Image'))})"


def short(identifier: Any) -> str:
    """The twelve digits that the engine's own tools show."""
    return str(identifier or "not on the host").removeprefix("sha256:")[: 15 if not identifier else 12]


def _named(mode: str, names: Mapping[str, str]) -> str:
    target = joins(mode)
    return mode if target is None else f"container:{names.get(target, target)}"


def _hidden(before: Any, after: Any) -> Difference:
    """Names may be seen, values may not; a name on both sides says whether its value differs."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return Difference(*(HIDDEN if value else "" for value in (before, after)))
    keys = [key for key in sorted({*before, *after}) if before.get(key) != after.get(key)]
    return Difference(
        {key: HIDDEN for key in keys if key in before},
        {key: HIDDEN + " differs" * (key in before) for key in keys if key in after},
    )
