# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The view of a host's containers as a part of a run. It changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import EngineQuestions
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Course, Decision, Look, Part
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.around import around
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.container import container_rows
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.seen import questions_about, seen
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.which import Which
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_needed import (
    answering_engine,
    engine_looks,
)


class InfoPart(Part):
    name = "containers_info"

    def __init__(self, which: Which, networks: bool = True, volumes: bool = True, images: bool = True) -> None:
        self._which, self._around = which, (networks, volumes, images)
        self._questions = questions_about(which, networks, volumes, images)

    def looks(self, course: Course) -> list[Look]:
        return [*engine_looks(), patient_only_for_docker(self._questions)]

    def decide(self, answers: Sequence[Answer], course: Course) -> Decision:
        """The same in check mode: there is nothing that would not be done."""
        *about_engine, engine_answer = answers
        engine = answering_engine(about_engine)
        found = seen(self._questions.replies(engine_answer), self._which)
        rows = container_rows(found, engine)
        result = {
            "containers": rows,
            "missing": self._which.missing(row["name"] for row in rows),
            **around(found, *self._around),
        }
        return Decision(result=result, warnings=list(found.warnings))


def patient_only_for_docker(questions: EngineQuestions) -> Look:
    """A pipe that is not there is waited for only where its service runs or is starting."""
    return {**questions.look(), "connect_timeout": 2, "services": ["docker"]}
