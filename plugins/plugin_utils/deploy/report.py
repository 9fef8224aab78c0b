# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told of a deployment: for each container what is declared, what stands, what was done and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import Spec
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.difference import same_digest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.recipe import Item, orphans
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.standing import (
    ended,
    restarted_lately,
    state_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.plan import Plan
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.registries import Logins
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import FAILED
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.listed import first_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step, kind_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.exit_codes import exit_code_text
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.options import UNNAMED


def rows(
    specs: Sequence[Spec],
    items: Sequence[Item],
    engine_default: str | None,
    now: str | None,
    warnings: Iterable[tuple[str, str]],
    containers: Mapping[str, Container],
    unfinished: Collection[str] = (),
) -> list[dict[str, Any]]:
    """One row for each declared and each pruned container, by name. `now` is the engine's clock, `containers` are
    inspects by name; items that are `unfinished` have no actions to tell of."""
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
            **_seen(containers.get(name), now),
            "actions": list(planned[name].actions) if name in planned else [],
            "why": list(planned[name].why) if name in planned else [],
            **_differs(declared.get(name), containers.get(name), planned.get(name)),
            "warnings": [text for container, text in told if container == name],
        }
        for name in sorted({*declared, *(item.name for item in items)})
    ]


def _differs(spec: Spec | None, container: Container | None, item: Item | None) -> dict[str, Any]:
    """What differs, and which side has changed since the container was made: its label holds the digest of what was
    declared then."""
    names = sorted({*item.before} & {*item.after}) if item is not None else []
    anew = None
    if spec is not None and container is not None and names:
        anew = not same_digest(spec, container)
    return {"differs": names, "declared_anew": anew}


def _seen(container: Container | None, now: str | None) -> dict[str, Any]:
    """What of its state says how it goes; None for what is not there. One that ends again and again is up at one moment
    and waits at the next, so that `restarting` is not asked of the engine's word alone."""
    return {
        "health": container.state.health if container else None,
        "restarts": container.restarts if container else None,
        "restarting": container.state.restarting or restarted_lately(container, now) if container else None,
        "exit_code": ended(container) if container else None,
    }


def unsteady(plan: Plan) -> list[str]:
    """What a run would wait for, and fail where it does not come up."""
    return [f"container {item.name}: {why}" for item in plan.items if item.actions == ["wait"] for why in item.why]


ROW_OF_FAILED = ("name", "state", "health", "restarts", "exit_code", "why")
VERDICT_OF_FAILED = ("container", "image", "os_version", "mode", "verdict")


def rows_of_failed(told: Sequence[Mapping[str, Any]], unfinished: Collection[str]) -> list[dict[str, Any]]:
    """What a task that failed tells: the console prints all of it in one line, so that what was fine is left out."""
    return [{key: row[key] for key in ROW_OF_FAILED if row[key]} for row in told if row["name"] in unfinished]


