# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sequences of steps that change one container, each with its undo. `item` ties them together: where one fails, the
undo lists of those before it run, the latest first (docs/verbs.md). What is there is called by its id, what a sequence
makes itself by its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import Spec, labels_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.endpoint import others
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import FAILED, OLD
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import steps
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container, Row
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.evidence import evidence_look
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.options import (
    OPTIONS,
    endpoint_settings,
)


def create_body(spec: Spec, project: str, version: str) -> dict[str, Any]:
    """What `POST /containers/create` is sent."""
    body: dict[str, Any] = {"Image": spec["image"], "HostConfig": {"Isolation": spec["isolation"]}}
    for name, option in OPTIONS.items():
        if option.asks(spec[name]):
            for path, value in option.send(spec[name]).items():
                *folders, last = path.split(".")
                place = body
                for folder in folders:
                    place = place.setdefault(folder, {})
                place[last] = value
    body["Labels"] = {**spec["labels"], **labels_of(spec, project, version)}
    return body


def of_item(name: str, *made: Step) -> list[Step]:
    return [{**step, "item": name} for step in made]


def with_undo(step: Step, *undo: Step) -> Step:
    return {**step, "undo": list(undo)} if undo else step


@dataclass(frozen=True)
class Made:
    """What changes one container: its `steps`, those that are to be made once the others of the set have started
    (`settles`), and those for which it has to have settled (`ends`)."""

    steps: list[Step]
    settles: tuple[Step, ...] = ()
    ends: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """How a container is waited for: `timeout` seconds until it runs and is healthy, None for not at all; `settle`
    seconds from its start on in which it must not end. `keep`: where it fails it is left there under another name.
    `healthy`: others need that it is, so that one without a health check fails."""

    timeout: int | None
    settle: int = 0
    keep: bool = False
    healthy: bool = False


Carried = Sequence[tuple[str, str]]  # (volume, where it is mounted)


def create(
    spec: Spec, project: str, version: str, waiting: Waiting, kept: Row | None = None, carried: Carried = ()
) -> Made:
    """It is on all its networks before it starts. On failure it is removed again, or left under a name of its own where
    it is to be `kept`, in the place of one that an earlier run left there. `carried` are volumes of the container that
    it replaces."""
    name = spec["name"]
    body = create_body(spec, project, version)
    if carried:
        body["HostConfig"]["Binds"] = [f"{volume}:{target}" for volume, target in carried]
    made = with_undo(steps.create(name, body), *_undo(name, waiting))
    joins = [steps.connect(one["name"], name, endpoint_settings(one)) for one in others(spec)]
    room = [steps.remove(kept.id)] if kept is not None else []
    runs = start(name, name, waiting, codes_of(spec)) if spec["state"] == "started" else Made([])
    return replace(runs, steps=[*of_item(name, *room, made, *joins), *runs.steps])


def _undo(name: str, waiting: Waiting) -> list[Step]:
    """Its name is given free in any case."""
    if not waiting.keep:
        return [steps.remove(name)]
    never = {"RestartPolicy": {"Name": "no", "MaximumRetryCount": 0}}
    return [steps.update(name, never), steps.stop(name), steps.rename(name, name + FAILED), steps.remove(name)]


def recreate(
    spec: Spec,
    old: Container,
    project: str,
    version: str,
    waiting: Waiting,
    was_running: bool,
    kept: Row | None = None,
    carried: Carried = (),
) -> Made:
    """The old container is kept under another name until the new one runs; on failure it comes back and runs again.

    Its removal is an item of its own: a failure there must not undo a success."""
    name = spec["name"]
    new = create(spec, project, version, waiting, kept, carried)
    moved = of_item(
        name,
        with_undo(_stopped(old), *([steps.start(old.id)] if was_running else [])),
        with_undo(steps.rename(old.id, name + OLD), steps.rename(old.id, name)),
    )
    return replace(new, steps=[*moved, *new.steps], ends=(_remove_old(name, old),))


def replace_dead(
    spec: Spec,
    dead: Container,
    project: str,
    version: str,
    waiting: Waiting,
    kept: Row | None,
    carried: Carried = (),
) -> Made:
    """The engine starts none whose removal it has begun (moby daemon/start.go), so that there is nothing to keep."""
    new = create(spec, project, version, waiting, kept, carried)
    return replace(new, steps=[*of_item(spec["name"], steps.remove(dead.id)), *new.steps])


