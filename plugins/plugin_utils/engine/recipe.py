# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which steps make the engine what is declared? Each has what takes it back, so that an engine that does not come up
leaves the old one running with the old configuration and the same containers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine import places
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.cautions import postponed
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.checks import accounts_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.difference import target_folder
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.note import Note, written_note
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.refusals import Asked
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.source import CONTROLLER, URL, Archive
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import machine_steps as machine
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import steps as engine_steps
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import path_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import Version

ITEM = "the engine"
REST = "what is needed no more"
NOTE = "the note of what is to be started again"
VALIDATES = (23, 0, 0)  # dockerd --validate


def steps(asked: Asked) -> list[Step]:
    """In their order; empty where nothing has to be done now."""
    later, found = postponed(asked), asked.found
    source, version = asked.declared.archive, asked.declared.version
    programs = bool(found.programs) and not later
    stops = asked.seen.runs and found.restarts and not later
    starts = stops or found.register or found.stopped
    made = [
        *(_bring(asked, source, version) if programs and source and version else []),
        *_validated(asked, programs),
        *_groups(asked),
        *([] if later else _remember(asked, stops)),
        *([stopped(asked, again(asked))] if stops else []),
        *(_placed(asked) if programs else []),
        *_written(asked),
        *([] if later else _service(asked)),
        *_into_path(asked),
        *(_started(asked) if starts else []),
        *_containers(asked, stops),
        *_noted(asked, stops, later),
        *_cleaned(asked),
    ]
    return [{"item": ITEM, **step} for step in made]


def archive_path(source: Archive) -> str:
    return places.sent_archive(source.sha256) if source.brought else source.place


def _bring(asked: Asked, source: Archive, version: Version) -> list[Step]:
    """What is got ready aside; it changes nothing of the engine."""
    folder, path = target_folder(asked.declared, asked.seen), archive_path(source)
    made: list[Step] = []
    if source.kind == URL:
        made.append(machine.download(source.place, path, source.sha256, asked.declared.timeout, source.headers))
    unpack = machine.unpack(path, source.sha256, places.new_folder(folder), places.DAEMON)
    made.append({**unpack, "undo": [machine.remove_folder(places.work_folder(folder))]})
    made.append(machine.program_version(places.joined(places.new_folder(folder), places.DAEMON), str(version)))
    return [{**step, "aside": True} for step in made]


def _validated(asked: Asked, programs: bool) -> list[Step]:
    """The engine's own check of the new daemon.json, before anything of the engine is touched."""
    found, folder = asked.found, target_folder(asked.declared, asked.seen)
    version = asked.declared.version if programs else asked.seen.version
    if found.content is None or version is None or version < Version(*VALIDATES) or postponed(asked):
        return []
    if not (programs or asked.seen.place.program):
        return []
    program = places.joined(places.new_folder(folder) if programs else folder, places.DAEMON)
    trial = places.joined(places.work_folder(folder), "daemon.json")
    away = [machine.remove_folder(places.work_folder(folder))]
    return [
        {**machine.make_folder(places.work_folder(folder)), "aside": True, **({} if programs else {"undo": away})},
        {**machine.write(trial, found.content), "aside": True},
        {**machine.validate(program, [f"--config-file={trial}"]), "aside": True},
    ]


def groups_to_make(asked: Asked) -> list[str]:
    """Local groups that the declared configuration names and Windows does not have."""
    settings = asked.found.settings if asked.found.content is not None else None
    named = accounts_of(settings) if settings else []
    return [name for name in named if asked.deep.accounts.get(name) is False and "\\" not in name and "@" not in name]


def _groups(asked: Asked) -> list[Step]:
    """A group that is there is no harm: it is not taken back."""
    return [machine.make_group(name) for name in groups_to_make(asked)]


def again(asked: Asked) -> tuple[str, ...]:
    """The ids of the containers that ran before a stop, and of those that an act which was cut off did not start."""
    return tuple(dict.fromkeys([*asked.found.again, *(row.id for row in asked.deep.running)]))


def note_step(asked: Asked, note: Note) -> Step:
    path = places.joined(target_folder(asked.declared, asked.seen), places.NOTE)
    raw = asked.seen.place.note_raw
    back = machine.write(path, raw) if raw is not None else machine.remove(path)
    return {**machine.write(path, written_note(note)), "undo": [back], "aside": True}


def _ours(asked: Asked) -> bool:
    """Whether the engine is this collection's from now on."""
    seen, found = asked.seen, asked.found
    return seen.place.note is not None or found.adopts or found.register or bool(found.programs)


def _first_note(asked: Asked, stops: bool) -> Note:
    return Note(start=again(asked) if stops else asked.found.again)


def _remember(asked: Asked, stops: bool) -> list[Step]:
    """Before anything is in place: a run that is cut off is gone on with by the next one, which knows by it that the
    engine is ours and what is to be started again."""
    note = _first_note(asked, stops)
    if not _ours(asked) or note == asked.seen.place.note:
        return []
    folder = {**machine.make_folder(target_folder(asked.declared, asked.seen)), "aside": True}
    return [folder, note_step(asked, note)]


def _noted(asked: Asked, stops: bool, later: bool) -> list[Step]:
    """That nothing is to be started any more, and whether the engine's process still has to be restarted."""
    seen, found = asked.seen, asked.found
    process = int(seen.service.process or 0) if later and seen.service else 0
    note = Note(waits=process if found.content is not None or found.later else 0)
    if not _ours(asked) or note == _first_note(asked, stops):
        return []
    # where one of them did not start, the note stays: the next run tries it again
    needs = list(dict.fromkeys(step["item"] for step in _containers(asked, stops)))
    write = machine.write(places.joined(target_folder(asked.declared, asked.seen), places.NOTE), written_note(note))
    return [{**write, "item": NOTE, "needs": [ITEM, *needs], "aside": True}]


