# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The base action: every public module looks once, decides, and acts at most once.

door -> look (1 remote call) -> decide (pure) -> check mode ends here -> act (1 remote call, only if there are steps)
-> result
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible.errors import AnsibleConnectionFailure
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, checked, lines
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import (
    HostProblem,
    body,
    error_text,
    one_line,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.plain import plain
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.progress import Heartbeat
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step

LOOK = "winfleet.containers._look"
ACT = "winfleet.containers._act"
LOCK_TIMEOUT = 60

Answer = Mapping[str, Any]
Result = dict[str, Any]


@dataclass
class Decision:
    """What comes of a look. Without `steps` nothing is changed. `looks` are made after the steps; `doing` says in a
    few words what the steps do; `name_step(step)` says which of them failed. `result` is what the module returns if
    nothing is done."""

    result: Result = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    looks: list[dict[str, Any]] = field(default_factory=list)
    doing: str = ""
    name_step: Callable[[Step], str] = lambda step: str(step.get("item") or step["verb"])
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


class ConvergeAction(ActionBase):
    """A module is its argument specification and the three methods `looks`, `decide` and `conclude`."""

    ARGUMENTS: Mapping[str, Any] = {}
    _requires_connection = True
    _supports_check_mode = True
    _supports_async = False
    _supports_diff = True

    def spelt(self, given: dict[str, Any]) -> dict[str, Any]:
        """The arguments with those spellings levelled out that the validator's choices would refuse."""
        return given

    def read(self, options: dict[str, Any]) -> dict[str, Any]:
        """Door checks beyond the types: the options as the module uses them. Raises Refused."""
        return options

    @abstractmethod
    def looks(self, options: dict[str, Any], check: bool) -> list[dict[str, Any]]:
        """What is asked of the host."""

    @abstractmethod
    def decide(self, options: dict[str, Any], answers: list[Answer], check: bool) -> Decision:
        """Pure: what the answers call for. Raises Refused or HostProblem."""

    def conclude(self, options: dict[str, Any], decision: Decision, done: Mapping[str, Any]) -> Result:
        """The module's result once the steps have run; `done` holds the answers of `steps` and `looks`, and in
        `unfinished` the items that failed or were not reached."""
        return decision.result

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> Result:
        result: Result = super().run(tmp, task_vars)
        self._vars = task_vars or {}
        self._host = str(self._vars.get("inventory_hostname", self._task.action))
        try:
            given = self.spelt({str(key): plain(value) for key, value in self._task.args.items()})
            options, problems = checked(self.ARGUMENTS, given)
            if problems:
                raise Refused(lines(problems))
            options = self.read(options)
            return {**result, **self._converge(options)}
        except Refused as refused:
            return {
                **result,
                **refused.result,
                "failed": True,
                "changed": False,
                "msg": refusal_text(refused),
                "refused": refused.problems,
            }
        except HostProblem as problem:
            return {**result, "failed": True, "changed": False, "msg": str(problem)}

    def _converge(self, options: dict[str, Any]) -> Result:
        check = bool(self._task.check_mode)
        decision = self.decide(options, self.look(self.looks(options, check)), check)
        result: Result = {"changed": bool(decision.steps), **decision.result}
        if self._task.diff and (decision.before or decision.after):
            result["diff"] = {"before": decision.before, "after": decision.after}
        if decision.warnings:
            result["warnings"] = decision.warnings
        if decision.steps and not check:
            result.update(self._act(options, decision))
        return result

    def look(self, looks: list[dict[str, Any]]) -> list[Answer]:
        """The answers, one for each look. Raises HostProblem where the call as a whole failed."""
        said = self._call(LOOK, {"looks": looks})
        return _counted(said, "looks", len(looks))

    def _act(self, options: dict[str, Any], decision: Decision) -> Result:
        asked = {"steps": decision.steps, "looks": decision.looks, "lock_timeout": LOCK_TIMEOUT}
        try:
            with Heartbeat(Display().display, self._host, decision.doing):
                done = self._call(ACT, asked)
        except AnsibleConnectionFailure as error:
            raise HostProblem(
                f"The connection to {self._host} was lost while this was under way: {decision.doing}. Nothing is lost: "
                "what was begun goes on or stands as it is, and the next run finishes or undoes it. Run the play "
                f"again. ({error})"
            ) from error
        lock = done.get("lock") or {}
        if not lock.get("ok"):
            raise HostProblem(
                f"Another run is at work on {self._host}: its lock was not free within {LOCK_TIMEOUT} seconds. "
                f"Nothing was changed; run the play again when the other one has ended."
            )
        answers = list(done.get("steps") or [])
        failed = next((position for position, answer in enumerate(answers) if not answer.get("ok")), None)
        if failed is not None:
            return self._failed(options, decision, done, failed)
        _counted(done, "steps", len(decision.steps))
        _counted(done, "looks", len(decision.looks))
        return self.conclude(options, decision, {**done, "unfinished": set()})

    def _failed(self, options: dict[str, Any], decision: Decision, done: Mapping[str, Any], position: int) -> Result:
        """One message: which step, why, and what stands now."""
        step, answer = decision.steps[position], done["steps"][position]
        unfinished = {str(later.get("item")) for later in decision.steps[position:]}
        try:
            result = self.conclude(options, decision, {**done, "unfinished": unfinished})
        except HostProblem:  # the looks after the steps failed as well: what was known before stands
            result = dict(decision.result)
        undone = list(done.get("undone") or [])
        stuck = [error_text(item.get("error") or {}, "the engine") for item in undone if not item.get("ok")]
        what = decision.name_step(step)
        text = f"{what}: {step_error(step, answer)}"
        if undone and not stuck:
            text += f" What was begun for {step.get('item')} was undone."
        if stuck:
            text += f" Not all of what was begun could be undone ({stuck[0]}); the next run finishes or undoes it."
        if position:
            text += f" {position} of {len(decision.steps)} steps had been done before."
        return {
            **result,
            "failed": True,
            "msg": text,
            "changed": position > 0 or bool(undone),
            "failed_step": {"item": step.get("item"), "verb": step["verb"], "error": answer.get("error")},
        }

    def _call(self, name: str, arguments: dict[str, Any]) -> Mapping[str, Any]:
        """Our own answer out of what Ansible made of it: it stands under one key, whatever else is added or failed."""
        try:
            raw = self._execute_module(module_name=name, module_args=arguments, task_vars=self._vars)
        except OSError as error:  # the winrm plugin lets the errors of requests through, which are OSErrors
            raise AnsibleConnectionFailure(f"{type(error).__name__}: {error}") from error
        said = raw.get("winfleet")
        if isinstance(said, Mapping):
            return said
        if raw.get("unreachable"):
            raise AnsibleConnectionFailure(str(raw.get("msg")))
        detail = next(
            (text for key in ("msg", "module_stderr", "module_stdout", "exception") if (text := raw.get(key))),
            "no answer",
        )
        raise HostProblem(
            f"The program {name} did not answer as it should on {self._host}: {' '.join(str(detail).split())[:600]}. "
            "It needs Windows PowerShell 5.1 and a user who may run it."
        )


def step_error(step: Step, answer: Answer) -> str:
    """Why a step failed, with the state of a container that did not come up."""
    asked = "the engine" if step["verb"] in ("engine", "wait") else "Windows"
    return error_text(dict(answer.get("error") or {}), asked) + state_text(answer.get("value"))


def state_text(value: Any) -> str:
    """The exit code and the engine's own error, of the last answer of a `wait`."""
    state = (body(value) or {}).get("State") if isinstance(value, Mapping) and "body" in value else None
    if not isinstance(state, Mapping):
        return ""
    text = f" It is {state.get('Status')}, exit code {state.get('ExitCode')}"
    return text + (f": {one_line(str(state['Error']))}." if state.get("Error") else ".")


def refusal_text(refused: Refused) -> str:
    """All problems in one message, one a line."""
    if len(refused.problems) == 1:
        return f"{refused.heading}: {refused.problems[0]}"
    return f"{refused.heading}, for {len(refused.problems)} reasons:\n" + "\n".join(
        f"- {line}" for line in refused.problems
    )


def _counted(said: Mapping[str, Any], key: str, wanted: int) -> list[Answer]:
    answers = said.get(key)
    if not isinstance(answers, list) or len(answers) != wanted:
        got = len(answers) if isinstance(answers, list) else "no"
        raise HostProblem(
            f"The host gave {got} answers to {wanted} {key}; the answer is not complete. Run the play again."
        )
    return answers
