# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What containers are on the host? The questions of one set and what was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import Spec, owner
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import OLD
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import steps
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container, Row
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies, Reply
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.evidence import last_lines, log_request, log_text
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import EngineQuestions, path_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import WrongShape


@dataclass(frozen=True)
class Containers:
    """`here` are the declared ones that are there; `leftovers` those that a cut-off run of this project renamed away,
    and `in_the_way` those of others that have such a name, by declared name; `owned` all of the
    project; `names` those of all containers by id, `rows` all of them, `running` those that run."""

    here: Mapping[str, Container] = field(default_factory=dict)
    leftovers: Mapping[str, Container] = field(default_factory=dict)
    in_the_way: Mapping[str, Container] = field(default_factory=dict)
    owned: Mapping[str, Row] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()

    @property
    def running(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.runs)


def ask_containers(questions: EngineQuestions, specs: Sequence[Spec]) -> None:
    questions.ask("all", path_of("/containers/json", all=True))
    moved = questions.ask("moved", path_of("/containers/json", all=True, filters={"name": [OLD]}))
    questions.ask("leftovers", "/containers/{}/json", each={"request": moved, "field": "Id"})
    for spec in specs:
        questions.ask(("container", spec["name"]), path_of("/containers/{}/json", spec["name"]))


def containers_of(replies: EngineReplies, specs: Sequence[Spec], project: str, adopt: bool) -> Containers:
    """With `adopt`, one that waits for its successor may be another's: it was cut off while it was taken over."""
    rows = replies.reply("all").rows(Row)
    # One that is gone since the list was made is not there.
    renamed = [
        box for identifier, reply in replies.each("leftovers") if (box := _asked_for(reply, identifier)) is not None
    ]
    moved = [box for box in renamed if box.name.endswith(OLD)]
    return Containers(
        here=by_name(replies, specs),
        leftovers={box.name.removesuffix(OLD): box for box in moved if adopt or owner(box.labels) == project},
        in_the_way={box.name.removesuffix(OLD): box for box in moved if not adopt and owner(box.labels) != project},
        owned={row.name: row for row in rows if owner(row.labels) == project},
        names={row.id: row.name for row in rows},
        rows=rows,
    )


def by_name(replies: EngineReplies, specs: Sequence[Spec]) -> dict[str, Container]:
    """The engine also takes the beginning of an id for a name: only a container of this very name counts."""
    found = {spec["name"]: _asked_for(replies.reply(("container", spec["name"])), spec["name"]) for spec in specs}
    return {name: box for name, box in found.items() if box is not None and box.name == name}


def _asked_for(reply: Reply, asked: str) -> Container | None:
    """The container of this name or id, None where there is none. Raises WrongShape for any other."""
    box = None if _begins_several(reply) else reply.found(Container)
    if box is not None and box.name != asked and not box.id.startswith(asked):
        raise WrongShape(reply.look, "Name", f"{box.name[:80]!r} of another container", f"the name or the id {asked}")
    return box


def _begins_several(reply: Reply) -> bool:
    """Whether no container has this name, and the ids of several begin so (moby daemon/container.go GetContainer: the
    name is looked for first; its status was 500 before 20.10)."""
    return reply.status in (400, 500) and "multiple ids found with provided prefix" in reply.message.lower()


def ask_again(specs: Sequence[Spec], logs: Sequence[str] = ()) -> EngineQuestions:
    """The declared containers once more, after the steps, and what these have logged."""
    questions = EngineQuestions()
    for spec in specs:
        questions.ask(("container", spec["name"]), path_of("/containers/{}/json", spec["name"]))
    for name in logs:
        questions.ask(("log", name), **log_request(name))
    return questions


def logged(replies: EngineReplies, name: str, container: Container | None, mask: Callable[[str], str]) -> list[str]:
    """The last lines of its log, masked before they are cut; none where it cannot be read."""
    reply = replies.reply(("log", name))
    terminal = container is not None and container.config.tty
    text = log_text({"status": reply.status, "body": reply.text}, terminal)
    return last_lines(mask(text)) if text else []


def still(box: Container, replaced: bool = False) -> dict[str, Any]:
    """That a container is what it was when the plan was made. Where it stands beside one that it replaces, whether it
    has come up decides which of the two goes, so that is part of it."""
    came_up: dict[str, Any] = (
        {"State__Restarting": box.state.restarting, "State__Health__Status": box.state.health} if replaced else {}
    )
    return steps.seen(
        path_of("/containers/{}/json", box.id),
        Id=box.id,
        Name=box.slashed_name,
        State__Running=box.state.running,
        State__Paused=box.state.paused,
        **came_up,
    )


def still_listed(row: Row) -> dict[str, Any]:
    """The same of one that was only listed."""
    return steps.seen(path_of("/containers/{}/json", row.id), Id=row.id, Name=f"/{row.name}", State__Running=row.runs)


def nobody(name: str) -> dict[str, Any]:
    """That there is no container of this name: an exact list, since the engine takes the beginning of an id for a
    name."""
    path = path_of("/containers/json", all=True, filters={"name": [f"^/{name.replace('.', '[.]')}$"]})
    return {"path": path, "status": 200, "rows": "Id", "values": []}
