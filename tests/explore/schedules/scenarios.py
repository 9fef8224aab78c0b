"""Which hosts, which declarations and which mishaps are tried?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers import sequences

from . import engine
from .controller import Wish, wish
from .engine import CHECKED, OLD, Box, Host
from .moves import Planned, Scenario


def container(name: str = "web", version: str = "1", **more: Any) -> dict[str, Any]:
    return {"name": name, "image": "plain:1", "env": {"V": version}, **more}


def fated(fate: str, version: str, **more: Any) -> dict[str, Any]:
    return container(version=version, labels={engine.FATE: fate}, **more)


V1, V2, V3 = (wish(container(version=version)) for version in "123")
H1, H2 = (wish(container(version=version, image=CHECKED)) for version in "12")
REFUSED = wish(fated("refused", "3"))
ENDED = wish(fated("exited", "3"))
SICK = wish(fated("unhealthy", "3", image=CHECKED))
ABSENT = wish({"name": "web", "state": "absent"})
STOPPED = wish(container(version="2", state="stopped"))
BEGINS = wish(container("be"))
NOTHING = wish(prune=True)
OTHER_NAME = wish(container("api"), prune=True)
ADOPT = wish(container(version="2"), adopt=True)
ALWAYS1, ALWAYS2 = (wish(container(version=version, restart_policy="always")) for version in "12")
PORTS: dict[str, Any] = {"allow_piercing": ["port"]}
PAIR = wish(container("aa", ports=["8001:80"]), container("bb", ports=["8002:80"]), **PORTS)
SWAPPED = wish(container("aa", ports=["8002:80"]), container("bb", ports=["8001:80"]), **PORTS)
HANDED_ON = wish(container("aa", ports=["8002:80"]), container("bb", ports=["8003:80"]), **PORTS)
FAILS = {REFUSED: "fails", ENDED: "fails", SICK: "fails"}


def box(wanted: Wish, status: str = "running", name: str = "", number: int = 0, called: str = "", **more: Any) -> Box:
    """A container as the collection makes it for the declared one of this name (the first where none is given)."""
    declared = wanted.declared
    spec = next(spec for spec in declared.specs if name in ("", spec["name"]))
    body = json.dumps(sequences.create_body(spec, declared.project, declared.version), sort_keys=True)
    made = Box(engine.identifier(number), called or str(spec["name"]), body)
    if status == "running":
        made = engine.started(made)
        made = engine.befall(made) if made.fate else made
    else:
        made = made._replace(status=status, by_hand=status == "exited", came_up=status not in ("created", "restarting"))
    return made._replace(**more)


def host(*boxes: Box) -> Host:
    return Host(tuple(boxes))


def foreign(called: str, number: int, status: str = "running") -> Box:
    body = json.dumps({"Image": "plain:1", "HostConfig": {"Isolation": "process"}, "Labels": {}})
    return Box(engine.identifier(number), called, body, status, came_up=True)


def cut_off(old: Wish, new: Wish) -> dict[str, Host]:
    """Hosts on which a run was cut off while it replaced a container, by how far the new one is."""
    waiting = box(old, "exited", called=f"web{OLD}")
    checked = new in (H1, H2)
    hosts = {
        "renamed only": host(waiting),
        "created": host(waiting, box(new, "created", number=1)),
        "running": host(waiting, box(new, number=1)),
        "exited": host(waiting, box(new, "exited", number=1, came_up=False)),
        "restarting": host(waiting, box(new, "restarting", number=1)),
        "old running, new created": host(box(old, called=f"web{OLD}"), box(new, "created", number=1)),
        "both running": host(box(old, called=f"web{OLD}"), box(new, number=1)),
        "paused": host(waiting, box(new, "paused", number=1)),
    }
    if checked:
        starting = box(new, number=1, health="starting", came_up=False)
        hosts |= {
            "paused, and so unhealthy": host(waiting, box(new, "paused", number=1, health="unhealthy")),
            "unhealthy": host(waiting, box(new, number=1, health="unhealthy", came_up=False)),
            "starting, to be healthy": host(waiting, starting._replace(fate="healthy")),
            "starting, to be unhealthy": host(waiting, starting._replace(fate="unhealthy")),
        }
    return hosts


def two(name: str, on: Host, one: Wish, other: Wish, **more: Any) -> Scenario:
    return Scenario(f"two at once: {name}", on, (Planned("A", one), Planned("B", other)), **more)


def then(name: str, on: Host, one: Wish, other: Wish, faults: str, **more: Any) -> Scenario:
    """One whose connection is cut (or worse), and the next run."""
    runs = (Planned("A", one, cut=True), Planned("B", other, after=0))
    more = {"budget": 1, **more}
    return Scenario(f"{faults}, then the next run: {name}", on, runs, frozenset(faults.split()), **more)


HOSTS = {
    "nothing": host(),
    "V1 runs": host(box(V1)),
    "V1 stopped": host(box(V1, "exited")),
    "V1 paused": host(box(V1, "paused")),
    "V1 created": host(box(V1, "created")),
}
GONE = frozenset({"web", "api"})


def small() -> Iterator[Scenario]:
    """What `make test` tries."""
    runs = HOSTS["V1 runs"]
    yield two("nothing there, both V1", host(), V1, V1)
    yield two("V1 runs, both V2", runs, V2, V2)
    yield two("V1 runs, V2 and V3", runs, V2, V3)
    yield two("V1 runs, V2 and one that does not start", runs, V2, REFUSED, ends=FAILS)
    yield two("V1 runs, V2 and absent", runs, V2, ABSENT, gone=GONE)
    yield then("V1 runs, V2 and V2", runs, V2, V2, "cut")
    yield then("V1 runs, V2 and V3", runs, V2, V3, "cut")
    yield then("V1 runs, V2 and one that does not start", runs, V2, REFUSED, "cut", ends=FAILS)
    for fault in ("kill", "power"):
        yield then("V1 runs, V2 and one that does not start", runs, V2, REFUSED, fault, ends=FAILS)
    for state, on in cut_off(H1, H2).items():
        yield then(f"H1 to H2, {state}, then V3", on, V3, V3, "kill")


def full() -> list[Scenario]:
    """All of them, each once."""
    return list({one.name: one for kind in (_foreign, _ports, _leftovers, _cut, _two) for one in kind()}.values())


def _goes(*wishes: Wish) -> frozenset[str]:
    return GONE if {ABSENT, NOTHING, OTHER_NAME} & {*wishes} else frozenset()


def _two() -> Iterator[Scenario]:
    wishes = {
        "V1": V1,
        "V2": V2,
        "V3": V3,
        "absent": ABSENT,
        "V2 stopped": STOPPED,
        "pruned": NOTHING,
        "another name, pruned": OTHER_NAME,
        "one that does not start": REFUSED,
        "one that ends": ENDED,
        "a sick one": SICK,
        "V2 with a health check": H2,
    }
    names = list(wishes)
    for state, on in HOSTS.items():
        for place, one in enumerate(names):
            for other in names[place:]:
                pair = wishes[one], wishes[other]
                more: dict[str, Any] = {"gone": _goes(*pair), "ends": FAILS}
                yield two(f"{state}, {one} and {other}", on, *pair, **more)
    for one, other in (("V2", "V2"), ("V2", "V3"), ("V2", "one that does not start"), ("V2", "absent")):
        pair = wishes[one], wishes[other]
        for fault in ("refuse", "late"):
            yield two(
                f"V1 runs, {one} and {other}, a step {fault}s",
                HOSTS["V1 runs"],
                *pair,
                gone=_goes(*pair),
                ends=FAILS,
                faults=frozenset({fault}),
                budget=1,
            )


def _cut() -> Iterator[Scenario]:
    nexts = {"V1": V1, "V2": V2, "V3": V3, "absent": ABSENT, "V2 stopped": STOPPED, "one that does not start": REFUSED}
    for fault in ("cut", "kill", "power", "cut refuse", "cut late", "kill refuse"):
        for state, on in HOSTS.items():
            for name, wanted in nexts.items():
                more = {"gone": _goes(wanted), "ends": FAILS, "budget": len(fault.split())}
                yield then(f"{state}, V2 and {name}", on, V2, wanted, fault, **more)
                yield then(f"{state}, {name} and V2", on, wanted, V2, fault, **more)
        for name, wanted in {"H2": H2, "V3": V3, "a sick one": SICK, "always 2": ALWAYS2}.items():
            more = {"ends": FAILS, "budget": len(fault.split())}
            yield then(f"H1 runs, H2 and {name}", host(box(H1)), H2, wanted, fault, **more)
            yield then(f"always 1 runs, always 2 and {name}", host(box(ALWAYS1)), ALWAYS2, wanted, fault, **more)


def _leftovers() -> Iterator[Scenario]:
    for old, new in ((V1, V2), (H1, H2), (ALWAYS1, ALWAYS2)):
        for state, on in cut_off(old, new).items():
            for name, wanted in {"V2": new, "V3": V3, "stopped": STOPPED, "absent": ABSENT, "refused": REFUSED}.items():
                more = {"gone": _goes(wanted), "ends": FAILS}
                said = f"{state}, {name}, of {_version(old)}"
                yield two(f"{said} and the one that was cut off", on, wanted, new, **more)
                for fault in ("cut", "kill", "power", "refuse", "late"):
                    yield then(said, on, wanted, wanted, fault, **more)


def _version(wanted: Wish) -> str:
    spec = wanted.declared.specs[0]
    return f"{spec['image']}, {spec['restart_policy']}"


def _foreign() -> Iterator[Scenario]:
    theirs = foreign("web", 7)
    waiting = foreign(f"web{OLD}", 8)
    refused = {V1: "refused", V2: "refused"}
    touched = frozenset({theirs.id, waiting.id})
    for fault in ("cut", "kill", "refuse"):
        yield then("a foreign web", host(theirs), V1, V2, fault, foreign=touched, ends=refused)
        yield then(
            "a foreign web.winfleet-old beside V1",
            host(waiting, box(V1)),
            V2,
            V1,
            fault,
            foreign=touched,
            ends={V2: "refused"},
        )
        yield then("a foreign web is adopted", host(theirs), ADOPT, V2, fault, ends={V2: "adopted"})
        yield then("a foreign web is adopted, and again", host(theirs), ADOPT, ADOPT, fault)
        yield then("a foreign web.winfleet-old alone", host(waiting), V1, V1, fault, foreign=touched)
        yield then(
            "a foreign web.winfleet-old, and web absent",
            host(waiting, box(V1)),
            ABSENT,
            V1,
            fault,
            gone=GONE,
            foreign=touched,
        )
        near = [foreign(f"near{last}", 9)._replace(id="be" + last * 62) for last in "12"]
        for many in (near, near[:1]):
            said = f"the ids of {len(many)} foreign ones begin as it is called"
            ids = frozenset(other.id for other in many)
            yield then(said, host(*many), BEGINS, BEGINS, fault, foreign=ids)
    yield two("a foreign web, adopted by one", host(theirs), ADOPT, V2, ends={V2: "adopted"})


def _ports() -> Iterator[Scenario]:
    pair = host(box(PAIR, name="aa"), box(PAIR, name="bb", number=1))
    for name, wanted in {"swapped": SWAPPED, "handed on": HANDED_ON}.items():
        yield two(f"ports {name}", pair, wanted, wanted)
        yield two(f"ports {name} and back", pair, wanted, PAIR)
        for fault in ("cut", "kill", "power", "refuse", "late"):
            yield then(f"ports {name}", pair, wanted, wanted, fault)
            yield then(f"ports {name}, then as before", pair, wanted, PAIR, fault)
