# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told of the engine: what is done, what differs, what stands now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine import places, removal
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.cautions import postponed, restarts_now
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.merge import differs
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.shown import shown
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.difference import target_folder
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.recipe import groups_to_make
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.refusals import Asked
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.seen import Seen
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.listed import first_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step

Result = dict[str, Any]


def action(asked: Asked) -> str:
    """install, upgrade, downgrade, configure, adopt, start, restart, repair, remove or none."""
    found = asked.found
    if asked.declared.state == "absent":
        return "remove" if removal.there(asked) else "none"
    if found.programs and not postponed(asked):
        return found.programs
    words = (
        ("install", found.register),
        ("configure", found.content is not None or found.image_path is not None),
        ("adopt", found.adopts),
        ("restart", found.waits),
        ("start", found.stopped),
        ("repair", bool(found.again) or found.leftovers or found.into_path),
    )
    return next((word for word, does in words if does), "none")


def changes(asked: Asked) -> list[str]:
    """In words, for a preflight."""
    declared, seen, found = asked.declared, asked.seen, asked.found
    folder = target_folder(declared, seen)
    if declared.state == "absent":
        if not removal.there(asked):
            return []
        data = " and all its containers, images and volumes" if declared.data == "absent" else ""
        return [f"remove engine {seen.version or 'of unknown version'} from {seen.place.folder}{data}"]
    made = []
    if found.programs and not postponed(asked):
        if found.programs == "install":
            made.append(f"install engine {declared.version} in {folder}")
        else:
            made.append(f"{found.programs} the engine from {seen.version} to {declared.version}")
    if found.register:
        made.append(f"register the service {places.SERVICE}")
    if found.adopts:
        made.append(f"adopt the engine in {folder}")
    if found.content is not None:
        made.append(
            f"change {seen.place.config.path}" if seen.place.config.exists else f"write {seen.place.config.path}"
        )
    made += [f"make the group {name}" for name in groups_to_make(asked)]
    if found.image_path is not None and not postponed(asked):
        moved = f": {', '.join(found.moved)} into daemon.json" if found.moved else ""
        made.append(f"change the command line of the service {seen.name}{moved}")
    if found.into_path:
        made.append(f"add {folder} to the machine's PATH")
    if restarts_now(asked):
        made.append(f"restart the service {seen.name}")
    elif found.register or found.stopped:
        made.append(f"start the service {seen.name}")
    if found.again:
        made.append("start the containers that an earlier run had stopped")
    if found.leftovers and not found.programs:
        made.append("clear away what an earlier run left")
    return made


def diff(asked: Asked) -> tuple[Result, Result]:
    """Before and after, only what differs; no secret in it."""
    declared, seen, found = asked.declared, asked.seen, asked.found
    before: Result = {}
    after: Result = {}
    if declared.state == "absent":
        if removal.there(asked):
            before["engine"] = str(seen.version or "unknown") if seen.service or seen.place.program else "leftovers"
            after["engine"] = "absent"
        return before, after
    if found.programs and not postponed(asked):
        before["version"] = str(seen.version) if seen.version else "absent"
        after["version"] = str(declared.version)
    if found.settings is not None and found.content is not None:
        was, becomes = differs(shown(dict(seen.place.config.settings)), shown(dict(found.settings)))
        if was != becomes:
            before["config"], after["config"] = was, becomes
        if found.recoded:
            before["encoding"], after["encoding"] = seen.place.config.encoding, "utf-8"
    if found.image_path is not None and not postponed(asked) and seen.service:
        before["service"], after["service"] = str(seen.service.path or ""), found.image_path
    if found.stopped or found.register:
        before["state"] = "stopped" if found.stopped else "absent"
        after["state"] = "running"
    if found.adopts:
        before["installed_by"] = seen.installer.name if seen.installer else "unknown"
        after["installed_by"] = "winfleet"
    return before, after


def result(asked: Asked) -> Result:
    """As it is before anything is done."""
    declared, seen = asked.declared, asked.seen
    before, after = diff(asked)
    config = {"before": before.get("config", {}), "after": after.get("config", {})}
    wanted = str(declared.version) if asked.found.programs and not postponed(asked) else None
    made: Result = {
        "action": action(asked),
        "changes": changes(asked),
        "version": {"before": text_of(seen), "after": None if declared.state == "absent" else wanted or text_of(seen)},
        "config": config,
        "restart_required": postponed(asked),
        "stops": [row.name for row in asked.deep.running] if _stops(asked) else [],
        **facts(seen),
    }
    return made


