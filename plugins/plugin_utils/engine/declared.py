# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which engine does the playbook declare?"""

from __future__ import annotations

import ntpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine import places
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.source import CONTROLLER, Archive, archive
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, shown
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_holes import names
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import Version, version

ARGUMENTS: dict[str, Any] = {
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "version": {"type": "str"},
    "archive": {"type": "str"},
    "checksum": {"type": "str"},
    "headers": {"type": "dict", "default": {}, "no_log": True},
    "path": {"type": "str"},
    "adopt": {"type": "bool", "default": False},
    "config": {"type": "dict"},
    "merge": {"type": "str", "choices": ["replace", "append"], "default": "replace"},
    "allow_insecure_tcp": {"type": "bool", "default": False},
    "move_flags": {"type": "bool", "default": False},
    "restart": {"type": "bool", "default": True},
    "stop_containers": {"type": "bool", "default": False},
    "data": {"type": "str", "choices": ["keep", "absent"], "default": "keep"},
    "allow_known_holes": {"type": "list", "elements": "str", "default": []},
    "timeout": {"type": "int", "default": 300},
}


@dataclass(frozen=True)
class Declared:
    """`path` is the folder of a new engine, None where it may be wherever there is one already; `config` None where
    nothing is declared of daemon.json; `timeout` in seconds, for each of the download, the stop and the start."""

    state: str = "present"
    version: Version | None = None
    archive: Archive | None = None
    path: str | None = None
    adopt: bool = False
    config: Mapping[str, Any] | None = None
    merge: str = "replace"
    allow_insecure_tcp: bool = False
    move_flags: bool = False
    restart: bool = True
    stop_containers: bool = False
    data: str = "keep"
    allow_known_holes: frozenset[str] = field(default_factory=frozenset)
    timeout: int = 300

    @property
    def folder(self) -> str:
        return self.path or places.FOLDER


def read(options: Mapping[str, Any], found: Callable[[str], str] = lambda path: path) -> Declared:
    """Door checks beyond the types; `found` finds a file of the controller, as Ansible does. Raises Refused."""
    problems: list[str] = []
    wanted = None
    if options["version"] is not None:
        wanted = version(str(options["version"]))
        if wanted is None:
            what = shown(options["version"], "a version looks like 29.7.2, and is quoted in YAML", False)
            problems.append(f"version: {what}")
    source = _archive(options, problems, found)
    if source is not None and options["version"] is None:
        problems.append("version: is missing; it says what the archive must hold, such as 29.7.2")
    path = options["path"]
    if path is not None and not _is_folder(path):
        problems.append(
            f"path: {shown(path, 'it is a whole path of a folder on a drive, such as ' + places.FOLDER, False)}"
        )
    if options["timeout"] < 1:
        problems.append(f"timeout: {shown(options['timeout'], 'allowed are seconds from 1', False)}")
    for name in options["allow_known_holes"]:
        if str(name).strip().lower() not in {one.lower() for one in names()}:
            problems.append(f"allow_known_holes: {shown(name, 'known are ' + ', '.join(sorted(names())), False)}")
    problems += _contrary(options)
    if problems:
        raise Refused(problems)
    return Declared(
        state=options["state"],
        version=wanted,
        archive=source,
        path=None if path is None else ntpath.normpath(path),
        adopt=options["adopt"],
        config=options["config"],
        merge=options["merge"],
        allow_insecure_tcp=options["allow_insecure_tcp"],
        move_flags=options["move_flags"],
        restart=options["restart"],
        stop_containers=options["stop_containers"],
        data=options["data"],
        allow_known_holes=frozenset(str(one).upper() for one in options["allow_known_holes"]),
        timeout=options["timeout"],
    )


def _archive(options: Mapping[str, Any], problems: list[str], found: Callable[[str], str]) -> Archive | None:
    place = options["archive"]
    if place is None:
        if options["checksum"] is not None:
            problems.append("checksum: is given without an archive; give archive as well, or leave it out")
        return None
    if not place.strip():
        problems.append("archive: is empty; it is a path on the host, a share, a URL, or a file of the controller")
        return None
    digest = re.sub(r"(?i)^sha256:", "", str(options["checksum"] or "")).strip().lower()
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        problems.append(
            "checksum: "
            f"{'is missing' if options['checksum'] is None else shown(options['checksum'], 'no SHA-256', False)}; it "
            "is the archive's SHA-256, 64 hexadecimal digits (sha256sum FILE on the controller, Get-FileHash FILE on "
            "Windows), compared with the one that its publisher tells"
        )
        return None
    made = archive(place.strip(), digest, {str(name): str(text) for name, text in options["headers"].items()})
    if made.kind == CONTROLLER:
        try:
            made = Archive(CONTROLLER, found(made.place), digest, {})
        except Refused as refused:
            problems += [f"archive: {text}" for text in refused.problems]
    return made


def _is_folder(path: str) -> bool:
    drive, rest = ntpath.splitdrive(path)
    return (
        bool(re.fullmatch(r"[A-Za-z]:", drive))
        and rest[:1] in ("\\", "/")
        and bool(rest.strip("\\/"))
        and not (set(path[2:]) & set('<>:"|?*'))
    )


# What an option asks for, and where that has no sense: (option, its value that says nothing, the state, why)
_CONTRARY: tuple[tuple[str, Any, str, str], ...] = (
    ("data", "keep", "present", "data: absent is for state: absent, and removes all containers, images and volumes"),
    ("config", None, "absent", "config: an engine that is removed has no configuration; leave it out"),
)


def _contrary(options: Mapping[str, Any]) -> list[str]:
    return [text for name, nothing, state, text in _CONTRARY if options["state"] == state and options[name] != nothing]
