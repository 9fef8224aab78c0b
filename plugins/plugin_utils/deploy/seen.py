# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on the host for one set? The questions that a plan needs, all in one look, and what they brought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.seen import (
    Containers,
    ask_containers,
    containers_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.credentials import ROOT, entries_look, files
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.listed import (
    ListedImage,
    ask_listed,
    listed_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import (
    ImageFacts,
    ask_images,
    image_facts,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.seen import (
    Network,
    ask_networks,
    networks_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.volumes.seen import (
    Volume,
    ask_volumes,
    volumes_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.file import Path
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import EngineQuestions


@dataclass(frozen=True)
class World:
    """`images` by reference; `paths` what the host says of bind sources and credential specs, by path in lower case;
    `networks`, `volumes` and `entries` (credential specs in the registry) are None where nobody asked or could tell;
    `data_root` is the engine's folder, `now` its clock, `log_driver` its own. `engine_default` is `process`, `hyperv`
    or None where it is not known. `assumed`: the engine could not be asked (a part before this one has yet to bring it
    up), so it is taken to be empty."""

    containers: Containers = field(default_factory=Containers)
    images: Mapping[str, ImageFacts] = field(default_factory=dict)
    paths: Mapping[str, Path] = field(default_factory=dict)
    networks: tuple[Network, ...] | None = None
    volumes: tuple[Volume, ...] | None = None
    entries: frozenset[str] | None = None
    data_root: str | None = None
    engine_default: str | None = None
    listed_images: tuple[ListedImage, ...] | None = None
    now: str | None = None
    log_driver: str | None = None
    assumed: bool = False

    def image(self, reference: str) -> ImageFacts:
        return self.images.get(reference) or ImageFacts(reference)


def questions_for(declared: Declared) -> EngineQuestions:
    questions = EngineQuestions()
    ask_containers(questions, declared.specs)
    images = (spec["image"] for spec in declared.wanted)
    ask_images(questions, images, declared.pull == "always", declared.logins, declared.archives)
    ask_networks(questions, declared.wanted, _more_networks(declared))
    if declared.volumes or declared.prune_volumes:
        ask_volumes(questions)
    if declared.prune_images:
        ask_listed(questions)
    return questions


def _more_networks(declared: Declared) -> bool:
    return bool(declared.networks or declared.prune)


def paths_look(declared: Declared) -> dict[str, Any]:
    """Folders that the engine wants to exist before it creates a container, and credential specs where they are
    unless the engine's folder is another one."""
    mounts = (mount for spec in declared.wanted for mount in spec["mounts"])
    sources = {mount["source"] for mount in mounts if mount["type"] == "bind"}
    return {"verb": "file", "paths": sorted(sources | set(files(declared.wanted, ROOT)))}


def registry_looks(declared: Declared) -> list[dict[str, Any]]:
    return entries_look(declared.wanted)


def paths_elsewhere(declared: Declared, data_root: str | None) -> list[dict[str, Any]]:
    """The look for credential specs of an engine that has its folder elsewhere."""
    asked = files(declared.wanted, data_root) if data_root and data_root.lower() != ROOT.lower() else []
    return [{"verb": "file", "paths": asked}] if asked else []


def world_of(
    declared: Declared,
    replies: EngineReplies,
    paths: tuple[Path, ...],
    build: int | None,
    engine_default: str | None,
    entries: frozenset[str] | None = None,
    data_root: str | None = None,
    now: str | None = None,
    log_driver: str | None = None,
) -> World:
    references = {spec["image"] for spec in declared.wanted}  # a hundred containers may be made of one image
    return World(
        containers=containers_of(replies, declared.specs, declared.project, declared.adopt),
        images={reference: _image(declared, replies, reference, build) for reference in references},
        paths=by_path(paths),
        networks=networks_of(replies, declared.wanted, _more_networks(declared)),
        volumes=volumes_of(replies),
        listed_images=listed_of(replies),
        entries=entries,
        data_root=data_root,
        engine_default=engine_default,
        now=now,
        log_driver=log_driver,
    )


def _image(declared: Declared, replies: EngineReplies, reference: str, build: int | None) -> ImageFacts:
    facts = image_facts(replies, reference, build)
    archive = declared.archives.get(reference)
    return archive.known(facts) if archive else facts


def by_path(paths: tuple[Path, ...]) -> dict[str, Path]:
    """Paths tell no case on Windows."""
    return {row.path.lower(): row for row in paths}
