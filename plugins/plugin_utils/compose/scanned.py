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

import yaml
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused

MOST_FILES = 200
MOST_NODES = 200_000  # with what anchors repeat
VAULT = b"$ANSIBLE_VAULT"
BEYOND = (
    "lies beyond {root}, and a compose file names nothing beyond that folder: move it there, or name a folder that "
    "holds all of it in compose_root"
)


@dataclass
class Scan:
    """`documents`: (file as it is told, what is in it) of each file in the order in which it was met, `env_files`
    whether a service reads its environment from files."""

    documents: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    env_files: bool = False

    def where(self, service: str, key: str = "") -> str:
        """The last file that says this of the service; the first one where nobody does."""
        found = [name for name, document in self.documents if service in _mapping(document.get("services"))]
        exact = [
            name
            for name, document in self.documents
            if key and key in _mapping(_mapping(document.get("services")).get(service))
        ]
        return (exact or found or [name for name, _document in self.documents])[-1]

    def beside(self, section: str, name: str) -> str:
        """The last file that declares this network or volume."""
        found = [told for told, document in self.documents if name in _mapping(document.get(section))]
        return (found or [told for told, _document in self.documents])[-1]


class Loader(yaml.SafeLoader):
    """Reads compose's own tags (!reset, !override) as what they stand at."""


def _plainly(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None


Loader.add_multi_constructor("", _plainly)


def scan(files: Sequence[str], root: Path) -> Scan:
    """Reads the files, and those that they include and extend. Raises Refused."""
    made = Scan()
    folder = Path(files[0]).parent
    waiting = [(Path(path), folder) for path in files]
    seen: set[Path] = set()
    while waiting:
        path, base = waiting.pop(0)
        if path.resolve() in seen:
            continue
        seen.add(path.resolve())
        if len(seen) > MOST_FILES:
            raise Refused([f"{files[0]}: more than {MOST_FILES} files belong to it"])
        for document in _documents(path):
            made.documents.append((_told(path, root), document))
            services = [one for one in _mapping(document.get("services")).values() if isinstance(one, Mapping)]
            made.env_files |= any(one.get("env_file") for one in services)
            waiting += list(_named(document, services, path, base, root))
    return made


def inside(path: Path, root: Path, told: str) -> Path:
    """The file's own place, whatever links lead there. Raises Refused where that is beyond `root`."""
    place = path.resolve()
    if not place.is_relative_to(root.resolve()):
        raise Refused([f"{told} {BEYOND.format(root=root)}"])
    return place


def _named(
    document: Mapping[str, Any], services: Sequence[Mapping[str, Any]], path: Path, base: Path, root: Path
) -> Iterator[tuple[Path, Path]]:
    """The compose files that it includes and extends, each with its own folder; of the other files that it names it is
    only looked where they lie."""
    told = _told(path, root)
    for entry in _list(document.get("include")):
        parts = entry if isinstance(entry, Mapping) else {"path": entry}
        paths = [_place(item, base, root, f"{told}: include") for item in _list(parts.get("path"))]
        if not paths:
            continue
        given = parts.get("project_directory")
        folder = paths[0].parent if given is None else base / _place(given, base, root, f"{told}: include")
        for item in [*_list(parts.get("env_file")), *([folder / ".env"] if (folder / ".env").exists() else [])]:
            _place(item, base, root, f"{told}: include.env_file")
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
    if re.match(r"[a-zA-Z][\w+.-]*:|git@|github\.com/", text):
        raise Refused(
            [f"{told}: {text!r} is not allowed; nothing is fetched for a compose file: get it first, and name the file"]
        )
    found = base / text
    place = inside(found, root, f"{told}: {text}")
    if not place.exists():
        raise Refused([f"{told}: {text} is not on the controller (looked for as {found})"])
    return found


def _documents(path: Path) -> Iterator[Mapping[str, Any]]:
    """Raises Refused; of what stands in the file only the place of the fault is told."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused([f"{path}: cannot be read ({error.strerror})"]) from None
    if content.startswith(VAULT):
        raise Refused(
            [f"{path}: is encrypted with ansible-vault, which compose cannot read: keep the secrets in compose_env"]
        )
    try:
        documents = list(_constructed(Loader(content)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise Refused([f"{path}{place}: is no YAML: {error.problem}"]) from None
    except _TooLarge:
        raise Refused([f"{path}: is too large: its anchors come to more than {MOST_NODES} values"]) from None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        raise Refused([f"{path}: is no YAML that can be read"]) from None
    yield from (one for one in documents if isinstance(one, Mapping))


class _TooLarge(Exception):
    pass


def _constructed(loader: Loader) -> Iterator[Any]:
    """Each document, once it is known how much its anchors come to."""
    while loader.check_node():
        node = loader.get_node()
        if node is None:
            return
        if _weight(node, {}) > MOST_NODES:
            raise _TooLarge
        yield loader.construct_document(node)


def _weight(node: yaml.Node, known: dict[int, int]) -> int:
    """How many values it comes to; of one that holds itself too many."""
    if id(node) not in known:
        known[id(node)] = MOST_NODES + 1
        inner: list[Any] = node.value if isinstance(node, yaml.CollectionNode) else []
        flat = [part for item in inner for part in (item if isinstance(item, tuple) else (item,))]
        known[id(node)] = 1 + sum(_weight(part, known) for part in flat)
    return known[id(node)]


def _told(path: Path, root: Path) -> str:
    plain = Path(os.path.normpath(path))
    return str(plain.relative_to(root)) if plain.is_relative_to(root) else str(plain)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, list) else [value]
