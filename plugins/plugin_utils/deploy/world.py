# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on the host? The questions that a plan needs, all in one look, and their answers as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images import (
    ImageFacts,
    ask_images,
    image_facts,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.spec import Spec
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import OLD
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import (
    EngineQuestions,
    bodies,
    body,
    path_of,
)

Inspect = Mapping[str, Any]


@dataclass(frozen=True)
class World:
    """`containers` and `leftovers` (those that a cut-off run renamed away) by declared name, as inspected; `owned`
    are all names of the project; `paths` what the host says of bind sources, by path in lower case. `assumed`:
    nobody could be asked (check mode on a host that is not prepared), so the world is taken to be empty."""

    containers: Mapping[str, Inspect] = field(default_factory=dict)
    leftovers: Mapping[str, Inspect] = field(default_factory=dict)
    owned: tuple[str, ...] = ()
    images: Mapping[str, ImageFacts] = field(default_factory=dict)
    paths: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    assumed: bool = False


def questions_for(specs: Sequence[Spec], project: str, pull: str) -> EngineQuestions:
    questions = EngineQuestions()
    questions.ask("all", path_of("/containers/json", all=True))
    moved = questions.ask("moved", path_of("/containers/json", all=True, filters={"name": [OLD]}))
    questions.ask("leftovers", "/containers/{}/json", each={"request": moved, "field": "Id"})
    for spec in specs:
        questions.ask(("container", spec["name"]), path_of("/containers/{}/json", spec["name"]))
    ask_images(questions, (spec["image"] for spec in specs if spec["state"] != "absent"), pull == "always")
    return questions


def bind_sources(specs: Sequence[Spec]) -> list[str]:
    """Folders that the engine wants to exist before it creates a container."""
    return sorted(
        {
            mount["source"]
            for spec in specs
            if spec["state"] != "absent"
            for mount in spec["mounts"]
            if mount["type"] == "bind"
        }
    )


def world_of(
    answers: Mapping[Any, dict[str, Any]],
    paths: Sequence[Mapping[str, Any]],
    specs: Sequence[Spec],
    project: str,
    build: int | None,
) -> World:
    """The world that the answers to `questions_for` (and to a `file` look at `bind_sources`) describe."""
    rows = body(answers.get("all")) or []
    names = {str(row["Id"]): name_of((row.get("Names") or [""])[0]) for row in rows}
    moved = [inspect for _name, inspect in bodies(answers.get("leftovers")) if inspect]
    references = {spec["image"] for spec in specs if spec["state"] != "absent"}
    return World(
        containers={spec["name"]: found for spec in specs if (found := _named(answers, spec["name"]))},
        leftovers={
            name_of(inspect["Name"]).removesuffix(OLD): inspect
            for inspect in moved
            if name_of(inspect["Name"]).endswith(OLD) and owner(inspect) == project
        },
        owned=tuple(
            sorted(
                names[str(row["Id"])] for row in rows if (row.get("Labels") or {}).get("winfleet.project") == project
            )
        ),
        images={
            reference: replace(image_facts(answers, reference, build), container_names=names)
            for reference in references
        },
        paths={str(row["path"]).lower(): row for row in paths},
    )


def owner(inspect: Inspect) -> str | None:
    """The project that a container belongs to."""
    return ((inspect.get("Config") or {}).get("Labels") or {}).get("winfleet.project")


def name_of(name: str) -> str:
    return name.removeprefix("/")


def _named(answers: Mapping[Any, dict[str, Any]], name: str) -> Inspect | None:
    """The engine also takes the beginning of an id for a name: only a container of this very name counts."""
    found = body(answers.get(("container", name)))
    return found if found and name_of(found.get("Name", "")) == name else None


def containers_look(specs: Sequence[Spec]) -> dict[str, Any]:
    """The declared containers once more, after the steps."""
    return _by_name(specs).look()


def read_containers(specs: Sequence[Spec], answer: Mapping[str, Any]) -> dict[str, Inspect]:
    """The inspects that a `containers_look` brought, by name."""
    answers = _by_name(specs).read(answer)
    return {spec["name"]: found for spec in specs if (found := _named(answers, spec["name"]))}


def _by_name(specs: Sequence[Spec]) -> EngineQuestions:
    questions = EngineQuestions()
    for spec in specs:
        questions.ask(("container", spec["name"]), path_of("/containers/{}/json", spec["name"]))
    return questions
