# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way back as a part of a run: find the set before, put the inventory's secrets into it, and deploy it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy import declared as options_of_a_set
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import SERVICE_LABEL, owner
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared, read_declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.environment import Found
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts, ask_images
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.part import ContainersPart
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.registries import Logins
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Row
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, checked, lines
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import EngineQuestions, path_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import (
    Course,
    Decision,
    Done,
    Look,
    Open,
    Part,
    Result,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.choice import chosen
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.part import local_images, steps_to
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.record import Kept, declared_now, images_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.restored import Restored, restored
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.store import Store, ask_kept, stores_of


@dataclass(frozen=True)
class Way:
    """`to`: the beginning of a digest, None for the set before. `unless_well`: only where the declared set is not the
    latest that was well, which is a host that did not get there. `env`: values by container and name that the inventory
    has no more. `found` finds a file of the controller; `mask` hides what is secret in logs."""

    to: str | None = None
    unless_well: bool = False
    env: Mapping[str, Mapping[str, Any]] | None = None
    found: Found = str
    mask: Callable[[str], str] = lambda text: text


class BackPart(Part):
    """Of one project. What it finds tells what is asked next: of the kept set's images, then of its containers."""

    def __init__(self, declared: Declared, way: Way, several: bool = False) -> None:
        self.name = f"project {declared.project}"
        self._declared, self._way, self._several = declared, way, several
        self._questions = EngineQuestions()
        ask_kept(self._questions)
        self._questions.ask("all", path_of("/containers/json", all=True))
        _ask_images(self._questions, images_of(declared))
        self._inner: ContainersPart | None = None
        self._told: Result = {}

    def looks(self, course: Course) -> list[Look]:
        return [self._questions.look()]

    def decide(self, answers: Sequence[Answer], course: Course) -> Decision | Open:
        found, *more = answers
        replies = self._questions.replies(found)
        store = stores_of(replies, [self._declared.project])[self._declared.project]
        present = declared_now(self._declared, local_images(replies, images_of(self._declared)))
        sets = store.sets
        if self._way.unless_well and (not sets or sets[0].digest == present.digest):
            return self._nothing(sets, present)
        try:
            place = chosen(sets, present.digest, self._way.to)
        except ValueError as error:
            raise Refused([self._of_project(str(error))]) from None
        target = sets[place]
        images = EngineQuestions()
        _ask_images(images, sorted(target.images))
        if not more:
            return Open([images.look()])
        back = self._restored(target, local_images(images.replies(more[0]), target.images))
        inner = self._part(back, _undeclared_since(sets[:place], self._declared, target, replies))
        asked = inner.looks(course)
        if len(more) - 1 < len(asked):
            return Open(asked)
        decision = inner.decide(more[1:], course)
        if isinstance(decision, Open):
            return decision
        self._inner = inner
        self._told = {
            "project": self._declared.project,
            "declared": present.digest,
            "left": sets[0].digest,
            "to": target.digest,
            "since": target.since,
            "from_inventory": sorted(set(back.taken)),
        }
        decision.result = {**decision.result, **self._told}
        self._keep(decision, store, [target, *(one for one in sets if one is not target)])
        return decision

    def conclude(self, decision: Decision, done: Done) -> Result:
        """There are steps, so that it was decided."""
        inner = self._inner.conclude(decision, done) if self._inner is not None else {}
        return {**inner, **self._told}

    def _nothing(self, sets: Sequence[Kept], present: Kept) -> Decision:
        told = {"project": self._declared.project, "declared": present.digest, "left": None, "to": None, "since": None}
        why = "the declared set is the latest that was well" if sets else "no set of it is kept on this host"
        return Decision(result={**told, "from_inventory": [], "why_not": why})

    def _restored(self, target: Kept, images: Mapping[str, ImageFacts]) -> Restored:
        back = restored(target, self._declared, images, self._way.env or {})
        if back.problems:
            raise Refused([self._of_project(text) for text in back.problems])
        return back

    def _part(self, back: Restored, gone: Sequence[str]) -> ContainersPart:
        back.options["containers"] += [{"name": name, "state": "absent"} for name in gone]
        options, problems = checked(options_of_a_set.ARGUMENTS, back.options)
        try:
            if problems:
                raise Refused(lines(problems))
            declared = read_declared(options, self._way.found)
        except Refused as refused:
            told = "the set that is kept on the host cannot be declared any more"
            raise Refused([self._of_project(f"{told}: {text}") for text in refused.problems]) from None
        return ContainersPart(declared, several=self._several, alone=False, mask=self._way.mask)

    def _keep(self, decision: Decision, store: Store, after: Sequence[Kept]) -> None:
        """The set that it goes back to is the latest that was well, once all of it stands."""
        made = steps_to(store, after)
        if not made:
            return
        items = sorted({str(step["item"]) for step in decision.steps})
        made[0] = {**made[0], "needs": items}
        decision.steps = [*decision.steps, *made]
        decision.seen = [*decision.seen, *store.still()]
        decision.aside = [*decision.aside, store.item]

    def _of_project(self, text: str) -> str:
        return f"{self.name}: {text}" if self._several else text


def _ask_images(questions: EngineQuestions, references: Sequence[str]) -> None:
    """Of the host alone: no registry is asked."""
    ask_images(questions, references, always=False, logins=Logins(), archived=references)


def _undeclared_since(newer: Sequence[Kept], declared: Declared, target: Kept, replies: EngineReplies) -> list[str]:
    """Containers of the project that came with what is left, and that the set before does not have."""
    came = {str(one["name"]) for kept in newer for one in kept.options["containers"]}
    came |= {str(spec["service"] or spec["name"]) for spec in declared.specs}
    came -= {str(one["name"]) for one in target.options["containers"]}
    rows = replies.reply("all").rows(Row)
    ours = (row for row in rows if owner(row.labels) == declared.project)
    return sorted(row.name for row in ours if came & {row.name, row.labels.get(SERVICE_LABEL, "")})
