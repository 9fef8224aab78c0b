# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does the engine say of the containers, before and after the host was looked at?

Both times it is asked for the processes in those that run (`top`): only what lived all the while can be compared with
what the host shows in between. Those that do not run are not asked: an engine of version 28 cuts the connection
then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container, Row
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.daemon import Top
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies, Reply
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import EngineQuestions, one_line, path_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.snapshot import moment, plain_name

PROJECT, DECLARED = "winfleet.project", "winfleet.isolation"
OUR_LABELS = (PROJECT, "winfleet.version", "winfleet.digest", DECLARED)
RUNS = ("running", "paused", "restarting")  # what State.Running of the container says (moby container/state.go)

Processes = frozenset[tuple[int, str]]


@dataclass(frozen=True)
class Subject:
    """One container as the engine tells of it. `first` and `second` are the PIDs and names of the two `top`s, empty
    where there was none; `unread` says what could not be read of it, so that nothing can be proven."""

    id: str
    name: str
    project: str | None
    running: bool
    declared: str | None
    claimed: str
    started: datetime | None = None
    first: Processes = frozenset()
    second: Processes = frozenset()
    unread: tuple[str, ...] = ()


class Asked:
    """The questions about the containers of these projects, or about those of these names."""

    def __init__(self, projects: Sequence[str], names: Sequence[str]) -> None:
        self._projects, self._names = projects, names
        if names:  # the name filter is a regular expression, and matches names with and without their slash
            self._which = {"name": [f"^/{name.replace('.', '[.]')}$" for name in names]}
        elif len(projects) == 1:
            self._which = {"label": [f"{PROJECT}={projects[0]}"]}
        else:
            self._which = {"label": [PROJECT]}
        self.before, self.after = EngineQuestions(), EngineQuestions()
        listed = self.before.ask("listed", path_of("/containers/json", all=True, filters=self._which))
        self.before.ask("inspect", "/containers/{}/json", each={"request": listed, "field": "Id"})
        for questions in (self.before, self.after):
            running = questions.ask(
                "running", path_of("/containers/json", filters={**self._which, "status": ["running"]})
            )
            questions.ask("top", "/containers/{}/top", each={"request": running, "field": "Id"})

    def subjects(self, before: EngineReplies, after: EngineReplies) -> list[Subject]:
        """Each container that is listed and meant, by project and name. Raises HostProblem where the lists themselves
        cannot be read."""
        rows = [row for row in before.reply("listed").rows(Row) if self._means(row)]
        inspects = dict(before.each("inspect"))
        running = [row for replies in (before, after) for row in replies.reply("running").rows(Row)]
        tops = [dict(replies.each("top")) for replies in (before, after)]
        found = [_subject(row, inspects.get(row.id), *(known.get(row.id) for known in tops)) for row in rows]
        listed = {row.id for row in rows}
        found += [
            _unlisted(row)
            for row in {row.id: row for row in running if self._means(row)}.values()
            if row.id not in listed
        ]
        return sorted(found, key=lambda item: (item.project or "" if self._projects else "", item.name))

    def _means(self, row: Row) -> bool:
        """Only what carries all of our labels is a project's."""
        if self._names:
            return row.name in self._names
        return row.labels.get(PROJECT) in self._projects and all(label in row.labels for label in OUR_LABELS)


def _unlisted(row: Row) -> Subject:
    """One that the engine leaves out, or names otherwise, when it is asked for all containers."""
    unread = ("the engine lists it among those that run, and otherwise or not at all among all containers",)
    return Subject(
        row.id.lower(),
        row.name or row.id[:12],
        row.labels.get(PROJECT),
        True,
        row.labels.get(DECLARED),
        "",
        unread=unread,
    )


def _subject(row: Row, inspect: Reply | None, first: Reply | None, second: Reply | None) -> Subject:
    box, unread = _container(row, inspect)
    name = row.name or row.id[:12]
    if box is None:
        declared = row.labels.get(DECLARED)
        return Subject(row.id.lower(), name, row.labels.get(PROJECT), row.state in RUNS, declared, "", unread=unread)
    tops = [_processes(top) for top in (first, second)] if box.state.running else []
    if box.state.paused or box.state.restarting:
        unread += (
            f"it is {'paused' if box.state.paused else 'about to be started again'}, so its processes are not told",
        )
    return Subject(
        id=row.id.lower(),
        name=name,
        project=row.labels.get(PROJECT),
        running=box.state.running,
        declared=box.labels.get(DECLARED),
        claimed=box.host.isolation.lower(),
        started=moment(box.state.started),
        first=tops[0][0] if tops else frozenset(),
        second=tops[1][0] if tops else frozenset(),
        unread=tuple(dict.fromkeys((*unread, *(text for _rows, text in tops if text)))),
    )


def _container(row: Row, inspect: Reply | None) -> tuple[Container | None, tuple[str, ...]]:
    try:
        box = inspect.found(Container) if inspect is not None else None
    except HostProblem as problem:
        return None, (f"the engine lists it, but it could not be read: {one_line(str(problem))}",)
    if box is None:
        return None, ("the engine lists it, and says then that it is not there",)
    if box.id != row.id or box.name != row.name:
        told = f"{box.name} ({box.id[:12]})"
        return None, (f"the engine was asked for {row.id[:12]} and answered with the container {told}",)
    return box, ()


def _processes(top: Reply | None) -> tuple[Processes, str]:
    """The processes, and why they could not be read."""
    if top is None:
        return frozenset(), ""
    try:
        told = top.found(Top)
        rows = told.processes(top.look) if told is not None else ()
    except HostProblem as problem:
        return frozenset(), f"its processes (top) could not be read: {one_line(str(problem))}"
    return frozenset((pid, plain_name(name)) for pid, name in rows), ""