def stopped(asked: Asked, ids: Sequence[str]) -> Step:
    """The stop of the engine's service; what takes it back starts the containers with these ids as well."""
    name, timeout = asked.seen.name, asked.declared.timeout
    back: list[Step] = [
        machine.start_service(name, timeout),
        machine.wait_for_engine(name, timeout),
        *(_start(one) for one in ids),
    ]
    return {**machine.stop_service(name, timeout), "undo": back}


def _placed(asked: Asked) -> list[Step]:
    """Program by program: what else lies in the folder is somebody's."""
    folder = target_folder(asked.declared, asked.seen)
    new, old = places.new_folder(folder), places.old_folder(folder)
    made: list[Step] = [{**machine.make_folder(old), "aside": True}]
    for name in places.files_of(folder):
        here, kept = places.joined(folder, name), places.joined(old, name)
        made.append({**machine.move(here, kept), "undo": [machine.move(kept, here)]})
        made.append({**machine.move(places.joined(new, name), here), "undo": [machine.remove(here)]})
    return made


def _written(asked: Asked) -> list[Step]:
    """The content of before is kept beside it, and comes back where the engine does not come up."""
    found, config = asked.found, asked.seen.place.config
    if found.content is None:
        return []
    back = machine.write(config.path, config.raw) if config.exists else machine.remove(config.path)
    backup = f"{config.path}.winfleet.bak" if config.exists else None
    return [
        {**machine.make_folder(places.folder_of(config.path)), "aside": True},
        {**machine.write(config.path, found.content, backup), "undo": [back]},
    ]


def _service(asked: Asked) -> list[Step]:
    seen, found, folder = asked.seen, asked.found, target_folder(asked.declared, asked.seen)
    program = places.joined(folder, places.DAEMON)
    if found.register:
        return [{**machine.register(program, []), "undo": [machine.unregister(program, [])]}]
    made: list[Step] = []
    if found.image_path is not None and seen.service is not None:
        back = machine.change_service(seen.name, path=str(seen.service.path or ""))
        made.append({**machine.change_service(seen.name, path=found.image_path), "undo": [back]})
    if found.stopped and seen.service is not None and seen.service.start_mode == "Disabled":
        back = machine.change_service(seen.name, start="disabled")
        made.append({**machine.change_service(seen.name, start="auto"), "undo": [back]})
    return made


def _into_path(asked: Asked) -> list[Step]:
    folder = target_folder(asked.declared, asked.seen)
    if not asked.found.into_path:
        return []
    return [{**machine.add_to_path(folder), "undo": [machine.remove_from_path(folder)]}]


def _started(asked: Asked) -> list[Step]:
    """The stop before it does nothing; its undo ends an engine that started and does not answer, so that its files can
    be replaced."""
    name, timeout = asked.seen.name, asked.declared.timeout
    version = asked.declared.version if asked.found.programs and not postponed(asked) else None
    told = [machine.last_events(name)]
    return [
        {**machine.stop_service(name, timeout), "undo": [machine.stop_service(name, timeout)], "aside": True},
        {**machine.start_service(name, timeout), "evidence": told},
        {**machine.wait_for_engine(name, timeout, str(version) if version else None), "evidence": told},
    ]


def _start(one: str) -> Step:
    """One that is gone meanwhile is nobody's loss."""
    step = engine_steps.start(one)
    return {**step, "accept": [*step["accept"], 404]}


def _containers(asked: Asked, stops: bool) -> list[Step]:
    """Each is an item of its own: one that does not start takes no engine back."""
    ids = again(asked) if stops else asked.found.again
    names = {row.id: row.name for row in asked.deep.containers or ()}
    return [{**_start(one), "item": f"container {names.get(one, one[:12])}", "needs": [ITEM]} for one in ids]


def _cleaned(asked: Asked) -> list[Step]:
    """Of a run that was cut off as well. That it fails is told, and takes nothing back."""
    folder = target_folder(asked.declared, asked.seen)
    later = postponed(asked)
    source = asked.declared.archive
    made: list[Step] = []
    used = bool(asked.found.programs) and not later
    if used or asked.found.leftovers or (asked.found.content is not None and not later):
        made.append(machine.remove_folder(places.work_folder(folder)))
    if used and source is not None and source.kind in (URL, CONTROLLER):
        made.append(machine.remove(archive_path(source)))
    return [{**step, "item": REST, "needs": [ITEM], "aside": True} for step in made]


def seen_of(asked: Asked) -> list[dict[str, Any]]:
    """What the plan rests on (docs/verbs.md, `seen`)."""
    seen = asked.seen
    if seen.service is None:
        rests: list[dict[str, Any]] = [{"service": seen.name, "exists": False}]
    else:
        fields = {"State": seen.service.state, "PathName": str(seen.service.path or "")}
        rests = [{"service": seen.name, "fields": fields}]
    if seen.answers:
        told = {"Version": str(seen.host["engine"]["version"])}
        rests.append({"path": path_of("/version"), "status": 200, "fields": told})
    note = places.joined(seen.place.folder, places.NOTE)
    rests.append({"file": note, "SHA256": "" if seen.place.note_raw is None else _digest(seen.place.note_raw)})
    config = seen.place.config
    if asked.found.content is not None and not config.problem:
        rests.append({"file": config.path, "SHA256": _digest(config.raw) if config.exists else ""})
    return rests


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
