# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files would compose's loader read, and may it? A compose file is somebody's who need not own the controller, so
that all it names lies below one folder, and nothing is fetched."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.tree import documents
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused

MOST_FILES = 200
BEYOND = (
    "lies beyond {root}, and a compose file names nothing beyond that folder: move it there, or name a folder that "
    "holds all of it in compose_root"
)


@dataclass
class Scan:
    """`documents`: (file as it is told, what is in it) of each file, what overrides behind what it overrides; `files`
    as they were met; `env_files` whether a service reads its environment from files; `variables` the files of variables
    that what is included brings."""

    documents: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    env_files: bool = False
    variables: list[Path] = field(default_factory=list)

    def where(self, service: str, key: str = "") -> str:
        """The last file that says this of the service, or of what it extends; the last one where nobody does."""
        if key and (stands := self._stands(service, key)):
            return stands[0]
        found = [name for name, services in self._services() if service in services]
        return (found or [name for name, _document in self.documents])[-1]

    def beside(self, section: str, name: str) -> str:
        """The last file that declares this network or volume."""
        found = [told for told, document in self.documents if name in _mapping(document.get(section))]
        return (found or [told for told, _document in self.documents])[-1]

    def said(self, service: str, key: str) -> Any:
        """What stands last at this key of the service, or of what it extends, as it is written."""
        stands = self._stands(service, key)
        return stands[1] if stands else None

    def _stands(self, service: str, key: str) -> tuple[str, Any] | None:
        """The last file that says this of the service, or of what it extends, and what it says."""
        for one in self._extended(service):
            for name, services in reversed(list(self._services())):
                if key in (found := _mapping(services.get(one))):
                    return name, found[key]
        return None

    def profiles(self) -> set[str]:
        """Those that the services name, as they are written."""
        services = [one for _name, services in self._services() for one in services.values()]
        return {str(name) for one in services for name in _list(_mapping(one).get("profiles"))}

    def _services(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for name, document in self.documents:
            yield name, _mapping(document.get("services"))

    def _extended(self, service: str) -> list[str]:
        """The service, what it extends, and what that one extends."""
        names, behind = [service], [service]
        while behind:
            one = behind.pop(0)
            for _file, services in self._services():
                extends = _mapping(services.get(one)).get("extends")
                name = extends.get("service") if isinstance(extends, Mapping) else extends
                if isinstance(name, str) and name not in names:
                    names.append(name)
                    behind.append(name)
        return names


def scan(files: Sequence[str], root: Path) -> Scan:
    """Reads the files, and those that they include and extend. Raises Refused."""
    made = Scan()
    folder = Path(files[0]).parent
    seen: set[tuple[Path, Path]] = set()

    def visit(path: Path, base: Path) -> None:
        if (visited := (path.resolve(), base.resolve())) in seen:
            return
        seen.add(visited)
        if len(seen) > MOST_FILES:
            raise Refused([f"{files[0]}: more than {MOST_FILES} files belong to it"])
        made.files.append(_told(path, root))
        found = list(documents(path))
        for document in found:
            services = [one for one in _mapping(document.get("services")).values() if isinstance(one, Mapping)]
            made.env_files |= any(one.get("env_file") for one in services)
            for place in list(_named(document, services, path, base, root, made.variables)):
                visit(*place)
        made.documents += [(_told(path, root), document) for document in found]

    for path in files:
        visit(Path(path), folder)
    return made


def inside(path: Path, root: Path, told: str) -> Path:
    """The file's own place, whatever links lead there. Raises Refused where that is beyond `root`."""
    place = path.resolve()
    if not place.is_relative_to(root.resolve()):
        raise Refused([f"{told} {BEYOND.format(root=root)}"])
    return place


def _named(
    document: Mapping[str, Any],
    services: Sequence[Mapping[str, Any]],
    path: Path,
    base: Path,
    root: Path,
    variables: list[Path],
) -> Iterator[tuple[Path, Path]]:
    """The compose files that it includes and extends, each with its own folder; of the other files that it names it is
    only looked where they lie, and `variables` gets those that hold some."""
    told = _told(path, root)
    for entry in _list(document.get("include")):
        parts = entry if isinstance(entry, Mapping) else {"path": entry}
        paths = [_place(item, base, root, f"{told}: include") for item in _list(parts.get("path"))]
        if not paths:
            continue
        given = parts.get("project_directory")
        folder = paths[0].parent if given is None else base / _place(given, base, root, f"{told}: include")
        for item in [*_list(parts.get("env_file")), *([folder / ".env"] if (folder / ".env").exists() else [])]:
            variables.append(_place(item, base, root, f"{told}: include.env_file"))
        yield from ((one, folder) for one in paths)
    for service in services:
        extends = service.get("extends")
        if isinstance(extends, Mapping) and extends.get("file"):
            found = _place(extends["file"], base, root, f"{told}: extends.file")
            yield found, found.parent
        for item in _list(service.get("label_file")):
            _place(item, base, root, f"{told}: label_file")


def _place(value: Any, base: Path, root: Path, told: str) -> Path:
    """Where the loader looks for it: in the folder of the file that names it, or in its project_directory (5.6.1)."""
    text = str(value)
    if "$" in text:
        raise Refused([f"{told}: {text!r} is not allowed; write the path without a variable"])
    if re.match(r"[a-zA-Z][\w+.-]+:|git@|github\.com/", text):
        raise Refused(
            [f"{told}: {text!r} is not allowed; nothing is fetched for a compose file: get it first, and name the file"]
        )
    found = base / text
    place = inside(found, root, f"{told}: {text}")
    if not place.exists():
        raise Refused([f"{told}: {text} is not on the controller (looked for as {found}){slashes(text)}"])
    return found


def slashes(path: str) -> str:
    """What is to be said of a path of the controller that nobody found."""
    return "; it is a path of the controller, written with slashes" if "\\" in path else ""


def _told(path: Path, root: Path) -> str:
    plain = Path(os.path.normpath(path))
    return str(plain.relative_to(root)) if plain.is_relative_to(root) else str(plain)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, list) else [value]
