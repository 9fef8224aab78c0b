"""Is what a run says of itself, as it ends, so?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .controller import LOST, TEXTS, Wish
from .engine import OLD

if TYPE_CHECKING:
    from .moves import Proc


def untrue(wish: Wish, proc: Proc) -> list[str]:
    """What a run says of itself and is not so."""
    end = proc.end
    if end is None:
        return []
    found = []
    lost = LOST in proc.history
    if proc.touched and not end.changed:
        found.append(f"an act of its did something, and it says changed=false ({end.problem})")
    if end.changed and not (proc.touched or lost):
        found.append(f"it says changed=true and did nothing ({end.problem})")
    if not end.problem:
        if not end.changed:
            found += [f"it says that there is nothing to do, and {text}" for text in lacks(wish, _last_seen(proc))]
        return found
    told: dict[str, bool] = {
        "Another run is at work": proc.denied,
        "Somebody else is at work": proc.changes == 3,
        "The connection to": lost and end.changed,
        "the connection was cut": lost,
        "container ": end.failed,
        "Refused": end.kind == "Refused",
    }
    if end.kind == "Refused":
        return found
    sentence = next((so for text, so in told.items() if end.problem.startswith(text)), None)
    if sentence is None:
        found.append(f"it ends in a sentence that is none of ours: {end.problem}")
    elif not sentence:
        found.append(f"it ends in what is not true: {end.problem}")
    if "Nothing was changed" in end.problem and end.changed:
        found.append(f"it says that nothing was changed, and changed=true: {end.problem}")
    return found


def _last_seen(proc: Proc) -> list[dict[str, Any]]:
    """The containers that the last look brought, as the engine told of them."""
    said = TEXTS.value(proc.history[-1])
    found = []
    for look in said["looks"]:
        for entry in look["value"] if isinstance(look["value"], list) else []:
            bodies = [entry.get("body"), *(each["body"] for each in entry.get("each", ()))]
            told = [json.loads(body) for body in bodies if body]
            found += [body for body in told if isinstance(body, dict) and "HostConfig" in body]
    return found


def lacks(wish: Wish, bodies: list[dict[str, Any]]) -> list[str]:
    """What is not as it is declared, by the engine's own words alone."""
    here = {body["Name"][1:]: body for body in bodies}
    found = []
    for spec in wish.declared.specs:
        name = str(spec["name"])
        body = here.get(name)
        if name + OLD in here and _ours(here[name + OLD], wish):
            found.append(f"{name}{OLD} is still there")
        if spec["state"] == "absent":
            found += [f"{name} is there"] if body else []
        elif body is None:
            found.append(f"{name} is not there")
        else:
            wanted = sorted(f"{key}={value}" for key, value in (spec["env"] or {}).items())
            if sorted(body["Config"]["Env"]) != wanted or body["Config"]["Image"] != spec["image"]:
                found.append(f"{name} is another one")
            if body["State"]["Running"] != (spec["state"] == "started"):
                found.append(f"{name} is {body['State']['Status']}")
    return found


def _ours(body: dict[str, Any], wish: Wish) -> bool:
    return bool(body["Config"]["Labels"].get("winfleet.project") == wish.declared.project)
