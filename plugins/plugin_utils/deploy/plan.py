# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be done, container by container? A pure function of what is declared and what is on the host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy import recipes
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.difference import (
    IN_PLACE,
    Difference,
    difference,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images import ImageFacts
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.order import (
    handover,
    ports_bound,
    ports_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.spec import Spec
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import OLD, joins
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.words import because, shown, state_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.world import World, owner
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step


@dataclass(frozen=True)
class Wishes:
    """What the set as a whole asks for. `wait` in seconds, None for not waiting; `engine_default` is `process`,
    `hyperv` or None."""

    project: str
    version: str
    pull: str = "missing"
    prune: bool = False
    adopt: bool = False
    wait: int | None = 300
    engine_default: str | None = None


@dataclass
class Item:
    """One container's part of the plan. `actions` are the words for what its steps do, `why` the reasons in the same
    order."""

    name: str
    phase: int
    rank: int = 0
    actions: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    needs_image: bool = False

    def do(self, action: str, why: str, made: list[Step]) -> None:
        self.actions.append(action)
        self.why.append(why)
        self.steps += made

    def differs(self, option: str, before: Any, after: Any) -> None:
        self.before[option], self.after[option] = before, after


@dataclass(frozen=True)
class Plan:
    """`problems` are (container, text); with any of them nothing may be done."""

    items: list[Item]
    pulls: list[str]
    problems: list[tuple[str, str]]

    @property
    def steps(self) -> list[Step]:
        """Pulls come first, so that nothing is stopped for an image that does not come; then what frees names and
        ports."""
        pulls = [step for reference in self.pulls for step in recipes.pull(reference)]
        return pulls + [
            step
            for item in sorted(self.items, key=lambda item: (item.phase, item.rank, item.name))
            for step in item.steps
        ]


REMOVE, STOP, RUN, RUN_AFTER = range(4)  # the phases


def plan(specs: Sequence[Spec], world: World, wishes: Wishes) -> Plan:
    problems = [
        (spec["name"], _foreign(spec["name"], world)) for spec in specs if _is_foreign(spec["name"], world, wishes)
    ]
    ours = [spec for spec in specs if not _is_foreign(spec["name"], world, wishes)]
    items = [_item(spec, world, wishes) for spec in ours]
    anew = {item.name for item in items if item.needs_image}
    items = [
        _item(spec, world, wishes, target_anew=True) if joins(spec["network"]) in anew else item
        for spec, item in zip(ours, items, strict=True)
    ]
    _free_ports(items, ours, world)
    if wishes.prune:
        items += _pruned(specs, world, wishes)
    wanted = {spec["name"]: spec for spec in specs}
    creating = [wanted[item.name] for item in items if item.needs_image]
    pulls = {spec["image"] for spec in creating if _must_pull(world.images.get(spec["image"]))}
    if wishes.pull == "never":
        problems += [
            (spec["name"], f"image: {spec['image']} is not on the host, and pull: never forbids to pull it")
            for spec in creating
            if spec["image"] in pulls
        ]
    return Plan(sorted(items, key=lambda item: item.name), sorted(pulls), sorted(problems))


def _free_ports(items: list[Item], specs: Sequence[Spec], world: World) -> None:
    """Orders those that run afterwards, and stops what has to make room for them."""
    changing = {item.name: item for item in items if item.phase == RUN and item.steps}
    held = {name: ports_bound(box) for name, box in world.containers.items() if name in changing and _running(box)}
    wanted = {spec["name"]: ports_of(spec) for spec in specs}
    for rank, (name, holders) in enumerate(handover(changing, held, wanted)):
        changing[name].rank = rank
        changing[name].steps[:0] = recipes.free_ports(name, holders)


def _must_pull(image: ImageFacts | None) -> bool:
    return image is None or image.id is None or image.newest is not None


def _is_foreign(name: str, world: World, wishes: Wishes) -> bool:
    found = world.containers.get(name)
    return found is not None and owner(found) != wishes.project and not wishes.adopt


def _foreign(name: str, world: World) -> str:
    other = owner(world.containers[name])
    whose = f"belongs to the project {other}" if other else "was not created by this collection"
    return (
        f"name: a container of this name {whose} and is not touched; choose another name, or adopt: true takes it over"
    )


def _pruned(specs: Sequence[Spec], world: World, wishes: Wishes) -> list[Item]:
    declared = {spec["name"] for spec in specs}
    pruned = []
    for name in world.owned:
        if name.removesuffix(OLD) not in declared:
            item = Item(name, REMOVE, before={"state": "present"}, after={"state": "absent"})
            item.do(
                "remove", f"project {wishes.project} does not declare it, and prune is true", recipes.remove(name, True)
            )
            pruned.append(item)
    return pruned


def _item(spec: Spec, world: World, wishes: Wishes, target_anew: bool = False) -> Item:
    """`target_anew`: the container whose network this one joins is created anew, and its network with it."""
    name = spec["name"]
    container, leftover = world.containers.get(name), world.leftovers.get(name)
    if spec["state"] == "absent":
        return _absent(name, container, leftover)
    item = Item(name, _phase(spec))
    image = world.images.get(spec["image"]) or ImageFacts(spec["image"])
    differs, undone = _differs(spec, container, image, wishes, target_anew), False
    if leftover is not None:
        if container is not None and not differs and _running(container) == (spec["state"] == "started"):
            item.do(
                "finish",
                "an earlier run was cut off before it removed the container that this one replaced",
                recipes.remove(name + OLD, False),
            )
            item.differs("replaced container", "still there", "removed")
            return item
        item.do(
            "bring back",
            "an earlier run was cut off while it replaced this container",
            recipes.bring_back(name, remove_new=container is not None),
        )
        item.differs("name", name + OLD, name)
        container, undone = leftover, True
        differs = _differs(spec, container, image, wishes, target_anew)
    if container is None:
        item.needs_image = True
        item.do("create", "it is not there", recipes.create(spec, wishes.project, wishes.version, wishes.wait))
        item.after = shown(spec)
    elif set(differs) - IN_PLACE:
        item.needs_image = True
        was_running = _running(container) or (undone and spec["state"] == "started")
        item.do(
            "recreate",
            because(differs),
            recipes.recreate(spec, wishes.project, wishes.version, wishes.wait, was_running),
        )
        _show(item, differs)
    else:
        _keep(item, spec, container, differs, wishes)
    return item


def _differs(
    spec: Spec, container: Mapping[str, Any] | None, image: ImageFacts, wishes: Wishes, target_anew: bool
) -> dict[str, Difference]:
    if container is None:
        return {}
    found = difference(spec, container, image, wishes.engine_default, wishes.project)
    if target_anew:
        found.setdefault("network", Difference(spec["network"], f"{spec['network']}, which is created anew"))
    return found


def _phase(spec: Spec) -> int:
    """A container that joins another one's network starts after it."""
    if spec["state"] == "stopped":
        return STOP
    return RUN_AFTER if joins(spec["network"]) else RUN


def _absent(name: str, container: Mapping[str, Any] | None, leftover: Mapping[str, Any] | None) -> Item:
    item = Item(name, REMOVE)
    for found, called in ((container, name), (leftover, name + OLD)):
        if found is not None:
            item.do("remove", "it is declared absent", recipes.remove(called, _running(found)))
            item.differs("state", state_of(container or leftover), "absent")
    return item


def _keep(
    item: Item, spec: Spec, container: Mapping[str, Any], differs: Mapping[str, Difference], wishes: Wishes
) -> None:
    """The container stays; its restart policy and its state are brought in line."""
    name, running = spec["name"], _running(container)
    if differs:
        item.do("update", because(differs), recipes.update_restart_policy(spec))
        _show(item, differs)
    paused = bool((container.get("State") or {}).get("Paused"))
    if spec["state"] == "started" and paused:
        item.do("unpause", "it is paused", recipes.unpause(name))
    elif spec["state"] == "started" and not running:
        item.do("start", "it does not run", recipes.start(name, wishes.wait))
    elif spec["state"] == "stopped" and running:
        item.do("stop", "it is declared stopped", recipes.stop(name))
    else:
        return
    item.differs("state", state_of(container), "running" if spec["state"] == "started" else "stopped")


def _show(item: Item, differs: Mapping[str, Difference]) -> None:
    for option, pair in differs.items():
        item.differs(option, pair.before, pair.after)


def _running(container: Mapping[str, Any]) -> bool:
    return bool((container.get("State") or {}).get("Running"))
