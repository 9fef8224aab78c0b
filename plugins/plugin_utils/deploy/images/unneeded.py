# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which images did earlier versions of a set leave behind? Those of its repositories that no container is made of once
the set stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.recipe import REMOVE, Item
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.declared import same_reference, split
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.listed import ListedImage
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import OLD
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import steps


def unneeded_images(declared: Declared, world: World, gone: Collection[str], pulls: Collection[str]) -> list[Item]:
    """`gone` are the containers that this run removes or replaces, `pulls` the images that it fetches: of those a tag
    that moves leaves the image behind that had it."""
    references = {str(spec["image"]) for spec in declared.wanted}
    repositories = {repository(reference) for reference in references}
    leaving = (row for row in world.containers.owned.values() if row.name in gone)
    repositories |= {repository(row.image) for row in leaving if not row.image.startswith("sha256:")}
    stays = {row.image_id for row in world.containers.rows if row.name not in gone}
    stays |= {box.image for name, box in world.containers.here.items() if name not in gone}
    stays |= {world.image(reference).id or "" for reference in references if reference not in pulls}
    items = []
    for image in world.listed_images or ():
        if image.id in stays or not any(repository(name) in repositories for name in image.names):
            continue
        if declared.prune_images_until and not image.built_before(declared.prune_images_until, world.now):
            continue
        item = Item(f"image {_called(image, pulls)}", REMOVE, before={"state": "present"}, after={"state": "absent"})
        item.actions = ["remove"]
        item.why = ["no container is made of it, and prune_images is true"]
        users = {row.name for row in world.containers.rows if row.image_id == image.id}
        item.needs = sorted(name for user in users for name in (user, user + OLD))
        item.needs += sorted(f"image {reference}" for reference in pulls if _had(image, reference))
        names = list(_names(image, references, repositories, pulls))
        item.steps = [{**steps.remove_image(name), "item": item.name} for name in names]
        items += [item] if names else []
    return items


def _called(image: ListedImage, pulls: Collection[str]) -> str:
    """A tag that moves is the name of the image that comes."""
    staying = [tag for tag in image.tags if not any(same_reference(tag, reference) for reference in pulls)]
    return staying[0] if staying else image.id.removeprefix("sha256:")[:12]


def _had(image: ListedImage, reference: str) -> bool:
    return any(same_reference(tag, reference) for tag in image.tags)


def _names(
    image: ListedImage, references: Collection[str], repositories: Collection[str], pulls: Collection[str]
) -> Iterator[str]:
    """By which it is removed. Its own tags, since one with a name of somebody else's repository loses ours alone; where
    it has none, or they move with a pull, by its id."""
    ours = [tag for tag in image.tags if repository(tag) in repositories]
    others = [tag for tag in image.tags if repository(tag) not in repositories]
    moving = [tag for tag in ours if any(same_reference(tag, reference) for reference in pulls)]
    yield from (
        tag for tag in ours if tag not in moving and not any(same_reference(tag, reference) for reference in references)
    )
    if not others and (moving or not ours):
        yield image.id


def repository(reference: str) -> str:
    """Without its tag or digest, and without what Docker Hub's images may leave out."""
    return split(reference)[0].removeprefix("docker.io/").removeprefix("library/")
