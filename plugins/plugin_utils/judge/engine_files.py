# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What do the files of an engine say: its programs' version, and daemon.json? Asked only where the host's facts are
what is wanted; a look that fails leaves its own facts out."""

from __future__ import annotations

import ntpath
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.shown import shown
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.text import (
    BrokenJson,
    decoded,
    parsed,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers import registry, service
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers import text as texts
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.file import Path, paths
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import one_line
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_service import Registered, registered
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_installers import looked_at

Look = dict[str, Any]
Facts = dict[str, Any]

DATA_ROOT = r"C:\ProgramData\docker"  # moby daemon/config/config_windows.go
CONFIG = r"config\daemon.json"
STRAY = r"C:\ProgramData\docker\daemon.json"  # where many look for it, and no engine does
# Where an engine is without a service: docs.docker.com/engine/install/binaries, and Microsoft's install-docker-ce.ps1.
PROGRAMS = (r"C:\Program Files\docker\dockerd.exe", r"C:\Windows\System32\dockerd.exe")
USUAL_CONFIG = ntpath.join(DATA_ROOT, CONFIG)
LONGEST_CONFIG = 1024 * 1024  # bytes

SEARCH_LOOK: Look = {
    "verb": "cim",
    "class": "Win32_Service",
    "properties": ["Name", "DisplayName", "State", "StartMode", "PathName", "ProcessId"],
    "filter": "PathName LIKE '%dockerd%'",
}


def _file_look(programs: Sequence[str]) -> Look:
    """The programs, and what lies beside them and tells who installed them."""
    beside = dict.fromkeys(path for program in programs for path in looked_at(program))
    return {"verb": "file", "paths": [*programs, *beside, STRAY], "versions": True}


def _config_look(path: str) -> Look:
    return {"verb": "text", "path": path, "most": LONGEST_CONFIG}


def first_looks() -> list[Look]:
    """What goes along with the host's own looks: a service of another name that runs dockerd, and the usual places."""
    return [SEARCH_LOOK, _file_look(PROGRAMS), _config_look(USUAL_CONFIG)]


@dataclass(frozen=True)
class Found:
    """What the engine's service and its files said."""

    facts: Facts
    known: Registered | None


Asking = Generator[list[Look], Sequence[Answer], Found]


def asked(questions: Asking, answers: Sequence[Answer]) -> Found | list[Look]:
    """What `questions` come to with the answers so far; the looks that they still need."""
    looks = next(questions)
    rest = list(answers)
    while len(rest) >= len(looks):
        try:
            looks, rest = questions.send(rest[: len(looks)]), rest[len(looks) :]
        except StopIteration as end:
            found: Found = end.value
            return found
    return looks


def asking(known: Registered | None, told_root: str | None) -> Asking:
    """Yields the looks that are still needed and takes their answers: `first_looks`, what a wrapper runs, and the
    files where the service says that they are. `told_root`: the data root, by the engine's own word."""
    search, files, config = yield first_looks()
    found = known if known and known.engine else (_searched(search) or known)
    if found is not None and found.wrapper:
        (said,) = yield [_wrapper_look(found.service.name)]
        found = _unwrapped(found, said)
    engine = found if found is not None and found.engine else None
    wanted, path = (_programs(engine), engine.flags.file) if engine else (PROGRAMS, USUAL_CONFIG)
    if not all(_among(program, PROGRAMS) for program in wanted):
        (files,) = yield [_file_look(wanted)]
    if not _same(path, USUAL_CONFIG):
        (config,) = yield [_config_look(path)]
    rows = paths(files.value) if files.ok else ()
    if found is not None and rows:
        found = found.among({row.path: bool(row.exists) for row in rows})
    told, settings = _config(config, path)
    facts = {**_program(rows, wanted), **told}
    if engine is not None or told_root:
        facts["data_root"] = told_root or _root(engine, settings)
    elif facts["config"] is None:  # where there is no engine, a file that is not there is nothing to be told
        facts = {key: value for key, value in facts.items() if not key.startswith("config")}
    strayed = any(row.exists and _same(row.path, STRAY) for row in rows) and not _same(path, STRAY)
    facts["stray_config"] = STRAY if strayed else None
    return Found(facts, found)


def _program(rows: Sequence[Path], wanted: Sequence[str]) -> Facts:
    """The program that is there and the version that it says of itself."""
    row = next((row for row in rows if row.exists and _among(row.path, wanted)), None)
    return {} if row is None else {"path": row.path, "file_version": row.product or row.file}


def _searched(answer: Answer) -> Registered | None:
    return registered(service.services(answer.value)) if answer.ok else None


def _wrapper_look(name: str) -> Look:
    """nssm and srvany keep what they run below their service."""
    key = rf"HKLM:\SYSTEM\CurrentControlSet\Services\{name}\Parameters"
    return {"verb": "registry", "path": key, "names": ["Application", "AppParameters"]}


def _unwrapped(found: Registered, answer: Answer) -> Registered:
    if not answer.ok:
        return found
    values = registry.key(answer.value, _wrapper_look(found.service.name)["path"]).values
    program = values.get("Application")
    if not isinstance(program, str) or not program:
        return found
    return found.unwrapped(program, str(values.get("AppParameters") or ""))


def _programs(engine: Registered) -> tuple[str, ...]:
    """Of a wrapper that does not say what it runs, the usual places."""
    return (engine.program,) if engine.program else PROGRAMS


def _root(engine: Registered | None, settings: Mapping[str, Any]) -> str:
    flagged = engine.flags.value("data-root") if engine is not None else None
    return str(flagged or settings.get("data-root") or DATA_ROOT)


def _config(answer: Answer, path: str) -> tuple[Facts, Mapping[str, Any]]:
    """What daemon.json says, masked, or why it cannot be used; and what it says."""
    facts: Facts = {"config_path": path, "config": None, "config_error": None}
    if not answer.ok:
        return {**facts, "config_error": one_line(answer.error.text) or answer.error.type}, {}
    found = texts.text(answer.value, path)
    if not found.exists:
        return facts, {}
    if found.content is None:
        return {**facts, "config_error": f"it is longer than {LONGEST_CONFIG} bytes"}, {}
    try:
        settings = parsed(decoded(found.content).text)
    except BrokenJson as broken:
        return {**facts, "config_error": str(broken)}, {}
    return {**facts, "config": shown(settings)}, settings


def _among(path: str, others: Sequence[str]) -> bool:
    return any(_same(path, other) for other in others)


def _same(one: str, other: str) -> bool:
    return ntpath.normpath(one).lower() == ntpath.normpath(other).lower()
