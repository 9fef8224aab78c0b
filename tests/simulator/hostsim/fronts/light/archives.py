"""The step `unpack`: an archive becomes a folder."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

from hostsim.fronts.light.answers import Failed, limited
from hostsim.fronts.light.file_steps import is_file, need, new_file
from hostsim.fronts.light.files import digest
from hostsim.fronts.light.host import Host

MOST = 2147483648
REFUSED = re.compile(
    r'\.{0,2}$|.*[\x00-\x1f<>:"|?*]|.*[. ]$|(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)', re.I | re.S
)
UNREADABLE = ("System.IO.InvalidDataException", "0x80131501")

Files = dict[str, zipfile.ZipInfo]


def _entry(text: str) -> Failed:
    return Failed("entry", "", text)


def _files(archive: zipfile.ZipFile) -> Files:
    """The files of an archive by their paths, after all names were read."""
    files: Files = {}
    seen: set[str] = set()
    for entry in archive.infolist():
        name = entry.orig_filename
        path = name.replace("/", "\\")
        is_folder = path.endswith("\\")
        path = path[:-1] if is_folder else path
        if any(REFUSED.match(part) for part in path.split("\\")):
            raise _entry(f"The archive holds '{limited(name)}', which is no name below a folder.")
        if is_folder:
            continue
        if path.lower() in seen:
            raise _entry(f"The archive holds '{limited(name)}' twice.")
        seen.add(path.lower())
        files[path] = entry
    return files


def _folder(files: Files, holding: str) -> str:
    """The one folder that holds a file of that name, as the beginning of paths."""
    found = [path[: path.rfind("\\") + 1] for path in files]
    found = [place for place, path in zip(found, files, strict=True) if path[len(place) :].lower() == holding.lower()]
    if not found:
        raise _entry(f"No folder of the archive holds {holding}.")
    if len(found) > 1:
        raise _entry(f"{len(found)} folders of the archive hold {holding}.")
    return found[0]


def _expand(host: Host, content: bytes, step: dict[str, Any]) -> list[str]:
    folder, part = step["folder"], f"{step['folder']}.part"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = _files(archive)
            prefix = _folder(files, step["holding"])
            chosen = {path: entry for path, entry in files.items() if path.lower().startswith(prefix.lower())}
            host.machine.remove_path(part)
            if sum(entry.file_size for entry in chosen.values()) > MOST:
                raise _entry(f"The archive unpacks to more than {MOST} bytes.")
            host.machine.add_path(part)
            names = [path[len(prefix) :] for path in chosen]
            for name, entry in zip(names, chosen.values(), strict=True):
                if "\\" in name:
                    host.machine.add_path(f"{part}\\{name.rpartition('\\')[0]}")
                new_file(host, f"{part}\\{name}", archive.read(entry))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise Failed(*UNREADABLE, f"The archive cannot be read: {error}") from error
    host.machine.remove_path(folder)
    host.machine.move_path(part, folder)
    return names


def unpack(host: Host, step: dict[str, Any]) -> dict[str, Any]:
    archive, wanted = step["archive"], str(step.get("sha256"))
    is_file(host, archive)
    need(host, archive)
    found = digest(host, archive)
    if found != wanted.lower():
        raise Failed("digest", "", f"The SHA-256 of {archive} is {found} and should be {wanted}.")
    try:
        return {"files": _expand(host, host.machine.read_file(archive), step)}
    except Exception:
        host.machine.remove_path(f"{step['folder']}.part")
        raise
