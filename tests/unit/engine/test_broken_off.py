"""Every step of every kind of act fails once, and the host program is killed before every step: the old engine or the
new one runs, no container is lost, and the next run converges."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from engine_situations import SITUATIONS, Situation, both_run
from model_host import CONFIG, ModelHost, run

ACTS = [one for one in SITUATIONS if not one.refused and one.action != "none"]


def steps_of(situation: Situation) -> list[dict[str, object]]:
    host = ModelHost()
    return run(host, check=True, **situation.make(host)).decisions["engine"].steps


def cases() -> Iterator[tuple[Situation, int]]:
    for situation in ACTS:
        for number in range(len(steps_of(situation))):
            yield situation, number


EACH = pytest.mark.parametrize(
    ("situation", "number"), list(cases()), ids=lambda one: one.name if isinstance(one, Situation) else str(one)
)


def converges(situation: Situation, host: ModelHost, given: dict[str, object]) -> None:
    outcome = run(host, **given)
    assert outcome.problem is None, str(outcome.problem)
    assert (host.running_with or [None])[0] == situation.version
    situation.check(host)
    assert not [path for path in host.files if ".winfleet\\" in path]
    last = run(host, **given)
    assert last.problem is None and not last.changed and not last.decisions["engine"].steps


@EACH
def test_a_step_that_fails_is_taken_back(situation: Situation, number: int) -> None:
    host = ModelHost()
    given = situation.make(host)
    before = copy.deepcopy(host)
    step = steps_of(situation)[number]
    host.fail = number
    outcome = run(host, **given)
    assert outcome.problem is not None and "It was made to fail" in str(outcome.problem)
    host.fail = -1
    wiped = given.get("data") == "absent"
    if str(step["item"]) == "the engine":
        assert (host.running_with or [None])[0] == (before.running_with or [None])[0]
        assert host.files.get(CONFIG.lower()) == before.files.get(CONFIG.lower())
        assert {name: row["path"] for name, row in host.services.items()} == {
            name: row["path"] for name, row in before.services.items()
        }
        programs = {path: data for path, data in before.files.items() if path.endswith("d.exe")}
        assert {
            path: data for path, data in host.files.items() if path.endswith("d.exe") and ".winfleet" not in path
        } == programs
        if not wiped:
            assert {one: row["state"] for one, row in host.containers.items()} == {
                one: row["state"] for one, row in before.containers.items()
            }
    converges(situation, host, given)


@EACH
def test_a_run_that_is_killed_is_gone_on_with(situation: Situation, number: int) -> None:
    host = ModelHost()
    given = situation.make(host)
    host.die = number
    outcome = run(host, **given)
    assert outcome.problem is not None and "lost" in str(outcome.problem)
    host.die = -1
    converges(situation, host, given)


def test_a_new_version_that_does_not_come_up_gives_way_to_the_old_one() -> None:
    (situation,) = [one for one in SITUATIONS if one.name == "older"]
    host = ModelHost()
    given = situation.make(host)
    host.bad = {"29.7.2"}
    outcome = run(host, **given)
    text = str(outcome.problem)
    assert (
        "did not come up" in text and "fatal: it does not come up" in text and "engine 28.5.2 is in place again" in text
    )
    assert host.running_with is not None and host.running_with[0] == "28.5.2"
    both_run(host)
    host.bad = set()
    converges(situation, host, given)
