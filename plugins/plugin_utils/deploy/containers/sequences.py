# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sequences of steps that change one container, each with its undo. `item` ties them together: where one fails, the
undo lists of those before it run, the latest first (docs/verbs.md). What is there is called by its id, what a sequence
makes itself by its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import Spec, labels_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import OLD
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import steps
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.options import OPTIONS


def create_body(spec: Spec, project: str, version: str) -> dict[str, Any]:
    """What `POST /containers/create` is sent."""
    body: dict[str, Any] = {"Image": spec["image"], "HostConfig": {"Isolation": spec["isolation"]}}
    for name, option in OPTIONS.items():
        if spec[name]:
            for path, value in option.send(spec[name]).items():
                *folders, last = path.split(".")
                place = body
                for folder in folders:
                    place = place[folder]
                place[last] = value
    body["Labels"] = {**spec["labels"], **labels_of(spec, project, version)}
    return body


def of_item(name: str, *made: Step) -> list[Step]:
    return [{**step, "item": name} for step in made]


def with_undo(step: Step, *undo: Step) -> Step:
    return {**step, "undo": list(undo)} if undo else step


def create(spec: Spec, project: str, version: str, wait: int | None) -> list[Step]:
    """On failure it is removed again."""
    name = spec["name"]
    made = with_undo(steps.create(name, create_body(spec, project, version)), steps.remove(name))
    return of_item(name, made, *(_run(name, wait) if spec["state"] == "started" else []))


def recreate(spec: Spec, old: Container, project: str, version: str, wait: int | None, was_running: bool) -> list[Step]:
    """The old container is kept under another name until the new one runs; on failure it comes back and runs again.

    Its removal is an item of its own: a failure there must not undo a success."""
    name = spec["name"]
    return [
        *of_item(
            name,
            with_undo(steps.stop(old.id), *([steps.start(old.id)] if was_running else [])),
            with_undo(steps.rename(old.id, name + OLD), steps.rename(old.id, name)),
        ),
        *create(spec, project, version, wait),
        *of_item(name + OLD, steps.remove(old.id)),
    ]


def bring_back(name: str, old: Container, new: Container | None) -> list[Step]:
    """Undoes a recreate that was cut off: what it had begun is removed, the old container gets its name again."""
    return of_item(name, *([steps.remove(new.id)] if new else []), steps.rename(old.id, name))


def finish(name: str, old: Container, new: Container, wait: int | None) -> list[Step]:
    """Ends a recreate that was cut off: the replaced container goes once its successor has come up."""
    runs_on = [steps.unpause(new.id)] if new.state.paused else []
    return [*of_item(name, *runs_on, *_come_up(new.id, wait)), *of_item(name + OLD, steps.remove(old.id))]


def start(name: str, identifier: str, wait: int | None) -> list[Step]:
    """One that was stopped before and does not come up is not stopped again."""
    return of_item(name, *_run(identifier, wait))


def stop(name: str, identifier: str) -> list[Step]:
    return of_item(name, steps.stop(identifier))


def free_ports(name: str, holders: Sequence[Container]) -> list[Step]:
    """Stops those that still hold the ports that `name` is about to take; they run again where it does not come up."""
    return of_item(name, *(with_undo(steps.stop(holder.id), steps.start(holder.id)) for holder in holders))


def unpause(name: str, identifier: str) -> list[Step]:
    return of_item(name, steps.unpause(identifier))


def remove(name: str, identifier: str, running: bool) -> list[Step]:
    return of_item(name, *([steps.stop(identifier)] if running else []), steps.remove(identifier))


def update_restart_policy(spec: Spec, identifier: str) -> list[Step]:
    policy: Mapping[str, Any] = OPTIONS["restart_policy"].send(spec["restart_policy"])["HostConfig.RestartPolicy"]
    return of_item(spec["name"], steps.update(identifier, {"RestartPolicy": policy}))


def _run(called: str, wait: int | None) -> list[Step]:
    return [steps.start(called), *_come_up(called, wait)]


def _come_up(called: str, wait: int | None) -> list[Step]:
    """`wait`: the seconds to wait until it runs and is healthy, None for not at all."""
    return [] if wait is None else [steps.wait_running(called, wait), steps.wait_healthy(called, wait)]
