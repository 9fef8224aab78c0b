# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One project's containers as a part of a run: look at them, judge and plan, deploy, and tell what stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy import engine_faults, report
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.seen import (
    ask_again,
    by_name,
    logged,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.credentials import KEY
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.joined import no_target
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.report import (
    network_rows,
    second_nat,
    volume_rows,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.plan import Problem, plan
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.refusals import Judgement, judge
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.room import no_room
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import (
    World,
    by_path,
    paths_elsewhere,
    paths_look,
    questions_for,
    registry_looks,
    world_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.weighed import (
    Weigh,
    open_looks,
    weighed,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers import registry
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.file import Path
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.file import paths as paths_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import value
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import (
    Course,
    Decision,
    Done,
    Look,
    Open,
    Part,
    Result,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_needed import (
    NO_ENGINE,
    engine_there,
    windows_engine,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_state import engine_info
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host import host_from, host_looks, slow_looks
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import ENGINE_LOOK
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import effective_mode

Host = dict[str, Any]


@dataclass
class DeployDecision(Decision):
    """`rows(containers, unfinished)` tells of each container what stands, of those that are there by now. `ended` are
    those that run in this run until they end."""

    rows: Callable[..., list[dict[str, Any]]] = field(kw_only=True)
    ended: tuple[str, ...] = ()


class ContainersPart(Part):
    """`several`: other projects are deployed in the same run, so that messages name this one. `alone`: it is the whole
    task, so that in check mode a task before it may be the one that would have made a folder. `mask` hides what was
    declared to be secret, in logs before they are cut into lines. `weigh` asks a registry what an image takes; without
    it nobody is asked."""

    def __init__(
        self,
        declared: Declared,
        several: bool = False,
        alone: bool = True,
        mask: Callable[[str], str] = lambda text: text,
        weigh: Weigh | None = None,
    ) -> None:
        self.name, self._mask, self._weigh = f"project {declared.project}", mask, weigh
        self._declared, self._several, self._alone = declared, several, alone
        self._questions = questions_for(declared)

    def looks(self, course: Course) -> list[Look]:
        return [*host_looks(features=False), *self._own_looks()]

    def _own_looks(self) -> list[Look]:
        return [self._questions.look(), paths_look(self._declared), *registry_looks(self._declared)]

    def decide(self, answers: Sequence[Answer], course: Course) -> Decision | Open:
        quick, asked = len(host_looks(features=False)), len(self.looks(course))
        engine, paths, *entries = answers[quick:asked]
        more = list(answers[asked:])  # of what an earlier decision left open: one of the two questions below
        host = host_from(answers[:quick])
        if more and not _engine_answers(host):
            host = host_from([*answers[:quick], *more])
        may_come = course.check or bool(course.ahead)
        if may_come and not more and not _engine_answers(host):
            return Open(slow_looks())
        found, layers = _paths(paths), None
        if self._asks_nothing(host, course):
            world = World()
        elif _engine_state(host) == "absent" or (may_come and not_prepared(host)) or _engine_comes(host, course):
            world = World(paths=by_path(found), engine_default=effective_mode(host, "default"), assumed=True)
        else:
            engine_there(host)
            replies = self._questions.replies(engine)
            windows_engine(host)
            data_root = host["engine"].get("data_root")
            elsewhere = paths_elsewhere(self._declared, data_root)
            if elsewhere and not more:
                return Open(elsewhere)
            more, layers = more[: len(elsewhere)], next(iter(more[len(elsewhere) :]), None)
            info = engine_info(answers[host_looks(features=False).index(ENGINE_LOOK)])
            world = world_of(
                self._declared,
                replies,
                (*found, *(row for answer in more for row in _paths(answer))),
                host.get("build"),
                effective_mode(host, "default"),
                _entries(entries),
                data_root,
                info.time,
                info.log_driver,
            )
        return self._decision(host, world, course, layers)

    def _asks_nothing(self, host: Host, course: Course) -> bool:
        """Where no engine is, none of its containers runs on; where nothing is declared and nothing is pruned, there is
        nothing to ask of an engine that does not run."""
        one = self._declared
        declares = bool(one.specs or one.prune or one.networks or one.volumes)
        if _engine_state(host) == "absent":
            wanted = one.wanted or one.networks or one.volumes
            return not wanted and not (declares and _engine_comes(host, course))
        return not declares and not _engine_answers(host)

    def _decision(self, host: Host, world: World, course: Course, layers: Answer | None) -> Decision | Open:
        made = plan(self._declared, world)
        asked = open_looks(host, world, made) if self._weigh and layers is None else []
        if asked:
            return Open(asked)
        acting = {item.name for item in made.items if item.steps}
        prepared = world.assumed or "features" in course.ahead
        judged = judge(self._declared, acting, world, host, course.check and self._alone, prepared)
        version = str((host.get("engine") or {}).get("version") or "")
        faults = engine_faults.met(self._declared.specs, acting, world, host)
        judged.warnings += engine_faults.warnings(faults, version)
        full = no_room(host, sum(send.size for send in made.sends))
        problems = sorted([*made.problems, *judged.problems, *self._no_target(acting, world, course)])
        lines = [f"{self._of_project()}{report.called(name)}: {text}" for name, text in problems]
        room = weighed(host, world, made, layers, self._weigh)
        lines += [f"{self._of_project()}{text}" for text in (full, room.refused()) if text]
        if world.assumed and _engine_state(host) == "absent" and "engine" not in course.ahead:
            lines.insert(0, f"{self._of_project()}{NO_ENGINE}")
        if lines:
            told = {"project": self._declared.project, "verdicts": report.verdicts_of_refused(judged.verdicts)}
            if course.check:  # reports want to know what stands, whatever is refused
                rows = report.rows(
                    self._declared.specs,
                    made.items,
                    world.engine_default,
                    world.now,
                    judged.warnings,
                    world.containers.here,
                )
                told["containers"] = [
                    {**row, "refused": [text for name, text in problems if name == row["name"]]} for row in rows
                ]
            raise Refused(lines, told)
        before, after = report.diff(made)
        once = {str(spec["name"]) for spec in self._declared.specs if spec["once"]}
        ending = tuple(item.name for item in made.items if item.name in once & acting and item.actions != ["remove"])
        decision = DeployDecision(
            rows=partial(
                report.rows, self._declared.specs, made.items, world.engine_default, world.now, judged.warnings
            ),
            steps=made.steps,
            seen=made.seen,
            looks=[ask_again(self._declared.specs, ending).look()],
            ended=ending,
            sends=made.sends,
            doing=report.doing(made),
            name_step=lambda step: self._of_project() + report.step_name(step, self._declared.logins),
            at_work=lambda step: self._of_project() + report.at_work(step),
            before=before,
            after=after,
            independent=True,
            undone=partial(report.undone, self._declared, made),
            what_happened=partial(engine_faults.what_happened, faults, version),
            aside=[step["item"] for item in made.items for step in item.ends],
            warnings=[
                *self._assumptions(world, course),
                *self._warnings(judged),
                *(self._of_project() + text for text in (room.warning(),) if text),
                *report.orphaned(self._declared, world),
                *report.left_volumes(self._declared, made, world),
                *(self._of_project() + text for text in made.stays),
                *(self._of_project() + text for text in second_nat(self._declared, world, host)),
                *(self._of_project() + text for text in report.had_ended(made)),
                *(self._of_project() + text for text in (report.unsteady(made) if course.check else ())),
            ],
        )
        decision.result = {
            "project": self._declared.project,
            **({} if self._declared.compose is None else {"compose": dict(self._declared.compose)}),
            "containers": decision.rows(world.containers.here),
            "networks": network_rows(self._declared, made, world),
            "volumes": volume_rows(self._declared, made, world),
            "verdicts": judged.verdicts,
            "pulled": made.pulls,
            "pruned_images": [item.name.removeprefix("image ") for item in made.gone if item.name.startswith("image ")],
        }
        return decision

    def conclude(self, decision: Decision, done: Done) -> Result:
        """The states as they are after the steps."""
        deployed = cast(DeployDecision, decision)
        replies = ask_again(self._declared.specs, deployed.ended).replies(done.looks[0])
        now = by_name(replies, self._declared.specs)
        logs = {name: logged(replies, name, now.get(name), self._mask) for name in deployed.ended}
        rows = [
            {**row, "log": logs[row["name"]]} if logs.get(row["name"]) else row
            for row in deployed.rows(now, done.unfinished)
        ]
        if not done.unfinished:
            return {**decision.result, "containers": rows}
        return {
            "project": self._declared.project,
            "containers": report.rows_of_failed(rows, done.unfinished),
            **({"verdicts": found} if (found := report.verdicts_of_failed(decision.result["verdicts"])) else {}),
        }

    def _no_target(self, acting: set[str], world: World, course: Course) -> list[Problem]:
        """What another project of this run is about to change may be the container that is joined."""
        others = any(name.startswith("project ") for name in course.ahead)
        return [] if others else no_target(self._declared, acting, world)

    def _of_project(self) -> str:
        return f"{self.name}: " if self._several else ""

    def _warnings(self, judged: Judgement) -> list[str]:
        """One for all containers of which the same is to be said."""
        whose: dict[str, list[str]] = {}
        for name, text in judged.warnings:
            whose.setdefault(text, []).append(name)
        return [f"{self._of_project()}{report.of_containers(names)}{text}" for text, names in whose.items()]

    def _assumptions(self, world: World, course: Course) -> list[str]:
        """What a plan for a host that is not prepared yet takes for granted."""
        if world.assumed:
            what = "The host is not prepared yet (no Containers feature, or no engine), so it is taken to be empty"
        elif "features" in course.ahead:
            what = "The host's features are taken to be as they will be"
        else:
            return []
        return (
            [f"{self._of_project()}{what}: the plan is what is done once the host is prepared."] if course.check else []
        )


def _paths(answer: Answer) -> tuple[Path, ...]:
    return paths_of(value(answer, "the folders of the mounts"))


def _entries(answers: Sequence[Answer]) -> frozenset[str] | None:
    """The credential specs in the registry, in lower case; None where nobody asked, or the host did not say."""
    said = [registry.key(answer.value, KEY) for answer in answers if answer.ok]
    return frozenset(name.lower() for key in said for name in key.values) if said else None


def _engine_state(host: Mapping[str, Any]) -> str:
    return str((host.get("engine") or {}).get("state") or "")


def _engine_comes(host: Mapping[str, Any], course: Course) -> bool:
    """A part before this one installs or starts it."""
    return "engine" in course.ahead and not _engine_answers(host)


def _engine_answers(host: Mapping[str, Any]) -> bool:
    return _engine_state(host) == "running"


def not_prepared(host: Mapping[str, Any]) -> bool:
    """No engine, or no Containers feature yet: what a part or a task before this one would have brought."""
    feature = (host.get("features") or {}).get("containers")
    return _engine_state(host) == "absent" or (
        not _engine_answers(host) and feature in ("disabled", "enable_pending", "removed")
    )
