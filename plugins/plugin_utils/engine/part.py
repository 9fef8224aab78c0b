# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine as a part of a run: look at it, stage by stage, decide, act, and tell what stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, cast

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine import (
    cautions,
    looks,
    recipe,
    refusals,
    removal,
    report,
    seen,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.checks import (
    accounts_of,
    check,
    paths_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flags import Flags
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.merge import merged
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.difference import (
    Difference,
    difference,
    target_folder,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.heard import Deep, deep_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.refusals import Asked
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.seen import Seen
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.source import CONTROLLER
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import (
    Course,
    Decision,
    Done,
    Look,
    Open,
    Part,
    Result,
    Send,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.sending import looks_of


class _More(Exception):
    """A stage's looks have not been made yet."""

    def __init__(self, wanted: list[Look]) -> None:
        self.wanted = wanted


class _Answers:
    """The answers in the order in which they were asked for, stage by stage."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        self._left = list(answers)

    def take(self, wanted: list[Look]) -> list[Answer]:
        if len(self._left) < len(wanted):
            raise _More(wanted)
        taken, self._left = self._left[: len(wanted)], self._left[len(wanted) :]
        return taken

    def put_back(self, answers: Sequence[Answer]) -> None:
        self._left = [*answers, *self._left]


@dataclass
class EngineDecision(Decision):
    asked: Asked = field(kw_only=True)


class EnginePart(Part):
    name = "engine"

    def __init__(self, declared: Declared, alone: bool = True) -> None:
        """`alone`: it is the whole task, so that in check mode a task before it may be the one that brings the
        features."""
        self._declared, self._alone = declared, alone

    def looks(self, course: Course) -> list[Look]:
        return looks.quick_looks(self._declared.folder)

    def likely(self) -> list[Look]:
        """A host whose features had to be brought has mostly no engine and no daemon.json."""
        declared = self._declared
        if declared.state != "present" or declared.archive is None:
            return []
        settings = merged({}, declared.config or {}, declared.merge)
        return [*looks.search_looks(), *self._looks_of(settings, None, answers=False, programs=True)]

    def decide(self, answers: Sequence[Answer], course: Course) -> Decision | Open:
        said = _Answers(answers)
        try:
            there = self._seen(said)
            return self._decision(there, said, course)
        except _More as more:
            return Open(more.wanted)

    def _seen(self, said: _Answers) -> Seen:
        quick = said.take(looks.quick_looks(self._declared.folder))
        there = seen.first(self._declared.folder, quick)
        if there.service is None:
            # what an act needs to know is asked for in the same call: mostly there is no service of another name
            searched, *more = said.take([*looks.search_looks(), *self._deep_looks(there)])
            there = seen.searched(there, searched)
            if there.service is None:
                said.put_back(more)
        if there.service is not None and there.flags is not None and there.flags.wrapper:
            there = seen.wrapped(there, there.flags, *said.take(looks.wrapper_looks(there.service.name)))
        if seen.elsewhere(there):
            wanted = looks.place_looks(seen.folder_of(there), seen.config_path(there))
            there = seen.at_its_place(there, looks.answered(wanted, said.take(wanted)))
        return there

    def _asked(self, there: Seen) -> Asked:
        present = self._declared.state == "present"
        return Asked(self._declared, there, difference(self._declared, there) if present else Difference(), Deep())

    def _decision(self, there: Seen, said: _Answers, course: Course) -> Decision:
        present = self._declared.state == "present"
        asked = replace(
            self._asked(there),
            prepared="features" in course.ahead or (course.check and self._alone),
            ahead="features" in course.ahead,
        )
        wanted = self._deep_looks(there)
        if wanted:
            asked = self._deeply(asked, said.take(wanted))
        problems = refusals.refusals(asked) if present else removal.refusals(asked)
        if problems:
            raise Refused(problems, report.result(asked))
        steps = recipe.steps(asked) if present else removal.steps(asked)
        before, after = report.diff(asked)
        return EngineDecision(
            asked=asked,
            result=report.result(asked),
            steps=steps,
            seen=recipe.seen_of(asked) if steps else [],
            looks=self._after(asked) if steps else [],
            doing=report.doing(asked),
            name_step=report.step_name,
            before=before,
            after=after,
            warnings=[*asked.config_warnings, *(cautions.cautions(asked) if present else removal.cautions(asked))],
            independent=present,
            aside=[recipe.REST, recipe.NOTE],
            undone=partial(report.undone, asked),
            sends=self._sends(asked, steps),
        )

    def _deep_looks(self, there: Seen) -> list[Look]:
        """What an act needs to know; empty where there will be none."""
        asked = self._asked(there)
        declared, found = self._declared, asked.found
        acts = not found.nothing if declared.state == "present" else removal.there(asked)
        if not acts:
            return []
        return self._looks_of(*_starts_with(asked), answers=there.answers, programs=bool(found.programs))

    def _looks_of(self, settings: Mapping[str, Any], flags: Flags | None, answers: bool, programs: bool) -> list[Look]:
        source = self._declared.archive
        archives = [recipe.archive_path(source)] if programs and source else []
        sent = looks_of(self._source()) if programs else []
        needed = paths_of(settings, flags)
        return [*looks.deep_looks(answers, accounts_of(settings, flags), archives, needed), *sent]

    def _deeply(self, asked: Asked, answers: Sequence[Answer]) -> Asked:
        """With what an act needs to know, and the check of the configuration that the engine would start with."""
        declared, there, found = asked.declared, asked.seen, asked.found
        settings, flags = _starts_with(asked)
        size = sum(send.size for send in self._source()) if found.programs else 0
        made = replace(asked, deep=deep_of(answers, there.answers, there.drives), size=size)
        if found.content is None and not (found.programs or found.register or found.stopped):
            return made
        checked = check(
            settings,
            flags,
            declared.version if found.programs else there.version,
            {**made.deep.accounts, **dict.fromkeys(recipe.groups_to_make(made), True)},
            declared=tuple(declared.config or {}),
            there={path: made.deep.there(path) is not False for path in paths_of(settings, flags)},
        )
        return replace(made, config_refusals=tuple(checked.refusals), config_warnings=tuple(checked.warnings))

    def _source(self) -> list[Send]:
        """The controller's archive, as it would be sent. Raises Refused where it is not the one that is declared."""
        source = self._declared.archive
        if source is None or source.kind != CONTROLLER:
            return []
        what = f"the archive of engine {self._declared.version}"
        return [Send.of(source.place, recipe.archive_path(source), source.sha256, what)]

    def _sends(self, asked: Asked, steps: list[dict[str, Any]]) -> list[Send]:
        if not any(step["verb"] == "unpack" for step in steps):
            return []
        return [send for send in self._source() if asked.deep.digest(send.target) != send.sha256]

    def _after(self, asked: Asked) -> list[Look]:
        folder = target_folder(asked.declared, asked.seen)
        return looks.quick_looks(folder)

    def conclude(self, decision: Decision, done: Done) -> Result:
        asked = cast(EngineDecision, decision).asked
        folder = target_folder(asked.declared, asked.seen)
        now = seen.first(folder, done.looks)
        told = decision.result
        made = {**told, "version": {**told["version"], "after": report.text_of(now)}, **report.facts(now)}
        if now.service is not None and asked.seen.service is not None:
            made["config_path"] = asked.seen.place.config.path
        decision.warnings += report.left_out(folder, decision.steps, done.steps)
        if not done.unfinished:
            _verify(asked, now)
        return made


def _verify(asked: Asked, now: Seen) -> None:
    """Only an engine that answers is one that is up."""
    if asked.declared.state == "absent" or cautions.postponed(asked):
        return
    state = (now.host.get("engine") or {}).get("state")
    if state != "running":
        raise HostProblem(
            f"engine: everything was done, and the engine does not answer now (it is {state}). The Application event "
            f"log, source {now.name}, says why."
        )


def _starts_with(asked: Asked) -> tuple[Mapping[str, Any], Flags | None]:
    """The settings and the flags with which the engine would start."""
    seen, found = asked.seen, asked.found
    settings = found.settings if found.settings is not None else seen.place.config.settings
    return settings, seen.flags.less(found.moved) if seen.flags and found.moved else seen.flags
