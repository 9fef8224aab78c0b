"""The calls about files that are moved and copied, and files that are programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .container_host import ContainerHost
from .core import Command
from .errors import WindowsError

# Process.Start: the HResult is E_FAIL for each of them, the code of Windows is NativeErrorCode
WIN32_EXCEPTION = "System.ComponentModel.Win32Exception"


class FileCalls(ContainerHost):
    """A machine as far as its files are programs or move."""

    def move_path(self, path: str, to: str) -> None:
        """Move a file or a folder to where nothing is. Raises WindowsError."""
        with self.lock:
            self.parts.files.move(path, to)

    def replace_file(self, path: str, to: str, backup: str | None = None) -> None:
        """Put a file in another's place, which may stay as `backup`. Raises WindowsError."""
        with self.lock:
            self.parts.files.replace(path, to, backup)

    def copy_file(self, path: str, to: str) -> None:
        """Copy a file over what is there. Raises WindowsError."""
        with self.lock:
            self.parts.files.copy(path, to)

    def need_space(self) -> None:
        """Raises WindowsError 0x80070070 where nothing can be written."""
        with self.lock:
            self.parts.files.need_space()

    def spool(self, path: str, folder: Path) -> Path:
        """A file of this computer, in `folder`, that is the content of a file from now on."""
        with self.lock:
            return self.parts.files.spool(path, folder)

    def file_versions(self, path: str) -> dict[str, str | None]:
        """`{FileVersion, ProductVersion}` as VersionInfo tells them; a program's are its version (moby
        hack/make/.mkwinres)."""
        version = self.versions.get(path.rpartition("\\")[2].lower())
        return {"FileVersion": version, "ProductVersion": version}

    def files_ending(self, end: str) -> list[str]:
        """The paths of all files that end so."""
        with self.lock:
            return self.parts.files.ending(end)

    def find_program(self, path: str) -> Command:
        """What the file at a path does when it is run. Raises WindowsError where it is not there or is no program."""
        with self.lock:
            there = self.parts.files.look(path)
            command = self.commands.get(path.rpartition("\\")[2].lower())
        if not there["exists"]:
            raise WindowsError(WIN32_EXCEPTION, "0x80004005", "The system cannot find the file specified")
        if there["directory"]:
            raise WindowsError(WIN32_EXCEPTION, "0x80004005", "Access is denied")
        if command is None:
            raise WindowsError(
                WIN32_EXCEPTION,
                "0x80004005",
                "The specified executable is not a valid application for this OS platform.",
            )
        return command

    def run_program(self, path: str, arguments: Sequence[str]) -> tuple[str, str, int]:
        """What a program prints to its two outputs, and its exit code. Raises WindowsError as `find_program`."""
        return self.find_program(path)(arguments)
