# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where does a container reach through its isolation, and is that allowed?

Shared memory, shared synchronisation objects and a shared process namespace are not here: Windows has none to share
between containers, so the options that ask for them are refused (knowledge/option_rows_lacking.py)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.piercings import (
    CLASSES,
    HOST_DRIVERS,
    HOST_NETWORKS,
    JUNCTIONS,
    KINDS,
    PERMISSIONS,
    PIPES,
    RISKY_FOLDERS,
    Class,
)

__all__ = ["KINDS", "NOTHING_KNOWN", "PERMISSIONS", "Facts", "piercings", "violations"]

_DRIVE = re.compile(r"^(?:[\\/]{2}[?.][\\/])?([a-z]):(.*)$", re.IGNORECASE)
_DRIVE_SHARE = re.compile(r"^[\\/]{2}(?:[?.][\\/]UNC[\\/])?[^\\/]+[\\/]([a-z])\$(.*)$", re.IGNORECASE)
_ADMIN_SHARE = re.compile(r"^[\\/]{2}(?:[?.][\\/]UNC[\\/])?[^\\/]+[\\/]admin\$(.*)$", re.IGNORECASE)
_VOLUME = re.compile(r"^[\\/]{2}[?.][\\/](?:Volume\{|GLOBALROOT)", re.IGNORECASE)
_SHORT_NAME = re.compile(r"~\d")
_PIPE = re.compile(r"^[\\/]{2}[^\\/]+[\\/]pipe[\\/](.+)$", re.IGNORECASE)
_ANNOTATION = re.compile(r"^microsoft\.com/hostprocess-", re.IGNORECASE)
_ADMINISTRATORS = ("containeradministrator", "user manager\\containeradministrator", "nt authority\\system")


@dataclass(frozen=True)
class _Found:
    kind: str
    name: str
    value: str
    option: str


@dataclass(frozen=True)
class Facts:
    """What the host says: the folder of the engine's data, and the driver of each network by its name. None, and a
    name that is missing, are not known; then names decide."""

    data_root: str | None = None
    drivers: Mapping[str, str] = field(default_factory=dict)


NOTHING_KNOWN = Facts()


def piercings(spec: dict[str, Any], facts: Facts = NOTHING_KNOWN) -> list[dict[str, Any]]:
    """[{kind, class, value, option, refused, reason}] of one container's normalised spec, in the order of its options.
    `refused` says that the permission for the whole kind is not enough: the class needs a permission by name
    (KIND.CLASS), or has none."""
    return [_told(found) for look in _LOOKS for found in look(spec, facts)]


def violations(
    specs: Iterable[dict[str, Any]], allowed: Sequence[str], facts: Facts = NOTHING_KNOWN
) -> list[dict[str, Any]]:
    """The piercings that neither the set (`allowed`) nor the container (its `allow_piercing`) permits, each with its
    `container` and the `permission` that would allow it (None where nothing does); sorted by container."""
    found = []
    for spec in specs:
        if spec.get("state") == "absent":
            continue
        permitted = {*allowed, *(spec.get("allow_piercing") or [])}
        for piercing in piercings(spec, facts):
            row = CLASSES[piercing["kind"], piercing["class"]]
            permission = _permission(piercing["kind"], piercing["class"], row)
            if row.permission != "none" and (permission is None or permission not in permitted):
                found.append({"container": spec["name"], **piercing, "permission": permission})
    return sorted(found, key=lambda row: str(row["container"]))


def _permission(kind: str, name: str, row: Class) -> str | None:
    return {"kind": kind, "by_name": f"{kind}.{name}"}.get(row.permission)


def _told(found: _Found) -> dict[str, Any]:
    row = CLASSES[found.kind, found.name]
    return {
        "kind": found.kind,
        "class": found.name,
        "value": found.value,
        "option": found.option,
        "refused": row.permission in ("by_name", "never"),
        "reason": row.reason,
    }


def _mounts(spec: dict[str, Any], facts: Facts) -> list[_Found]:
    found = []
    for mount in spec.get("mounts") or []:
        source = str(mount.get("source") or "")
        pipe = _PIPE.match(source)
        if mount.get("type") == "npipe" or pipe:
            found.append(_Found("named_pipe", _pipe_class(pipe[1] if pipe else source), source, "mounts"))
        elif mount.get("type") == "volume" and not _DRIVE.match(source):
            found.append(_Found("volume", "named_volume", source or str(mount.get("target") or ""), "mounts"))
        else:
            found.append(_Found("volume", _folder_class(source, facts), source, "mounts"))
    return found


