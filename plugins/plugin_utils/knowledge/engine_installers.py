# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What installed the engine that is on a host: told by its service's name, the program that the service runs, and
files that lie beside it."""

from __future__ import annotations

import ntpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

AS_OF = date(2026, 11, 27)

ENGINE = "dockerd.exe"
NOTE_FILE = "dockerd.winfleet.json"
MODULES = r"C:\Program Files\WindowsPowerShell\Modules"

# Programs that run another one as a service; which one stands in their own configuration, not in the ImagePath.
WRAPPERS = ("nssm.exe", "winsw.exe", "winsw-x64.exe", "winsw.net4.exe", "srvany.exe", "srvany-ng.exe", "shawl.exe")

MICROSOFT = (
    "https://github.com/microsoft/Windows-Containers/blob/Main/helpful_tools/Install-DockerCE/install-docker-ce.ps1"
)


@dataclass(frozen=True)
class Installer:
    """What installed an engine. `may_change` says whether `adopt` may take it over, `why_not` why it may not (a
    sentence with the way out), and `note` what is to be known where it may."""

    name: str
    title: str
    may_change: bool
    why_not: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class Row:
    """How one installer is recognised. All that is given must fit: `services` (names, lower case), `program` (a
    pattern for the program's whole path), `beside` (names of which one lies in the program's folder), `there` (paths
    of which one is there), `wrapper` (the service runs a wrapper)."""

    installer: Installer
    services: tuple[str, ...] = ()
    program: str = ""
    beside: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    wrapper: bool | None = None


UNKNOWN = Installer(
    "unknown",
    "an installer that is not known",
    False,
    "The service runs a program that is no Docker engine of a known kind. Remove that service, or give the engine "
    "another service's name.",
)

STEVEDORE = Installer(
    "stevedore",
    "Stevedore",
    True,
    note="Stevedore's package (MSI) puts its own programs, service and flags back when it is updated or "
    "repaired: uninstall Stevedore in its place where the engine is to stay with this collection.",
    source="https://github.com/slonopotamus/stevedore/blob/master/wix/main.wxs",
)

# The first row that fits decides.
ROWS: tuple[Row, ...] = (
    Row(
        Installer(
            "docker-desktop",
            "Docker Desktop",
            False,
            "Docker Desktop manages its engine itself, in Windows and in Linux mode, and is never changed. Configure "
            "it in Docker Desktop, or uninstall Docker Desktop and let this collection install the engine.",
            source="https://docs.docker.com/desktop/setup/install/windows-install/",
        ),
        services=("com.docker.service",),
    ),
    # In Windows mode Desktop's own service starts resources\dockerd.exe; people register that program by hand too.
    Row(
        Installer(
            "docker-desktop",
            "Docker Desktop",
            False,
            "The service runs a program of Docker Desktop, which replaces it at its next update; it is never changed. "
            "Uninstall Docker Desktop and let this collection install the engine.",
            source="https://github.com/docker/for-win/issues/13600",
        ),
        program=r".*\\docker\\docker\\.*",
    ),
    Row(
        Installer(
            "containerd",
            "containerd without a Docker engine",
            False,
            "containerd is no Docker engine and is left as it is. A Docker engine can be installed beside it.",
            source="https://github.com/microsoft/Windows-Containers/blob/Main/helpful_tools/"
            "Install-ContainerdRuntime/install-containerd-runtime.ps1",
        ),
        program=r"(?:.*\\)?(?:containerd|containerd-shim-runhcs-v1|buildkitd)\.exe",
    ),
    Row(
        Installer(
            "wrapper",
            "a service wrapper",
            True,
            note="The service runs the engine through a wrapper: taking it over replaces the wrapper's service by the "
            "engine's own, of the same name; the wrapper's program and configuration stay on the host.",
            source="https://nssm.cc/usage",
        ),
        wrapper=True,
    ),
    Row(
        Installer("winfleet", "this collection", True, source="plugins/plugin_utils/knowledge/engine_installers.py"),
        program=rf".*\\{ENGINE}",
        beside=(NOTE_FILE,),
    ),
    Row(
        STEVEDORE,
        services=("stevedore",),
    ),
    Row(
        STEVEDORE,
        program=rf".*\\stevedore\\(?:.*\\)?{ENGINE}",
    ),
    Row(
        Installer(
            "mirantis",
            "Mirantis Container Runtime (or Docker EE of Microsoft's package provider)",
            True,
            note="Mirantis' own installer (install.ps1) knows nothing of what this collection changes: update the "
            "engine here alone from then on.",
            source="https://docs.mirantis.com/mcr/20.10/install/mcr-windows.html",
        ),
        program=rf".*\\docker\\{ENGINE}",
        # General knowledge, not confirmed on a host: what the archives of Docker EE and Mirantis hold besides.
        beside=("licenses.txt", "metadata.json"),
    ),
    Row(
        Installer(
            "mirantis",
            "Mirantis Container Runtime (or Docker EE of Microsoft's package provider)",
            True,
            note=r"The PowerShell module DockerMsftProvider is on the host: what it installed is no longer updated "
            "since September 2022.",
            source="https://github.com/actions/runner-images/pull/6220",
        ),
        program=rf".*\\docker\\{ENGINE}",
        there=(rf"{MODULES}\DockerMsftProvider", rf"{MODULES}\DockerProvider"),
    ),
    Row(
        Installer(
            "microsoft-script",
            "Microsoft's script install-docker-ce.ps1",
            True,
            note=r"Microsoft's script put the programs into C:\Windows\System32 until August 2026; they stay found "
            "there through the service alone.",
            source=MICROSOFT,
        ),
        program=rf".*\\windows\\(?:system32|sysnative)\\{ENGINE}",
    ),
    # Since August 2026 Microsoft's script makes the same place, service and name (actions/runner-images#14573).
    Row(
        Installer(
            "zip",
            "Docker's archive, registered by hand (or Microsoft's script since August 2026)",
            True,
            source="https://docs.docker.com/engine/install/binaries/#install-server-and-client-binaries-on-windows",
        ),
        program=rf"(?:.*\\)?{ENGINE}",
    ),
)

# Services that are, start or stand for an engine, whatever they run; `docker` is the engine's own name for its service.
SERVICE_NAMES: tuple[str, ...] = ("docker", "dockerd", "com.docker.service", "stevedore", "containerd", "docker-engine")


def is_wrapper(program: str) -> bool:
    """Whether a service's program is one of the known wrappers."""
    return ntpath.basename(program.replace("/", "\\")).lower() in WRAPPERS