def _stops(asked: Asked) -> bool:
    if asked.declared.state == "absent":
        return removal.there(asked)
    return restarts_now(asked)


def facts(seen: Seen) -> Result:
    """What stands."""
    return {
        "state": (seen.host.get("engine") or {}).get("state") or "unknown",
        "path": seen.place.folder if seen.service or seen.place.program else None,
        "service": seen.service.name if seen.service else None,
        "source": seen.installer.name if seen.installer and seen.service else None,
        "config_path": seen.place.config.path,
        "data_root": seen.data_root,
    }


def text_of(seen: Seen) -> str | None:
    return str(seen.version) if seen.version and (seen.service or seen.place.program) else None


# What a run does to the engine, in a few words
DOING: Mapping[str, str] = {
    "install": "install engine {version}",
    "upgrade": "upgrade the engine from {before} to {version}",
    "downgrade": "take the engine back from {before} to {version}",
    "configure": "configure the engine",
    "adopt": "adopt the engine",
    "start": "start the engine",
    "restart": "restart the engine",
    "repair": "finish what an earlier run had begun",
    "remove": "remove the engine",
    "none": "put the notes of the engine in order",
}


def doing(asked: Asked) -> str:
    what = action(asked)
    text = DOING[what].format(version=asked.declared.version, before=asked.seen.version)
    return f"{text} and restart it" if what == "configure" and restarts_now(asked) else text


# What a step was to do, by its verb and what it does
WORDS: Mapping[tuple[str, str], str] = {
    ("download", ""): "the archive could not be downloaded",
    ("unpack", ""): "the archive could not be unpacked",
    ("dockerd", "version"): "what the archive holds is not what is declared",
    ("dockerd", "validate"): "the engine refuses the new daemon.json",
    ("dockerd", "register"): "the engine could not be registered as a service",
    ("dockerd", "unregister"): "the engine's service could not be unregistered",
    ("service", "start"): "the engine's service did not start",
    ("service", "stop"): "the engine's service could not be stopped",
    ("service", "change"): "the engine's service could not be changed",
    ("service", "delete"): "the engine's service could not be removed",
    ("file", "write"): "a file could not be written",
    ("file", "move"): "a program of the engine could not be replaced",
    ("file", "remove"): "a file could not be removed",
    ("folder", "create"): "a folder could not be made",
    ("folder", "remove"): "a folder could not be removed",
    ("group", "create"): "a local group could not be made",
    ("environment", "add"): "the machine's PATH could not be changed",
    ("environment", "remove"): "the machine's PATH could not be changed",
    ("wait", ""): "the engine did not come up",
    ("engine", ""): "the engine refused a request",
}


def step_name(step: Step) -> str:
    words = WORDS.get((step["verb"], str(step.get("do") or "")), f"{step['verb']} failed")
    item = str(step.get("item") or "")
    if step["verb"] == "engine" and item.startswith("container "):
        return f"{item} was not started again"
    where = next((str(step[key]) for key in ("path", "folder", "name") if isinstance(step.get(key), str)), "")
    about = f" ({where})" if where and step["verb"] in ("file", "folder", "group", "unpack", "download") else ""
    return f"engine: {words}{about}"


def undone(asked: Asked, item: str) -> str:
    """What stands once what was begun was taken back."""
    seen = asked.seen
    if asked.declared.state == "absent":
        return "What was begun was taken back: the engine is there as it was."
    if asked.found.register or not seen.version:
        return "What was begun was taken back: nothing of the engine is left on the host."
    names = [row.name for row in asked.deep.running]
    runs = f" It runs, with its containers ({', '.join(names)})." if names and seen.runs else ""
    return (
        f"What was begun was taken back: engine {seen.version} is in place again, with its configuration of before."
        f"{runs}"
    )


def left_out(folder: str, steps: Sequence[Step], answers: Sequence[Answer]) -> list[str]:
    """What an archive holds beside the files that are known to be an engine's."""
    for step, answer in zip(steps, answers, strict=False):
        if step["verb"] == "unpack" and answer.ok and isinstance(answer.value, Mapping):
            names = [str(name) for name in answer.value.get("files") or ()]
            more = sorted(set(names) - set(places.files_of(folder)))
            return (
                [f"The archive holds more than an engine's files, and it was left out: {first_of(more)}"]
                if more
                else []
            )
    return []
