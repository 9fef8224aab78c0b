"""The file system: names, compared as Windows compares them, and what was written."""

from __future__ import annotations

import ntpath
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from .errors import WindowsError
from .spools import Spools

SYSTEM_FOLDERS = (
    "C:\\", "C:\\Windows", "C:\\Windows\\System32", "C:\\Program Files", "C:\\Program Files (x86)", "C:\\ProgramData",
    "C:\\Users", "C:\\Users\\Administrator", "C:\\Windows\\Temp",
)  # fmt: skip
REFUSED = '|<>"?'
DISK_FULL = "There is not enough space on the disk."
EXISTS = "Cannot create a file when that file already exists."
# Where any user may make files (Windows' default rights)
OF_USERS = ("c:\\windows\\temp\\", "c:\\users\\")


def normal(path: str) -> str:
    r"""One spelling for one place: backslashes, no `\\?\`, no `.` and `..`, no trailing backslash but a root's."""
    text = path.replace("/", "\\")
    if text.startswith("\\\\?\\"):
        text = text[4:]
    lead = "\\\\" if text.startswith("\\\\") else ""
    parts: list[str] = []
    for part in text.split("\\"):
        if part == "..":
            if len(parts) > 1:
                parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    joined = lead + "\\".join(parts)
    return joined + "\\" if not lead and len(parts) == 1 and joined.endswith(":") else joined


