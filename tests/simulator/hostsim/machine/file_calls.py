"""The calls about files that are moved and copied, and files that are programs."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from . import program_files, programs
from .container_host import ContainerHost
from .core import Command
from .files import normal
from .programs import ProgramError
from .registry import ENVIRONMENT, expanded

SYSTEM_FOLDER = "C:\\Windows\\System32"


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
        """`{FileVersion, ProductVersion}` as VersionInfo tells them, null for a file that tells none."""
        with self.lock:
            found = self.parts.files.look(path)
            program = program_files.read(self.parts.files.read(path)) if found["Length"] else None
        return (program or program_files.Program("", "", "")).versions

    def files_ending(self, end: str) -> list[str]:
        """The paths of all files that end so."""
        with self.lock:
            return self.parts.files.ending(end)

    def find_program(self, path: str) -> Command:
        """What the file at a path does when it is run. Raises WindowsError (ProgramError) where Windows does not run
        it."""
        with self.lock:
            program = programs.load(self.parts.files, path)
            call = self.calls.get(program.kind)
        if call is None:
            raise ProgramError(programs.BAD_FORMAT)
        return functools.partial(call, normal(path), program)

    def run_program(self, path: str, arguments: Sequence[str]) -> tuple[str, str, int]:
        """What the program in a file prints to its two outputs, and its exit code. Raises as `find_program`."""
        return self.find_program(path)(arguments)

    def which(self, name: str) -> str:
        """The file of a program that is called by its name: in System32 and the folders of Path, else anywhere."""
        with self.lock:
            files, key = self.parts.files, self.parts.registry.get(ENVIRONMENT) or {}
            folders = [str(expanded(folder)).rstrip("\\") for folder in str(key.get("Path") or "").split(";") if folder]
            paths = [f"{folder}\\{name}" for folder in (SYSTEM_FOLDER, *folders)]
            found = next((path for path in paths if files.look(path)["exists"]), None)
            return found or next(iter(files.ending("\\" + name)), paths[0])
