# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The logs of containers as a part of a run. It changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.daemon import Info
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Course, Decision, Look, Open, Part
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.lines import Asked
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.logs import log_rows, questions_for_logs
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.part import patient_only_for_docker
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.seen import Seen, questions_about, seen
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.since import Since
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.which import Which
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_needed import (
    answering_engine,
    engine_looks,
)


class NotThere(Refused):
    heading = heading_after = "Not on the host"


class LogsPart(Part):
    name = "container_logs"

    def __init__(self, which: Which, asked: Asked, since: Since | None, mask: Callable[[str], str]) -> None:
        """`mask` hides what was declared to be secret: a log is masked as a whole, before it is cut into lines."""
        self._which, self._asked, self._since, self._mask = which, asked, since, mask
        self._questions = questions_about(which, networks=False, volumes=False, images=None)

    def looks(self, course: Course) -> list[Look]:
        return [*engine_looks(), patient_only_for_docker(self._questions)]

    def decide(self, answers: Sequence[Answer], course: Course) -> Decision | Open:
        """The same in check mode: there is nothing that would not be done."""
        first = len(engine_looks())
        engine = answering_engine(answers[:first])
        found = seen(self._questions.replies(answers[first]), self._which)
        missing = self._which.missing(row.name for row in found.listed)
        if missing:
            raise NotThere([f"container {name}: there is no such container on the host" for name in missing])
        asking = questions_for_logs(found, self._asked, self._moment(engine))
        more = answers[first + 1 :]
        if asking.requests and not more:
            return Open([patient_only_for_docker(asking)])
        rows = log_rows(found, asking.replies(more[0]) if more else None, self._asked, self._mask)
        unread = [f"container {row['name']}: {row['unread']}" for row in rows if row["unread"]]
        return Decision(result={"logs": rows}, warnings=[*self._nobody(found), *unread])

    def _moment(self, engine: Info) -> str | None:
        if self._since is None:
            return None
        told = self._since.seconds(engine.time)
        if told is None:
            raise HostProblem(
                "The engine does not tell its time, so that what is back from now is not known. Give a moment for "
                "since, such as 2026-11-24T08:00:00Z."
            )
        return told

    def _nobody(self, found: Seen) -> list[str]:
        return [] if found.listed else [f"project {self._which.project}: no container of it is on the host"]
