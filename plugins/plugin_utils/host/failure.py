# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does a failed act come to? One message: which step, why, and what stands now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import parsed
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Acted, Answer, Failure
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.listed import first_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import failure_text, one_line
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Decision, Done, Part, Result
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem, WrongShape
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step, kind_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.exit_codes import (
    exit_code_text,
    exit_code_way_out,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.step_failures import (
    MACHINE_VERBS,
    known,
)


@dataclass(frozen=True)
class Failed:
    """A step that failed, and its answer."""

    step: Step
    answer: Answer

    @property
    def item(self) -> str:
        return str(self.step.get("item") or "")


TOLD_LINES = 5  # of a log, in the message; the result has LINES of host/evidence.py
FEWEST_LINES = 2  # of each log, where several failed


def failed_act(part: Part, decision: Decision, said: Acted, host: str) -> tuple[Result, dict[str, Any]]:
    """The part's result as it stands, and {msg, failed_step, failed_steps (those after it)}. Raises
    HostProblem where the answer is not complete."""
    pairs = list(zip(decision.steps, said.steps, strict=False))
    failed = [Failed(step, answer) for step, answer in pairs if not answer.ok and answer.tried]
    if not failed or (decision.independent and len(said.steps) != len(decision.steps)):
        raise HostProblem(
            f"{host} gave {len(said.steps)} answers to {len(decision.steps)} steps; the answer is not complete. "
            "Run the play again."
        )
    well = [step for step, answer in pairs if answer.ok]
    unfinished = frozenset(
        str(step.get("item"))
        for place, step in enumerate(decision.steps)
        if place >= len(pairs) or not pairs[place][1].ok
    )
    try:
        result = part.conclude(decision, Done(said.steps, said.looks[: len(decision.looks)], unfinished))
    except (HostProblem, IndexError):  # the looks after the steps failed as well: what was known before stands
        result = dict(decision.result)
    lines = max(FEWEST_LINES, TOLD_LINES // len(failed))
    texts = [_told(decision, one, said.undone, lines) for one in failed]
    text = texts[0] if len(texts) == 1 else "\n".join([f"{len(texts)} failures:", *(f"- {one}" for one in texts)])
    told: dict[str, Any] = {"msg": f"{text}{_rest(decision, failed, well, unfinished)}"}
    told["failed_step"] = _details(failed[0])
    if len(failed) > 1:
        told["failed_steps"] = [_details(one) for one in failed[1:]]
    return result, told


def _told(decision: Decision, failed: Failed, undone: Sequence[Answer], lines: int) -> str:
    text = f"{decision.name_step(failed.step)}: {step_error(failed.step, failed.answer)}"
    if happened := decision.what_happened(failed.step, failed.answer):
        text += f" {happened}"
    mine = [answer for answer in undone if answer.item in ("", failed.item)]
    stuck = [failure_text(answer.error, "the engine") for answer in mine if not answer.ok]
    if stuck:
        text += f" Not all of what was begun could be undone ({stuck[0]}); the next run finishes or undoes it."
    elif mine:
        text += f" {decision.undone(failed.item)}"
    said = failed.answer.evidence
    if said.unread:
        text += f" Its log could not be read ({said.unread})."
    for what, told, most in (
        ("The end of its log", said.log, lines),
        ("The end of its last health check", said.health, lines),
        ("The engine's last events", said.events, TOLD_LINES),
    ):
        if told:
            text += f"\n  {what}:" + "".join(f"\n    {line}" for line in told[-most:])
    return text


def _rest(decision: Decision, failed: Sequence[Failed], well: Sequence[Step], unfinished: frozenset[str]) -> str:
    """What was done, and what was not tried."""
    items = dict.fromkeys(str(step.get("item")) for step in well if step.get("item"))
    done = [item for item in items if item not in unfinished and item not in decision.aside]
    not_tried = sorted(unfinished - {one.item for one in failed} - {"None"} - set(decision.aside))
    told = []
    if done:
        told.append(f"Done: {first_of(done)}.")
    if not_tried:
        told.append(f"Not tried: {first_of(not_tried)}.")
    return "".join(f"\n{text}" for text in told)


def _details(failed: Failed) -> dict[str, Any]:
    error = failed.answer.error
    said = failed.answer.evidence
    return {
        "item": failed.step.get("item"),
        "verb": failed.step["verb"],
        "error": {"type": error.type, "code": error.code, "text": error.text},
        **({"exit_code": said.exit_code} if said.exit_code is not None else {}),
        **({"log": list(said.log)} if said.log else {}),
        **({"health_log": list(said.health)} if said.health else {}),
        **({"events": list(said.events)} if said.events else {}),
    }


def step_error(step: Step, answer: Answer) -> str:
    """Why a step failed, with the state of a container that did not come up."""
    if step["verb"] in MACHINE_VERBS or "services" in step:
        return machine_failure(step, answer.error)
    asked = "the engine" if step["verb"] in ("engine", "wait") else "Windows"
    state, ended = _state(answer.value), answer.evidence.exit_code
    if step["verb"] == "wait" and answer.error.type == "state" and state:
        if answer.error.text.startswith(tuple(step.get("unchanged") or ())):
            return _started_anew(ended)
        return f"it {_state_text(state)}"
    if step["verb"] == "wait" and answer.error.type == "timeout" and state and (words := _not_over(step)):
        return f"it {_state_text(state)} {words}"
    text = failure_text(answer.error, asked, kind_of(step))
    return f"{text} It {_state_text(state)}" if state else text


def _not_over(step: Step) -> str:
    """The way out of a wait for one that is meant to end: a slow start is not the reason."""
    values = [str(value) for value in step.get("values") or ()]
    if step.get("field") == "State.ExitCode":
        return f"What counts as success is exit code {' or '.join(values)} (the option exit_codes)."
    if values == ["exited"]:
        seconds = step.get("timeout")
        return (
            f"It was waited for {seconds} seconds: raise the option timeout, or leave once out where it is to run on."
        )
    return ""


def machine_failure(step: Step, error: Failure) -> str:
    """What is known of it first, the host's own words behind; of what is not known the words alone."""
    words = one_line(error.text) or error.type
    code = f" ({error.code})" if error.code and error.code not in words else ""
    row = known(str(step["verb"]), error)
    return f"{row.means} (the host says: {words}{code})" if row else f"Windows says: {words}{code}"


def _started_anew(code: int | None) -> str:
    """The state of one that runs has no exit code: it was taken when it ended once more, or not at all."""
    if code is None:
        return "it ended, and the engine started it anew."
    return f"it ended with {exit_code_text(code)}, and the engine started it anew. {exit_code_way_out(code)}".rstrip()


def _state(value: Any) -> Mapping[str, Any]:
    """The state of the container in the last answer of a `wait`; empty where there is none."""
    try:
        told = parsed(value["body"], "a step") if isinstance(value, dict) and "body" in value else None
    except WrongShape:
        return {}
    state = told.get("State") if isinstance(told, dict) else None
    return state if isinstance(state, dict) else {}


def _state_text(state: Mapping[str, Any]) -> str:
    """`is exited, exit code 5: ERROR. WAY OUT`: the exit code and the engine's own error."""
    text, way_out = f"is {state.get('Status')}", ""
    health = state.get("Health")
    if isinstance(health, dict) and health.get("Status") == "unhealthy" and state.get("Status") == "running":
        text += ", and its health check says unhealthy"
    code = state.get("ExitCode")
    if isinstance(code, int) and not isinstance(code, bool) and (code or state.get("Status") != "running"):
        text, way_out = f"{text}, {exit_code_text(code)}", exit_code_way_out(code)
    error = f": {one_line(str(state['Error']))}" if state.get("Error") else ""
    return f"{text}{error}. {way_out}".rstrip()
