"""Up means: it runs, goes on to run, and is healthy. Every other state has its word and its steps (K4)."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy import report
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.standing import (
    restarted_lately,
    state_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused

OLD, FAILED = ".winfleet-old", ".winfleet-failed"
NOW = "2026-11-26T12:00:00.5Z"
AGO = {seconds: f"2026-11-26T11:{59 - seconds // 60:02}:{59 - seconds % 60:02}.123456789Z" for seconds in (5, 600)}
RUNS = {"Running": True, "Paused": False, "Restarting": False}
LIES = {"Running": False, "Paused": False, "Restarting": False}
UP = {**RUNS, "Status": "running"}
AGAIN = {**RUNS, "Restarting": True, "Status": "restarting"}
ENDED = {**LIES, "Status": "exited", "StartedAt": AGO[600]}


def web(**options: Any) -> dict[str, Any]:
    return {"name": "web", "image": "nano:2022", "isolation": "process", **options}


def deployed(engine: Any, state: dict[str, Any] | None = None, restarts: int = 0) -> Any:
    host = engine()
    assert host.act(host.plan([web()]).steps)
    host.now = NOW
    if state is not None:
        host.containers["web"]["State"] = state
    host.containers["web"]["RestartCount"] = restarts
    return host


def verbs(plan: Any) -> list[str]:
    return [
        step["verb"] if step["verb"] == "wait" else step["path"].split("?")[0].rpartition("/")[2] for step in plan.steps
    ]


# The state, how often the engine started it anew -> the action, words of the reason, the word for the state.
STATES: list[tuple[dict[str, Any], int, list[str], str, str]] = [
    (UP, 0, [], "", "running"),
    ({**UP, "StartedAt": AGO[600]}, 7, [], "", "running"),
    ({**UP, "StartedAt": AGO[5]}, 1, ["wait"], "started anew a moment ago (1 restart)", "running"),
    ({**UP, "StartedAt": AGO[5]}, 0, [], "", "running"),
    ({**UP, "StartedAt": "yesterday"}, 3, [], "", "running"),
    ({**AGAIN, "ExitCode": 5}, 6, ["wait"],
     "starts it again and again (6 restarts, exit code 5)", "restarting"),
    ({**AGAIN, "ExitCode": -1073741515}, 1, ["wait"], "0xC0000135", "restarting"),
    ({**UP, "Health": {"Status": "unhealthy"}}, 0, ["wait"], "unhealthy", "running"),
    ({**UP, "Health": {"Status": "starting"}}, 0, ["wait"], "has not ended yet", "running"),
    ({**UP, "Health": {"Status": "healthy"}}, 0, [], "", "running"),
    ({**RUNS, "Paused": True, "Status": "paused", "Health": {"Status": "unhealthy"}}, 0, ["unpause"], "is paused",
     "paused"),
    ({**ENDED, "ExitCode": 3221225781}, 0, ["start"], "STATUS_DLL_NOT_FOUND", "exited"),
    ({**ENDED, "ExitCode": 0}, 0, ["start"], "ended with exit code 0", "exited"),
    ({**LIES, "Status": "created"}, 0, ["start"], "it does not run", "created"),
    ({**LIES, "Status": "created", "ExitCode": 128, "Error": "no such program (0x2)"}, 0, ["start"],
     "its start failed: no such program (0x2)", "start_failed"),
    ({**LIES, "Status": "created", "ExitCode": 127}, 0, ["start"], "its start failed", "start_failed"),
    ({**LIES, "Status": "dead", "Dead": True}, 0, ["recreate"], "never starts it again", "dead"),
]  # fmt: skip


@pytest.mark.parametrize(("state", "restarts", "actions", "why", "word"), STATES)
def test_each_state_has_its_action_and_its_word(
    engine: Any, state: Any, restarts: int, actions: list[str], why: str, word: str
) -> None:
    host = deployed(engine, state, restarts)
    (item,) = host.plan([web()]).items
    assert item.actions == actions
    assert why in " ".join(item.why)
    assert state_of(read(Container, host.containers["web"], "")) == word


@pytest.mark.parametrize(("state", "restarts", "actions", "why", "word"), STATES)
def test_none_of_them_is_waited_for_without_wait(
    engine: Any, state: Any, restarts: int, actions: list[str], why: str, word: str
) -> None:
    made = deployed(engine, state, restarts).plan([web()], wait=None)
    assert "wait" not in verbs(made)


def test_what_is_only_waited_for_is_no_change_and_is_told_in_check_mode(engine: Any) -> None:
    host = deployed(engine, {**AGAIN, "ExitCode": 5}, 6)
    made = host.plan([web()], settle=3)
    assert verbs(made) == ["wait", "wait", "wait"]
    assert report.diff(made) == ({}, {})
    assert report.unsteady(made) == [
        "container web: it ends, and the engine starts it again and again (6 restarts, exit code 5)"
    ]


@pytest.mark.parametrize(("code", "told"), [(5, True), (0, False), (-1073741510, True)])
def test_one_that_had_ended_with_an_error_is_told_when_it_is_started_again(engine: Any, code: int, told: bool) -> None:
    host = deployed(engine, {**ENDED, "ExitCode": code})
    texts = report.had_ended(host.plan([web()]))
    assert [text.startswith("container web is started again: it had ended with exit code") for text in texts] == [
        True
    ] * told


def test_one_that_is_removed_is_not_planned_for(engine: Any) -> None:
    host = deployed(engine, {**LIES, "Status": "removing"})
    for declared in (web(), web(state="absent"), web(memory="1g"), web(state="stopped")):
        ((name, text),) = host.plan([declared]).problems
        assert name == "web"
        assert "Restart-Service docker" in text


def test_a_dead_one_is_removed_and_made_anew(engine: Any) -> None:
    host = deployed(engine, {**LIES, "Status": "dead"})
    dead = host.containers["web"]["Id"]
    made = host.plan([web()])
    assert verbs(made)[:3] == [dead, "create", "start"]
    assert host.act(made.steps)
    assert host.plan([web()]).steps == []


@pytest.mark.parametrize("beside", [True, False])
def test_a_dead_one_that_waited_for_its_successor_is_not_brought_back(engine: Any, beside: bool) -> None:
    host = deployed(engine)
    made = host.plan([web(memory="1g")])
    host.act(made.steps, cut_at=verbs(made).index("start") if beside else verbs(made).index("create"))
    host.containers["web" + OLD]["State"] = {**LIES, "Status": "dead"}
    made = host.plan([web(memory="1g")])
    assert "rename" not in verbs(made)
    assert host.act(made.steps)
    assert sorted(host.containers) == ["web"]
    assert host.plan([web(memory="1g")]).steps == []


def test_all_settle_together_and_what_they_replace_goes_last(engine: Any) -> None:
    host = engine()
    names = ("api", "db", "web")
    host.act(host.plan([web(name=name) for name in names]).steps)
    made = host.plan([web(name=name, memory="1g") for name in names], settle=3)
    told = [
        (step["item"], step.get("hold"))
        for step in made.steps
        if "hold" in step or step["method" if "method" in step else "verb"] == "DELETE"
    ]
    assert told == [("api", 3), ("db", 3), ("web", 3)] + [(name + OLD, None) for name in names]
    starts = [place for place, verb in enumerate(verbs(made)) if verb == "start"]
    assert max(starts) < min(place for place, step in enumerate(made.steps) if "hold" in step)
    waits = [step for step in made.steps if step["verb"] == "wait"]
    assert all(step["unchanged"] == ["RestartCount", "State.StartedAt"] for step in waits)
    assert all("evidence" in step for step in waits)


def test_one_that_joins_starts_when_the_other_has_settled(engine: Any) -> None:
    made = engine().plan([web(), web(name="aside", network="container:web")], settle=3)
    items = [(step["item"], "hold" in step) for step in made.steps if step["verb"] == "wait"]
    assert items[2:] == [("web", True), ("aside", False), ("aside", False), ("aside", True)]
    assert [step["needs"] for step in made.steps if "needs" in step] == [
        ["image nano:2022"],
        ["image nano:2022", "web"],
    ]


def test_settle_is_left_out_where_it_is_0_or_nothing_is_waited_for(engine: Any) -> None:
    for wishes in ({"settle": 0}, {"settle": 3, "wait": None}):
        assert not [step for step in engine().plan([web()], **wishes).steps if "hold" in step]


def test_a_failed_one_is_kept_where_that_is_asked_for_and_goes_with_the_next(engine: Any) -> None:
    host = deployed(engine)
    old = host.containers["web"]["Id"]
    made = host.plan([web(memory="1g", restart_policy="always")], keep_failed=True)
    place = verbs(made).index("wait")
    assert not host.act(made.steps, fail_at=place)
    assert host.containers["web"]["Id"] == old
    assert host.containers["web"]["State"]["Running"]
    kept = host.containers["web" + FAILED]
    assert not kept["State"]["Running"]
    assert kept["HostConfig"]["RestartPolicy"]["Name"] == "no"
    # It is nobody's orphan, and no reason to do anything.
    assert host.plan([web()]).steps == []
    assert report.orphaned(host.declared([web()]), host.world(host.declared([web()]))) == []
    again = host.plan([web(memory="2g")], keep_failed=True)
    assert host.act(again.steps)
    assert sorted(host.containers) == ["web"]


def test_a_second_failure_takes_the_place_of_the_first(engine: Any) -> None:
    host = deployed(engine)
    first = ""
    for memory in ("1g", "2g"):
        made = host.plan([web(memory=memory)], keep_failed=True)
        host.act(made.steps, fail_at=verbs(made).index("wait"))
        assert sorted(host.containers) == ["web", "web" + FAILED]
        assert host.containers["web" + FAILED]["Id"] != first
        first = host.containers["web" + FAILED]["Id"]
    assert host.act(host.plan([web(state="absent")]).steps)
    assert host.containers == {}


@pytest.mark.parametrize("prune", [True, False])
def test_a_kept_one_whose_name_is_not_declared_is_an_orphan(engine: Any, prune: bool) -> None:
    host = deployed(engine)
    made = host.plan([web(memory="1g")], keep_failed=True)
    host.act(made.steps, fail_at=verbs(made).index("wait"))
    other = [web(name="api")]
    made = host.plan(other, prune=prune)
    assert ("web" + FAILED in [item.name for item in made.items]) is prune
    host.act(made.steps)
    assert ("web" + FAILED in host.containers) is not prune


def test_a_successor_that_restarts_is_not_what_the_host_goes_on_with(engine: Any) -> None:
    host = deployed(engine)
    made = host.plan([web(memory="1g")])
    host.act(made.steps, cut_at=len(made.steps) - 1)  # before the old one goes
    host.containers["web"].update(State={**UP, "StartedAt": AGO[5]}, RestartCount=2)
    assert host.plan([web(memory="1g")]).items[0].actions[0] == "bring back"
    host.containers["web"].update(State={**UP, "StartedAt": AGO[600]}, RestartCount=2)
    assert host.plan([web(memory="1g")]).items[0].actions == ["finish"]


@pytest.mark.parametrize("now", [None, "", "today", "2026-11-26T12:00:00"])
def test_a_clock_that_says_nothing_decides_nothing(engine: Any, now: str | None) -> None:
    host = deployed(engine, {**UP, "StartedAt": AGO[5]}, 4)
    assert not restarted_lately(read(Container, host.containers["web"], ""), now)
    assert restarted_lately(read(Container, host.containers["web"], ""), "2026-11-26T13:00:00.1+01:00")


AGO_WORDS = [
    ({**UP, "StartedAt": AGO[5]}, 1, True),  # it runs between two ends
    ({**AGAIN, "StartedAt": AGO[600]}, 1, True),
    ({**UP, "StartedAt": AGO[600]}, 7, False),
    ({**UP, "StartedAt": AGO[5]}, 0, False),
    ({**ENDED, "StartedAt": AGO[5]}, 3, False),  # the engine gave up
]


@pytest.mark.parametrize("options", [{}, {"memory": "1g"}])  # whatever is to be done with it
@pytest.mark.parametrize(("state", "restarts", "restarting"), AGO_WORDS)
def test_that_one_restarts_does_not_hang_on_the_moment(
    engine: Any, state: Any, restarts: int, restarting: bool, options: Any
) -> None:
    host = deployed(engine, {"ExitCode": 5, **state}, restarts)
    made, declared = host.plan([web(**options)]), [web(**options)]
    here = {"web": read(Container, host.containers["web"], "")}
    (row,) = report.rows(declared, made.items, "process", host.now, [], here)
    assert row["restarting"] is restarting


@pytest.mark.parametrize(
    ("state", "running", "actions"),
    [
        ("stopped", True, ["stop"]),
        ("stopped", False, []),
        ("started", False, ["start"]),
        ("started", True, []),
        ("present", False, ["start"]),
        ("restarted", True, ["restart"]),
        ("restarted", False, ["start"]),
    ],
)
def test_one_that_is_there_is_told_by_its_name_and_a_state_alone(
    engine: Any, state: str, running: bool, actions: list[str]
) -> None:
    """Whatever it is made of; nothing is judged, pulled or compared."""
    host = engine()
    assert host.act(host.plan([web(memory="1g", env={"A": "b"})]).steps)
    if not running:
        assert host.act(host.plan([web(memory="1g", env={"A": "b"}, state="stopped")]).steps)
    made = host.plan([{"name": "web", "state": state}])
    assert ([item.actions for item in made.items], made.pulls, made.problems) == ([actions], [], [])
    identity = host.containers["web"]["Id"]
    assert host.act(made.steps) and host.containers["web"]["Id"] == identity
    again = host.plan([{"name": "web", "state": state}])
    assert bool(again.steps) == (state == "restarted")


def test_one_that_is_not_there_is_not_made_of_nothing(engine: Any) -> None:
    made = engine().plan([{"name": "web", "state": "stopped"}])
    ((name, text),) = made.problems
    assert name == "web" and "no container of this name on the host that could be stopped" in text


@pytest.mark.parametrize("given", [{}, {"memory": "1g", "state": "stopped"}, {"isolation": "process", "state": "started"}])
def test_what_is_more_than_a_state_needs_an_image(engine: Any, given: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        engine().plan([{"name": "web", **given}])
    assert any("image: is missing" in text for text in refused.value.problems)


def test_a_foreign_one_is_not_touched_by_its_name(engine: Any) -> None:
    host = deployed(engine)
    host.containers["web"]["Config"]["Labels"] = {}
    made = host.plan([{"name": "web", "state": "stopped"}])
    assert made.steps == [] and "was not created by this collection" in made.problems[0][1]
