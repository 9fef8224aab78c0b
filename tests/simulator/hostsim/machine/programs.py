"""What does Windows say of a file that is to be run? And which file does a line of a service or a shell mean?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import program_files
from .errors import WindowsError
from .program_files import Program

if TYPE_CHECKING:
    from .files import Files

NO_FILE, NO_FOLDER, DENIED, BAD_FORMAT, OTHER_MACHINE = 2, 3, 5, 193, 216  # winerror.h
WIN32_EXCEPTION = "System.ComponentModel.Win32Exception"
INVALID = "The specified executable is not a valid application for this OS platform."
#: The words of .NET's Process.Start; its HResult is E_FAIL for each of them, the code of Windows is NativeErrorCode
STARTING = {
    NO_FILE: "The system cannot find the file specified",
    NO_FOLDER: "The system cannot find the path specified",
    DENIED: "Access is denied",
    BAD_FORMAT: INVALID,
    OTHER_MACHINE: INVALID,
}


class ProgramError(WindowsError):
    """A file that Windows does not run; `native` is the code of CreateProcess."""

    def __init__(self, native: int) -> None:
        super().__init__(WIN32_EXCEPTION, "0x80004005", STARTING[native])
        self.native = native


def load(files: Files, path: str) -> Program:
    """The program in a file. Raises ProgramError as CreateProcess refuses it."""
    found = files.look(path)
    if found["directory"]:
        raise ProgramError(DENIED)
    if not found["exists"]:
        raise ProgramError(
            NO_FILE if files.look(path.replace("/", "\\").rpartition("\\")[0])["directory"] else NO_FOLDER
        )
    program = program_files.read(files.read(path))
    if program is None:
        raise ProgramError(BAD_FORMAT)
    if program.arch not in program_files.RUNS_HERE:
        raise ProgramError(OTHER_MACHINE)
    return program


def named_by(line: str, files: Files) -> str:
    """The file that a command line starts: what stands in quotes; without them the shortest beginning that ends at a
    blank and is a file, with .exe where it has no ending (CreateProcess)."""
    quoted = re.match(r'\s*"([^"]*)"', line)
    if quoted:
        return quoted[1]
    words = line.strip().split(" ")
    for count in range(1, len(words) + 1):
        path = " ".join(words[:count])
        for tried in (path, path + ".exe"):
            found = files.look(tried)
            if found["exists"] and not found["directory"]:
                return tried
    exe = re.match(r"(.*?\.exe)(?=\s|$)", line.strip(), re.IGNORECASE)
    return exe[1] if exe else words[0]
