# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How is work that takes long done, so that it outlives its connection? As a job: the host's program runs on in a
process of its own (Ansible's asynchronous wrapper starts it), says where it stands, and leaves its answer
(docs/verbs.md, `job`). The controller asks until it has that, also after the connection was lost.

    start -> job, job, job ... -> answer -> remove
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import at, read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.log_stream import decoded
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem, Lost, WrongShape
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step, kind_of

LONGEST = 12 * 3600  # Ansible's wrapper ends the process then
ROUND = 5  # seconds for which the host waits for the end before it answers
BEGIN = 120  # seconds for a job to begin: PowerShell compiles Ansible's wrapper on slow hosts
AWAY = 900  # seconds in which a host that cannot be reached is asked again
PAUSES = (1, 2, 5, 10)  # seconds between these attempts
SAY_EVERY, STILL = 15, 60  # seconds between two lines of progress, and where it stands still
MOST = 262144  # bytes of progress in one answer
NOT_YET = "it has not begun yet, another act may be at work on the host"
LONG = ("pull", "load")
STATES = ("none", "running", "ended", "gone")


class HalfDone(HostProblem):
    """What had begun was not heard of to its end."""


@dataclass(frozen=True)
class JobLook:
    """`none`: it has not begun; `running`; `ended`; `gone`: its process ended without an answer. `progress` in base64;
    `answer` is what the program would have printed."""

    state: str = at("state")
    progress: str = at("progress", "")
    answer: str | None = at("answer", None)


class Progress(Protocol):
    """What is told of the progress that the host writes."""

    def feed(self, data: bytes) -> None: ...

    def text(self) -> str: ...


@dataclass(frozen=True)
class JobCaller:
    """What reaches the host. `start` gives the results file of Ansible's wrapper; `tidy` does one step; these and
    `look` raise Lost and HostProblem. `reset` forgets the connection."""

    start: Callable[[dict[str, Any]], str]
    look: Callable[[list[dict[str, Any]]], Sequence[Answer]]
    tidy: Callable[[Step], None]
    reset: Callable[[], None]


def is_long(steps: Sequence[Step]) -> bool:
    """Whether it may take so long that a connection is not to be relied on."""
    return any(kind_of(step) in LONG for step in steps)


@dataclass
class Watch:
    """One job, from its start to its answer. `say` takes a line of text."""

    caller: JobCaller
    progress: Progress
    say: Callable[[str], None]
    host: str
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def __call__(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer of the program. Raises Lost where the host was away for too long, and HostProblem where the work
        was ended before it was done."""
        self._name, self._results, self._why = secrets.token_hex(16), "", ""
        self._from, self._begun = 0, False
        self._since = self._heard = self.clock()
        self._told = ("", self._since)
        try:
            self._results = self.caller.start({**asked, "job": {"id": self._name}})
        except Lost as lost:
            self._away(lost, 0)
        try:
            answer = self._asked()
        except HostProblem as problem:
            raise HalfDone(str(problem)) from problem
        self._tidied()
        return answer

    def _asked(self) -> Mapping[str, Any]:
        away = 0
        while True:
            try:
                found = self._look()
            except Lost as lost:
                away += 1
                self._away(lost, away)
                continue
            if away:
                self.say(f"the connection is there again, after {self.clock() - self._heard:.0f} s")
                away = 0
            self._heard = self.clock()
            if found.state != "none":
                self._begun = True
            self._tell(found)
            if found.state == "ended":
                return self._read(found.answer or "")
            if found.state == "gone" or (found.state == "none" and self._begun):
                raise HostProblem(
                    f"The program that was at work on {self.host} was ended before it was done (a restart of the host, "
                    "or somebody ended it). What had been done stands; the next run finishes or undoes it. Run the "
                    "play again."
                )
            if self.clock() - self._since > LONGEST:
                raise HostProblem(
                    f"{self.host} is still at work after {LONGEST // 3600} hours; nobody waits any longer."
                )
            if found.state == "none" and self.clock() - self._since > BEGIN:
                raise Lost(f"what was to be done did not begin within {BEGIN} s{self._why}")

    def _look(self) -> JobLook:
        (answer,) = self.caller.look(
            [{"verb": "job", "id": self._name, "from": self._from, "most": MOST, "wait": ROUND}]
        )
        if not answer.ok:
            raise HostProblem(f"{self.host} does not say how its work goes: {answer.error.text}")
        found = read(JobLook, answer.value, "the look job")
        if found.state not in STATES:
            raise WrongShape("the look job", "state", repr(found.state[:40]), f"one of {', '.join(STATES)}")
        return found

    def _read(self, text: str) -> Mapping[str, Any]:
        try:
            said = json.loads(text).get("winfleet")
        except (ValueError, AttributeError):
            said = None
        if not isinstance(said, Mapping):
            raise HostProblem(f"The answer that {self.host} left of its work cannot be read. Run the play again.")
        return said

    def _away(self, lost: Lost, times: int) -> None:
        passed, self._why = self.clock() - self._heard, f"; {_short(lost)}"
        if passed > AWAY:
            raise lost
        if times < 2:
            self.say(f"the connection was lost; the work goes on on the host, which is asked again ({_short(lost)})")
        self.sleep(PAUSES[min(times, len(PAUSES) - 1)])
        self.caller.reset()

    def _tell(self, found: JobLook) -> None:
        data = decoded(found.progress)
        if data is None:
            raise WrongShape("the look job", "progress", "no base64", "base64")
        self._from += len(data)
        self.progress.feed(data)
        text, now = self.progress.text() or NOT_YET, self.clock()
        last, at = self._told
        pause = STILL if text in (last, NOT_YET) else SAY_EVERY if last else 0
        if now - at >= pause:
            self._told = (text, now)
            self.say(text if text != last else f"{text} (for {now - self._since:.0f} s now)")

    def _tidied(self) -> None:
        """What cannot be tidied up now is tidied up by a later job (docs/verbs.md)."""
        try:
            self.caller.tidy({"verb": "job", "id": self._name, "also": [self._results] if self._results else []})
        except (Lost, HostProblem):
            return


def _short(lost: Lost) -> str:
    return " ".join(str(lost).split())[:160]
