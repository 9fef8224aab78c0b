# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What differs between a container as it is declared and as the engine reports it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers import places
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import Spec, digest, owner
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.undeclared import undeclared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.difference import same_image
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import joins
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import (
    NO_IMAGE,
    Container,
    ImageConfig,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.options import OPTIONS, UNREADABLE, Option

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
    spec: Spec,
    container: Container,
    image: ImageFacts,
    engine_default: str | None,
    project: str,
    names: Mapping[str, str],
    log_driver: str | None = None,
) -> dict[str, Difference]:
    """The options that differ, by name; empty where nothing is to be done. `names` of all containers by their ids."""
    found: dict[str, Difference] = {}
    labels = container.labels
    if owner(labels) != project:
        found["project"] = Difference(owner(labels), project)
    if not same_image(spec, container, image):
        found["image"] = Difference(image_of(container), f"{spec['image']} ({short(image.newest or image.id)})")
    brings = None if "image" in found else image.config  # what another image brings is no difference of a declaration
    wanted = effective_isolation(spec["isolation"], engine_default)
    effective = effective_isolation(container.isolation, engine_default)
    if wanted and effective and wanted != effective:
        found["isolation"] = Difference(effective, wanted)
    for name, option in OPTIONS.items():
        before, after = _compared(spec, name, option, container, brings)
        if name == "network":
            before, after = (_named(value, names) for value in (before, after))
        elif name == "networks":
            before, after = places.compared(spec, container, lambda: same_digest(spec, container))
        elif name == "log_driver":
            after = after or log_driver or before  # where the engine does not tell its own, nobody knows
        elif name == "log_options" and container.host.log.driver in ("", log_driver or container.host.log.driver):
            # The engine adds its own options to those of a container with its own driver (moby daemon/logs.go
            # mergeAndVerifyLogConfig), and does not tell them.
            before = {key: text for key, text in before.items() if key in after}
        if before != after:
            found[name] = _hidden(before, after) if option.secret else Difference(before, after)
    for name in undeclared(container):
        found[name] = Difference("set", "not declared")
    if brings is None and not set(found) - IN_PLACE and _declared_otherwise(spec, container):
        found["declaration"] = Difference("another one", "what is declared now")
    return found


def _compared(
    spec: Spec, name: str, option: Option, container: Container, brings: ImageConfig | None
) -> tuple[Any, Any]:
    """The option's value as it is and as it is declared, both less what the image brings (None: not known)."""
    if option.from_image and brings is None:
        return _without_image(option, spec[name], container)
    brought = brings or NO_IMAGE
    if spec["entrypoint"]:  # a declared entrypoint takes the image's command away (moby daemon/commit.go merge)
        brought = replace(brought, cmd=None)
    before, after = option.found(container, brought), option.wanted(spec[name], brought)
    if before is UNREADABLE:
        return (after, after) if not after or same_digest(spec, container) else ("(not told by this engine)", after)
    return before, after


def _declared_otherwise(spec: Spec, container: Container) -> bool:
    """Whether the container holds what is not declared, and was declared otherwise when it was created: with its image
    gone, which of it the image brought cannot be told."""
    return not same_digest(spec, container) and any(
        option.found(container, NO_IMAGE) != option.wanted(spec[name], NO_IMAGE)
        for name, option in OPTIONS.items()
        if option.from_image
    )


def same_digest(spec: Spec, container: Container) -> bool:
    """Asked only where a value cannot be read back: a digest takes a thousand times as long as a comparison."""
    return container.labels.get("winfleet.digest") == digest(spec)


def _without_image(option: Option, value: Any, container: Container) -> tuple[Any, Any]:
    """What is declared must stand; what stands beside it may be the image's, which is not on the host (any more)."""
    if not option.asks(value):
        return None, None
    before, after = option.found(container, NO_IMAGE), option.wanted(value, NO_IMAGE)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        before = {key: before.get(key) for key in after}
    return before, after


def image_of(container: Container) -> str:
    return f"{container.config.image} ({short(container.image)})"


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
