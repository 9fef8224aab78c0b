r"""What do `Binds` and `Mounts` of a request mean on Windows, and how does inspect show them?

The grammar is moby's daemon/volume/mounts/windows_parser.go: a bind string is lower-cased as a whole, slashes become
backslashes, a
trailing backslash goes (except `c:\`); a structured mount keeps its case. Every refusal has status 400.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .errors import ApiError
from .versions import EngineVersion

PathLook = Callable[[str], dict[str, Any]]

HOST_FOLDER = r'(?:\\\\\?\\)?[a-z]:[\\/](?:[^\\/:*?"<>|\r\n]+[\\/]?)*'
NAME = r'[^\\/:*?"<>|\r\n]+'
PIPE = r'[/\\]{2}.[/\\]pipe[/\\][^:*?"<>|\r\n]+'
DESTINATION = rf'(?P<target>(?:\\\\\?\\)?[a-z]:(?:[\\/][^\\/:*?"<>\r\n]+)*[\\/]?|{PIPE})'
SPEC = re.compile(rf"^(?:(?P<source>{HOST_FOLDER}|{NAME}|{PIPE}):)?{DESTINATION}(?::(?P<mode>ro|rw))?$")
RESERVED = re.compile(r"^(con|prn|nul|aux|com[1-9]|lpt[1-9])$")
PIPE_START = "\\\\.\\pipe\\"
BACKSLASH = "\\"


def read_mounts(host_config: dict[str, Any], look: PathLook) -> list[dict[str, Any]]:
    """The mount points of a request, binds first: {Type, Name, Source, Destination, Driver, Labels, RW}.

    `look` tells of a path of the host {exists, directory}. Raises ApiError 400 for what the engine refuses.
    """
    found = [_read_bind(text, look) for text in host_config["Binds"] or []]
    found += [_read_mount(mount, look) for mount in host_config.get("Mounts") or []]
    seen: set[str] = set()
    for point in found:
        if point["Destination"] in seen:
            raise ApiError(400, f"Duplicate mount point: {point['Destination']}")
        seen.add(point["Destination"])
    return found


def read_anonymous(text: str, look: PathLook) -> list[dict[str, Any]]:
    """The mount point of a key of Config.Volumes; what stands before a target in it is left out (moby
    daemon/create_windows.go). Raises ApiError 500."""
    try:
        point = _read_bind(text, look)
    except ApiError as error:
        raise ApiError(500, f"Unrecognised volume spec: {error.text}") from error
    return [{**point, "Type": "volume", "Name": "", "Source": "", "Driver": "local", "RW": True}]


#: The options of a mount, and the one type that may have them (moby volume/mounts/validate.go)
OPTIONS = {
    "BindOptions": "bind", "VolumeOptions": "volume", "ImageOptions": "image", "TmpfsOptions": "tmpfs",
    "ClusterOptions": "cluster",
}  # fmt: skip


def check_mounts(host_config: dict[str, Any], look: PathLook, version: EngineVersion) -> None:
    """The check of the structured mounts alone, which the engine makes before it looks for the image."""
    for mount in host_config.get("Mounts") or []:
        for option, kind in OPTIONS.items():
            if mount.get(option) is not None and mount["Type"] != kind:
                raise ApiError(400, f'{option} must not be specified on mount type "{mount["Type"]}"')
        _validate(mount, look)
        anonymous = mount["Type"] == "volume" and not mount["Source"]
        if anonymous and mount["ReadOnly"] and version.number < (29, 0):
            problem = "must not set ReadOnly mode when using anonymous volumes"
            raise ApiError(400, f'invalid mount config for type "volume": {problem}')


def shown(point: dict[str, Any]) -> dict[str, Any]:
    """A mount point as inspect shows it: Windows leaves Mode empty (moby container_windows.go GetMountPoints; A2.2)."""
    named = {"Name": point["Name"]} if point["Name"] and not point.get("Unnamed") else {}
    driver = {"Driver": point["Driver"]} if point["Driver"] else {}
    return {
        "Type": point["Type"], **named, "Source": point["Source"], "Destination": point["Destination"], **driver,
        "Mode": "", "RW": point["RW"], "Propagation": "",
    }  # fmt: skip


def _read_bind(text: str, look: PathLook) -> dict[str, Any]:
    wrong = f"invalid volume specification: '{text}'"
    parts = SPEC.match(text.lower())
    if not parts:
        raise ApiError(500, wrong)
    source, target, mode = parts["source"] or "", parts["target"], parts["mode"] or ""
    if not source and mode:
        raise ApiError(500, wrong)
    if not source and look(target)["exists"] and not look(target)["directory"]:
        raise ApiError(500, f"file '{target}' cannot be mapped. Only directories can be mapped on this platform")
    source = source.replace("/", BACKSLASH)
    mount = {
        "Type": _kind(source),
        "Source": source,
        "Target": target.replace("/", BACKSLASH),
        "ReadOnly": mode == "ro",
    }
    try:
        point = _read_mount(mount, look)
    except ApiError as error:
        raise ApiError(500, f"{wrong}: {error.text}") from error
    return point


def _read_mount(mount: dict[str, Any], look: PathLook) -> dict[str, Any]:
    _validate(mount, look)
    kind = mount["Type"]
    source = mount.get("Source") or ""
    volume = kind == "volume"
    return {
        "Type": kind,
        "Name": source if volume else "",
        "Source": "" if volume else _trimmed(source),
        "Destination": _trimmed(mount["Target"]),
        "Driver": _driver(mount) if volume else "",
        "Labels": ((mount.get("VolumeOptions") or {}).get("Labels") or {}) if volume else {},
        "Options": _driver_options(mount) if volume else None,
        "RW": not mount.get("ReadOnly"),
    }


def _driver(mount: dict[str, Any]) -> str:
    options = mount.get("VolumeOptions") or {}
    return (options.get("DriverConfig") or {}).get("Name") or "local"


def _driver_options(mount: dict[str, Any]) -> dict[str, str] | None:
    return ((mount.get("VolumeOptions") or {}).get("DriverConfig") or {}).get("Options") or None


def _trimmed(path: str) -> str:
    path = path.replace("/", BACKSLASH)
    return path[:-1] if len(path) > 3 and path.endswith(BACKSLASH) else path


def _kind(source: str) -> str:
    if source.startswith(PIPE_START):
        return "npipe"
    return "bind" if re.fullmatch(HOST_FOLDER, source) else "volume"


def _is_pipe(path: str) -> bool:
    return path.startswith(PIPE_START)


def _validate(mount: dict[str, Any], look: PathLook) -> None:
    problem = _problem(mount, look)
    if problem:
        raise ApiError(400, f'invalid mount config for type "{mount.get("Type") or ""}": {problem}')


def _problem(mount: dict[str, Any], look: PathLook) -> str | None:
    """What is wrong with a structured mount, in the order of validateMountConfigReg; None where nothing is."""
    kind, source, target = mount.get("Type") or "", mount.get("Source") or "", mount.get("Target") or ""
    if not target:
        return "field Target must not be empty"
    plain = target.replace("/", BACKSLASH).lower()
    if plain in ("c:", "c:\\"):
        return f"destination path ({plain}) cannot be 'c:' or 'c:\\'"
    if not re.fullmatch(DESTINATION, target.lower()):
        return f"invalid mount path: '{target}'"
    checks = {"bind": _bind_problem, "volume": _volume_problem, "npipe": _pipe_problem}
    return checks[kind](mount, source, target, look) if kind in checks else "mount type unknown"


def _bind_problem(mount: dict[str, Any], source: str, target: str, look: PathLook) -> str | None:
    propagation = (mount.get("BindOptions") or {}).get("Propagation")
    if not source:
        return "field Source must not be empty"
    if propagation:
        return f"invalid propagation mode: {propagation}"
    if not re.fullmatch(DESTINATION, source.lower()):
        return f"invalid mount path: '{source}' mount path must be absolute"
    found = look(source)
    if not found["exists"]:
        return f"bind source path does not exist: {source}"
    return None if found["directory"] else "source path must be a directory"


def _volume_problem(mount: dict[str, Any], source: str, target: str, look: PathLook) -> str | None:
    options = mount.get("VolumeOptions") or {}
    if options.get("Subpath"):
        if not source:
            return "must not set Subpath when using anonymous volumes"
        if not _is_local(options["Subpath"]):
            return "subpath must be a relative path within the volume"
    if source and not re.fullmatch(NAME, source):
        return "invalid volume name"
    if RESERVED.match(source):
        return f'volume name "{source}" cannot be a reserved word for Windows filenames'
    return None


def _is_local(path: str) -> bool:
    """Go's filepath.IsLocal, for Windows."""
    parts = path.replace("/", BACKSLASH).split(BACKSLASH)
    depth = 0
    for part in parts:
        depth += -1 if part == ".." else 0 if part in ("", ".") else 1
        if depth < 0 or RESERVED.match(part.lower()) or ":" in part:
            return False
    return bool(path) and parts[0] != ""


def _pipe_problem(mount: dict[str, Any], source: str, target: str, look: PathLook) -> str | None:
    if not source:
        return "field Source must not be empty"
    if mount.get("ReadOnly"):
        return "field ReadOnly must not be specified"
    wrong = next((path for path in (source, target) if not _is_pipe(path)), None)
    return f"'{wrong}' is not a valid pipe path" if wrong else None
