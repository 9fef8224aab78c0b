# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be done for a set, and in which order? A pure function of what is declared and what is on the host."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers import sequences
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import Spec, owner
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.recipe import (
    RUN,
    RUN_AFTER,
    Case,
    Item,
    is_surplus,
    item_of,
    pruned,
    surplus,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.depending import (
    needed_healthy,
    ordered,
    restarted,
    unmet,
    without_fail,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.endpoint import names_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images import recipe as images
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.archive import Archive
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.difference import must_pull
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.unneeded import unneeded_images
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.recipe import (
    network_items,
    pruned_networks,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.order import (
    Port,
    handover,
    ports_bound,
    ports_of,
    ports_of_row,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.registries import Logins
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import OLD, joins, plain_name
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.volumes.recipe import (
    pruned_volumes,
    volume_items,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Send
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step

Problem = tuple[str, str]  # the container, and what is wrong


@dataclass(frozen=True)
class Plan:
    """`problems` are (container, text); with any of them nothing may be done. `made` and `gone` are networks and
    volumes, which come before the containers and go after them; `stays` tells of those that cannot go."""

    items: list[Item]
    pulls: list[str]
    problems: list[Problem]
    made: list[Item] = field(default_factory=list)
    gone: list[Item] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)
    logins: Logins = field(default_factory=Logins)
    archives: Mapping[str, Archive] = field(default_factory=dict)

    def _brought(self, reference: str) -> list[Step]:
        archive = self.archives.get(reference)
        return images.load(reference, archive) if archive else images.pull(reference, self.logins.headers(reference))

    @property
    def sends(self) -> list[Send]:
        """Archives of the controller; two images may be of one."""
        made = [archive.send(reference) for reference in self.pulls if (archive := self.archives.get(reference))]
        return [send for send in made if send is not None]

    @property
    def beside(self) -> list[Item]:
        """Networks and volumes."""
        return self.made + self.gone

    @property
    def steps(self) -> list[Step]:
        """Pulls come first, so that nothing is stopped for an image that does not come; then what ends earlier runs, as
        long as their containers are as they were seen; then what frees names and ports. Those that start are let settle
        together, before others join their networks and before what they replace goes."""
        pulls = [step for reference in self.pulls for step in self._brought(reference)]
        ordered = sorted(self.items, key=lambda item: (item.phase, item.rank, item.name))
        made = pulls + [step for item in ordered for step in item.steps[: item.first]]
        made += [step for item in self.made for step in item.steps]
        for follows in (False, True):
            group = [item for item in ordered if (item.phase == RUN_AFTER) is follows]
            made += [step for item in group for step in item.steps[item.first :]]
            made += [step for item in group for step in item.settles]
        made += [step for item in ordered for step in item.ends]
        made += [step for item in self.gone for step in item.steps]
        return _needing(made, [*self.items, *self.beside])

    @property
    def seen(self) -> list[dict[str, Any]]:
        """What the steps rest on, each fact once."""
        facts = [fact for item in (*self.items, *self.beside) if item.steps for fact in item.seen]
        return [fact for place, fact in enumerate(facts) if fact not in facts[:place]]


def _needing(made: list[Step], items: list[Item]) -> list[Step]:
    """The first step of each item says which other items it needs."""
    needs = {item.name: item.needs for item in items if item.needs}
    told = []
    for step in made:
        found = needs.pop(str(step.get("item")), None)
        told.append({**step, "needs": sorted(found)} if found else step)
    return told


def plan(declared: Declared, world: World) -> Plan:
    problems = [found for spec in declared.specs for found in _not_ours(spec, declared, world)]
    foreign = {name for name, _text in problems}
    healthy = needed_healthy(declared)
    cases = [
        Case(spec, declared, world, needed_healthy=spec["name"] in healthy)
        for spec in declared.specs
        if spec["name"] not in foreign
    ]
    items = [item_of(case) for case in cases]
    networks, wrong = network_items(declared, world)
    volumes, more = volume_items(declared, world)
    problems += wrong + more
    made_networks = {item.name.removeprefix("network ") for item in networks}
    cases = [replace(case, made_networks=frozenset(made_networks)) for case in cases]
    items = [item_of(case) if case.network_anew else item for case, item in zip(cases, items, strict=True)]
    anew: set[str] = set()
    while anew != (made := {item.name for item in items if item.needs_image}):  # one may join one that joins another
        anew = made
        cases = [replace(case, target_anew=joins(case.spec["network"]) in anew) for case in cases]
        items = [item_of(case) if case.target_anew else item for case, item in zip(cases, items, strict=True)]
    problems += _nobody_there(cases)
    problems += _in_the_way(items, world)
    problems += _being_removed(items, cases)
    problems += _ports_taken(items, cases, declared, world)
    problems += unmet(declared, world)
    restarted(items, cases)
    needs = ordered(items, declared)
    _free_ports(items, cases, needs)
    items += pruned(declared, world) if declared.prune else surplus(declared, world)
    wanted = {str(spec["name"]): spec for spec in declared.specs}
    creating = [wanted[item.name] for item in items if item.needs_image]
    pulls = {spec["image"] for spec in creating if must_pull(world.images.get(spec["image"]))}
    _need(items, cases, pulls, world, without_fail(declared))
    _need_beside(items, cases, {item.name for item in (*networks, *volumes)})
    gone, stays = _not_needed(declared, world, items, pulls)
    if declared.pull == "never":
        problems += [
            (spec["name"], f"image: {spec['image']} is not on the host, and pull: never forbids to pull it")
            for spec in creating
            if spec["image"] in pulls and spec["image"] not in declared.archives
        ]
    return Plan(
        items=sorted(items, key=lambda item: item.name),
        pulls=sorted(pulls),
        problems=sorted(problems),
        made=networks + volumes,
        gone=gone,
        stays=stays,
        logins=declared.logins,
        archives=declared.archives,
    )


def _not_ours(spec: Spec, declared: Declared, world: World) -> list[Problem]:
    found = world.containers.here.get(spec["name"])
    if found is None or owner(found.labels) == declared.project or declared.adopt:
        return []
    other = owner(found.labels)
    whose = f"belongs to the project {other[:80]}" if other else "was not created by this collection"
    text = f"a container of this name {whose} and is not touched; choose another name, or adopt: true takes it over"
    return [(spec["name"], f"name: {text}")]


def _nobody_there(cases: list[Case]) -> list[Problem]:
    return [
        (
            case.name,
            f"state: there is no container of this name on the host that could be {_wished(case)}, and without an "
            "image none is created: declare it whole, or leave it out",
        )
        for case in cases
        if case.spec["as_it_is"] and case.here is None
    ]


def _wished(case: Case) -> str:
    return "restarted" if case.spec["restarts"] else str(case.spec["state"])


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


def _being_removed(items: list[Item], cases: list[Case]) -> list[Problem]:
    """The engine refuses whatever is asked of such a one, and its name is taken until it is gone."""
    return [
        (
            case.name,
            "state: the engine is removing it at this moment, or its removal hangs; run the play again, and where it "
            "stays so, restart the service docker (Restart-Service docker), which stops the host's other containers "
            "for that time",
        )
        for case, item in zip(cases, items, strict=True)
        if any(box is not None and box.state.status == "removing" for box in (case.here, case.leftover))
    ]


def _ports_taken(items: list[Item], cases: list[Case], declared: Declared, world: World) -> list[Problem]:
    """A port that a container has which this run leaves as it is: the start would fail, after everything was pulled."""
    names = {str(spec["name"]) for spec in declared.specs}
    stays = [
        row
        for row in world.containers.running
        if plain_name(row.name) not in names
        and owner(row.labels) not in declared.beside
        and not (owner(row.labels) == declared.project and (declared.prune or is_surplus(declared, row.name, row)))
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


def _free_ports(items: list[Item], cases: list[Case], needs: Mapping[str, Collection[str]]) -> None:
    """Orders those that run afterwards, and stops what has to make room for them."""
    changing = {item.name: item for item in items if item.phase == RUN and item.steps}
    running = {name: box for name, item in changing.items() if (box := item.stands) and box.state.running}
    held = {name: ports_bound(box) for name, box in running.items()}
    wanted = {case.name: ports_of(case.spec) for case in cases}
    for rank, (name, holders) in enumerate(handover(changing, held, wanted, needs)):
        item = changing[name]
        item.rank = rank
        item.steps[item.first : item.first] = sequences.free_ports(name, [running[holder] for holder in holders])
        for holder in holders:
            other = changing[holder]
            other.steps[:] = sequences.stopped_before(other.steps, running[holder])


def _need(
    items: list[Item], cases: list[Case], pulls: Collection[str], world: World, needs: Mapping[str, Collection[str]]
) -> None:
    """What an item cannot be without: its image, the container whose network it joins, those that it depends on, and
    those that have to give up its ports."""
    acting = {item.name for item in items if item.steps}
    held = {name: _held(name, world) for name in acting}
    made = {item.name: item for item in items}
    for case in cases:
        item, image, target = made[case.name], case.spec["image"], joins(case.spec["network"])
        if not item.steps:
            continue
        wanted = ports_of(case.spec) if case.starts else set()
        item.needs += [f"image {image}"] if item.needs_image and image in pulls else []
        item.needs += [target] if target in acting else []
        others = sorted(set(needs.get(case.name, ())) - {target})
        item.needs += [name for name in others if name in acting and case.starts]
        item.needs += [name for name, ports in held.items() if name != case.name and ports & wanted]


def _need_beside(items: list[Item], cases: list[Case], made: Collection[str]) -> None:
    """The networks and volumes that are made for an item."""
    by_name = {item.name: item for item in items}
    for case in cases:
        item = by_name[case.name]
        mounts = [mount for mount in case.spec["mounts"] or [] if mount["type"] == "volume"]
        networks = (f"network {name}" for name in names_of(case.spec))
        wanted = [*networks, *(f"volume {str(mount['source']).lower()}" for mount in mounts)]
        item.needs += [name for name in wanted if name in made] if item.steps else []


def _not_needed(
    declared: Declared, world: World, items: list[Item], pulls: Collection[str]
) -> tuple[list[Item], list[str]]:
    """Networks and, where that is asked for, volumes and images that go once the containers are as declared. Of one
    that is created anew its predecessor goes."""
    gone = {item.name for item in items if item.actions[-1:] == ["remove"]}
    gone |= {name for item in items if item.needs_image for name in (item.name, item.name + OLD)}
    found, stays = list[Item](), list[str]()
    if declared.prune and declared.prune_networks:
        found, stays = pruned_networks(
            declared, world, gone, {name for spec in declared.wanted for name in names_of(spec)}
        )
    if declared.prune_volumes:
        mounts = [mount for spec in declared.wanted for mount in spec["mounts"] or [] if mount["type"] == "volume"]
        volumes, more = pruned_volumes(declared, world, gone, {str(one["source"]).lower() for one in mounts})
        found, stays = found + volumes, stays + more
    return found + unneeded_images(declared, world, gone, pulls), stays


def _held(name: str, world: World) -> set[Port]:
    """The host's ports that it has now."""
    box, row = world.containers.here.get(name), world.containers.owned.get(name)
    if box is not None:
        return ports_bound(box) if box.state.running else set()
    return ports_of_row(row) if row is not None and row.runs else set()
