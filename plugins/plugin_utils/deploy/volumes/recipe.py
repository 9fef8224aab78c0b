# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which steps bring the volumes of a set to what is declared, and what must be refused? Pure."""

from __future__ import annotations

from collections.abc import Collection

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.recipe import REMOVE, Item
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.kinds import owner_of, some
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import OLD
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.volumes.difference import difference
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.words import because
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import steps

Problem = tuple[str, str]


def volume_items(declared: Declared, world: World) -> tuple[list[Item], list[Problem]]:
    """Those that make volumes, and what stands against it. Whoever made one that is there, it is used as it is: what
    counts is its data."""
    items: list[Item] = []
    problems: list[Problem] = []
    there = {volume.name.lower(): volume for volume in world.volumes or ()}
    for spec in declared.volumes:
        volume = there.get(spec.name)
        if volume is not None:
            differs = {} if spec.external else difference(spec, volume)
            other = owner_of(volume.labels)
            if not spec.external and other not in (None, declared.project) and not declared.adopt:
                text = f"a volume of this name belongs to the project {str(other)[:80]}"
                way_out = "declare external: true to use it, or choose another name"
                problems.append((spec.item, f"name: {text}; {way_out}"))
            elif differs:
                text = "a volume cannot be changed: declare what it has, or remove it with its data (docker volume rm)"
                problems.append((spec.item, f"{because(differs)}; {text}"))
        elif spec.external and world.volumes is not None:
            has = some((one.name for one in world.volumes), "none at all")
            text = f"is declared external and is not on the host, which has {has}; make it first, or leave external out"
            problems.append((spec.item, f"external: {text}"))
        elif not spec.external:
            item = Item(spec.item, REMOVE, after={"state": "present"})
            item.actions, item.why = ["create"], ["it is not there"]
            step = steps.create_volume({"Name": spec.name, "Labels": spec.labels_of(declared.project)})
            item.steps = [{**step, "item": spec.item}]
            items.append(item)
    return items, problems


def pruned_volumes(
    declared: Declared, world: World, gone: Collection[str], kept: Collection[str]
) -> tuple[list[Item], list[str]]:
    """Volumes of the project that are declared no more and that nobody uses once the containers `gone` are gone, and
    warnings of those that stay. `kept` are those that containers of the set mount."""
    items: list[Item] = []
    warnings: list[str] = []
    names = {spec.name for spec in declared.volumes}
    for volume in world.volumes or ():
        name = volume.name.lower()
        if name in names or owner_of(volume.labels) != declared.project:
            continue
        users = [row.name for row in world.containers.rows if name in {one.name.lower() for one in row.mounted}]
        left = [user for user in users if user not in gone]
        if left or name in kept:
            whose = some(left, "containers of the set")
            warnings.append(f"volume {volume.name} is declared no more and stays: {whose} use it")
            continue
        item = Item(f"volume {volume.name}", REMOVE, needs=[name for user in users for name in (user, user + OLD)])
        item.before, item.after = {"state": "present"}, {"state": "absent"}
        item.actions = ["remove"]
        item.why = [f"project {declared.project} does not declare it, and prune_volumes is true"]
        item.steps = [{**steps.remove_volume(volume.name), "item": item.name}]
        items.append(item)
    return items, warnings
