"""The small part of `make explore`, and whether the explorer finds what is known to be wrong."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers import difference, recipe
from schedules import controller, ends, engine, programs, scenarios
from schedules.moves import Scenario
from schedules.scenarios import REFUSED, V1, V2, box, host, then, two
from schedules.search import explore

SMALL = {one.name: one for one in scenarios.small()}


@pytest.mark.parametrize("name", SMALL)
def test_no_schedule_loses_a_container_or_makes_one_twice(name: str) -> None:
    found = explore(SMALL[name])
    assert found.wrong == []
    assert found.ends
    assert found.schedules >= found.ends


def test_schedules_are_many() -> None:
    """So that a scenario in which nothing can happen is seen."""
    found = explore(SMALL["two at once: V1 runs, V2 and V3"])
    assert found.states > 2_000
    assert found.schedules > 1_000_000


@pytest.fixture
def anew() -> Iterator[None]:
    """Nothing that was decided before counts, and nothing of this test counts later."""
    for _turn in range(2):
        controller.forget()
        ends.alone.cache_clear()
        if not _turn:
            yield


RUNS = host(box(V1))
KNOWN = [two("V1 runs, both V2", RUNS, V2, V2), then("V1 runs, V2 and V2", RUNS, V2, V2, "cut")]


@pytest.mark.parametrize("scenario", KNOWN, ids=[one.name for one in KNOWN])
def test_without_the_comparison_under_the_lock_it_finds_what_is_known(anew: None, scenario: Scenario) -> None:
    found = explore(dataclasses.replace(scenario, seen=False), most_wrong=10_000)
    lost = [way for text, way in found.wrong if text == "B removes web, which had come up, and no successor has"]
    assert lost
    assert len(lost[0]) == min(map(len, lost))
    # The plan was made while the other one was at it: B looked before A had ended.
    looked = next(at for at, what in enumerate(lost[0]) if what.startswith("B: looks"))
    assert looked < lost[0].index("A: gives the lock back")


def test_a_container_that_is_made_twice_is_found(anew: None, monkeypatch: pytest.MonkeyPatch) -> None:
    differs = {"env": difference.Difference("", "")}
    monkeypatch.setattr(recipe.Case, "differs", lambda case, container: differs if container else {})
    found = explore(two("V1 runs, both V2", RUNS, V2, V2), most_wrong=10_000)
    assert "B makes web twice" in {text for text, _way in found.wrong}


def test_where_a_running_successor_is_not_kept_it_finds_what_is_known(
    anew: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipe, "_has_come_up", lambda case, successor: not case.differs(successor))
    found = explore(then("V2 and one that does not start", RUNS, V2, REFUSED, "kill", ends=scenarios.FAILS))
    (wrong, way), *_more = found.wrong
    assert wrong == "B removes web, which had come up, and no successor has"
    assert "the host program of A is ended, nothing is undone" in way
    assert way[-1].startswith("B: DELETE /containers/(web)")


def test_a_container_that_is_taken_for_absent_is_found(anew: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipe, "_slipped_away", lambda case: [])
    found = explore(SMALL["two at once: V1 runs, V2 and absent"])
    assert "not as declared at any moment of its look" in found.wrong[0][0]


def test_an_undo_that_is_forgotten_is_found(anew: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "undo_of", lambda steps, made, items: [])
    found = explore(two("one that does not start", RUNS, REFUSED, REFUSED, ends=scenarios.FAILS))
    assert found.wrong


def test_all_scenarios_have_names_of_their_own() -> None:
    every = [one.name for one in scenarios.full()]
    assert len(every) > 1_000
    assert len(set(every)) == len(every)


def ask(told: engine.Host, **step: Any) -> tuple[engine.Host, int]:
    return engine.do(told, {"method": "POST", **step}, "A")


def test_the_engine_knows_one_by_id_by_name_and_by_the_beginning_of_an_id() -> None:
    one, other = box(V1), box(V1, number=1, called="api")
    here = host(one, other)
    assert engine.find(here, one.id) == engine.find(here, "web") == engine.find(here, one.id[:5]) == one
    assert engine.find(here, "nobody") == 404
    assert engine.find(here, "0") == 400
    called = engine.named(ask(here, path=f"/containers/{one.id}/rename?name={other.id[:6]}")[0], other.id[:6])
    assert called is not None
    assert called.id == one.id
    assert ask(here, path=f"/containers/{one.id}/rename?name=api") == (here, 409)


def test_the_engine_stops_starts_and_removes() -> None:
    here = host(box(V1))
    stopped, status = ask(here, path="/containers/web/stop?t=30")
    assert (status, stopped.boxes[0].status, ask(stopped, path="/containers/web/stop")[1]) == (204, "exited", 304)
    assert ask(here, path="/containers/web/start") == (here, 304)
    assert ask(stopped, path="/containers/web/start")[0].boxes[0].status == "running"
    assert engine.do(here, {"method": "DELETE", "path": "/containers/web?force=true"}, "A") == (host(), 204)
    assert ask(here, path="/containers/create?name=web", body=here.boxes[0].body) == (here, 409)


def test_the_engine_tells_the_same_as_the_one_of_the_simulator_does_of_what_is_read() -> None:
    told = json.loads(engine.inspect(box(scenarios.H1)))
    assert told["State"] == {
        "Status": "running",
        "Running": True,
        "Paused": False,
        "Restarting": False,
        "Health": {"Status": "healthy"},
    }
    restarting = json.loads(engine.inspect(box(V1, "restarting")))["State"]
    assert (restarting["Running"], restarting["Restarting"]) == (True, True)  # moby/moby#39740