def _remove_old(name: str, old: Container) -> Step:
    (step,) = of_item(name + OLD, steps.remove(old.id))
    return {**step, "needs": [name]}


def bring_back(name: str, old: Container, new: Container | None) -> Made:
    """Undoes a recreate that was cut off: what it had begun is removed, the old container gets its name again."""
    return Made(of_item(name, *([steps.remove(new.id)] if new else []), steps.rename(old.id, name)))


def finish(name: str, old: Container, new: Container, waiting: Waiting) -> Made:
    """Ends a recreate that was cut off: the replaced container goes once its successor has come up."""
    runs_on = [steps.unpause(new.id)] if new.state.paused else []
    up = wait(name, new.id, waiting)
    return Made([*of_item(name, *runs_on), *up.steps, *up.settles, _remove_old(name, old)])


def start(name: str, called: str, waiting: Waiting, codes: Sequence[int] | None = None) -> Made:
    """One that was stopped before and does not come up is not stopped again. With `codes` it is one that ends, which is
    waited for."""
    up = wait(name, called, waiting) if codes is None else over(name, called, waiting, codes)
    (begin,) = of_item(name, {**steps.start(called), "evidence": evidence_look(called)})
    return replace(up, steps=[begin, *up.steps])


def wait(name: str, called: str, waiting: Waiting) -> Made:
    """Until it runs, is healthy, and has settled."""
    if waiting.timeout is None:
        return Made([])
    evidence = evidence_look(called)
    up = [steps.wait_running(called, waiting.timeout), steps.wait_healthy(called, waiting.timeout, waiting.healthy)]
    settled = [steps.wait_settled(called, waiting.settle)] if waiting.settle else []
    told = [{**step, "evidence": evidence} for step in (*up, *settled)]
    return Made(of_item(name, *told[:2]), tuple(of_item(name, *told[2:])))


def over(name: str, called: str, waiting: Waiting, codes: Sequence[int]) -> Made:
    """Until one that is meant to end has ended, with one of these exit codes."""
    if waiting.timeout is None:
        return Made([])
    waits = (steps.wait_ended(called, waiting.timeout), steps.wait_succeeded(called, codes))
    return Made(of_item(name, *({**step, "evidence": evidence_look(called)} for step in waits)))


def codes_of(spec: Spec) -> Sequence[int] | None:
    """The exit codes of one that is meant to end; None for all others."""
    return spec["exit_codes"] if spec["once"] else None


def stop(name: str, container: Container) -> Made:
    return Made(of_item(name, _stopped(container)))


def restart(name: str, container: Container, waiting: Waiting) -> Made:
    """On failure it is started once more."""
    stops = of_item(name, with_undo(_stopped(container), steps.start(container.id)))
    again = start(name, container.id, waiting)
    return replace(again, steps=[*stops, *again.steps])


def _stopped(container: Container) -> Step:
    return steps.stop(container.id, container.config.stop_timeout)


def free_ports(name: str, holders: Sequence[Container]) -> list[Step]:
    """Stops those that still hold the ports that `name` is about to take; they run again where it does not come up."""
    return of_item(name, *(with_undo(_stopped(holder), steps.start(holder.id)) for holder in holders))


def stopped_before(made: Sequence[Step], holder: Container) -> list[Step]:
    """The steps of one whose ports were freed for another before: it is that one's undo that starts it again."""
    stops = _stopped(holder)["path"]
    return [
        {key: value for key, value in step.items() if key != "undo"} if step.get("path") == stops else step
        for step in made
    ]


def unpause(name: str, identifier: str) -> Made:
    return Made(of_item(name, steps.unpause(identifier)))


def remove(name: str, identifier: str, running: bool) -> Made:
    return Made(of_item(name, *([steps.stop_listed(identifier)] if running else []), steps.remove(identifier)))


def update_restart_policy(spec: Spec, identifier: str) -> Made:
    policy: Mapping[str, Any] = OPTIONS["restart_policy"].send(spec["restart_policy"])["HostConfig.RestartPolicy"]
    return Made(of_item(spec["name"], steps.update(identifier, {"RestartPolicy": policy})))