def looked_at(program: str) -> tuple[str, ...]:
    """The paths that `installer_of` wants to know of for a service's program."""
    folder = ntpath.dirname(program.replace("/", "\\"))
    beside = [ntpath.join(folder, name) for row in ROWS for name in row.beside] if folder else []
    return tuple(dict.fromkeys((*beside, *(path for row in ROWS for path in row.there))))


def _fits(row: Row, service: str, program: str, wrapper: bool, there: frozenset[str]) -> bool:
    folder = ntpath.dirname(program)
    return (
        (not row.services or service in row.services)
        and (not row.program or re.fullmatch(row.program, program, re.IGNORECASE) is not None)
        and (not row.beside or any(ntpath.join(folder, name).lower() in there for name in row.beside))
        and (not row.there or any(path.lower() in there for path in row.there))
        and (row.wrapper is None or row.wrapper == wrapper)
    )


def installer_of(service: str, program: str, wrapper: bool, files: Mapping[str, bool]) -> Installer:
    """What installed the engine of a service: `program` is the program that the service's ImagePath names (of a wrapper
    the wrapper itself, or what it runs), `files` says which of `looked_at`'s paths are there. Case and direction of
    slashes do not matter."""
    there = frozenset(path.replace("/", "\\").lower() for path, exists in files.items() if exists)
    path = program.replace("/", "\\").strip()
    path, wrapped = path.removeprefix("\\\\?\\").removeprefix("\\??\\"), wrapper or is_wrapper(path)
    name = service.strip().lower()
    return next((row.installer for row in ROWS if _fits(row, name, path, wrapped, there)), UNKNOWN)
