"""Is what stands at the end of a schedule right, and do the next runs bring what is declared and then find it?"""

from __future__ import annotations

import json
from functools import lru_cache

from . import engine
from .controller import End, Wish
from .engine import OLD, Box, Host
from .moves import Planned, Scenario, State, first, moves
from .truth import lacks

LAST = "Z"  # who comes when all is at rest


def wrong_at_the_end(scenario: Scenario, state: State) -> list[str]:
    found: list[str] = []
    for run, proc in zip(scenario.runs, state.procs, strict=True):
        if proc.end is None:
            found.append(f"{run.who} never ends" if proc.started else f"{run.who} never begins")
    if state.host.lock:
        found.append(f"{state.host.lock} has the lock for ever")
    for wish in scenario.wishes:
        found += _settles(scenario.host, state.host, wish, scenario.ends.get(wish, "ok"), scenario.foreign)
    return found


def _settles(before: Host, host: Host, wish: Wish, ends: str, foreign: frozenset[str]) -> list[str]:
    """What comes of the runs after a schedule, with nobody else there."""
    after, end, acts = alone(host._replace(last=""), wish)
    said = f"the next run of {_names(wish)}"
    if ends == "adopted":  # by now, or not: until then it is somebody else's
        others = {box.name for box in host.boxes if "winfleet.project" not in dict(engine.made_of(box.body).labels)}
        if any(name.endswith(OLD) for name in others):
            return [] if end.kind == "Refused" or not end.problem else [f"{said} fails: {end.problem}"]
        ends = "refused" if others else "ok"
    if ends == "refused":
        return [] if end.kind == "Refused" and after.boxes == host.boxes else [f"{said} is not refused: {end}"]
    if ends == "fails":
        found = [] if end.failed else [f"{said} does not fail: {end.problem}"]
        return found + [
            f"{said} fails, and {name} does not run"
            for name in _due(host, wish)
            if not _runs(engine.named(after, name))
        ]
    found = [f"{said} fails: {end.problem}"] if end.problem else []
    if acts > 1:
        found.append(f"{said} acts {acts} times")
    _last, end, acts = alone(after._replace(last=""), wish)
    if acts or end.changed or end.problem:
        found.append(f"{said} is not the last one: the one after it acts ({end})")
    bodies = [json.loads(engine.inspect(box)) for box in after.boxes]
    found += [f"after {said}, {text}" for _name, text in lacks(wish, bodies)]
    names = {str(spec["name"]) for spec in wish.declared.specs}
    found += [
        f"after {said}, {box.name} is still there"
        for box in after.boxes
        if box.id not in foreign and box.name.endswith(OLD) and box.name.removesuffix(OLD) in names
    ]
    theirs = {box.id: box for box in before.boxes if box.id in foreign}
    found += [f"{box.name} is foreign and touched" for box in theirs.values() if box not in after.boxes]
    return found


def _names(wish: Wish) -> str:
    return ", ".join(
        f"{spec['name']} {spec['state']} {(spec['env'] or {}).get('V', '')}".strip() for spec in wish.declared.specs
    )


def _due(host: Host, wish: Wish) -> list[str]:
    """The names that have something to run whatever comes of a newer one: what runs, and what waits for a successor."""
    names = [str(spec["name"]) for spec in wish.declared.specs if spec["state"] == "started"]
    waits = {box.name for box in host.boxes if box.came_up and box.name.endswith(OLD)}
    return [name for name in names if _runs(engine.named(host, name)) or name + OLD in waits]


def _runs(box: Box | None) -> bool:
    return box is not None and box.status == "running" and box.came_up


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
