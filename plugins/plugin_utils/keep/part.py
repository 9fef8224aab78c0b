# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sets that were well, as a part of a run: once all of it stands, the host keeps what was declared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.seen import by_name
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.standing import why_not_up
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts, image_facts
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import questions_for
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import EngineQuestions
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Course, Decision, Look, Part
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_state import engine_info
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import ENGINE_LOOK
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.record import Kept, declared_now, images_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.store import Store, ask_kept, stores_of


class KeepPart(Part):
    """Of the sets that declare `keep`. It comes last, so that nothing is kept of a run that failed; it asks what the
    sets' own parts ask, and one question more. What it does changes nothing of what is declared."""

    name = "kept"
    beside = True

    def __init__(self, sets: Sequence[Declared]) -> None:
        self._sets = [one for one in sets if one.keep is not None]
        self._questions = [questions_for(one) for one in self._sets]
        self._kept = EngineQuestions()
        ask_kept(self._kept)

    def looks(self, course: Course) -> list[Look]:
        return [ENGINE_LOOK, self._kept.look(), *(questions.look() for questions in self._questions)]

    def decide(self, answers: Sequence[Answer], course: Course) -> Decision:
        """Where no engine answers, nothing is known and nothing done."""
        engine, kept, *sets = answers
        if not kept.ok or not all(answer.ok for answer in sets):
            return Decision(result={"kept": [told_of(one.project, None, []) for one in self._sets]})
        stores = stores_of(self._kept.replies(kept), [one.project for one in self._sets])
        now = engine_info(engine).time
        decision = Decision(doing="keep what is declared as the set that was well", independent=True)
        told = []
        for one, questions, answer in zip(self._sets, self._questions, sets, strict=True):
            replies, store = questions.replies(answer), stores[one.project]
            present = declared_now(one, local_images(replies, images_of(one)), now)
            after = kept_after(store.sets, present, one.keep or 0)
            waits = course.ahead or (one.keep and not _well(one, replies, now))
            steps = [] if waits else steps_to(store, after)
            decision.steps += steps
            decision.seen += store.still() if steps else []
            told.append(told_of(one.project, present.digest, after if steps and not course.check else store.sets))
        decision.result = {"kept": told}
        decision.aside = sorted({str(step["item"]) for step in decision.steps})
        return decision


def steps_to(store: Store, after: Sequence[Kept]) -> list[Step]:
    """None where the host keeps just these, and no volume that is left of a run that was cut off."""
    same = [one.digest for one in store.sets] == [one.digest for one in after]
    return [] if same and len(store.volumes) <= 1 and bool(store.volumes) is bool(after) else store.writing(after)


def kept_after(before: Sequence[Kept], present: Kept, most: int) -> list[Kept]:
    """The set that is there now comes first, with the time at which it was seen first where it was the latest already;
    no set is kept twice."""
    first = before[0] if before and before[0].digest == present.digest else present
    return [first, *(one for one in before if one.digest != present.digest)][:most]


def local_images(replies: EngineReplies, references: Iterable[str]) -> dict[str, ImageFacts]:
    return {name: image_facts(replies, name, None) for name in references}


def told_of(project: str, declared: str | None, sets: Sequence[Kept]) -> dict[str, Any]:
    return {"project": project, "declared": declared, "sets": [one.told() for one in sets]}


def _well(declared: Declared, replies: EngineReplies, now: str | None) -> bool:
    """Whether those that are to run do, and are healthy; that they are as declared is known by then."""
    found = by_name(replies, declared.specs)
    return all(
        _up(found.get(str(spec["name"])), now)
        for spec in declared.specs
        if spec["state"] == "started" and not spec["once"]
    )


def _up(container: Container | None, now: str | None) -> bool:
    return container is not None and container.state.running and why_not_up(container, now) is None
