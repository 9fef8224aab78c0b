# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which engine is there? The answers to the looks, stage by stage, made into what the plan is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine import places
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flags import Flags, service_flags
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.text import (
    BrokenJson,
    decoded,
    parsed,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.looks import (
    LONGEST_CONFIG,
    answered,
    of_host,
    quick_looks,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.note import Note, read_note
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers import registry
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers import text as texts
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.file import Path, paths
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.service import Service, services
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import value
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host import host_looks, known_host
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_installers import (
    UNKNOWN,
    Installer,
    installer_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import Version, version

Host = dict[str, Any]

NO_ENGINE = "containerd"


@dataclass(frozen=True)
class ConfigFile:
    """daemon.json as it is on the host. `problem` says why it cannot be used: where, and what is wrong."""

    path: str
    exists: bool = False
    raw: bytes = b""
    encoding: str = "utf-8"
    settings: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True)
class Place:
    """What stands in the folder of an engine. `version` is that of dockerd.exe itself, None where it is not there or
    does not say; `work` that an act that was cut off left its folder; `stray` that a
    daemon.json lies where no engine reads it."""

    folder: str
    program: bool = False
    version: Version | None = None
    work: bool = False
    stray: bool = False
    note: Note | None = None
    note_raw: bytes | None = None
    config: ConfigFile = field(default_factory=lambda: ConfigFile(""))


@dataclass(frozen=True)
class Seen:
    """`service` None: no engine is registered. `in_path`: whether the folder stands in the machine's PATH."""

    host: Host
    place: Place
    service: Service | None = None
    flags: Flags | None = None
    installer: Installer | None = None
    in_path: bool = False
    path_value: str = ""

    @property
    def runs(self) -> bool:
        return self.service is not None and self.service.state == "Running"

    @property
    def answers(self) -> bool:
        return (self.host.get("engine") or {}).get("state") == "running"

    @property
    def version(self) -> Version | None:
        """The file's own word first: an engine that runs on is what it was before its file was replaced."""
        return self.place.version or self.running

    @property
    def running(self) -> Version | None:
        return version(str((self.host.get("engine") or {}).get("version") or "")) if self.answers else None

    @property
    def drives(self) -> dict[str, str]:
        """What each fixed drive (`C:`) is formatted as, as far as Windows tells it."""
        return {row["drive"]: str(row.get("file_system") or "") for row in self.host.get("disks") or ()}

    @property
    def name(self) -> str:
        return self.service.name if self.service else places.SERVICE

    @property
    def data_root(self) -> str:
        told = (self.host.get("engine") or {}).get("data_root")
        flagged = self.flags.value("data-root") if self.flags else None
        return str(told or flagged or self.place.config.settings.get("data-root") or places.DATA_ROOT)


def place_of(folder: str, config_path: str, answers: Mapping[str, Any]) -> Place:
    """Of the answers to `place_looks`. Raises HostProblem where one of them could not be read."""
    daemon, work, stray = paths(value(answers["file"], f"the folder {folder}"))
    note_said, config_said = answers["text"]
    note_path = places.joined(folder, places.NOTE)
    note = texts.text(value(note_said, note_path), note_path)
    return Place(
        folder,
        program=bool(daemon.exists),
        version=_version(daemon),
        work=bool(work.exists),
        stray=bool(stray.exists) and not places.same(config_path, places.STRAY),
        note=read_note(note.content),
        note_raw=note.content,
        config=config_of(config_said, config_path),
    )


def config_of(said: Answer, path: str) -> ConfigFile:
    found = texts.text(value(said, path), path)
    if not found.exists:
        return ConfigFile(path)
    if found.content is None:
        return ConfigFile(path, True, problem=f"it is longer than {LONGEST_CONFIG} bytes")
    try:
        read = decoded(found.content)
        return ConfigFile(path, True, found.content, read.encoding, parsed(read.text))
    except BrokenJson as broken:  # a file that is no text is one of them
        return ConfigFile(path, True, found.content, problem=str(broken))


def first(folder: str, quick: Sequence[Answer]) -> Seen:
    """Of the answers to `quick_looks`. Raises HostProblem."""
    known = len(host_looks(features=False))
    host, answers = known_host(quick[:known]), answered(quick_looks(folder)[known:], quick[known:])
    rows = services(value(of_host("services", quick), "the services"))
    config = places.joined(places.DATA_ROOT, places.CONFIG)
    told = registry.key(value(answers["registry"], "the machine's PATH"), places.ENVIRONMENT)
    path_value = str(told.values.get("Path") or "")
    seen = Seen(
        host, place_of(folder, config, answers), path_value=path_value, in_path=places.in_path(folder, path_value)
    )
    return with_services(seen, rows)


def with_services(seen: Seen, rows: Sequence[Service]) -> Seen:
    """The engine's own service: the first that is one, in the order in which they were asked for."""
    for row in rows:
        flags = service_flags(row.path or "")
        installer = _installer(row, flags, seen.place)
        if _may_be_engine(row, installer):
            return replace(seen, service=row, flags=flags, installer=installer)
    return seen


def searched(seen: Seen, answer: Answer) -> Seen:
    """Of the answer to `search_looks`."""
    return with_services(seen, services(value(answer, "the services that run dockerd.exe")))


def wrapped(seen: Seen, flags: Flags, answer: Answer) -> Seen:
    """What the wrapper runs, of the answer to `wrapper_looks`."""
    key = registry.key(value(answer, "what the wrapper runs"), "Parameters")
    program = str(key.values.get("Application") or "")
    if not program:
        return seen
    command = f'"{program}" {key.values.get("AppParameters") or ""}'.strip()
    inner = service_flags(command)
    return replace(seen, flags=replace(inner, wrapper=flags.program))


def folder_of(seen: Seen) -> str:
    """Where the engine of the service is; where there is none, where it is declared to be."""
    program = seen.flags.program if seen.flags else ""
    return places.folder_of(program) if program.lower().endswith(places.DAEMON) else seen.place.folder


def config_path(seen: Seen) -> str:
    """Which daemon.json the service's engine reads (moby daemon/command: a data-root among the flags moves it, one in
    the file does not)."""
    if seen.flags is None:
        return places.joined(places.DATA_ROOT, places.CONFIG)
    given = seen.flags.config_file
    if given:
        return given
    return places.joined(seen.flags.value("data-root") or places.DATA_ROOT, places.CONFIG)


def elsewhere(seen: Seen) -> bool:
    return not (
        places.same(folder_of(seen), seen.place.folder) and places.same(config_path(seen), seen.place.config.path)
    )


def at_its_place(seen: Seen, answers: Mapping[str, Any]) -> Seen:
    """With what stands where the engine really is, of the answers to `place_looks` for that place."""
    folder = folder_of(seen)
    place = place_of(folder, config_path(seen), answers)
    made = replace(seen, place=place, in_path=places.in_path(folder, seen.path_value))
    if made.service is None or made.flags is None:
        return made
    return replace(made, installer=_installer(made.service, made.flags, place))


def _installer(row: Service, flags: Flags, place: Place) -> Installer:
    note = {places.joined(place.folder, places.NOTE): place.note is not None}
    return installer_of(row.name, flags.wrapper or flags.program, bool(flags.wrapper), note)


def _may_be_engine(row: Service, installer: Installer) -> bool:
    """A service called docker is meant to be one, whatever it runs."""
    return installer.name not in (NO_ENGINE, UNKNOWN.name) or row.name.lower() == places.SERVICE


def _version(row: Path) -> Version | None:
    return version(row.product or "") or version(row.file or "") if row.exists else None
