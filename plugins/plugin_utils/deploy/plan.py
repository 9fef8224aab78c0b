# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be done for a set, and in which order? A pure function of what is declared and what is on the host."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers import sequences
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import Spec, owner
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.recipe import (
    RUN,
    Case,
    Item,
    item_of,
    pruned,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images import recipe as images
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.difference import must_pull
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.order import (
    handover,
    ports_bound,
    ports_of,
    ports_of_row,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import OLD, joins
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step

Problem = tuple[str, str]  # the container, and what is wrong


@dataclass(frozen=True)
class Plan:
    """`problems` are (container, text); with any of them nothing may be done."""

    items: list[Item]
    pulls: list[str]
    problems: list[Problem]

    @property
    def steps(self) -> list[Step]:
        """Pulls come first, so that nothing is stopped for an image that does not come; then what ends earlier runs, as
        long as their containers are as they were seen; then what frees names and ports."""
        pulls = [step for reference in self.pulls for step in images.pull(reference)]
        ordered = sorted(self.items, key=lambda item: (item.phase, item.rank, item.name))
        first = [step for item in ordered for step in item.steps[: item.first]]
        return pulls + first + [step for item in ordered for step in item.steps[item.first :]]

    @property
    def seen(self) -> list[dict[str, Any]]:
        """What the steps rest on, each fact once."""
        facts = [fact for item in self.items if item.steps for fact in item.seen]
        return [fact for place, fact in enumerate(facts) if fact not in facts[:place]]


def plan(declared: Declared, world: World) -> Plan:
    problems = [found for spec in declared.specs for found in _not_ours(spec, declared, world)]
    foreign = {name for name, _text in problems}
    cases = [Case(spec, declared, world) for spec in declared.specs if spec["name"] not in foreign]
    items = [item_of(case) for case in cases]
    anew = {item.name for item in items if item.needs_image}
    items = [
        item_of(Case(case.spec, declared, world, target_anew=True)) if joins(case.spec["network"]) in anew else item
        for case, item in zip(cases, items, strict=True)
    ]
    problems += _in_the_way(items, world)
    problems += _ports_taken(items, cases, declared, world)
    _free_ports(items, cases)
    if declared.prune:
        items += pruned(declared, world)
    wanted = {str(spec["name"]): spec for spec in declared.specs}
    creating = [wanted[item.name] for item in items if item.needs_image]
    pulls = {spec["image"] for spec in creating if must_pull(world.images.get(spec["image"]))}
    if declared.pull == "never":
        problems += [
            (spec["name"], f"image: {spec['image']} is not on the host, and pull: never forbids to pull it")
            for spec in creating
            if spec["image"] in pulls
        ]
    return Plan(sorted(items, key=lambda item: item.name), sorted(pulls), sorted(problems))


def _not_ours(spec: Spec, declared: Declared, world: World) -> list[Problem]:
    found = world.containers.here.get(spec["name"])
    if found is None or owner(found.labels) == declared.project or declared.adopt:
        return []
    other = owner(found.labels)
    whose = f"belongs to the project {other[:80]}" if other else "was not created by this collection"
    text = f"a container of this name {whose} and is not touched; choose another name, or adopt: true takes it over"
    return [(spec["name"], f"name: {text}")]


def _in_the_way(items: list[Item], world: World) -> list[Problem]:
    """A container is renamed while it is replaced; where that name is taken, it would be stopped for nothing."""
    return [
        (
            item.name,
            f"name: it has to be replaced, and {item.name + OLD}, under which it waits until its successor runs, is "
            "the name of a container that does not belong to this project; rename or remove that one",
        )
        for item in items
        if item.name in world.containers.in_the_way and "recreate" in item.actions
    ]


def _ports_taken(items: list[Item], cases: list[Case], declared: Declared, world: World) -> list[Problem]:
    """A port that a container has which this run leaves as it is: the start would fail, after everything was pulled."""
    names = {str(spec["name"]) for spec in declared.specs}
    stays = [
        row
        for row in world.containers.running
        if row.name.removesuffix(OLD) not in names
        and owner(row.labels) not in declared.beside
        and not (declared.prune and owner(row.labels) == declared.project)
    ]
    acting = {item.name for item in items if item.steps}
    found = []
    for case in cases:
        if not case.starts or case.name not in acting:
            continue
        for row in stays:
            for port, protocol in sorted(ports_of(case.spec) & ports_of_row(row)):
                project = owner(row.labels)
                whose = f"of the project {project[:80]} " if project else ""
                found.append(
                    (
                        case.name,
                        f"ports: the host's port {port}/{protocol} is taken by the running container {row.name} {whose}"
                        "on this host; publish another one, or stop that container",
                    )
                )
    return found


def _free_ports(items: list[Item], cases: list[Case]) -> None:
    """Orders those that run afterwards, and stops what has to make room for them."""
    changing = {item.name: item for item in items if item.phase == RUN and item.steps}
    running = {name: box for name, item in changing.items() if (box := item.stands) and box.state.running}
    held = {name: ports_bound(box) for name, box in running.items()}
    wanted = {case.name: ports_of(case.spec) for case in cases}
    for rank, (name, holders) in enumerate(handover(changing, held, wanted)):
        item = changing[name]
        item.rank = rank
        item.steps[item.first : item.first] = sequences.free_ports(name, [running[holder] for holder in holders])
