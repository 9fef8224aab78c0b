# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deploys a declared set of containers, each with its declared isolation mode."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy import report
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.plan import Plan, Wishes, plan
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.refusals import Judgement, judge
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.spec import (
    CONTAINER_OPTIONS,
    ignored_options,
    read_set,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import ISOLATION_MODES, isolation
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.version import VERSION
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.world import (
    World,
    bind_sources,
    containers_look,
    questions_for,
    read_containers,
    world_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.converge import (
    Answer,
    ConvergeAction,
    Decision,
    Result,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, shown
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import HostProblem, value_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host import host_from, host_looks
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import effective_mode
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.piercings import PERMISSIONS

ARGUMENTS: dict[str, Any] = {
    "project": {"type": "str", "required": True},
    "isolation": {"type": "str"},
    "allow_piercing": {"type": "list", "elements": "str", "choices": list(PERMISSIONS), "default": []},
    "containers": {"type": "list", "elements": "dict", "required": True},
    "prune": {"type": "bool", "default": False},
    "pull": {"type": "str", "choices": ["missing", "always", "never"], "default": "missing"},
    "adopt": {"type": "bool", "default": False},
    "wait": {"type": "bool", "default": True},
    "timeout": {"type": "int", "default": 300},
}
# The documented specification: what the door checks container by container, so that it can name the container.
DOCUMENTED: dict[str, Any] = {
    **ARGUMENTS,
    "isolation": {"type": "str", "choices": list(ISOLATION_MODES)},
    "containers": {**ARGUMENTS["containers"], "options": CONTAINER_OPTIONS},
}


class ActionModule(ConvergeAction):
    ARGUMENTS = ARGUMENTS

    def read(self, options: dict[str, Any]) -> dict[str, Any]:
        problems = []
        try:
            mode = options["isolation"] and isolation(options["isolation"])
        except ValueError as error:
            mode = None
            problems.append(f"isolation: {shown(options['isolation'], str(error), False)}")
        if options["timeout"] < 1:
            problems.append(f"timeout: {shown(options['timeout'], 'allowed are seconds from 1', False)}")
        if not options["project"].strip():
            problems.append("project: is empty; give the set a short name")
        try:
            specs = read_set(options["containers"], mode)
        except Refused as refused:
            raise Refused([*problems, *refused.problems]) from None
        if problems:
            raise Refused(problems)
        return {**options, "isolation": mode, "specs": specs, "ignored": ignored_options(options["containers"])}

    def looks(self, options: dict[str, Any], check: bool) -> list[dict[str, Any]]:
        # The slow look at the features is needed only to tell a host that is not prepared yet from one whose engine
        # is down.
        self._host_looks = host_looks(features=check)
        self._questions = questions_for(options["specs"], options["project"], options["pull"])
        return [*self._host_looks, self._questions.look(), {"verb": "file", "paths": bind_sources(options["specs"])}]

    def decide(self, options: dict[str, Any], answers: list[Answer], check: bool) -> Decision:
        host = host_from([dict(answer) for answer in answers[: len(self._host_looks)]])
        engine, paths = answers[len(self._host_looks) :]
        specs = options["specs"]
        world, unprepared = World(assumed=True), check and not_prepared(host)
        if not unprepared:
            _engine_there(host)
            entries = self._questions.read(engine)
            _windows_engine(host)
            world = world_of(
                entries, value_of(paths, "the folders of the mounts"), specs, options["project"], host.get("build")
            )
            host["features"]["containers"] = "enabled"  # an engine that runs proves it, without the slow look
        default = effective_mode(host, "default")
        wishes = Wishes(
            options["project"],
            VERSION,
            options["pull"],
            options["prune"],
            options["adopt"],
            options["timeout"] if options["wait"] else None,
            default,
        )
        made = plan(specs, world, wishes)
        acting = {item.name for item in made.items if item.steps}
        judged = judge(specs, acting, world, host, options["allow_piercing"], check)
        judged.warnings += options["ignored"]
        problems = sorted([*made.problems, *judged.problems])
        if problems:
            raise Refused((f"container {name}: {text}" for name, text in problems), {"verdicts": judged.verdicts})
        return self._decision(options, made, judged, world, default, unprepared)

    def _decision(
        self,
        options: dict[str, Any],
        made: Plan,
        judged: Judgement,
        world: World,
        default: str | None,
        unprepared: bool,
    ) -> Decision:
        warnings = [f"container {name}: {text}" if name else text for name, text in judged.warnings]
        if unprepared:
            warnings.insert(
                0,
                "The host is not prepared yet (no Containers feature, or no engine), so this check takes it to be "
                "empty: the plan is what the real run does once the host is prepared.",
            )
        before, after = report.diff(made)
        self._made, self._told, self._default = made, judged.warnings, default
        result = {
            "project": options["project"],
            "containers": report.rows(options["specs"], made.items, world.containers, default, judged.warnings),
            "verdicts": judged.verdicts,
            "pulled": made.pulls,
        }
        return Decision(
            result=result,
            steps=made.steps,
            looks=[containers_look(options["specs"])],
            doing=report.doing(made),
            name_step=report.step_name,
            before=before,
            after=after,
            warnings=warnings,
        )

    def conclude(self, options: dict[str, Any], decision: Decision, done: Mapping[str, Any]) -> Result:
        """The states as they are after the steps."""
        now = read_containers(options["specs"], done["looks"][0])
        rows = report.rows(options["specs"], self._made.items, now, self._default, self._told, done["unfinished"])
        return {**decision.result, "containers": rows}


def not_prepared(host: Mapping[str, Any]) -> bool:
    """No engine, or no Containers feature yet: what an earlier task of the same play would have brought."""
    feature = (host.get("features") or {}).get("containers")
    engine = (host.get("engine") or {}).get("state")
    return engine == "absent" or (engine != "running" and feature in ("disabled", "enable_pending", "removed"))


# What the service says before the pipe is asked; a running service with a dead pipe is the pipe's own error.
ENGINE_SERVICE = {
    "absent": "No engine is installed on this host (there is no service docker). Install one and run the play again.",
    "stopped": "The engine's service docker is stopped. Start it (Start-Service docker) and run the play again; the "
    "Application event log, source docker, says why it ended.",
}


def _engine_there(host: Mapping[str, Any]) -> None:
    text = ENGINE_SERVICE.get((host.get("engine") or {}).get("state") or "")
    if text:
        raise HostProblem(text)


def _windows_engine(host: Mapping[str, Any]) -> None:
    """Docker Desktop can be switched to Linux containers, which have no isolation modes."""
    if (host.get("engine") or {}).get("os_type") not in (None, "windows"):
        raise HostProblem(
            "The engine runs Linux containers. Switch it to Windows containers (DockerCli.exe -SwitchDaemon) and run "
            "the play again."
        )
