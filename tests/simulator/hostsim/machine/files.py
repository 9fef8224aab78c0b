"""The file system: names, compared as Windows compares them, and what was written."""

from __future__ import annotations

import ntpath
from collections.abc import Callable, Collection
from typing import Any

from .errors import WindowsError

SYSTEM_FOLDERS = (
    "C:\\", "C:\\Windows", "C:\\Windows\\System32", "C:\\Program Files", "C:\\Program Files (x86)", "C:\\ProgramData",
    "C:\\Users", "C:\\Users\\Administrator", "C:\\Windows\\Temp",
)  # fmt: skip
REFUSED = '|<>"?'
DISK_FULL = "There is not enough space on the disk."


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
        self.full = False
        self.held: Callable[[], Collection[str]] = tuple  # files that run, in lower case
        for folder in SYSTEM_FOLDERS:
            self.add(folder)

    def add(self, path: str, directory: bool = True, length: int | None = None, content: bytes | None = None) -> None:
        """Make a folder or a file of `length` bytes. Raises WindowsError 0x80070070 on a full disk."""
        place = normal(path)
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

    def write(self, path: str, content: bytes) -> None:
        """Make a file of this content, or replace it. Raises WindowsError."""
        place = normal(path)
        if self.full:
            raise WindowsError("System.IO.IOException", "0x80070070", DISK_FULL)
        if self.look(path)["directory"]:
            raise WindowsError(
                "System.UnauthorizedAccessException", "0x80070005", f"Access to the path '{place}' is denied."
            )
        if not self.look(ntpath.dirname(place))["directory"]:
            raise WindowsError(
                "System.IO.DirectoryNotFoundException", "0x80070003", f"Could not find a part of the path '{place}'."
            )
        self._need_loose(place)
        self.add(place, directory=False, length=len(content))
        self._contents[place.lower()] = content

    def read(self, path: str) -> bytes:
        """A file's content; of one of which only the length is known, so many zeros. Raises WindowsError."""
        place = normal(path)
        entry = self.look(path)
        if entry["directory"]:
            raise WindowsError(
                "System.UnauthorizedAccessException", "0x80070005", f"Access to the path '{place}' is denied."
            )
        if not entry["exists"]:
            if not self.look(ntpath.dirname(place))["directory"]:
                raise WindowsError(
                    "System.IO.DirectoryNotFoundException", "0x80070003",
                    f"Could not find a part of the path '{place}'.",
                )  # fmt: skip
            raise WindowsError("System.IO.FileNotFoundException", "0x80070002", f"Could not find file '{place}'.")
        return self._contents.get(place.lower(), bytes(int(entry["Length"])))

    def named(self, name: str) -> list[str]:
        """The paths of all files of that name."""
        end = "\\" + name.lower()
        return [entry["path"] for key, entry in sorted(self._entries.items()) if key.endswith(end)]

    def remove(self, path: str) -> None:
        """Remove a path and all below it; what is not there is no error."""
        gone = normal(path).lower()
        below = gone if gone.endswith("\\") else gone + "\\"
        self._need_loose(gone)
        for key in [key for key in self._entries if key == gone or key.startswith(below)]:
            del self._entries[key]
            self._contents.pop(key, None)

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
        return {"exists": True, "directory": entry["directory"], "Length": entry["Length"]}

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
        return [dict(self._entries[key]) for key in sorted(self._entries)]
