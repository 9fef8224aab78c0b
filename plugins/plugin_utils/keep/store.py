# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where are the sets of a project kept? With the engine, as the labels of a volume that holds nothing: whoever may read
them may read what the engine knows of the containers, env and all, and where the engine's data goes, they go."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.volumes.seen import Volume, Volumes
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import steps
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import EngineQuestions, path_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.record import Kept, read_sets, written

PROJECT, SETS = "winfleet.kept", "winfleet.kept.sets"
PREFIX = "winfleet.kept-"
_NUMBER = re.compile(re.escape(PREFIX) + r"[a-z0-9-]+-([0-9]{1,9})")


@dataclass(frozen=True)
class Store:
    """The volumes of one project, by their number: a volume's labels cannot be changed, so that each writing makes the
    next one and removes those before it. The highest number counts."""

    project: str
    volumes: Mapping[int, Volume]

    @property
    def sets(self) -> list[Kept]:
        """The latest first."""
        return read_sets(self.volumes[max(self.volumes)].labels.get(SETS, "")) if self.volumes else []

    @property
    def item(self) -> str:
        return f"volume {PREFIX}{_slug(self.project)}"

    def writing(self, sets: Sequence[Kept]) -> list[Step]:
        """The steps after which these are kept; without any, nothing is. None of them changes what was declared."""
        made: list[Step] = []
        if sets:
            labels = {PROJECT: self.project, SETS: written(sets)}
            made.append(steps.create_volume({"Name": self._name(self._next), "Labels": labels}))
        made += [steps.remove_volume(self._name(number)) for number in sorted(self.volumes)]
        return [{**step, "item": self.item, "aside": True} for step in made]

    def still(self) -> list[dict[str, Any]]:
        """That nobody else has written since."""
        there = [steps.seen(_path(self._name(max(self.volumes))))] if self.volumes else []
        return [*there, steps.seen(_path(self._name(self._next)), status=404)]

    @property
    def _next(self) -> int:
        return max(self.volumes, default=0) + 1

    def _name(self, number: int) -> str:
        return f"{PREFIX}{_slug(self.project)}-{number}"


def ask_kept(questions: EngineQuestions) -> None:
    """Of all projects at once."""
    questions.ask("kept", path_of("/volumes", filters={"label": [PROJECT]}))


def stores_of(replies: EngineReplies, projects: Sequence[str]) -> dict[str, Store]:
    rows = replies.reply("kept").required(Volumes).rows
    return {project: Store(project, dict(_numbered(rows, project))) for project in projects}


def _numbered(rows: Sequence[Volume], project: str) -> list[tuple[int, Volume]]:
    found = [(_NUMBER.fullmatch(row.name), row) for row in rows if row.labels.get(PROJECT) == project]
    return [(int(match[1]), row) for match, row in found if match]


def _slug(project: str) -> str:
    """Volumes tell no case and take few signs; a project's name is any text."""
    plain = re.sub(r"[^a-z0-9]+", "-", project.lower()).strip("-")[:30]
    return f"{plain or 'set'}-{hashlib.sha256(project.encode()).hexdigest()[:8]}"


def _path(name: str) -> str:
    return path_of("/volumes/{}", name)
