"""Is what a run says of itself, as it ends, so?"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from .controller import LOST, Wish
from .engine import OLD, Box, Host, inspect

if TYPE_CHECKING:
    from .moves import Proc

UNDECLARED = "*"


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
            names = {str(spec["name"]) for spec in wish.declared.specs} | {UNDECLARED}
            found += [
                f"it says that there is nothing to do, and {name} was not as declared at any moment of its look"
                for name in sorted(names - proc.fitted)
            ]
        return found
    told: dict[str, bool] = {
        "Another run is at work": proc.denied,
        "Somebody else is at work": proc.changes == 3,
        "The connection to": lost and end.changed,
        "the connection was cut": lost,
        "container ": end.failed,
        "2 failures": end.failed,
        "3 failures": end.failed,
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


@cache
def _fitting(boxes: tuple[Box, ...], wish: Wish) -> frozenset[str]:
    missing = lacks(wish, [json.loads(inspect(box)) for box in boxes])
    names = {str(spec["name"]) for spec in wish.declared.specs} | {UNDECLARED}
    return frozenset(names - {name for name, _text in missing})


def fitting(host: Host, wish: Wish) -> frozenset[str]:
    """The names whose containers are as they are declared, and UNDECLARED where nothing is to be pruned."""
    return _fitting(host.boxes, wish)


def lacks(wish: Wish, bodies: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """(name, what is not as it is declared), by the engine's own words alone."""
    here = {body["Name"][1:]: body for body in bodies}
    ours = {name for name, body in here.items() if _ours(body, wish)}
    found = []
    for spec in wish.declared.specs:
        name = str(spec["name"])
        body = here.get(name)
        if spec["state"] == "absent":
            found += [(name, f"{other} is there") for other in (name, name + OLD) if other in ours]
        elif body is None:
            found.append((name, f"{name} is not there"))
        else:
            wanted = sorted(f"{key}={value}" for key, value in (spec["env"] or {}).items())
            if sorted(body["Config"]["Env"]) != wanted or body["Config"]["Image"] != spec["image"]:
                found.append((name, f"{name} is another one"))
            if body["State"]["Running"] != (spec["state"] == "started"):
                found.append((name, f"{name} is {body['State']['Status']}"))
    declared = {str(spec["name"]) for spec in wish.declared.specs}
    if wish.declared.prune:
        found += [(UNDECLARED, f"{name} is there") for name in ours if name.removesuffix(OLD) not in declared]
    return found


def _ours(body: dict[str, Any], wish: Wish) -> bool:
    return bool(body["Config"]["Labels"].get("winfleet.project") == wish.declared.project)
