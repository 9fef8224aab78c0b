# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proof as a part of a run: is each running container really isolated as declared? It changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Course, Decision, Look, Part
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.evidence import Proof, proofs
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.seen import Asked
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.snapshot import LOOKS, snapshot


class NotProven(Refused):
    heading = heading_after = "Not proven to be isolated as declared"


class ProofPart(Part):
    name = "proof"

    def __init__(
        self,
        projects: Sequence[str] = (),
        names: Sequence[str] = (),
        require: bool = False,
        declared: Mapping[str, str] | None = None,
    ) -> None:
        """The containers of `projects`, or those of `names`. `declared` are the modes that the inventory declares now,
        by container; each of these must be there, and none is proven in another mode."""
        self._projects, self._names, self._require = list(projects), list(names), require
        self._declared = dict(declared or {})
        self._asked = Asked(self._projects, self._names)

    def looks(self, course: Course) -> list[Look]:
        """The engine before and after the host, so that only what lived all the while is judged."""
        return [self._asked.before.look(), *LOOKS, self._asked.after.look()]

    def decide(self, answers: Sequence[Answer], course: Course) -> Decision:
        """What an earlier part or task would deploy is not there yet in check mode, or while it has still to act: then
        what is not proven is a warning."""
        early = course.check or bool(course.ahead)
        try:
            found = self._found(answers)
        except HostProblem as problem:
            if not early:
                raise
            return Decision(result={"proof": [], "proven": False}, warnings=[str(problem)])
        missing = sorted({*self._names, *self._declared} - {proof.row["name"] for proof in found})
        problems = self._unproven(found, missing)
        several = len(self._projects) > 1
        rows = [{**proof.row, **({"project": proof.project} if several else {})} for proof in found]
        result = {"proof": rows, "proven": not problems}
        if problems and not early and (self._require or not set(self._names).isdisjoint(missing)):
            raise NotProven(problems, result)
        return Decision(result=result, warnings=problems if early else [])

    def _found(self, answers: Sequence[Answer]) -> list[Proof]:
        first, listed, systems, second = answers
        before, after = self._asked.before.replies(first), self._asked.after.replies(second)
        return proofs(self._asked.subjects(before, after), snapshot(listed, systems), self._declared)

    def _unproven(self, found: Sequence[Proof], missing: Sequence[str]) -> list[str]:
        """What keeps these containers from being proven, sorted by container. One that is stopped is no fault of a
        project; one that is named must be there and run."""
        judged = [proof for proof in found if proof.counts or self._names]
        problems = [
            f"container {proof.row['name']}: {proof.row['verdict']}: {'; '.join(proof.row['evidence'])}"
            for proof in judged
            if proof.row["verdict"] != "proven"
        ]
        problems += [f"container {name}: there is no such container on the host" for name in missing]
        running = {proof.project for proof in judged}
        problems += [
            f"project {project}: no container of it runs on the host"
            for project in self._projects
            if project not in running
        ]
        return sorted(problems)
