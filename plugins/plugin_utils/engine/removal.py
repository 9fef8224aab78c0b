# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How is an engine taken away? Its containers' data stay, unless they are to go."""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine import places
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.note import Note
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.recipe import (
    ITEM,
    REST,
    note_step,
    stopped,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.refusals import Asked, linux_mode
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.seen import Seen
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import machine_steps as machine
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import steps as engine_steps
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.service import Service
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.listed import first_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import path_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step

DATA = "the engine's data"
PRUNE_TIMEOUT = 900  # seconds without a byte: layers are removed without a word
# What the engine takes away itself: Windows' own commands cannot remove a layer (windowsfilter's reparse points)
PRUNES: tuple[tuple[str, dict[str, dict[str, list[str]]]], ...] = (
    ("/images/prune", {"filters": {"dangling": ["false"]}}),
    ("/volumes/prune", {"filters": {"all": ["true"]}}),
    ("/networks/prune", {}),
)


def there(asked: Asked) -> bool:
    place = asked.seen.place
    return asked.seen.service is not None or place.program or place.note is not None or place.work


def refusals(asked: Asked) -> list[str]:
    if not there(asked):
        return []
    rules = (linux_mode, _others, _not_ours, _containers_run, _data_needs_engine)
    return [text for rule in rules for text in rule(asked)]


def _others(asked: Asked) -> Iterator[str]:
    installer = asked.seen.installer
    if installer and not installer.may_change:
        yield f"engine: {installer.title} (service {asked.seen.name}) is not removed: {installer.why_not}"


def _not_ours(asked: Asked) -> Iterator[str]:
    seen = asked.seen
    if seen.service is None or seen.place.note is not None or asked.declared.adopt:
        return
    if seen.installer is None or seen.installer.may_change:
        title = seen.installer.title if seen.installer else "other means"
        yield (
            f"adopt: the engine in {seen.place.folder} (service {seen.name}) was installed by {title}; adopt: true "
            "lets it be removed"
        )


def _containers_run(asked: Asked) -> Iterator[str]:
    names = [row.name for row in asked.deep.running]
    if names and not asked.declared.stop_containers:
        yield (
            f"stop_containers: {len(names)} container{'s run' if len(names) > 1 else ' runs'} on this engine "
            f"({first_of(names)}), and would end. Remove them first (state: absent), or say stop_containers: true"
        )


def _data_needs_engine(asked: Asked) -> Iterator[str]:
    note = asked.seen.place.note
    emptied = note is not None and note.emptied
    if asked.declared.data == "absent" and asked.seen.service is not None and not asked.seen.answers and not emptied:
        yield (
            "data: the engine does not answer, and only it can remove its layers. Start it (Start-Service "
            f"{asked.seen.name}) and run the play again, or leave data out"
        )


def steps(asked: Asked) -> list[Step]:
    if not there(asked):
        return []
    return [*_data(asked), *({"item": ITEM, **step} for step in _engine(asked)), *_folders(asked)]


def _data(asked: Asked) -> list[Step]:
    """There is no way back from it, so that it comes before the service goes: a run that is cut off finds what is left
    by the service."""
    if asked.declared.data != "absent" or not asked.seen.answers:
        return []
    removed = [
        engine_steps.engine(
            "DELETE", path_of("/containers/{}", row.id, force=True, v=True), [204, 404], timeout=engine_steps.STOP_GRACE
        )
        for row in asked.deep.containers or ()
    ]
    pruned = [
        engine_steps.engine("POST", path_of(path, **query), [200], timeout=PRUNE_TIMEOUT) for path, query in PRUNES
    ]
    return [{**step, "item": DATA} for step in [*removed, *pruned]]


def _engine(asked: Asked) -> list[Step]:
    seen = asked.seen
    folder = seen.place.folder
    program, kept = places.joined(folder, places.DAEMON), places.old_folder(folder)
    made: list[Step] = []
    if seen.service is not None:
        if asked.declared.data == "absent":
            made.append(note_step(asked, Note(emptied=True)))  # a run that is cut off from here on is gone on with
        stop = stopped(asked, [row.id for row in asked.deep.running])
        made.append(stop if seen.runs else machine.stop_service(seen.name, asked.declared.timeout))
        if asked.declared.data == "absent":
            made.append(machine.remove_folder(seen.data_root))
        made.append({**_unregistered(asked, program), "undo": _registered_again(seen, seen.service, program)})
    if seen.in_path:
        made.append({**machine.remove_from_path(folder), "undo": [machine.add_to_path(folder)]})
    if seen.place.program:
        made.append({**machine.make_folder(kept), "aside": True})
        for name in places.files_of(folder):
            here, there_ = places.joined(folder, name), places.joined(kept, name)
            made.append({**machine.move(here, there_), "undo": [machine.move(there_, here)]})
    if seen.place.note_raw is not None or asked.declared.data == "absent":
        note, raw = places.joined(folder, places.NOTE), seen.place.note_raw
        again = [machine.write(note, raw)] if raw is not None else []
        made.append({**machine.remove(note), "undo": again, "aside": True})
    return made


def _unregistered(asked: Asked, program: str) -> Step:
    """By the engine itself where it is registered as it does it; a service of a wrapper is only a service."""
    seen = asked.seen
    if seen.flags is None or seen.flags.wrapper or not seen.place.program:
        return machine.delete_service(seen.name)
    named = [] if seen.name == places.SERVICE else [f"--service-name={seen.name}"]
    return machine.unregister(program, named)


def _registered_again(seen: Seen, service: Service, program: str) -> list[Step]:
    path = str(service.path or "")
    if seen.flags is None or seen.flags.wrapper or not seen.place.program:
        return [machine.create_service(seen.name, path, str(service.display or seen.name))]
    named = [] if seen.name == places.SERVICE else [f"--service-name={seen.name}"]
    return [machine.register(program, named), machine.change_service(seen.name, path=path)]


def _folders(asked: Asked) -> list[Step]:
    made: list[Step] = []
    if asked.seen.place.program or asked.seen.place.work:
        work = machine.remove_folder(places.work_folder(asked.seen.place.folder))
        made.append({**work, "item": REST, "needs": [ITEM], "aside": True})
    return made


def cautions(asked: Asked) -> list[str]:
    if not there(asked) or asked.declared.data == "absent":
        return []
    kept = f"{asked.seen.data_root} stays, with its daemon.json, images, containers and volumes"
    rows = asked.deep.containers
    count = "" if rows is None else f" ({len(rows)} container{'' if len(rows) == 1 else 's'})"
    return [f"{kept}{count}; data: absent removes it too. An engine that is installed again finds it"]
