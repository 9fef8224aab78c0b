# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is mounted in a container? The options mounts and volumes: folders of the host, volumes and named pipes."""

from __future__ import annotations

import ntpath
import re
from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import LONGEST, windows_path

Mount = dict[str, Any]  # {type, source, target, read_only}
MOUNT_OPTIONS: dict[str, Any] = {
    "type": {"type": "str", "choices": ["bind", "volume", "npipe"], "default": "bind"},
    "source": {"type": "str", "required": True},
    "target": {"type": "str", "required": True},
    "read_only": {"type": "bool", "default": False},
}
RESERVED_FILE_NAMES = re.compile(r"(con|prn|nul|aux|com[1-9]|lpt[1-9])", re.IGNORECASE)  # moby windows_parser.go
PIPE = "\\\\.\\pipe\\"
# SOURCE:TARGET[:MODE] as compose and docker write it; a drive's colon separates nothing.
_PLACE = r"(?:\\\\|//)[.?][\\/][^:]+|[a-zA-Z]:(?:[\\/][^:]*)?"
_SHORT = re.compile(rf"(?P<source>{_PLACE}|[^:]+):(?P<target>{_PLACE})(?::(?P<mode>[^:\\/]+))?")
_RELATIVE = re.compile(r"\.{1,2}(?:[\\/].*)?")
MODES = {None: False, "rw": False, "ro": True}


def short(value: str) -> Mount:
    """A mount in compose's short form. Raises ValueError."""
    match = _SHORT.fullmatch(value.strip())
    if not match:
        raise ValueError(
            f"{value!r} is not allowed; allowed is SOURCE:TARGET[:ro] with a folder of the host, the name of a volume "
            r"or a pipe, such as D:\data:C:\data:ro, data:C:\data or \\.\pipe\x:\\.\pipe\x"
        )
    if match["mode"] not in MODES:
        raise ValueError(f"{value!r} is not allowed; behind the target stands ro, rw or nothing, not {match['mode']}")
    source = match["source"]
    return {
        "type": _kind(source),
        "source": source,
        "target": match["target"],
        "read_only": MODES[match["mode"]],
    }


def _kind(source: str) -> str:
    if windows_path(source).lower().startswith(PIPE):
        return "npipe"
    return "bind" if re.match(r"[a-zA-Z]:|[\\/~]", source) or _RELATIVE.fullmatch(source) else "volume"


def settled(value: Mapping[str, Any], project_dir: str | None) -> dict[str, Any]:
    """With the source that a relative one means on the host. Raises ValueError where nobody says relative to what."""
    source = str(value.get("source") or "")
    if value.get("type", "bind") != "bind" or not _RELATIVE.fullmatch(source):
        return dict(value)
    if project_dir is None:
        raise ValueError(
            f"the mount on {value.get('target')}: its source {source!r} is relative, and nothing says to which folder "
            "of the host: give project_dir at the set, or write the whole path"
        )
    return {**value, "source": ntpath.normpath(ntpath.join(project_dir, source))}


def mounts(value: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found = [mount(item) for item in value]
    targets = [item["target"].lower() for item in found]
    if twice := sorted({target for target in targets if targets.count(target) > 1}):
        raise ValueError(f"two mounts have one target, {' and '.join(twice)}: give each its own")
    return sorted(found, key=lambda item: item["target"].lower())


def mount(value: Mapping[str, Any]) -> dict[str, Any]:
    """What the engine refuses of a mount (moby daemon/volume/mounts/windows_parser.go), refused before."""
    kind, source, target = (str(value.get(key) or "") for key in ("type", "source", "target"))
    read_only = bool(value.get("read_only"))
    if not target:
        raise ValueError(f"the mount of {source or 'no source'} has no target; a target such as C:\\data is required")
    if not source:
        raise ValueError(f"the mount on {target} has no source")
    source = source if kind == "volume" else windows_path(source)
    target = windows_path(target)
    check = MOUNT_KINDS.get(kind)
    if check is None:
        raise ValueError(
            f"the type {kind} of the mount on {target} is not one of bind, volume, npipe; Windows has no tmpfs"
        )
    problem = check(source, target, read_only)
    if problem:
        raise ValueError(f"the mount on {target}: {problem}")
    return {"type": kind, "source": source, "target": target, "read_only": read_only}


_SHARE = re.compile(r"\\\\(\?\\UNC\\)?[^.?\\]", re.IGNORECASE)
# What no name of Windows has; a colon behind the drive is a stream of a file.
_NO_NAME = re.compile(r'[<>"|?*:\x00-\x1f]')


def _bind(source: str, target: str, read_only: bool) -> str | None:
    if _SHARE.match(source):
        return (
            f"its source {source} is on another machine, and the engine takes no such path: on the host run "
            "New-SmbGlobalMapping -RemotePath \\\\SERVER\\SHARE -LocalPath Y: -Persistent $true, and mount the "
            "folder of that drive"
        )
    if not re.match(r"(\\\\\?\\)?[a-zA-Z]:\\", source):
        return f"its source {source!r} must be an absolute path such as C:\\data"
    if _NO_NAME.search(re.sub(r"^(\\\\\?\\)?[a-zA-Z]:", "", source)):
        return (
            f"its source {source!r} has a character that no folder's name has (a stream of a file, a wildcard, a "
            f"control)"
        )
    return _folder_target(target)


def _volume(source: str, target: str, read_only: bool) -> str | None:
    if not re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9_.-]+", source) or RESERVED_FILE_NAMES.fullmatch(source):
        return f"its source {source} must be the name of a volume: letters, digits, '_', '.' and '-'"
    if len(source) > LONGEST:
        return f"its source, the name of a volume, has {len(source)} characters; {LONGEST} are allowed"
    return _folder_target(target)


def _npipe(source: str, target: str, read_only: bool) -> str | None:
    if not all(path.lower().startswith(PIPE) and len(path) > len(PIPE) for path in (source, target)):
        return f"source and target of a named pipe must begin with {PIPE}"
    for path in (source, target):
        name = path[len(PIPE) :]
        if _NO_NAME.search(name) or "\\" in name or name != name.strip(" .\t") or not name:
            return (
                f"{path!r} is not the plain name of a pipe: no further backslash, no point or blank at its ends, no "
                f"control "
                "character"
            )
    return "a named pipe cannot be read_only" if read_only else None


def _folder_target(target: str) -> str | None:
    if not re.match(r"[a-zA-Z]:\\", target):
        return "the target must be an absolute path such as C:\\data"
    if _NO_NAME.search(target[2:]):
        return f"the target {target!r} has a character that no folder's name has"
    if any(part != part.rstrip(" .") or not part for part in target[3:].split("\\") if target[3:]):
        return (
            f"the target {target!r} has a part that Windows reads otherwise (empty, '.', '..', a point or a blank at "
            "its end): write the path as it is in the container"
        )
    return "the target cannot be the drive C: itself" if target.lower() in ("c:", "c:\\") else None


MOUNT_KINDS = {"bind": _bind, "volume": _volume, "npipe": _npipe}