class Files:
    """Folders and files with their lengths; adding a path adds its parents."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[str, Any]] = {}
        self._contents: dict[str, bytes] = {}
        self._spools = Spools()
        self.full = False
        self.protected = False
        self.held: Callable[[], Collection[str]] = tuple  # files that run, in lower case
        for folder in SYSTEM_FOLDERS:
            self.add(folder)

    def add(self, path: str, directory: bool = True, length: int | None = None, content: bytes | None = None) -> None:
        """Make a folder or a file of `length` bytes. Raises WindowsError 0x80070070 on a full disk."""
        place = normal(path)
        self._need_rights(place)
        if self.full and place.lower() not in self._entries:
            raise WindowsError("System.IO.IOException", "0x80070070", DISK_FULL)
        pieces = place.split("\\")
        for end in range(1, len(pieces)):
            parent = normal("\\".join(pieces[:end]))
            if parent and parent != place:
                self._entries.setdefault(parent.lower(), {"path": parent, "directory": True, "Length": None})
        size = None if directory else (length or 0)
        self._entries[place.lower()] = {"path": place, "directory": directory, "Length": size}
        self._contents.pop(place.lower(), None)
        self._spools.drop(place.lower())

    def need_space(self) -> None:
        """Raises WindowsError where nothing can be written."""
        if self.full:
            raise WindowsError("System.IO.IOException", "0x80070070", DISK_FULL)

    def write(self, path: str, content: bytes) -> None:
        """Make a file of this content, or replace it. Raises WindowsError."""
        place = normal(path)
        self.need_space()
        if self.look(path)["directory"]:
            raise _denied(place)
        self._need_folder_of(place)
        self._need_loose(place)
        self.add(place, directory=False, length=len(content))
        self._contents[place.lower()] = content

    def read(self, path: str) -> bytes:
        """A file's content; of one of which only the length is known, so many zeros. Raises WindowsError."""
        place = normal(path)
        entry = self.look(path)
        if entry["directory"]:
            raise _denied(place)
        if not entry["exists"]:
            self._need_folder_of(place)
            raise WindowsError("System.IO.FileNotFoundException", "0x80070002", f"Could not find file '{place}'.")
        spool = self._spools.of(place.lower())
        if spool is not None:
            return spool.read_bytes()
        return self._contents.get(place.lower(), bytes(int(entry["Length"])))

    def spool(self, path: str, folder: Path) -> Path:
        """A file of this computer that is a file's content from now on, as long as that is where it is or is moved."""
        content, key = self._contents.get(normal(path).lower()), normal(path).lower()
        return self._spools.make(key, folder, content, 0 if content else int(self.look(path)["Length"] or 0))

    def move(self, path: str, to: str) -> None:
        """MoveFile: of a file or a folder with all below it, to where nothing is. Raises WindowsError."""
        source, target = normal(path), normal(to)
        self._need_rights(source, target)
        if self.look(target)["exists"]:
            raise WindowsError("System.IO.IOException", "0x800700b7", EXISTS)
        self._need_folder_of(target)
        start = source.lower()
        for key in [key for key in self._entries if key == start or key.startswith(start + "\\")]:
            entry = self._entries.pop(key)
            place = target + entry["path"][len(source) :]
            self._entries[place.lower()] = {**entry, "path": place}
            self._spools.move(key, place.lower())
            if key in self._contents:
                self._contents[place.lower()] = self._contents.pop(key)

    def replace(self, path: str, to: str, backup: str | None) -> None:
        """ReplaceFile: a file takes the place of another, which may stay as `backup`. Raises WindowsError."""
        if not self.look(to)["exists"]:
            raise WindowsError("System.IO.FileNotFoundException", "0x80070002", f"Could not find file '{normal(to)}'.")
        if backup is not None:
            self._need_folder_of(normal(backup))
            self.remove(backup)
            self.move(to, backup)
        self.remove(to)
        self.move(path, to)

    def copy(self, path: str, to: str) -> None:
        """CopyFile, over what is there. Raises WindowsError."""
        source, target = normal(path).lower(), normal(to)
        if source in self._contents or self._spools.of(source) is not None:
            self.write(to, self.read(path))
            return
        self.need_space()
        self._need_folder_of(target)
        self.add(target, directory=False, length=self.look(path)["Length"])  # of so many bytes nobody told more

    def ending(self, end: str) -> list[str]:
        """The paths of all files whose paths end so."""
        return [
            entry["path"]
            for key, entry in sorted(self._entries.items())
            if key.endswith(end.lower()) and not entry["directory"]
        ]

    def remove(self, path: str) -> None:
        """Remove a path and all below it; what is not there is no error."""
        gone = normal(path).lower()
        below = gone if gone.endswith("\\") else gone + "\\"
        self._need_loose(gone)
        if gone in self._entries:
            self._need_rights(normal(path))
        for key in [key for key in self._entries if key == gone or key.startswith(below)]:
            del self._entries[key]
            self._contents.pop(key, None)
            self._spools.drop(key)

    def _need_rights(self, *places: str) -> None:
        """Raises WindowsError where a user who is no administrator may not write."""
        for place in places:
            if self.protected and not f"{place.lower()}\\".startswith(OF_USERS):
                raise _denied(place)

    def _need_loose(self, path: str) -> None:
        """Raises WindowsError where a program that runs is there or below."""
        begin = path.lower()
        held = [each for each in self.held() if each == begin or each.startswith(begin.rstrip("\\") + "\\")]
        running = next((each for each in sorted(held) if each in self._entries), None)
        if running is not None:
            name = ntpath.basename(self._entries[running]["path"])
            raise WindowsError(
                "System.UnauthorizedAccessException", "0x80070005", f"Access to the path '{name}' is denied."
            )

    def look(self, path: str) -> dict[str, Any]:
        """`{"exists", "directory", "Length"}`; Length is None for folders and for what is not there."""
        entry = self._entries.get(normal(path).lower())
        if entry is None:
            return {"exists": False, "directory": False, "Length": None}
        spool = self._spools.of(normal(path).lower())
        length = entry["Length"] if spool is None else spool.stat().st_size
        return {"exists": True, "directory": entry["directory"], "Length": length}

    def item(self, path: str) -> dict[str, Any]:
        r"""Get-Item of Windows PowerShell 5.1: as `look`. Raises WindowsError where it will not read the path at all.

        .NET Framework refuses the characters, and with them the `?` of `\\?\` (Path.CheckInvalidPathChars); a share of
        another computer is denied to a logon over WinRM, which has no credentials to pass on (the "second hop").
        """
        if any(character in path for character in REFUSED) or any(ord(character) < 32 for character in path):
            raise WindowsError("System.ArgumentException", "0x80070057", "Illegal characters in path.")
        found = self.look(path)
        if not found["exists"] and normal(path).startswith("\\\\"):
            raise WindowsError("System.UnauthorizedAccessException", "0x80070005", "Access is denied")
        return found

    def state(self) -> list[dict[str, Any]]:
        """Every entry, sorted by path."""
        return [{**self._entries[key], "Length": self.look(key)["Length"]} for key in sorted(self._entries)]

    def _need_folder_of(self, place: str) -> None:
        if not self.look(ntpath.dirname(place))["directory"]:
            raise WindowsError(
                "System.IO.DirectoryNotFoundException", "0x80070003", f"Could not find a part of the path '{place}'."
            )


def _denied(place: str) -> WindowsError:
    return WindowsError("System.UnauthorizedAccessException", "0x80070005", f"Access to the path '{place}' is denied.")
