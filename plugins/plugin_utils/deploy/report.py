# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told of a deployment: for each container what is declared, what stands, what was done and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import Spec
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.recipe import Item, orphans
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.plan import Plan
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.words import state_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step, kind_of


def rows(
    specs: Sequence[Spec],
    items: Sequence[Item],
    engine_default: str | None,
    warnings: Iterable[tuple[str, str]],
    containers: Mapping[str, Container],
    unfinished: Collection[str] = (),
) -> list[dict[str, Any]]:
    """One row for each declared and each pruned container, by name. `containers` are inspects by name; items that are
    `unfinished` have no actions to tell of."""
    declared = {spec["name"]: spec for spec in specs}
    planned = {item.name: item for item in items if item.name not in unfinished}
    told = list(warnings)
    return [
        {
            "name": name,
            "image": (declared.get(name) or {}).get("image"),
            "isolation": {
                "declared": (declared.get(name) or {}).get("isolation"),
                "effective": containers[name].isolation if name in containers else None,
                "engine_default": engine_default,
            },
            "state": state_of(containers.get(name)),
            "actions": list(planned[name].actions) if name in planned else [],
            "why": list(planned[name].why) if name in planned else [],
            "warnings": [text for container, text in told if container == name],
        }
        for name in sorted({*declared, *(item.name for item in items)})
    ]


def diff(plan: Plan) -> tuple[dict[str, Any], dict[str, Any]]:
    """Before and after, by container, only what differs."""
    touched = [item for item in plan.items if item.steps]
    return {item.name: item.before for item in touched if item.before}, {
        item.name: item.after for item in touched if item.after
    }


def doing(plan: Plan) -> str:
    """`pull 1 image, create web, recreate api` in one line of bearable length."""
    pulls = [f"pull {reference}" for reference in plan.pulls]
    words = pulls + [f"{' and '.join(item.actions)} {item.name}" for item in plan.items if item.steps]
    return ", ".join(words[:8]) + (f" and {len(words) - 8} more" if len(words) > 8 else "")


TOLD_ORPHANS = 12


def orphaned(declared: Declared, world: World) -> list[str]:
    """One warning that names the containers of the project that are declared no more, as compose tells of orphans."""
    left = [] if declared.prune else orphans(declared, world)
    if not left:
        return []
    told = [f"{name} ({row.state})" for name, row in left[:TOLD_ORPHANS]]
    more = [f"{len(left) - TOLD_ORPHANS} more"] if len(left) > TOLD_ORPHANS else []
    it, is_left = ("it", "it is left as it is") if len(left) == 1 else ("them", "they are left as they are")
    return [
        f"project {declared.project} does not declare {', '.join(told + more)} any more; {is_left}. prune: true "
        f"removes {it}, and so does declaring {it} with state: absent."
    ]


# Which words a failed step is told with, by its kind.
STEP_WORDS: dict[str, str] = {
    "pull": "pulling the image failed",
    "create": "creating it failed",
    "start": "starting it failed",
    "stop": "stopping it failed",
    "unpause": "unpausing it failed",
    "rename": "renaming it failed",
    "update": "updating its restart policy failed",
    "remove": "removing it failed",
    "wait": "it did not come up",
}


def step_name(step: Step) -> str:
    """`container web: starting it failed`."""
    item = str(step.get("item"))
    what = item if item.startswith("image ") else f"container {item}"
    return f"{what}: {STEP_WORDS.get(kind_of(step) or '', 'a step failed')}"
