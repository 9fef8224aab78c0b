"""Is what stands at the end of a schedule right, and do the next runs bring what is declared and then find it?"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from . import engine, programs
from .controller import LOST, TEXTS, Ask, End, Wish, goes_on
from .engine import OLD, Box, Host
from .moves import Planned, Proc, Scenario, State, first, moves

LAST = "Z"  # who comes when all is at rest


def wrong_at_the_end(scenario: Scenario, state: State) -> list[str]:
    found: list[str] = []
    for run, proc in zip(scenario.runs, state.procs, strict=True):
        if proc.end is None:
            found.append(f"{run.who} never ends" if proc.started else f"{run.who} never begins")
        else:
            found += [f"{run.who}: {text}" for text in _untrue(run.wish, proc, proc.end)]
    if state.host.lock:
        found.append(f"{state.host.lock} has the lock for ever")
    for wish in scenario.wishes:
        found += _settles(scenario.host, state.host, wish, scenario.ends.get(wish, "ok"), scenario.foreign)
    return found


def _untrue(wish: Wish, proc: Proc, end: End) -> list[str]:
    """What a run says of itself and is not so."""
    found = []
    lost = LOST in proc.history
    if proc.touched and not end.changed:
        found.append(f"an act of its did something, and it says changed=false ({end.problem})")
    if end.changed and not (proc.touched or lost):
        found.append(f"it says changed=true and did nothing ({end.problem})")
    if not end.problem:
        if not end.changed:
            found += [f"it says that there is nothing to do, and {text}" for text in _lacks(wish, _last_seen(proc))]
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


def _lacks(wish: Wish, bodies: list[dict[str, Any]]) -> list[str]:
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


def _settles(
    before: Host, host: Host, wish: Wish, ends: str, foreign: frozenset[str]
) -> list[str]:
    """What comes of the runs after a schedule, with nobody else there."""
    after, end, acts = alone(host._replace(last=""), wish)
    said = f"the next run of {_names(wish)}"
    if ends == "refused":
        return [] if end.kind == "Refused" and after.boxes == host.boxes else [f"{said} is not refused: {end}"]
    if ends == "fails":
        found = [] if end.failed else [f"{said} does not fail: {end.problem}"]
        return found + [
            f"{said} fails, and {box.name} does not run any more"
            for box in _ran(host, wish)
            if not _runs_on(after, box)
        ]
    found = [f"{said} fails: {end.problem}"] if end.problem else []
    if acts > 1:
        found.append(f"{said} acts {acts} times")
    last, end, acts = alone(after._replace(last=""), wish)
    if acts or end.changed or end.problem:
        found.append(f"{said} is not the last one: the one after it acts ({end})")
    bodies = [json.loads(engine.inspect(box)) for box in after.boxes]
    found += [f"after {said}, {text}" for text in _lacks(wish, bodies)]
    theirs = {box.id: box for box in before.boxes if box.id in foreign}
    found += [f"{box.name} is foreign and touched" for box in theirs.values() if box not in after.boxes]
    return found


def _names(wish: Wish) -> str:
    return ", ".join(
        f"{spec['name']} {spec['state']} {(spec['env'] or {}).get('V', '')}".strip() for spec in wish.declared.specs
    )


def _ran(host: Host, wish: Wish) -> list[Box]:
    names = {str(spec["name"]) for spec in wish.declared.specs if spec["state"] == "started"}
    return [box for box in host.boxes if box.name in names and box.came_up and box.status == "running"]


def _runs_on(after: Host, box: Box) -> bool:
    now = engine.find(after, box.id)
    return isinstance(now, Box) and now.status == "running" and now.name == box.name


@lru_cache(maxsize=500_000)
def alone(host: Host, wish: Wish) -> tuple[Host, End, int]:
    """A run with nobody else there: what stands then, how it ends, and how many acts it took."""
    scenario = Scenario("alone", host, (Planned(LAST, wish),))
    state, acts = first(scenario), 0
    while True:
        following = list(moves(scenario, state))
        if not following:
            (proc,) = state.procs
            assert proc.end is not None, "a run with nobody else there does not end"
            return state.host, proc.end, acts
        move = following[-1]  # what is still to become of a container comes first
        acts += "gets the lock" in move.what
        state = move.state
