# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps that bring one container from where it is to where it is declared, each with its undo. `item` ties them
together: where one fails, the undo lists of those before it run, the latest first (docs/verbs.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.spec import Spec, labels_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import OLD
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import steps
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


def pull(reference: str) -> list[Step]:
    return of_item(f"image {reference}", steps.pull(reference))


def create(spec: Spec, project: str, version: str, wait: int | None) -> list[Step]:
    """`wait`: the seconds to wait until it runs and is healthy, None for not at all. On failure it is removed again."""
    name = spec["name"]
    made = with_undo(steps.create(name, create_body(spec, project, version)), steps.remove(name))
    return of_item(name, made, *(_run(name, wait) if spec["state"] == "started" else []))


def recreate(spec: Spec, project: str, version: str, wait: int | None, was_running: bool) -> list[Step]:
    """The old container is kept under another name until the new one runs; on failure it comes back and runs again.

    Its removal is an item of its own: a failure there must not undo a success."""
    name, old = spec["name"], spec["name"] + OLD
    return [
        *of_item(
            name,
            with_undo(steps.stop(name), *([steps.start(name)] if was_running else [])),
            with_undo(steps.rename(name, old), steps.rename(old, name)),
        ),
        *create(spec, project, version, wait),
        *of_item(old, steps.remove(old)),
    ]


def bring_back(name: str, remove_new: bool) -> list[Step]:
    """Undoes a recreate that was cut off: what it had begun is removed, the old container gets its name again."""
    return of_item(name, *([steps.remove(name)] if remove_new else []), steps.rename(name + OLD, name))


def start(name: str, wait: int | None) -> list[Step]:
    """A container that was stopped before is stopped again where it does not come up."""
    return of_item(name, *_run(name, wait))


def stop(name: str) -> list[Step]:
    return of_item(name, steps.stop(name))


def free_ports(name: str, holders: Sequence[str]) -> list[Step]:
    """Stops those that still hold the ports that `name` is about to take; they run again where it does not come up."""
    return of_item(name, *(with_undo(steps.stop(holder), steps.start(holder)) for holder in holders))


def unpause(name: str) -> list[Step]:
    return of_item(name, steps.unpause(name))


def remove(name: str, running: bool) -> list[Step]:
    return of_item(name, *([steps.stop(name)] if running else []), steps.remove(name))


def update_restart_policy(spec: Spec) -> list[Step]:
    policy: Mapping[str, Any] = OPTIONS["restart_policy"].send(spec["restart_policy"])["HostConfig.RestartPolicy"]
    return of_item(spec["name"], steps.update(spec["name"], {"RestartPolicy": policy}))


def _run(name: str, wait: int | None) -> list[Step]:
    waits = [] if wait is None else [steps.wait_running(name, wait), steps.wait_healthy(name, wait)]
    return [steps.start(name), *waits]
