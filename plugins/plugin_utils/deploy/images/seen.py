# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which image will the engine run: is it on the host, what was it built for, and is there a newer one?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.registries import Logins
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import (
    Distribution,
    Image,
    ImageConfig,
    Platform,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import EngineQuestions, path_of

_ID = re.compile("[0-9a-f]+")
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


@dataclass(frozen=True)
class ImageFacts:
    """`id` and `config` (the image's Config) are None where it is not on the host; `os_version` is what it was built
    for, None where nobody says; `newest` is the registry's digest where it differs from the local image's; `unsaid`
    is why a registry did not say."""

    reference: str
    id: str | None = None
    os: str | None = None
    os_version: str | None = None
    config: ImageConfig | None = None
    newest: str | None = None
    unsaid: str | None = None
    architecture: str | None = None
    candidates: tuple[str, ...] = ()  # the versions of the registry's manifest list
    digests: tuple[str, ...] = ()  # REPOSITORY@sha256:..., by which registries know the local image


def ask_images(
    questions: EngineQuestions,
    references: Iterable[str],
    always: bool,
    logins: Logins,
    archived: Collection[str] = (),
) -> None:
    """The registry is asked through the engine, and only where the image is not on the host or a newer one is
    wanted; never for one that comes out of an archive."""
    for reference in sorted(set(references)):
        local = questions.ask(("image", reference), path_of("/images/{}/json", reference))
        questions.ask(
            ("registry", reference),
            path_of("/distribution/{}/json", reference),
            only_if={"request": local, "status": [] if reference in archived else [200, 404] if always else [404]},
            **({"headers": headers} if (headers := logins.headers(reference)) else {}),
        )


def image_facts(replies: EngineReplies, reference: str, host_build: int | None) -> ImageFacts:
    """A registry that does not say is no fault of the host: the engine passes its refusals on with many statuses."""
    local = _called(reference, replies.reply(("image", reference)).found(Image))
    answered = replies.reply(("registry", reference))
    facts = ImageFacts(reference)
    if local:
        facts = replace(
            facts,
            id=local.id,
            os=local.os,
            os_version=local.os_version or None,
            config=local.config,
            architecture=local.architecture,
            digests=local.digests,
        )
    if answered.status is None:
        return facts
    if answered.status != 200:
        return replace(facts, unsaid=f"the registry's answer was status {answered.status}")
    registry = answered.required(Distribution)
    if local and registry.digest and not any(item.endswith(f"@{registry.digest}") for item in local.digests):
        facts = replace(facts, newest=registry.digest)
    return facts if local and not facts.newest else _of_registry(facts, registry.platforms, host_build)


def _called(reference: str, image: Image | None) -> Image | None:
    """The engine also takes the beginning of an id for a name (moby daemon/images/image.go GetImage): only an image of
    this very name counts."""
    if image is None or not _ID.fullmatch(reference) or f"{reference}:latest" in image.tags:
        return image
    return None if image.id.removeprefix("sha256:").startswith(reference) else image


def _of_registry(facts: ImageFacts, platforms: Sequence[Platform], host_build: int | None) -> ImageFacts:
    windows = [row for row in platforms if row.os == "windows"]
    if platforms and not windows:
        return replace(facts, os=platforms[0].os or "unknown", os_version=None)
    versions = [row.os_version for row in windows if row.os_version]
    built = {row.architecture for row in windows}
    return replace(
        facts,
        os="windows" if windows else None,
        os_version=chosen(versions, host_build),
        candidates=tuple(versions),
        architecture=built.pop() if len(built) == 1 else None,
    )


def chosen(versions: list[str], host_build: int | None) -> str | None:
    """The version that the engine would pull out of a manifest list: entries that are newer than the host are
    dropped, those of the host's own build come first, the list's order decides the rest (moby
    daemon/internal/distribution/pull_v2_windows.go). Where every entry is newer, the oldest, so that the verdict on
    it says why none fits."""
    if not versions:
        return None
    if host_build is None:
        return versions[0] if len(set(versions)) == 1 else None
    fitting = [version for version in versions if (build_of(version) or 0) <= host_build]
    if not fitting:
        return min(versions, key=lambda version: build_of(version) or 0)
    return sorted(fitting, key=lambda version: build_of(version) != host_build)[0]


def build_of(version: str) -> int | None:
    match = re.match(r"\d+\.\d+\.(\d+)", version)
    return int(match[1]) if match else None
