# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where does an engine have what is its own? Windows' own places, and those of an act that is under way."""

from __future__ import annotations

import ntpath
from typing import Any

FOLDER = r"C:\Program Files\docker"  # docs.docker.com/engine/install/binaries
DAEMON, CLIENT = "dockerd.exe", "docker.exe"
# What an archive may bring beside the engine itself (download.docker.com/win/static; -proxy until 20.10).
PROGRAMS = (DAEMON, CLIENT, "docker-proxy.exe")
# What Mirantis' archives (and Docker EE's before them) hold beside: general knowledge, not confirmed on a host.
COMPANIONS = ("libwinpthread-1.dll", "vcruntime140.dll", "licenses.txt", "metadata.json")
WINDOWS = r"C:\Windows"
DATA_ROOT = r"C:\ProgramData\docker"  # moby daemon/config/config_windows.go
CONFIG = r"config\daemon.json"
STRAY = r"C:\ProgramData\docker\daemon.json"  # where many look for it and no engine does
SERVICE, DISPLAY = "docker", "Docker Engine"
NOTE = "dockerd.winfleet.json"
TEMPORARY = r"C:\Windows\Temp"  # is on every Windows
ENVIRONMENT = r"HKLM:\SYSTEM\CurrentControlSet\Control\Session Manager\Environment"


def joined(folder: str, *names: str) -> str:
    return ntpath.join(folder, *names)


def folder_of(path: str) -> str:
    return ntpath.dirname(path)


def same(one: str, other: str) -> bool:
    """Whether two spellings are one place; short names are not known."""
    return plain(one) == plain(other)


def plain(path: str) -> str:
    return ntpath.normpath(path.strip().strip('"')).rstrip("\\").lower()


def under(folder: str, path: str) -> bool:
    return (plain(path) + "\\").startswith(plain(folder) + "\\")


def files_of(folder: str) -> tuple[str, ...]:
    """The names of the files that are an engine's in its folder. In Windows' own folders (Microsoft's script used
    System32) a library of that name is Windows'."""
    return PROGRAMS if under(WINDOWS, folder) else (*PROGRAMS, *COMPANIONS)


def work_folder(folder: str) -> str:
    """Of an act that is under way, beside the engine's folder so that a move is a rename: what is new, what was old."""
    return folder.rstrip("\\") + ".winfleet"


def new_folder(folder: str) -> str:
    return joined(work_folder(folder), "new")


def old_folder(folder: str) -> str:
    return joined(work_folder(folder), "old")


def sent_archive(sha256: str) -> str:
    """The digest in its name: it is found again by a later run, and another archive has another place."""
    return joined(TEMPORARY, f"winfleet-engine-{sha256[:16]}.zip")


def in_path(folder: str, value: Any) -> bool:
    return any(piece.strip() and same(piece, folder) for piece in str(value or "").split(";"))
