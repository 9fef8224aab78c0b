"""Runs of parts over hands that answer by the book, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import (
    Acted,
    Answer,
    Failure,
    LastAct,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.jobs import HalfDone
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import (
    Course,
    Decision,
    Done,
    Look,
    Open,
    Part,
    Reboot,
    Result,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem, Lost
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.reboot import Returned
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.run import (
    ATTEMPTS,
    LOCK_TIMEOUT,
    Outcome,
    Run,
    Snapshot,
)

WELL = Answer(True)


def look(name: str) -> Look:
    return {"verb": "file", "paths": [name]}


def failed(kind: str, text: str = "so it is") -> Answer:
    return Answer(False, error=Failure(kind, "", text))


@dataclass
class Hands:
    """Answers a look with the state of the things that it names. `acts` are what acts come to, in order: an answer, or
    what is raised; where there is none, an act is carried out: its steps set things."""

    things: dict[str, int] = field(default_factory=dict)
    acts: list[Acted | Exception | Callable[[], Acted]] = field(default_factory=list)
    calls: list[tuple[str, Any]] = field(default_factory=list)
    short: bool = False  # one answer of each call is left out
    away: Exception | None = None  # what the looks after the first raise

    def look(self, looks: list[Look]) -> Sequence[Answer]:
        if self.away is not None and self.calls:
            raise self.away
        self.calls.append(("look", [one["paths"][0] for one in looks]))
        return self._told(looks)

    def act(self, doing: str, asked: dict[str, Any]) -> Acted:
        self.calls.append(("act", asked))
        comes = self.acts.pop(0) if self.acts else self.done
        if isinstance(comes, Exception):
            raise comes
        return comes if isinstance(comes, Acted) else comes()

    def job(self, decision: Decision, asked: dict[str, Any]) -> Acted:
        return self.act(decision.doing, asked)

    def pause(self, why: str) -> None:
        self.calls.append(("pause", why))

    def done(self) -> Acted:
        asked = self.calls[-1][1]
        self.things.update({step["item"]: step["to"] for step in asked["steps"] if "to" in step})
        return Acted(WELL, steps=tuple(WELL for _step in asked["steps"]), looks=self._told(asked["looks"]))

    def wait(self, reboot: Reboot, snapshot: Snapshot) -> Returned:
        self.calls.append(("wait", reboot.timeout))
        return Returned(answers=self._told(reboot.looks), seconds=12.0, reboots=1)

    def _told(self, looks: Sequence[Look]) -> tuple[Answer, ...]:
        told = tuple(Answer(True, self.things.get(one["paths"][0], 0)) for one in looks)
        return told[:-1] if self.short else told

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _asked in self.calls]


@dataclass
class Thing(Part):
    """Wants the thing `name` to be 1. `also`: other things that it looks at; `slow`: what it looks at only where the
    first look leaves it open."""

    name: str = "one"
    also: tuple[str, ...] = ()
    slow: str = ""
    refuses: bool = False
    reboot: Reboot | None = None
    told: list[tuple[list[Any], Course]] = field(default_factory=list)

    def looks(self, course: Course) -> list[Look]:
        return [look(self.name), *map(look, self.also)]

    def decide(self, answers: Sequence[Answer], course: Course) -> Decision | Open:
        self.told.append(([answer.value for answer in answers], course))
        if self.slow and len(answers) == len(self.looks(course)):
            return Open([look(self.slow)])
        if self.refuses:
            raise Refused([f"{self.name} is not wanted"])
        if answers[0].value == 1:
            return Decision({"found": 1})
        step = {"verb": "engine", "item": self.name, "to": 1}
        if self.reboot:
            step = {"verb": "reboot", "item": self.name, "to": 1}
        return Decision(
            {"found": 0},
            [step],
            seen=[{"path": self.name}],
            looks=[look(self.name)],
            doing=f"set {self.name}",
            reboot=self.reboot,
        )

    def conclude(self, decision: Decision, done: Done) -> Result:
        told = {"now": [answer.value for answer in done.looks]}
        return {**decision.result, **told, **({"reboots": done.reboots} if done.reboots else {})}


def run(hands: Hands, *parts: Part, check: bool = False) -> Outcome:
    return Run(parts, hands, "srv", "me", check)()


def test_one_look_serves_all_parts_and_asks_the_same_thing_once() -> None:
    hands = Hands({"one": 1, "two": 1, "both": 5})
    one, two = Thing("one", also=("both",)), Thing("two", also=("both", "one"))
    outcome = run(hands, one, two)
    assert hands.calls == [("look", ["one", "both", "two"])]
    assert (one.told[0][0], two.told[0][0]) == ([1, 5], [1, 5, 1])
    assert outcome == Outcome({"one": {"found": 1}, "two": {"found": 1}}, outcome.decisions)


def test_nothing_to_look_at_is_no_call() -> None:
    class Silent(Thing):
        def looks(self, course: Course) -> list[Look]:
            return []

        def decide(self, answers: Sequence[Answer], course: Course) -> Decision:
            return Decision({"asked": len(answers)})

    hands = Hands()
    assert run(hands, Silent()).results == {"one": {"asked": 0}}
    assert hands.calls == []


def test_what_a_part_leaves_open_is_looked_at_for_all_parts_in_one_more_call() -> None:
    hands = Hands({"one": 1, "two": 1, "slow": 7, "slower": 8})
    one, two, three = Thing("one", slow="slow"), Thing("two", slow="slower"), Thing("three", slow="slow")
    hands.things["three"] = 1
    run(hands, one, two, three)
    assert hands.calls == [("look", ["one", "two", "three"]), ("look", ["slow", "slower"])]
    assert [part.told[-1][0] for part in (one, two, three)] == [[1, 7], [1, 8], [1, 7]]


def test_a_refusal_behind_an_open_question_waits_for_its_answer() -> None:
    class Depends(Thing):
        def decide(self, answers: Sequence[Answer], course: Course) -> Decision | Open:
            if "one" not in course.ahead:
                raise Refused(["nothing is ahead"])
            return Decision({"waits": 1})

    hands = Hands()
    outcome = run(hands, Thing("one", slow="slow"), Depends("two"), check=True)
    assert outcome.problem is None
    assert outcome.results == {"one": {"found": 0}, "two": {"waits": 1}}


def test_where_a_later_part_is_refused_nothing_is_done_for_an_earlier_one() -> None:
    hands = Hands()
    outcome = run(hands, Thing("one"), Thing("two", refuses=True))
    assert isinstance(outcome.problem, Refused)
    assert hands.kinds == ["look"]
    assert not outcome.changed


def test_check_mode_ends_before_the_first_act_and_says_what_is_ahead() -> None:
    hands = Hands()
    one, two = Thing("one"), Thing("two")
    outcome = run(hands, one, two, check=True)
    assert hands.kinds == ["look"]
    assert (one.told[0][1], two.told[0][1]) == (Course(True), Course(True, ("one",)))
    assert [bool(outcome.decisions[name].steps) for name in ("one", "two")] == [True, True]
    assert not outcome.changed


def test_an_act_brings_the_looks_of_those_that_follow() -> None:
    hands = Hands({"two": 1})
    one, two = Thing("one"), Thing("two", also=("one",))
    outcome = run(hands, one, two)
    assert hands.kinds == ["look", "act"]
    asked = hands.calls[1][1]
    assert asked == {
        "seen": [{"path": "one"}],
        "who": "me",
        "steps": [{"verb": "engine", "item": "one", "to": 1}],
        "looks": [look("one"), look("two")],
        "lock_timeout": LOCK_TIMEOUT,
    }
    # It decided once on what was there before, with a part ahead, and again on what stands.
    assert two.told == [([1, 0], Course(ahead=("one",))), ([1, 1], Course())]
    assert outcome.results == {"one": {"found": 0, "now": [1]}, "two": {"found": 1}}
    assert outcome.changed


def test_each_part_that_has_steps_is_one_act() -> None:
    hands = Hands()
    outcome = run(hands, Thing("one"), Thing("two"), Thing("three"))
    assert hands.kinds == ["look", "act", "act", "act"]
    assert set(hands.things.values()) == {1}
    assert list(outcome.results) == ["one", "two", "three"]


def changed(who: str = "") -> Acted:
    last = LastAct(who, "2026-11-24T08:00:00.0000000Z") if who else None
    return Acted(WELL, failed("changed", "State.Running is 'true' and was 'false'."), last)


def test_where_the_host_is_otherwise_it_is_looked_at_and_planned_anew() -> None:
    hands = Hands(acts=[changed()])
    outcome = run(hands, Thing("one"), Thing("two"))
    assert hands.kinds == ["look", "act", "look", "act", "act"]
    assert outcome.problem is None
    assert outcome.changed


def test_the_new_plan_counts_and_may_be_that_nothing_is_to_be_done() -> None:
    hands = Hands()

    def comes_first() -> Acted:
        hands.things["one"] = 1
        return changed()

    hands.acts = [comes_first]
    outcome = run(hands, Thing("one"))
    assert hands.kinds == ["look", "act", "look"]
    assert outcome.results == {"one": {"found": 1}}
    assert not outcome.changed


def test_after_three_attempts_it_says_who_is_at_work() -> None:
    hands = Hands(acts=[changed("you on ctl")] * ATTEMPTS)
    outcome = run(hands, Thing("one"))
    assert hands.kinds == ["look", "act"] * ATTEMPTS
    assert ATTEMPTS == 3
    assert not outcome.changed
    assert str(outcome.problem) == (
        "Somebody else is at work on srv: what was seen there changed 3 times before it could be acted upon "
        "(State.Running is 'true' and was 'false'.; the last act there was begun by you on ctl at "
        "2026-11-24T08:00:00.0000000Z). Nothing was changed. Run the play again when the host is at rest."
    )


@pytest.mark.parametrize("comes", ["changed", "timeout", "System.UnauthorizedAccessException"])
def test_what_an_earlier_part_did_is_not_said_to_be_nothing(comes: str) -> None:
    hands = Hands()
    others = [changed()] * ATTEMPTS if comes == "changed" else [Acted(failed(comes))]
    hands.acts = [hands.done, *others]
    outcome = run(hands, Thing("one"), Thing("two"))
    assert outcome.changed
    assert outcome.results["one"] == {"found": 0, "now": [1]}
    assert "othing was changed" not in str(outcome.problem)
    assert "What had been done before stands" in str(outcome.problem)


def test_a_lock_that_is_not_free_in_time_is_another_run_at_work() -> None:
    hands = Hands(acts=[Acted(failed("timeout", "Another act (you, since 08:00) has had the lock for 60 s."))])
    outcome = run(hands, Thing("one"))
    assert str(outcome.problem) == (
        "Another run is at work on srv: Another act (you, since 08:00) has had the lock for 60 s. Nothing was changed. "
        "Run the play again when the other one has ended."
    )
    assert not outcome.changed
    assert hands.kinds == ["look", "act"]


def test_a_lock_that_cannot_be_taken_is_none_that_another_run_has() -> None:
    hands = Hands(acts=[Acted(failed("System.UnauthorizedAccessException", "Access is denied."))])
    outcome = run(hands, Thing("one"))
    assert "could not be taken: Access is denied. Nothing was changed." in str(outcome.problem)
    assert "Another run" not in str(outcome.problem)
    assert not outcome.changed


def test_a_comparison_that_failed_is_no_other_run_at_work() -> None:
    hands = Hands(acts=[Acted(WELL, failed("System.TimeoutException", "The operation has timed out."))])
    outcome = run(hands, Thing("one"))
    assert "named pipe docker_engine is not there" in str(outcome.problem)
    assert hands.kinds == ["look", "act"]
    assert not outcome.changed


def test_a_connection_that_is_lost_in_an_act_leaves_open_what_was_done() -> None:
    hands = Hands(acts=[Lost("reset by peer")])
    outcome = run(hands, Thing("one"))
    assert outcome.changed
    assert isinstance(outcome.problem, HostProblem)
    assert str(outcome.problem).startswith("The connection to srv was lost while this was under way: set one.")
    assert "reset by peer" in str(outcome.problem)
    assert hands.kinds == ["look", "act"]


def test_a_connection_that_is_lost_in_the_first_look_is_told_as_lost() -> None:
    hands = Hands(away=Lost("no route"))
    hands.calls.append(("look", []))
    outcome = run(hands, Thing("one"))
    assert isinstance(outcome.problem, Lost)
    assert not outcome.changed


def test_a_connection_that_is_lost_in_a_look_after_an_act_does_not_hide_the_act() -> None:
    hands = Hands(away=Lost("no route"))
    hands.acts = [hands.done, changed()]
    outcome = run(hands, Thing("one"), Thing("two"))
    assert hands.kinds == ["look", "act", "act"]
    assert outcome.changed
    assert outcome.results["one"] == {"found": 0, "now": [1]}
    # As an unreachable host, which Ansible makes of Lost, it would have neither results nor changed.
    assert str(outcome.problem) == (
        "The connection to srv was lost (no route). What had been done before stands. Run the play again."
    )


def reboot() -> Reboot:
    return Reboot(600, [look("states")], lambda answers: None)


@pytest.mark.parametrize("lost", [True, False])
def test_a_connection_that_is_lost_in_an_act_with_a_reboot_is_the_reboot(lost: bool) -> None:
    hands = Hands({"two": 1, "states": 4})
    if lost:
        hands.acts = [Lost("gone")]
    outcome = run(hands, Thing("one", reboot=reboot()), Thing("two"))
    # After the reboot the looks of those that follow are asked anew: the act's own were not made.
    assert hands.calls[0] == ("look", ["one", "two"])
    assert hands.kinds == ["look", "act", "wait", "look"]
    assert hands.calls[-1] == ("look", ["two"])
    assert outcome.results == {"one": {"found": 0, "now": [4], "reboots": 1}, "two": {"found": 1}}
    assert outcome.changed


def test_a_reboot_whose_condition_did_not_hold_is_not_waited_for() -> None:
    hands = Hands({"two": 1})

    def skips() -> Acted:
        return Acted(WELL, steps=(Answer(True, {"skipped": True}),), looks=(Answer(True, 1), Answer(True, 1)))

    hands.acts = [skips]
    outcome = run(hands, Thing("one", reboot=reboot()), Thing("two"))
    assert hands.kinds == ["look", "act"]
    assert outcome.results == {"one": {"found": 0, "now": [1]}, "two": {"found": 1}}


def test_answers_that_are_too_few_are_told_with_what_was_changed() -> None:
    hands = Hands(acts=[Acted(WELL, steps=(WELL,), looks=())])
    outcome = run(hands, Thing("one"))
    assert str(outcome.problem) == "srv gave 0 answers to 1 looks; the answer is not complete. Run the play again."
    assert outcome.changed


def test_steps_that_are_too_few_are_no_success() -> None:
    hands = Hands(acts=[Acted(WELL, steps=(), looks=(WELL,))])
    outcome = run(hands, Thing("one"))
    assert "gave 0 answers to 1 steps" in str(outcome.problem)


def step_fails() -> Acted:
    return Acted(WELL, steps=(failed("status", "No."),), looks=(Answer(True, 0), Answer(True, 0)))


def test_what_was_done_before_a_part_failed_stands_in_the_results() -> None:
    hands = Hands()
    hands.acts = [hands.done, step_fails]
    outcome = run(hands, Thing("one"), Thing("two"), Thing("three"))
    assert outcome.results["one"] == {"found": 0, "now": [1]}
    assert outcome.results["two"] == {"found": 0, "now": [0]}
    assert outcome.results["three"] == {"found": 0}
    assert outcome.changed
    assert outcome.failed["failed_step"]["item"] == "two"
    assert hands.kinds == ["look", "act", "act"]


def test_a_step_that_fails_at_once_has_been_tried() -> None:
    outcome = run(Hands(acts=[step_fails]), Thing("one"))
    assert outcome.changed
    assert str(outcome.problem) == outcome.failed["msg"]
    assert "No." in outcome.failed["msg"]


def test_a_refusal_after_an_act_keeps_what_was_done() -> None:
    class Later(Thing):
        def decide(self, answers: Sequence[Answer], course: Course) -> Decision | Open:
            self.refuses = not course.ahead
            return super().decide(answers, course)

    outcome = run(Hands(), Thing("one"), Later("two"))
    assert isinstance(outcome.problem, Refused)
    assert outcome.changed
    assert outcome.results["one"] == {"found": 0, "now": [1]}


@dataclass
class Pulled(Thing):
    """It is pulled. `absent`: so many looks find no engine."""

    absent: int = 0

    def decide(self, answers: Sequence[Answer], course: Course) -> Decision | Open:
        if self.told and self.absent:
            self.absent -= 1
            raise HostProblem("The engine is stopped.")
        decided = super().decide(answers, course)
        if isinstance(decided, Decision) and decided.steps:
            decided.steps[0].update(method="POST", path="/images/create?fromImage=one")
        return decided


LEFT = Acted(WELL, steps=(failed("System.IO.EndOfStreamException"),))


def test_an_engine_that_ends_in_the_middle_of_a_pull_is_asked_once_more_when_it_is_back() -> None:
    hands = Hands(acts=[LEFT])
    outcome = run(hands, Pulled(absent=2))
    assert hands.kinds == ["look", "act", "pause", "look", "pause", "look", "pause", "look", "act"]
    assert hands.calls[2] == ("pause", "the engine ended (one); it is looked at again")
    assert outcome.problem is None and outcome.changed and outcome.results == {"one": {"found": 0, "now": [1]}}


def test_one_that_does_not_come_back_says_so() -> None:
    hands = Hands(acts=[LEFT])
    outcome = run(hands, Pulled(absent=99))
    assert str(outcome.problem) == "The engine is stopped." and outcome.changed
    assert hands.kinds.count("act") == 1


def test_one_that_ends_each_time_is_given_up() -> None:
    hands = Hands(acts=[LEFT] * ATTEMPTS)
    outcome = run(hands, Pulled())
    assert f"the engine ended (one), {ATTEMPTS} times" in str(outcome.problem)
    assert hands.kinds.count("act") == ATTEMPTS


def test_a_pull_that_is_refused_is_not_asked_once_more() -> None:
    hands = Hands(acts=[Acted(WELL, steps=(failed("text", "no such manifest"),))])
    outcome = run(hands, Pulled())
    assert "no such manifest" in str(outcome.problem) and hands.kinds == ["look", "act"]


def test_work_that_was_not_heard_of_to_its_end_may_have_changed_something() -> None:
    outcome = run(Hands(acts=[HalfDone("It was ended.")]), Pulled())
    assert (str(outcome.problem), outcome.changed) == ("It was ended.", True)
