# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How do parts become one run? One look for all of them; each decides on the same snapshot; the first that has steps
acts, and its act brings back the looks of those that follow.

    look (1 remote call) -> decide -> check mode ends here -> act (1 remote call for each part that has steps) ->
    conclude

Files of the controller that a part's steps need are sent before its act (host/sending.py)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Acted, Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.failure import failed_act
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.jobs import HalfDone, is_long
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import value
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import (
    Course,
    Decision,
    Done,
    Look,
    Open,
    Part,
    Reboot,
    Result,
    Send,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem, Lost
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.reboot import Returned
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.sending import (
    looks_of,
    placed,
    size_text,
    with_arrivals,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import changes

ATTEMPTS = 3  # looks at a host on which somebody else is at work
LOCK_TIMEOUT = 60
RETURNS = 24  # looks at an engine that ended in the middle, with a pause before each
ENGINE_LEFT = ("System.IO.EndOfStreamException", "System.TimeoutException")


class Hands(Protocol):
    """What reaches the host. All raise Lost, and HostProblem where the host did not answer as it should."""

    def look(self, looks: list[Look]) -> Sequence[Answer]: ...

    def act(self, doing: str, asked: dict[str, Any]) -> Acted: ...

    def job(self, decision: Decision, asked: dict[str, Any]) -> Acted: ...

    def pause(self, why: str) -> None: ...

    def send(self, send: Send) -> None: ...

    def wait(self, reboot: Reboot, snapshot: Snapshot) -> Returned: ...


class Snapshot:
    """The answers that are known, by their looks: the same look is asked once."""

    def __init__(self) -> None:
        self._known: dict[str, Answer] = {}

    def add(self, looks: Sequence[Look], answers: Sequence[Answer]) -> None:
        self._known.update(zip(map(_key, looks), answers, strict=True))

    def of(self, looks: Sequence[Look]) -> list[Answer]:
        return [self._known[_key(look)] for look in looks]

    def get(self, look: Look) -> Answer | None:
        return self._known.get(_key(look))

    def lacks(self, looks: Sequence[Look]) -> list[Look]:
        """Those that were not asked yet, each once, in order."""
        wanted = {_key(look): look for look in looks}
        return [look for key, look in wanted.items() if key not in self._known]


def _key(look: Look) -> str:
    return json.dumps(look, sort_keys=True)


@dataclass
class Outcome:
    """`results` and `decisions` by part, in order. `changed` is true as soon as something may have been changed.
    `problem` is why the run ended before its end, `failed` the details of a step that failed."""

    results: dict[str, Result] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    changed: bool = False
    problem: Exception | None = None
    failed: dict[str, Any] = field(default_factory=dict)


class Run:
    def __init__(self, parts: Sequence[Part], hands: Hands, host: str, who: str, check: bool) -> None:
        self._parts, self._hands, self._host, self._who, self._check = list(parts), hands, host, who, check
        self._at_work = self._engine_left = ""
        self.outcome = Outcome()

    def __call__(self) -> Outcome:
        """All that can go wrong on the way is told in the outcome: what was known and done before it stands there
        too."""
        try:
            self._go(self._parts, self._look(self._parts))
        except Lost as lost:
            self.outcome.problem = (
                HostProblem(f"The connection to {self._host} was lost ({lost}). {self._stands} Run the play again.")
                if self.outcome.changed
                else lost
            )
        except (HostProblem, Refused) as problem:
            self.outcome.problem = problem
        return self.outcome

    @property
    def _stands(self) -> str:
        return "What had been done before stands." if self.outcome.changed else "Nothing was changed."

    def _go(self, parts: list[Part], snapshot: Snapshot) -> None:
        """Decides for all of them before anything is done, so that nothing is done where one of them is refused."""
        rest, attempts = parts, 1
        self._decide(rest, snapshot)
        while rest and not self._check:
            part, *others = rest
            decision = self.outcome.decisions[part.name]
            if not decision.steps:
                rest = others
                continue
            acted = self._act(part, decision, others, snapshot)
            if acted is None:
                if attempts == ATTEMPTS:
                    raise HostProblem(self._at_work)
                attempts += 1
                snapshot = self._look_again(rest)
            else:
                snapshot, done = acted
                self.outcome.results[part.name] = part.conclude(decision, done)
                rest, attempts = others, 1
            self._decide(rest, snapshot)

    def _look(self, parts: Sequence[Part]) -> Snapshot:
        snapshot = Snapshot()
        self._ask(snapshot, [look for part in parts for look in part.looks(Course(self._check))])
        return snapshot

    def _look_again(self, parts: Sequence[Part]) -> Snapshot:
        """An engine that went away in the middle is given the time to come back."""
        for left in range(RETURNS if self._engine_left else 0, 0, -1):
            self._hands.pause(f"{self._engine_left}; it is looked at again")
            snapshot = self._look(parts)
            try:
                self._decide(parts, snapshot)
            except HostProblem:
                if left == 1:
                    raise
                continue
            self._engine_left = ""
            return snapshot
        return self._look(parts)

    def _broke_off(self, decision: Decision, said: Acted) -> bool:
        """Whether the engine ended while it pulled: what it had pulled by then is there, and what is left can be asked
        of it once more."""
        for step, answer in zip(decision.steps, said.steps, strict=False):
            if not answer.ok and answer.tried and is_long([step]) and answer.error.type in ENGINE_LEFT:
                self._engine_left = f"the engine ended ({decision.at_work(step)})"
                self._at_work = (
                    f"{self._host}: {self._engine_left}, {ATTEMPTS} times. {self._stands} Run the play again."
                )
                return True
        return False

    def _ask(self, snapshot: Snapshot, looks: Sequence[Look]) -> None:
        lacking = snapshot.lacks(looks)
        if lacking:
            snapshot.add(lacking, self._hands.look(lacking))

    def _decide(self, parts: Sequence[Part], snapshot: Snapshot) -> None:
        opened: dict[str, list[Look]] = {}
        while (asked := self._decide_once(parts, snapshot, opened)) is not None:
            opened.update(asked)
            self._ask(snapshot, [look for looks in asked.values() for look in looks])

    def _decide_once(
        self, parts: Sequence[Part], snapshot: Snapshot, opened: dict[str, list[Look]]
    ) -> dict[str, list[Look]] | None:
        """The slow looks that parts have still to ask for, or None when all have decided."""
        ahead: list[str] = []
        asked: dict[str, list[Look]] = {}
        for part in parts:
            course = Course(self._check, tuple(ahead))
            answers = snapshot.of([*part.looks(course), *opened.get(part.name, ())])
            try:
                decided = part.decide(answers, course)
            except (HostProblem, Refused) as problem:
                if not asked:
                    if isinstance(problem, Refused) and problem.result:
                        self.outcome.results[part.name] = problem.result
                    raise
                continue  # it is asked once more when those before it know what they do
            if isinstance(decided, Open):
                asked[part.name] = [*opened.get(part.name, ()), *decided.looks]
                continue
            self.outcome.decisions[part.name], self.outcome.results[part.name] = decided, decided.result
            if decided.steps:
                ahead.append(part.name)
        return asked or None

    def _act(
        self, part: Part, decision: Decision, others: Sequence[Part], before: Snapshot
    ) -> tuple[Snapshot, Done] | None:
        """What stands after the steps and what came of them; None where the host is not as it was seen any more, so
        that nothing was done."""
        following = [look for other in others for look in (*other.looks(Course()), *other.likely())]
        moved = len(decision.sends)
        if moved:
            decision = self._with_sent(decision, before)
        snapshot = Snapshot()
        looks = snapshot.lacks([*decision.looks, *following])
        said = self._send(decision, looks)
        if said is not None and not self._may_act(said):
            return None
        if said is not None:
            pairs = zip(decision.steps, said.steps, strict=False)
            self.outcome.changed |= changes([step for step, answer in pairs if answer.tried])
            if self._broke_off(decision, said):
                return None
            if len(said.steps) != len(decision.steps) or not all(answer.ok for answer in said.steps):
                self.outcome.results[part.name], self.outcome.failed = failed_act(part, decision, said, self._host)
                raise HostProblem(self.outcome.failed["msg"])
        if decision.reboot is not None and (said is None or _goes_down(decision, said)):
            returned = self._hands.wait(decision.reboot, before)
            self._ask(snapshot, following)
            steps = said.steps[moved:] if said is not None else ()
            return snapshot, Done(steps, returned.answers, frozenset(), returned.seconds, returned.reboots)
        answered = cast(Acted, said)  # it is None only where a reboot is planned
        snapshot.add(looks, counted(answered.looks, len(looks), self._host))
        return snapshot, Done(answered.steps[moved:], snapshot.of(decision.looks))

    def _with_sent(self, decision: Decision, snapshot: Snapshot) -> Decision:
        """Sends what the host does not have yet, and the decision with the steps that put it where it belongs."""
        looks = looks_of(decision.sends)
        arrived: list[Send] = []
        self._ask(snapshot, looks)  # a part may have asked already
        for send, there in placed(decision.sends, snapshot.of(looks), self._host):
            try:
                if not there:
                    self._hands.send(send)
            except Lost as lost:
                raise (HostProblem if self.outcome.changed else Lost)(
                    f"The connection to {self._host} was lost while {send.what} ({size_text(send.size)}) was sent to "
                    f"it. {self._stands} Run the play again: it is sent anew, and what is left to do is done. ({lost})"
                ) from lost
            except HostProblem as problem:
                raise HostProblem(f"{problem} {self._stands}") from problem
            arrived.append(send)
        return with_arrivals(decision, arrived)

    def _send(self, decision: Decision, looks: list[Look]) -> Acted | None:
        """The act's answer; None where the connection was lost and the host may be on its way into a reboot."""
        asked = {
            "seen": decision.seen,
            "who": self._who,
            "steps": decision.steps,
            **({"independent": True} if decision.independent else {}),
            "looks": looks,
            "lock_timeout": LOCK_TIMEOUT,
        }
        try:
            if is_long(decision.steps):
                return self._hands.job(decision, asked)
            return self._hands.act(decision.doing, asked)
        except HalfDone:
            self.outcome.changed |= changes(decision.steps)
            raise
        except Lost as lost:
            self.outcome.changed |= changes(decision.steps)  # it is not known, and something may well be
            if decision.reboot is not None:
                return None
            raise HostProblem(
                f"The connection to {self._host} was lost while this was under way: {decision.doing}. Whether it was "
                "done is not known; nothing is lost: what was begun goes on or stands as it is, and the next run "
                f"finishes or undoes it. Run the play again. ({lost})"
            ) from lost

    def _may_act(self, said: Acted) -> bool:
        """Whether the act went ahead: the lock was got, and the host is as it was seen."""
        if not said.lock.ok:
            if said.lock.error.type != "timeout":
                raise HostProblem(
                    f"The lock that keeps two runs on {self._host} apart could not be taken: {said.lock.error.text} "
                    f"{self._stands}"
                )
            raise HostProblem(
                f"Another run is at work on {self._host}: {said.lock.error.text} {self._stands} Run the play again "
                "when the other one has ended."
            )
        if said.seen.ok:
            return True
        if said.seen.error.type != "changed":
            value(said.seen, "the engine")
        last = f"; the last act there was begun by {said.last.who} at {said.last.since}" if said.last else ""
        self._at_work = (
            f"Somebody else is at work on {self._host}: what was seen there changed {ATTEMPTS} times before it could "
            f"be acted upon ({said.seen.error.text}{last}). {self._stands} Run the play again when the host is at rest."
        )
        return False


def _goes_down(decision: Decision, said: Acted) -> bool:
    """Whether a reboot among the steps was carried out: its condition may not have held."""
    pairs = zip(decision.steps, said.steps, strict=True)
    return any(
        step["verb"] == "reboot" and not (isinstance(answer.value, dict) and answer.value.get("skipped"))
        for step, answer in pairs
    )


def counted(answers: Sequence[Answer], wanted: int, host: str) -> Sequence[Answer]:
    if len(answers) != wanted:
        raise HostProblem(
            f"{host} gave {len(answers)} answers to {wanted} looks; the answer is not complete. Run the play again."
        )
    return answers
