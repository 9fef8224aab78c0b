# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does a failed act come to? One message: which step, why, and what stands now."""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import parsed
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Acted, Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import failure_text, one_line
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Decision, Done, Part, Result
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem, WrongShape
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step, kind_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.exit_codes import (
    exit_code_text,
    exit_code_way_out,
)


def failed_act(part: Part, decision: Decision, said: Acted, host: str) -> tuple[Result, dict[str, Any]]:
    """The part's result as it stands, and {msg, failed_step}. Raises HostProblem where the answer is not complete."""
    place = next((number for number, answer in enumerate(said.steps) if not answer.ok), len(said.steps))
    if place >= min(len(said.steps), len(decision.steps)):
        raise HostProblem(
            f"{host} gave {len(said.steps)} answers to {len(decision.steps)} steps; the answer is not complete. "
            "Run the play again."
        )
    step, answer = decision.steps[place], said.steps[place]
    unfinished = frozenset(str(later.get("item")) for later in decision.steps[place:])
    try:
        result = part.conclude(decision, Done(said.steps, said.looks[: len(decision.looks)], unfinished))
    except (HostProblem, IndexError):  # the looks after the steps failed as well: what was known before stands
        result = dict(decision.result)
    stuck = [failure_text(item.error, "the engine") for item in said.undone if not item.ok]
    text = f"{decision.name_step(step)}: {step_error(step, answer)}"
    if said.undone and not stuck:
        text += f" What was begun for {step.get('item')} was undone."
    if stuck:
        text += f" Not all of what was begun could be undone ({stuck[0]}); the next run finishes or undoes it."
    if place:
        text += f" {place} of {len(decision.steps)} steps had been done before."
    error = {"type": answer.error.type, "code": answer.error.code, "text": answer.error.text}
    return result, {"msg": text, "failed_step": {"item": step.get("item"), "verb": step["verb"], "error": error}}


def step_error(step: Step, answer: Answer) -> str:
    """Why a step failed, with the state of a container that did not come up."""
    asked = "the engine" if step["verb"] in ("engine", "wait") else "Windows"
    return failure_text(answer.error, asked, kind_of(step)) + state_text(answer.value)


def state_text(value: Any) -> str:
    """The exit code and the engine's own error, of the last answer of a `wait`."""
    try:
        told = parsed(value["body"], "a step") if isinstance(value, dict) and "body" in value else None
    except WrongShape:
        return ""
    state = told.get("State") if isinstance(told, dict) else None
    if not isinstance(state, dict):
        return ""
    text, way_out = f" It is {state.get('Status')}", ""
    code = state.get("ExitCode")
    if isinstance(code, int) and not isinstance(code, bool) and (code or state.get("Status") != "running"):
        text, way_out = f"{text}, {exit_code_text(code)}", exit_code_way_out(code)
    error = f": {one_line(str(state['Error']))}" if state.get("Error") else ""
    return f"{text}{error}. {way_out}".rstrip()
