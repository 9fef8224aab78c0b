# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which steps bring one container from where it is to where it is declared, and what do they rest on? Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers import sequences
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import SERVICE_LABEL, Spec
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.difference import (
    IN_PLACE,
    Difference,
    difference,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.seen import (
    nobody,
    still,
    still_listed,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.sequences import Made, Waiting
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.standing import (
    ended,
    restarted_lately,
    state_of,
    why_not_ended,
    why_not_running,
    why_not_up,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.endpoint import names_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.recipe import rests_on
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.attached import lost_networks
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import FAILED, OLD, joins, plain_name
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.words import because, shown
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container, Row
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.options import UNNAMED, plain_path

REMOVE, STOP, RUN, RUN_AFTER = range(4)  # the phases of a set


@dataclass
class Item:
    """One container's part of the plan. `actions` are the words for what its steps do, `why` the reasons in the same
    order; `seen` is what they rest on. The `first` of the steps end what an earlier run left, before anything else of
    the set is done; `stands` is the container that is there after them. `settles` and `ends` as of
    containers/sequences.py; `needs` are the items without which this one cannot be."""

    name: str
    phase: int
    rank: int = 0
    actions: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    settles: list[Step] = field(default_factory=list)
    ends: list[Step] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    seen: list[dict[str, Any]] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    needs_image: bool = False
    first: int = 0
    stands: Container | None = None

    def do(self, action: str, why: str, made: Made) -> None:
        self.actions.append(action)
        self.why.append(why)
        self.steps += made.steps
        self.settles += made.settles
        self.ends += made.ends

    def differs(self, option: str, before: Any, after: Any) -> None:
        self.before[option], self.after[option] = before, after

    def show(self, differs: Mapping[str, Difference]) -> None:
        for option, pair in differs.items():
            self.differs(option, pair.before, pair.after)

    def rest_on(self, case: Case) -> None:
        """What was seen and must still be so when its steps are made."""
        self.seen += _rests_on(case, self)


@dataclass(frozen=True)
class Case:
    """One declared container and what there is of it. `target_anew`: the container whose network it joins is created
    anew, and its network with it. `made_networks` are those of the host that are made in this run: a container that
    is on one of them starts no more, as it knows its network by its id. `needed_healthy`: others wait until it says
    that it is."""

    spec: Spec
    declared: Declared
    world: World
    target_anew: bool = False
    made_networks: frozenset[str] = frozenset()
    needed_healthy: bool = False

    @property
    def waiting(self) -> Waiting:
        return replace(self.declared.waiting, healthy=self.needed_healthy)

    @property
    def name(self) -> str:
        return str(self.spec["name"])

    @property
    def network_anew(self) -> bool:
        boxes = [box for box in (self.here, self.leftover) if box is not None]
        return any(name in self.made_networks for box in boxes for name in box.endpoints)

    def _without_network(self, container: Container) -> dict[str, Difference]:
        """By option, the networks that it is on and that are not there any more, or will not be."""
        if self.target_anew:
            target = self.spec["network"]
            return {"network": Difference(target, f"{target}, which is created anew")}
        anew = {name: f"{name}, which is created anew" for name in container.endpoints if name in self.made_networks}
        lost = [name for name in lost_networks(container, self.world.networks) if name not in anew]
        before = {name: name for name in anew} | {name: f"{name}, which is there no more" for name in lost}
        after = anew | {name: f"{name} as it is now" for name in lost}
        found: dict[str, Difference] = {}
        for option in ("network", "networks"):
            names = [name for name in sorted(before) if (name in names_of(self.spec)[1:]) is (option == "networks")]
            if names:
                found[option] = Difference(*(", ".join(told[name] for name in names) for told in (before, after)))
        return found

    @property
    def here(self) -> Container | None:
        return self.world.containers.here.get(self.name)

    @property
    def leftover(self) -> Container | None:
        return self.world.containers.leftovers.get(self.name)

    @property
    def kept(self) -> Row | None:
        """The one that an earlier run left after it had not come up."""
        return self.world.containers.owned.get(self.name + FAILED)

    @property
    def starts(self) -> bool:
        return bool(self.spec["state"] == "started")

    def differs(self, container: Container | None) -> dict[str, Difference]:
        if container is None:
            return {}
        image, world = self.world.image(self.spec["image"]), self.world
        found = difference(
            self.spec,
            container,
            image,
            world.engine_default,
            self.declared.project,
            world.containers.names,
            world.log_driver,
        )
        return self._without_network(container) | found


def item_of(case: Case) -> Item:
    if case.spec["state"] == "absent":
        item = _absent(case)
    else:
        item = _as_it_is(case) if case.spec["as_it_is"] else _present(case)
    if item.steps:
        item.rest_on(case)
    return item


def _rests_on(case: Case, item: Item) -> list[dict[str, Any]]:
    """What is there is still so; what a new container is made of and called by, too."""
    facts = [still(box, replaced=case.leftover is not None) for box in (case.here, case.leftover) if box is not None]
    if case.kept is not None and (item.needs_image or case.spec["state"] == "absent"):
        facts.append(still_listed(case.kept))
    if case.spec["state"] == "absent":
        return facts + [nobody(name) for name in _not_seen(case)]
    if case.here is None:
        facts.append(nobody(case.name))
    if item.needs_image:
        facts += [nobody(name) for name in _not_seen(case) if name != case.name]
        facts += rests_on(case.world.image(case.spec["image"]))
        target = case.world.containers.here.get(joins(case.spec["network"]) or "")
        facts += [still(target)] if target is not None and not case.target_anew else []
    return facts


def _not_seen(case: Case) -> list[str]:
    """Those of its two names under which nobody was seen; a foreign container may have the second one."""
    boxes = (case.here, case.leftover, case.world.containers.in_the_way.get(case.name))
    seen = {box.name for box in boxes if box} | {row.name for row in _slipped_away(case)}
    return [name for name in (case.name, case.name + OLD) if name not in seen]


def _phase(spec: Spec) -> int:
    """A container that joins another one's network starts after it."""
    if spec["state"] == "stopped":
        return STOP
    return RUN_AFTER if joins(spec["network"]) else RUN


def _absent(case: Case) -> Item:
    item = Item(case.name, REMOVE)
    first = case.here or case.leftover
    for found in (case.here, case.leftover):
        if found is not None:
            item.do("remove", "it is declared absent", sequences.remove(found.name, found.id, found.state.running))
            item.differs("state", state_of(first), "absent")
    for row in _slipped_away(case):
        item.do("remove", "it is declared absent", sequences.remove(row.name, row.id, row.runs))
        item.differs("state", row.state, "absent")
        item.seen.append(still_listed(row))
    if case.kept is not None:
        why = "it is what an earlier run left of one that did not come up"
        item.do("remove", why, sequences.remove(case.name + FAILED, case.kept.id, case.kept.runs))
        item.differs(f"state of {case.name + FAILED}", case.kept.state, "absent")
    return item


def _slipped_away(case: Case) -> list[Row]:
    """Those that were listed, and that nobody found under either name a moment later: another run renames them just
    then. What the item rests on makes sure that they are still so, or looked at again."""
    owned = case.world.containers.owned
    if case.here is not None or case.leftover is not None:
        return []
    return [owned[name] for name in (case.name, case.name + OLD) if name in owned]


def _present(case: Case) -> Item:
    item = Item(case.name, _phase(case.spec))
    container, undone = case.here, False
    if case.leftover is not None and container is not None and _goes_on(case, case.leftover, container):
        waits = case.starts and _has_come_up(case, container)
        item.do(
            "finish",
            "an earlier run was cut off before it removed the container that this one replaced",
            sequences.finish(case.name, case.leftover, container, _waiting(case, waits)),
        )
        item.differs("replaced container", "still there", "removed")
        container = replace(container, state=replace(container.state, paused=False))
    elif case.leftover is not None and (container is not None or case.leftover.state.status != "dead"):
        item.do(
            "bring back",
            "an earlier run was cut off while it replaced this container",
            sequences.bring_back(case.name, case.leftover, container),
        )
        item.differs("name", case.name + OLD, case.name)
        container, undone = case.leftover, True
    elif case.leftover is not None:
        container = case.leftover
    item.first, item.stands = len(item.steps), container
    if container is not None and case.network_anew:  # it is stopped for its network
        item.stands = replace(container, state=replace(container.state, running=False))
    differs = case.differs(container)
    if container is None:
        item.needs_image = True
        item.do(
            "create",
            "it is not there",
            sequences.create(case.spec, case.declared.project, case.declared.version, case.waiting, case.kept),
        )
        item.after = shown(case.spec)
    elif container.state.status == "dead":
        item.needs_image = True
        item.do(
            "recreate",
            "it is dead: its removal was begun, and the engine never starts it again",
            _anew(case, container),
        )
        item.differs("state", state_of(container), case.spec["state"])
        item.show(differs)
    elif set(differs) - IN_PLACE:
        item.needs_image = True
        item.do("recreate", because(differs) + _goes_along(case, container), _recreate(case, container, undone))
        item.show(differs)
    else:
        _keep(item, case, container, differs)
    return item


def _as_it_is(case: Case) -> Item:
    """Of one that is declared by its name and its state alone, nothing else is compared."""
    item = Item(case.name, _phase(case.spec), stands=case.here)
    if case.here is not None:
        _keep(item, case, case.here, {})
    return item


def _waiting(case: Case, waits: bool) -> Waiting:
    return case.waiting if waits else Waiting(None)


def _anew(case: Case, dead: Container) -> Made:
    declared = case.declared
    return sequences.replace_dead(
        case.spec, dead, declared.project, declared.version, case.waiting, case.kept, _carried(case, dead)
    )


def _carried(case: Case, old: Container) -> list[tuple[str, str]]:
    """The volumes without a name of the container that is replaced, where nothing else is declared: its data goes
    along, as with compose, unless the new image is known to have no volume there."""
    image = case.world.image(case.spec["image"]).config
    has = None if image is None else {plain_path(target) for target in image.volumes}
    declared = {plain_path(mount["target"]) for mount in case.spec["mounts"] or []}
    return [
        (mount.name, mount.target)
        for mount in old.mounted
        if mount.type == "volume" and UNNAMED.fullmatch(mount.name)
        if (target := plain_path(mount.target)) not in declared and (has is None or target in has)
    ]


def _goes_along(case: Case, old: Container) -> str:
    targets = [target for _volume, target in _carried(case, old)]
    return f"; the data of its unnamed volume at {' and '.join(targets)} goes along" if targets else ""


def _goes_on(case: Case, replaced: Container, successor: Container) -> bool:
    """Whether it is the successor that the host goes on with: it has come up, or it alone has run at all. One that
    never ran holds nothing, and is no reason to give up one that did; one that is dead never runs again."""
    if replaced.state.status == "dead":
        return True
    return _has_come_up(case, successor) or (never_ran(replaced) and not never_ran(successor))


def _has_come_up(case: Case, successor: Container) -> bool:
    """Whether the successor of a replaced container is what the host has to go on with, whatever is declared by now.
    One that runs is: a newer declaration replaces it in its turn, and never what it replaced. One whose health is not
    known yet is waited for before the other one goes. One that is paused runs on, and is asked then: its health check
    is paused with it, and says unhealthy (moby container/health.go CloseMonitorChannel)."""
    if case.starts or successor.state.running:
        stays = successor.runs and not restarted_lately(successor, case.world.now)
        return stays and (successor.state.paused or successor.state.health != "unhealthy")
    return not case.differs(successor)


def never_ran(container: Container) -> bool:
    return container.state.status == "created"


def _recreate(case: Case, old: Container, undone: bool) -> Made:
    was_running = (old.state.running or (undone and case.starts)) and not case.network_anew
    declared = case.declared
    return sequences.recreate(
        case.spec,
        old,
        declared.project,
        declared.version,
        case.waiting,
        was_running,
        case.kept,
        _carried(case, old),
    )


def _keep(item: Item, case: Case, container: Container, differs: Mapping[str, Difference]) -> None:
    """The container stays; its restart policy and its state are brought in line."""
    name, running = case.name, container.state.running
    if differs:
        item.do("update", because(differs), sequences.update_restart_policy(case.spec, container.id))
        item.show(differs)
    if case.spec["once"]:
        _keep_ended(item, case, container)
        return
    if case.starts and container.state.paused:
        item.do("unpause", "it is paused", sequences.unpause(name, container.id))
    elif case.starts and not running:
        item.do("start", why_not_running(container), sequences.start(name, container.id, case.waiting))
    elif case.starts and case.spec["restarts"]:
        item.do("restart", "it is declared restarted", sequences.restart(name, container, case.waiting))
        item.differs("state", state_of(container), "started anew")
        return
    elif case.spec["state"] == "stopped" and running:
        item.do("stop", "it is declared stopped", sequences.stop(name, container))
    else:
        if case.starts and "finish" not in item.actions:
            _watch(item, case, container)
        return
    item.differs("state", state_of(container), "running" if case.starts else "stopped")


def _keep_ended(item: Item, case: Case, container: Container) -> None:
    """One that is meant to end: it is waited for where it runs, and runs again where it did not end well."""
    codes, waiting = case.spec["exit_codes"], case.waiting
    if container.state.paused:
        item.do("unpause", "it is paused", sequences.unpause(case.name, container.id))
    elif container.state.running:
        if waiting.timeout is not None:
            why = "it has not ended yet"
            item.do("wait", why, sequences.over(case.name, container.id, waiting, codes))
        return
    elif case.spec["rerun"] == "always" or case.spec["restarts"] or ended(container) not in codes:
        again = ended(container) in codes
        why = "it runs with every play (rerun: always, or state: restarted)" if again else why_not_ended(container)
        item.do("start", why, sequences.start(case.name, container.id, waiting, codes))
    else:
        return
    item.differs("state", state_of(container), "ended")


def _watch(item: Item, case: Case, container: Container) -> None:
    """One that the engine says runs has come up only where it stays so: else it is waited for, and nothing is
    changed."""
    why = why_not_up(container, case.world.now)
    if why is not None and case.declared.wait is not None:
        item.do("wait", why, sequences.wait(case.name, container.id, case.waiting))


def pruned(declared: Declared, world: World) -> list[Item]:
    """Containers of the project that are declared no more."""
    items = []
    for name, row in orphans(declared, world):
        item = Item(name, REMOVE, before={"state": "present"}, after={"state": "absent"}, seen=[still_listed(row)])
        item.do(
            "remove",
            f"project {declared.project} does not declare it, and prune is true",
            sequences.remove(name, row.id, row.runs),
        )
        items.append(item)
    return items


def surplus(declared: Declared, world: World) -> list[Item]:
    """Copies of a declared container that are more than its scale says, and the one without a number where it has
    copies now: they are of what is declared, and go without prune as well."""
    items = []
    for name, row in _undeclared(declared, world):
        if not is_surplus(declared, name, row):
            continue
        item = Item(name, REMOVE, before={"state": "present"}, after={"state": "absent"}, seen=[still_listed(row)])
        why = f"{row.labels.get(SERVICE_LABEL) or plain_name(name)} is declared with another scale"
        item.do("remove", why, sequences.remove(name, row.id, row.runs))
        items.append(item)
    return items


def is_surplus(declared: Declared, name: str, row: Row) -> bool:
    return row.labels.get(SERVICE_LABEL) in declared.services or declared.services.get(plain_name(name), False)


def orphans(declared: Declared, world: World) -> list[tuple[str, Row]]:
    """By name; one without a name is being removed already."""
    found = _undeclared(declared, world)
    return [(name, row) for name, row in found if declared.prune or not is_surplus(declared, name, row)]


def _undeclared(declared: Declared, world: World) -> list[tuple[str, Row]]:
    names = {spec["name"] for spec in declared.specs}
    owned = sorted(world.containers.owned.items())
    return [(name, row) for name, row in owned if name and plain_name(name) not in names]
