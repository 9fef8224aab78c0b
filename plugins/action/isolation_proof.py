# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is each running container really isolated as declared? With evidence taken from the host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.converge import Answer, ConvergeAction, Decision
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import (
    EngineQuestions,
    HostProblem,
    bodies,
    body,
    path_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.evidence import Subject, proofs, subject
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.snapshot import OWNERS_OF, snapshot

ARGUMENTS: dict[str, Any] = {
    "project": {"type": "str"},
    "names": {"type": "list", "elements": "str"},
    "require": {"type": "bool", "default": False},
}


class ActionModule(ConvergeAction):
    ARGUMENTS = ARGUMENTS

    def read(self, options: dict[str, Any]) -> dict[str, Any]:
        if bool(options["project"]) == bool(options["names"]):
            raise Refused(["project, names: give one of the two, to say which containers are to be judged"])
        return options

    def looks(self, options: dict[str, Any], check: bool) -> list[dict[str, Any]]:
        """The engine before and after the host, so that only what lived all the while is judged."""
        self._before, self._after = EngineQuestions(), EngineQuestions()
        if options["project"]:
            _ask_project(self._before, options["project"], inspect=True)
            _ask_project(self._after, options["project"], inspect=False)
        for name in options["names"] or []:
            self._before.ask(("inspect", name), path_of("/containers/{}/json", name))
            for questions in (self._before, self._after):
                questions.ask(("top", name), path_of("/containers/{}/top", name))
        return [
            self._before.look(),
            {"verb": "processes", "owners_of": OWNERS_OF},
            {"verb": "compute_systems"},
            self._after.look(),
        ]

    def decide(self, options: dict[str, Any], answers: list[Answer], check: bool) -> Decision:
        """In check mode what an earlier task would deploy is not there yet, so what is not proven is a warning."""
        try:
            rows = self._rows(options, answers)
        except HostProblem as problem:
            if not check:
                raise
            return Decision(result={"proof": [], "proven": False}, warnings=[str(problem)])
        problems = unproven(options, rows)
        result = {"proof": rows, "proven": not problems}
        missing = set(options["names"] or []) - {row["name"] for row in rows}
        if problems and not check and (missing or options["require"]):
            raise NotProven(problems, result)
        return Decision(result=result, warnings=problems if check else [])

    def _rows(self, options: dict[str, Any], answers: list[Answer]) -> list[dict[str, Any]]:
        before, after = self._before.read(answers[0]), self._after.read(answers[3])
        subjects = (
            _project_subjects(before, after) if options["project"] else _named_subjects(options["names"], before, after)
        )
        return proofs(subjects, snapshot(answers[1], answers[2]))


def unproven(options: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What keeps these containers from being proven, sorted by container. One that is stopped is no fault of a
    project; one that is named must be there and run."""
    judged = [row for row in rows if row["running"] or options["names"]]
    problems = [
        f"container {row['name']}: {row['verdict']}: {'; '.join(row['evidence'])}"
        for row in judged
        if row["verdict"] != "proven"
    ]
    missing = set(options["names"] or []) - {row["name"] for row in rows}
    problems += [f"container {name}: there is no such container on the host" for name in missing]
    if options["project"] and not judged:
        problems.append(f"project {options['project']}: no container of it runs on the host")
    return sorted(problems)


class NotProven(Refused):
    heading = "Not proven to be isolated as declared"


def _ask_project(questions: EngineQuestions, project: str, inspect: bool) -> None:
    listed = questions.ask(
        "list", path_of("/containers/json", all=True, filters={"label": [f"winfleet.project={project}"]})
    )
    for key, template in (("inspect", "/containers/{}/json"), ("top", "/containers/{}/top")):
        if key == "top" or inspect:
            questions.ask(key, template, each={"request": listed, "field": "Id"})


def _project_subjects(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> list[Subject]:
    first, second = dict(bodies(before["top"])), dict(bodies(after["top"]))
    return [
        subject(inspect, first.get(identifier), second.get(identifier))
        for identifier, inspect in bodies(before["inspect"])
        if inspect
    ]


def _named_subjects(names: list[str], before: Mapping[Any, Any], after: Mapping[Any, Any]) -> list[Subject]:
    found = {name: body(before[("inspect", name)]) for name in names}
    return [
        subject(inspect, body(before[("top", name)]), body(after[("top", name)]))
        for name, inspect in found.items()
        if inspect and str(inspect.get("Name")) == f"/{name}"
    ]
