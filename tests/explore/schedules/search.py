"""Which states can be reached, and is anything wrong in one of them? Every state once, the shortest way to a fault."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import ends
from .moves import Scenario, State, first, key, moves

MOST_STATES = 2_000_000  # more than this a scenario has not; one that grows beyond fails loudly


@dataclass
class Found:
    """`schedules` is the number of ways from the first state to an end. `wrong` is (text, the moves to it)."""

    scenario: Scenario
    states: int = 0
    steps: int = 0
    ends: int = 0
    schedules: int = 0
    wrong: list[tuple[str, list[str]]] = field(default_factory=list)


def explore(scenario: Scenario, most_wrong: int = 1) -> Found:
    """Breadth first, so that the first way to a fault is a shortest one."""
    found = Found(scenario)
    start = first(scenario)
    numbers: dict[State, int] = {key(start): 0}
    queue: list[State] = [start]
    came: list[tuple[int, str]] = [(-1, "")]
    after: list[list[int]] = []
    place = 0
    while place < len(queue):
        state = queue[place]
        following: list[int] = []
        for move in moves(scenario, state):
            found.steps += 1
            known = key(move.state)
            number = numbers.get(known)
            if number is None:
                number = numbers[known] = len(queue)
                queue.append(move.state)
                came.append((place, move.what))
            following.append(number)
            found.wrong += [(text, [*_way(came, place), move.what]) for text in move.wrong]
        if not following:
            found.ends += 1
            found.wrong += [(text, _way(came, place)) for text in ends.wrong_at_the_end(scenario, state)]
        after.append(following)
        place += 1
        if len(found.wrong) >= most_wrong:
            break
        assert place < MOST_STATES, f"{scenario.name} has more states than can be looked at"
    found.states = len(queue)
    if place == len(queue):
        found.schedules = _ways(after)
    return found


def _way(came: list[tuple[int, str]], place: int) -> list[str]:
    told = []
    while place > 0:
        place, what = came[place]
        told.append(what)
    return told[::-1]


def _ways(after: list[list[int]]) -> int:
    """How many ways lead from the first state to an end; there is no way round in a circle."""
    ways: dict[int, int] = {}
    open_: list[tuple[int, bool]] = [(0, False)]
    on_way: set[int] = set()
    while open_:
        number, ready = open_.pop()
        if ready:
            on_way.discard(number)
            ways[number] = sum(ways[other] for other in after[number]) or 1
        elif number not in ways:
            assert number not in on_way, "a schedule goes round in a circle"
            on_way.add(number)
            open_.append((number, True))
            open_ += [(other, False) for other in after[number] if other not in ways]
    return ways[0]
