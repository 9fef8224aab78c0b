# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does a service mount? Of the loader's long form of each volume, which takes a short pipe for a folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.notes import Around, Notes
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.mounted import PIPE

OWN = ("type", "source", "target", "read_only")
NESTED = ("bind", "volume", "tmpfs", "image")
KINDS = ("bind", "volume", "npipe")
#: The loader takes one slash or two from the target of //./pipe/x://./pipe/x
_PIPE_TARGET = re.compile(r"(?:[\\/]{2}\.)?[\\/]pipe[\\/](.+)", re.IGNORECASE)
#: /c/data, as Git Bash and WSL write it, and /var/run/docker.sock
_LINUX = re.compile(r"/(?:([a-zA-Z])(?=/|$)|(?![/\\]))")
_WHOLE = re.compile(r"[a-zA-Z]:|[\\/]")


def mounts(value: list[Mapping[str, Any]], notes: Notes, around: Around) -> list[dict[str, Any]]:
    """What the option mounts takes."""
    made = []
    for item in value:
        kind, source, target = item.get("type"), str(item.get("source") or ""), str(item.get("target") or "")
        if kind not in KINDS:
            notes.refuse(
                f"{target} is of the type {kind}: Windows mounts folders, volumes and pipes alone: use a volume"
            )
            continue
        if kind == "volume" and not source:
            notes.refuse(
                f"{target} has no source, which is a volume without a name: declare one below volumes of the file, and "
                f"write NAME:{target}"
            )
            continue
        if source.startswith("~") or "/~" in source:
            notes.refuse(f"{source!r} is not allowed; ~ is the home of who calls compose: write the host's folder")
            continue
        if kind == "bind" and (linux := _LINUX.match(source)):
            way_out = (
                f"write {linux[1].upper()}:{item['source'][2:]}" if linux[1] else "write the host's folder, or pipe"
            )
            notes.refuse(f"{source!r} is not allowed; it is a path of Linux: {way_out}")
            continue
        _nested(item, notes)
        kind, source, target = _piped(str(kind), source, target)
        made.append(
            {
                "type": kind,
                "source": relative(source) if kind == "bind" else source,
                "target": target,
                "read_only": bool(item.get("read_only")),
            }
        )
    return made


def relative(source: str) -> str:
    r"""`sub/data`, which is what becomes of ./data in an included file, as `.\sub\data`."""
    if _WHOLE.match(source) or re.match(r"\.{1,2}(?:[\\/]|$)", source):
        return source
    return f".\\{source}"


def _piped(kind: str, source: str, target: str) -> tuple[str, str, str]:
    if not source.replace("/", "\\").lower().startswith(PIPE):
        return kind, source, target
    match = _PIPE_TARGET.fullmatch(target)
    return "npipe", source, f"{PIPE}{match[1]}" if match else target


def _nested(item: Mapping[str, Any], notes: Notes) -> None:
    for key, value in item.items():
        if key in NESTED and isinstance(value, Mapping):
            for name, inner in value.items():
                notes.foreign(f"volumes.{key}.{name}", inner)
        elif key not in OWN:
            notes.foreign(f"volumes.{key}", value)