def _pipe_class(name: str) -> str:
    # \\.\pipe\x\..\docker_engine is docker_engine for whoever opens it
    last = re.split(r"[\\/]", name.rstrip(" .\t"))[-1]
    names = {name, name.rstrip(" .\t"), last}
    return next(
        (row for pattern, row in PIPES if any(re.fullmatch(pattern, one, re.IGNORECASE) for one in names)), "pipe"
    )


def _folder_class(source: str, facts: Facts) -> str:
    if _VOLUME.match(source):
        return "drive_root"
    place = _place(source)
    if place is None:
        return "network_share"
    _drive, parts = place
    if not parts:
        return "drive_root"
    if facts.data_root and _overlaps(place, _place(facts.data_root)):
        return "engine_data"
    if any(_SHORT_NAME.search(part) for part in parts):
        return "short_name"
    path = "\\".join(parts)
    for junction, target in JUNCTIONS:
        if path == junction or path.startswith(junction + "\\"):
            path = target + path[len(junction) :]
            break
    return next((row for folder, row in RISKY_FOLDERS if path == folder or path.startswith(folder + "\\")), "bind")


_Place = tuple[str, list[str]]


def _place(source: str) -> _Place | None:
    """The drive and the folders below it, in lower case; None for a share of another machine. A share like
    \\\\localhost\\C$ is a drive, ADMIN$ is Windows' own folder."""
    admin = _ADMIN_SHARE.match(source)
    found = _DRIVE.match(source) or _DRIVE_SHARE.match(source)
    if admin:
        drive, path = "c", f"windows\\{admin[1]}"
    elif found:
        drive, path = found[1].lower(), found[2]
    elif re.match(r"^[\\/]{2}", source):
        return None
    else:
        drive, path = "c", source
    parts: list[str] = []
    for part in re.split(r"[\\/]+", path.lower()):
        # C:\data\..\Windows is C:\Windows, and a stream of a folder (name::$INDEX_ALLOCATION) is that folder.
        name = part.partition(":")[0].rstrip(" .")
        if part == "..":
            parts = parts[:-1]
        elif name:
            parts.append(name)
    return drive, parts


def _overlaps(one: _Place, other: _Place | None) -> bool:
    """Whether one of the two folders is within the other."""
    if other is None or one[0] != other[0] or not other[1]:
        return False
    shorter = min(len(one[1]), len(other[1]))
    return one[1][:shorter] == other[1][:shorter]


def _ports(spec: dict[str, Any], facts: Facts) -> list[_Found]:
    return [
        _Found(
            "port",
            "published",
            f"{port.get('host_port') or '(any)'}:{port['container_port']}/{port.get('protocol') or 'tcp'}",
            "ports",
        )
        for port in spec.get("ports") or []
    ]


def _network(spec: dict[str, Any], facts: Facts) -> list[_Found]:
    """Each of them: one way out of several is enough."""
    network, others = str(spec.get("network") or ""), (spec.get("networks") or [])[1:]
    if network.lower().startswith("container:"):
        return [_Found("network", "container", network, "network")]
    named = [("network", network), *(("networks", str(other["name"])) for other in others)]
    return [_Found("network", "host_lan", name, option) for option, name in named if name and _is_lan(name, facts)]


def _is_lan(name: str, facts: Facts) -> bool:
    driver = facts.drivers.get(name)
    return driver in HOST_DRIVERS if driver is not None else name.lower() in HOST_NETWORKS


def _devices(spec: dict[str, Any], facts: Facts) -> list[_Found]:
    return [_Found("device", "device", str(_path(device)), "devices") for device in spec.get("devices") or []]


def _path(device: Any) -> Any:
    return device.get("path") or device.get("PathOnHost") if isinstance(device, dict) else device


def _identity(spec: dict[str, Any], facts: Facts) -> list[_Found]:
    # A raw:// credential spec is shown by its kind only: its text names accounts.
    said = str(spec.get("credential_spec") or "")
    value = said if not said.lower().startswith("raw://") else "raw://..."
    return [_Found("credential_spec", "credential_spec", value, "credential_spec")] if said else []


def _annotations(spec: dict[str, Any], facts: Facts) -> list[_Found]:
    return [
        _Found("host_process", "annotation", f"{name}={value}", "annotations")
        for name, value in (spec.get("annotations") or {}).items()
        if _ANNOTATION.match(str(name))
    ]


def _user(spec: dict[str, Any], facts: Facts) -> list[_Found]:
    user = str(spec.get("user") or "")
    if spec.get("isolation") == "process" and user.lower() in _ADMINISTRATORS:
        return [_Found("user", "administrator", user, "user")]
    return []


_LOOKS: tuple[Callable[[dict[str, Any], Facts], list[_Found]], ...] = (
    _mounts,
    _ports,
    _network,
    _devices,
    _identity,
    _annotations,
    _user,
)
