# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which steps bring the networks of a set to what is declared, and what must be refused? Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.recipe import (
    REMOVE,
    Item,
    is_surplus,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.kinds import owner_of, some
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.declared import (
    PREDEFINED,
    NetworkSpec,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.difference import difference
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.seen import Network, no_network, still
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import OLD
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.words import because
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import steps
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Row

Problem = tuple[str, str]


def network_items(declared: Declared, world: World) -> tuple[list[Item], list[Problem]]:
    """Those that make networks, and what stands against it."""
    items: list[Item] = []
    problems: list[Problem] = []
    there = {network.name: network for network in world.networks or ()}
    for spec in declared.networks:
        network = there.get(spec.name)
        if spec.external:
            problems += _external(spec, network, world)
        elif network is None:
            items.append(_made(spec, declared.project))
        else:
            made, wrong = _kept(spec, network, declared, world)
            items += made
            problems += wrong
    return items, problems


def _external(spec: NetworkSpec, network: Network | None, world: World) -> list[Problem]:
    if network is not None or world.networks is None:
        return []
    has = some((one.name for one in world.networks), "none at all")
    text = f"is declared external and is not on the host, which has {has}; make it first, or leave external out"
    return [(spec.item, f"external: {text}")]


def _made(spec: NetworkSpec, project: str) -> Item:
    item = Item(spec.item, REMOVE, seen=[no_network(spec.name)], after=_shown(spec))
    item.actions, item.why = ["create"], ["it is not there"]
    item.steps = [{**steps.create_network(body_of(spec, project)), "item": spec.item}]
    return item


def body_of(spec: NetworkSpec, project: str) -> dict[str, Any]:
    """What `POST /networks/create` is sent."""
    body: dict[str, Any] = {"Name": spec.name, "Driver": spec.driver, "Labels": spec.labels_of(project)}
    if spec.options:
        body["Options"] = dict(spec.options)
    if spec.subnets:
        rows = [{"Subnet": subnet, **({"Gateway": gateway} if gateway else {})} for subnet, gateway in spec.subnets]
        body["IPAM"] = {"Config": rows}
    return body


def _shown(spec: NetworkSpec) -> dict[str, Any]:
    told: dict[str, Any] = {"driver": spec.driver, "options": dict(spec.options), "labels": dict(spec.labels)}
    told["subnet"] = ", ".join(subnet for subnet, _gateway in spec.subnets or ())
    return {"state": "present", **{name: value for name, value in told.items() if value}}


def _kept(spec: NetworkSpec, network: Network, declared: Declared, world: World) -> tuple[list[Item], list[Problem]]:
    """Of one that is there. Who has no labels of ours and is as declared is taken for ours: the engine may have made it
    anew and lost them (moby/moby#49179)."""
    differs, other = difference(spec, network), owner_of(network.labels)
    way_out = "declare external: true to use it as it is, or choose another name"
    if other not in (None, declared.project) and not declared.adopt:
        return [], [(spec.item, f"name: a network of this name belongs to the project {str(other)[:80]}; {way_out}")]
    if not differs:
        return [], []
    what = because(differs)
    if other is None and not declared.adopt:
        text = "a network of this name is on the host, was not made by this project as it stands, and is another one"
        return [], [(spec.item, f"name: {text} ({what}); {way_out}, or adopt: true with recreate: true")]
    users = users_of(network.name, world)
    named = f", and containers are on it ({some((row.name for row in users), '')})" if users else ""
    if not spec.recreate:
        text = f"{what}{named}; a network cannot be changed: recreate: true on the network makes it anew"
        return [], [(spec.item, text)]
    ours = {spec["name"] for spec in declared.wanted}
    foreign = [row.name for row in users if row.name not in ours and not _goes(row, declared)]
    if foreign:
        text = f"recreate: {some(foreign, '')} of others is on it ({what})"
        return [], [(spec.item, f"{text}; take them off first (docker network disconnect)")]
    return _anew(spec, network, users, declared.project, differs, what), []


def _goes(row: Row, declared: Declared) -> bool:
    """Whether this run removes the container."""
    ours = row.labels.get("winfleet.project") == declared.project
    return ours and (declared.prune or is_surplus(declared, row.name, row))


def _anew(
    spec: NetworkSpec, network: Network, users: Sequence[Row], project: str, differs: Any, what: str
) -> list[Item]:
    """The old one goes once nobody runs on it; where it cannot go, they run again. What fails after that leaves them
    stopped: a container knows its network by its id, and starts in no other one of the name."""
    old = Item(f"{spec.item} as it was", REMOVE, seen=[still(network)])
    stops = [{**steps.stop(row.id), "undo": [steps.start(row.id)]} for row in users if row.runs]
    old.actions, old.why = ["remove"], [what]
    old.steps = [{**step, "item": old.name} for step in (*stops, steps.remove_network(network.id))]
    new = Item(spec.item, REMOVE, needs=[old.name])
    new.show(differs)
    new.actions, new.why = ["recreate"], [what]
    new.steps = [{**steps.create_network(body_of(spec, project)), "item": spec.item}]
    return [old, new]


def users_of(name: str, world: World) -> list[Row]:
    """The containers that are on it, running or not, by name."""
    return sorted((row for row in world.containers.rows if name in row.networks), key=lambda row: row.name)


def _lost_its_labels(network: Network) -> bool:
    return network.driver == "nat" and network.name not in PREDEFINED and not network.labels


def pruned_networks(
    declared: Declared, world: World, gone: Collection[str], kept: Collection[str]
) -> tuple[list[Item], list[str]]:
    """Networks of the project that are declared no more and that nobody uses once the containers `gone` are gone, and
    warnings of those that stay. `kept` are the networks that containers of the set name."""
    items: list[Item] = []
    warnings: list[str] = []
    names = {spec.name for spec in declared.networks}
    for network in world.networks or ():
        users = users_of(network.name, world)
        left = [row.name for row in users if row.name not in gone]
        if _lost_its_labels(network) and users and not left and network.name not in {*names, *kept}:
            text = "has no labels (engines before 29.0 lose them with a reboot of the host), and may be another's"
            warnings.append(f"network {network.name} {text}: it stays; docker network rm removes it")
        if network.name in names or owner_of(network.labels) != declared.project:
            continue
        if left or network.name in kept:
            whose = some(left, "containers of the set")
            warnings.append(f"network {network.name} is declared no more and stays: {whose} use it")
            continue
        needs = [name for row in users for name in (row.name, row.name + OLD)]
        item = Item(f"network {network.name}", REMOVE, seen=[still(network)], needs=needs)
        item.before, item.after = {"state": "present"}, {"state": "absent"}
        item.actions = ["remove"]
        item.why = [f"project {declared.project} does not declare it, and prune is true"]
        item.steps = [{**steps.remove_network(network.id), "item": item.name}]
        items.append(item)
    return items, warnings