def verdicts_of_refused(verdicts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The verdicts, those that are fine without their reasons."""
    return [{key: row[key] for key in VERDICT_OF_FAILED} if _fine(row) else dict(row) for row in verdicts]


def verdicts_of_failed(verdicts: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [dict(row) for row in verdicts if not _fine(row)]


def sets_of_failed(sets: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What a task of several sets tells where it failed."""
    return [
        {key: verdicts_of_failed(value) if key == "verdicts" else value for key, value in one.items()} for one in sets
    ]


def _fine(verdict: Mapping[str, Any]) -> bool:
    return verdict["verdict"] in ("yes", "by_rule")


def diff(plan: Plan) -> tuple[dict[str, Any], dict[str, Any]]:
    """Before and after, by container, only what differs."""
    touched = [item for item in (*plan.items, *plan.beside) if item.steps]
    return {item.name: item.before for item in touched if item.before}, {
        item.name: item.after for item in touched if item.after
    }


def doing(plan: Plan) -> str:
    """`pull 1 image, create web, recreate api` in one line of bearable length."""
    pulls = [f"{'load' if reference in plan.archives else 'pull'} {reference}" for reference in plan.pulls]
    items = [*plan.made, *plan.items, *plan.gone]
    words = pulls + [f"{' and '.join(item.actions)} {item.name}" for item in items if item.steps]
    return first_of(words, 8)


TOLD_NAMES = 12


def of_containers(names: Sequence[str]) -> str:
    """`container web: `, `containers api, web: `; nothing for what is said of the whole set."""
    named = [name for name in names if name]
    more = [f"{len(named) - TOLD_NAMES} more"] if len(named) > TOLD_NAMES else []
    kind = "containers" if len(named) > 1 else "container"
    return f"{kind} {', '.join(named[:TOLD_NAMES] + more)}: " if named else ""


def orphaned(declared: Declared, world: World) -> list[str]:
    """One warning that names the containers of the project that are declared no more, as compose tells of orphans."""
    left = [] if declared.prune else orphans(declared, world)
    if not left:
        return []
    told = [f"{name} ({row.state})" for name, row in left[:TOLD_NAMES]]
    more = [f"{len(left) - TOLD_NAMES} more"] if len(left) > TOLD_NAMES else []
    it, is_left = ("it", "it is left as it is") if len(left) == 1 else ("them", "they are left as they are")
    return [
        f"project {declared.project} does not declare {', '.join(told + more)} any more; {is_left}. prune: true "
        f"removes {it}, and so does declaring {it} with state: absent."
    ]


def undone(declared: Declared, plan: Plan, item: str) -> str:
    """What came of the one that failed."""
    if not declared.keep_failed:
        return f"What was begun for {item} was undone."
    replaces = any(one.name == item and "recreate" in one.actions for one in plan.items)
    back = "; the one that it was to replace was brought back" if replaces else ""
    return f"It was left as {item}{FAILED}, stopped{back}."


def had_ended(plan: Plan) -> list[str]:
    """Those that are started again after they had ended with an error, and may end so once more."""
    return [
        f"container {item.name} is started again: it had ended with {exit_code_text(code)}"
        for item in plan.items
        if "start" in item.actions and item.after.get("state") != "ended"
        if item.stands is not None and (code := ended(item.stands))
    ]


def left_volumes(declared: Declared, plan: Plan, world: World) -> list[str]:
    """Volumes stay where their containers go: nothing that was written is lost by a run that does not say so."""
    gone = [world.containers.owned.get(item.name) for item in plan.items if item.actions[-1:] == ["remove"]]
    mounted = [mount for row in gone if row is not None for mount in row.mounted if mount.type == "volume"]
    used = {mount.name for row in world.containers.owned.values() if row not in gone for mount in row.mounted}
    going = {item.name.lower() for item in plan.gone}
    left = sorted(name for name in {mount.name for mount in mounted} - used if f"volume {name}".lower() not in going)
    if not left:
        return []
    named = [name for name in left if not UNNAMED.fullmatch(name)]
    told = named[:TOLD_NAMES] + ([f"{len(left) - len(named)} without a name"] if len(left) > len(named) else [])
    they = "stays" if len(left) == 1 else "stay"
    what = "the volume" if len(left) == 1 else "the volumes"
    return [
        f"project {declared.project}: {what} {', '.join(told)} of what is removed {they} on the host with all data; "
        "docker volume rm removes what nobody needs any more."
    ]


# Which words a failed step is told with, by its kind.
STEP_WORDS: dict[str, str] = {
    "pull": "pulling the image failed",
    "load": "loading it out of its archive failed",
    "holds": "its archive was loaded, and holds no image of this name",
    "create": "creating it failed",
    "start": "starting it failed",
    "stop": "stopping it failed",
    "unpause": "unpausing it failed",
    "rename": "renaming it failed",
    "update": "updating its restart policy failed",
    "remove": "removing it failed",
    "connect": "connecting it to a further network failed",
    "wait": "it did not come up",
}


# What is said while a step is under way.
AT_WORK: dict[str, str] = {
    "pull": "pulling",
    "load": "loading",
    "create": "creating",
    "start": "starting",
    "stop": "stopping",
    "remove": "removing",
    "wait": "waiting for",
}


def at_work(step: Step) -> str:
    """`pulling registry.example.com/shop/web:1.4`, `starting web`."""
    item = str(step.get("item"))
    return f"{AT_WORK.get(kind_of(step) or '', 'changing')} {item.removeprefix('image ')}"


NEVER_HEALTHY = (
    "it did not get healthy, which others wait for (one without a health check never does: give it healthcheck, or "
    "wait for it with condition started)"
)
# Of a wait for one that is meant to end, by the field that it waits for.
ENDS_WORDS: dict[str, str] = {
    "State.Status": "it did not end",
    "State.ExitCode": "it did not end well",
}


def called(item: str) -> str:
    """An item as messages call it: containers alone have no word for what they are."""
    return item if item.startswith(("image ", "network ", "volume ")) else f"container {item}"


def step_name(step: Step, logins: Logins | None = None) -> str:
    """`container web: starting it failed`; of a pull with credentials, whose they were."""
    item = str(step.get("item"))
    if step.get("field") == "State.Health.Status" and step.get("values") == ["healthy"]:
        return f"{called(item)}: {NEVER_HEALTHY}"
    words = ENDS_WORDS.get(str(step.get("field")) if step.get("values") != ["running"] else "")
    login = logins.of(item.removeprefix("image ")) if logins is not None and item.startswith("image ") else None
    whose = f" (with the credentials of {login.source})" if login else ""
    return f"{called(item)}: {words or STEP_WORDS.get(kind_of(step) or '', 'a step failed')}{whose}"
