# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What do dependencies make of a plan? The order of its items, those that are started anew with what they need, and
what cannot be waited for. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers import sequences
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.recipe import (
    REMOVE,
    RUN,
    RUN_AFTER,
    STOP,
    Case,
    Item,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.dependencies import (
    COMPLETED,
    HEALTHY,
    depths,
    with_copies,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import joins


def ordered(items: Sequence[Item], declared: Declared) -> Mapping[str, Collection[str]]:
    """Those that start come after what they need, those that stop or go before it. Gives {container: those that it
    needs}. One that needs a container which joins a network comes in the group of those."""
    needs = with_copies(declared.specs)
    depth = depths(declared.specs)
    of_item = {item.name: item for item in items}
    for name in sorted(depth, key=lambda name: (depth[name], name)):
        item = of_item.get(name)
        if item is None:
            continue
        item.rank = -depth[name] if item.phase in (REMOVE, STOP) else depth[name]
        if item.phase == RUN and any(of_item[one].phase == RUN_AFTER for one in needs[name] if one in of_item):
            item.phase = RUN_AFTER
    return needs


ANEW = {"recreate", "restart"}
STARTS = {*ANEW, "start"}
NEVER: set[str] = set()


def restarted(items: Sequence[Item], cases: Sequence[Case]) -> None:
    """Who says so (restart: true) is started anew where a container that it needs is created or started anew; who joins
    a network wherever that container starts, since it has lost it."""
    of_item = {item.name: item for item in items}
    needs = with_copies([case.spec for case in cases])
    depth = depths([case.spec for case in cases])
    for case in sorted(cases, key=lambda case: (depth[case.name], case.name)):
        item, here, target = of_item[case.name], case.here, joins(case.spec["network"])
        after = {
            name: STARTS if name == target else ANEW if how["restart"] else NEVER
            for name, how in needs[case.name].items()
        }
        anew = [name for name, words in after.items() if name in of_item and words & set(of_item[name].actions)]
        if anew and not item.steps and case.starts and not case.spec["once"] and here is not None:
            made = "created" if any("recreate" in of_item[name].actions for name in anew) else "started"
            why = f"{', '.join(sorted(anew))}, on which it depends, is {made} anew"
            item.do("restart", why, sequences.restart(case.name, here, case.waiting))
            item.differs("state", "running", "started anew")
            item.rest_on(case)


def without_fail(declared: Declared) -> Mapping[str, Collection[str]]:
    """{container: those without which it is not tried}: what is not required comes before it, and may fail."""
    needs = with_copies(declared.specs)
    return {name: [other for other, how in needed.items() if how["required"]] for name, needed in needs.items()}


def needed_healthy(declared: Declared) -> set[str]:
    """Those of which one that starts needs that they are healthy."""
    needs = with_copies(declared.specs)
    return {
        other
        for spec in declared.specs
        if spec["state"] == "started"
        for other, how in needs[str(spec["name"])].items()
        if how["condition"] == HEALTHY and how["required"]
    }


def unmet(declared: Declared, world: World) -> list[tuple[str, str]]:
    """(container, text) of what can never come to what is waited for."""
    specs = {str(spec["name"]): spec for spec in declared.specs}
    found = []
    for name, needed in with_copies(declared.specs).items():
        if specs[name]["state"] != "started":
            continue
        for other, how in needed.items():
            if not how["required"]:
                continue
            if declared.wait is None and how["condition"] in (HEALTHY, COMPLETED):
                text = f"wait: false waits for nothing, and {other} is to be {how['condition']}; leave wait out"
                found.append((name, f"depends_on: {text}"))
            elif how["condition"] == HEALTHY and _has_no_check(specs[other], world):
                text = (
                    f"{other} has no health check, neither declared nor of its image, so that it is never healthy; "
                    "give it healthcheck, or wait for it with condition started"
                )
                found.append((name, f"depends_on: {text}"))
    return found


def _has_no_check(spec: Mapping[str, object], world: World) -> bool:
    """Of one whose image nobody knows yet it cannot be told."""
    declared = spec["healthcheck"]
    if isinstance(declared, Mapping) and "Test" in declared:
        return bool(declared["Test"] == ["NONE"])
    image = world.image(str(spec["image"])).config
    return image is not None and not any(word != "NONE" for word in image.healthcheck.get("Test") or ())
