# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways through a container's isolation: kinds, classes within them, and what permits each.

The list is Microsoft's (windowscontainers/manage-containers/hyperv-container); the classes say how much each gives
away."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Class:
    """`permission`: "kind" (the kind's name in allow_piercing permits it), "by_name" (only KIND.CLASS does), "never"
    (nothing does) or "none" (nothing is needed: it is reported only)."""

    permission: str
    reason: str


CLASSES: dict[tuple[str, str], Class] = {
    ("volume", "bind"): Class("kind", "the container reads and may write this folder of the host"),
    ("volume", "named_volume"): Class("kind", "the volume outlives the container and may be shared with others"),
    ("volume", "network_share"): Class("kind", "the container reads and may write this network share"),
    ("volume", "users"): Class("by_name", "the users' folders hold their keys and credentials"),
    ("volume", "drive_root"): Class("by_name", "a whole drive of the host is inside the container"),
    ("volume", "system_folder"): Class("by_name", "who writes to Windows' own folders controls the host"),
    ("volume", "engine_data"): Class(
        "by_name", "the engine's own data: other containers' files and secrets, and daemon.json"
    ),
    ("volume", "short_name"): Class("by_name", "a short (8.3) name hides which folder of the host it is"),
    ("named_pipe", "pipe"): Class("kind", "the program behind this pipe of the host answers the container"),
    ("named_pipe", "windows"): Class("by_name", "a pipe of Windows itself: its services take orders through it"),
    ("named_pipe", "engine"): Class("by_name", "the engine's own pipe is full control of the host"),
    ("named_pipe", "other_engine"): Class("by_name", "the pipe of a container engine is full control of the host"),
    ("port", "published"): Class("kind", "the port of the host leads into the container"),
    ("network", "container"): Class("kind", "both containers share one network namespace"),
    ("network", "host_lan"): Class("kind", "the container stands in the host's network with an address of its own"),
    ("device", "device"): Class("kind", "all devices of this class of the host are inside the container"),
    ("credential_spec", "credential_spec"): Class(
        "kind", "the container acts in the domain as this managed service account"
    ),
    ("host_process", "annotation"): Class("never", "a host process container has no isolation at all"),
    ("user", "administrator"): Class(
        "none", "under process isolation an administrator in the container is no boundary for the host"
    ),
}

KINDS = tuple(dict.fromkeys(kind for (kind, _name), row in CLASSES.items() if row.permission in ("kind", "by_name")))
# What allow_piercing may hold.
PERMISSIONS = (*KINDS, *(f"{kind}.{name}" for (kind, name), row in CLASSES.items() if row.permission == "by_name"))

# (pipe name, class); the first row that fits decides, in any case.
PIPES: tuple[tuple[str, str], ...] = (
    (r"docker_engine(_windows|_linux)?", "engine"),
    (r"docker-containerd.*", "other_engine"),
    (r"(com\.)?docker.*", "engine"),  # Desktop's: dockerDesktopEngine, dockerBackendApiServer, docker_cli ...
    (r"(containerd|crio|buildkit|podman|rancher|nerdctl|moby|lima|wsl|hcsshim|vmcompute|hns).*", "other_engine"),
    # [MS-RPCE] and the services of Windows that listen on a pipe of their own
    (
        r"lsass|lsarpc|samr|netlogon|protected_storage|svcctl|ntsvcs|scerpc|winreg|eventlog|epmapper|spoolss|srvsvc|"
        r"wkssvc|browser|atsvc|trkwks|efsrpc|initshutdown|lsm_api_service|termsrv.*|sessenv.*|winlogonrpc|router|"
        r"w32time.*|tapsrv|dnsserver|dhcpserver|ipsec.*|keysvc|msftewds|pipe_eventroot|plugplay|wbem.*|winrm.*|"
        r"psexesvc.*|pshost\..*|openssh-ssh-agent|ctx_winstation_api_service",
        "windows",
    ),
)

# Junctions that Windows itself makes, and where they lead; without the drive, in lower case.
JUNCTIONS: tuple[tuple[str, str], ...] = (
    (r"documents and settings\all users", "programdata"),
    ("documents and settings", "users"),
    (r"users\all users", "programdata"),
    (r"users\default user", r"users\default"),
    (r"programdata\application data", "programdata"),
)

# (folder without drive, class), lower case: the folder and what is below it.
RISKY_FOLDERS: tuple[tuple[str, str], ...] = (
    (r"programdata\docker", "engine_data"),
    (r"programdata\containerd", "engine_data"),
    (r"program files\docker", "engine_data"),
    (r"program files\containerd", "engine_data"),
    (r"windows", "system_folder"),
    (r"windows.old", "system_folder"),
    (r"$windows.~bt", "system_folder"),
    (r"$windows.~ws", "system_folder"),
    (r"system volume information", "system_folder"),
    (r"$recycle.bin", "system_folder"),
    (r"recovery", "system_folder"),
    (r"boot", "system_folder"),
    (r"efi", "system_folder"),
    (r"program files", "system_folder"),
    (r"program files (x86)", "system_folder"),
    (r"programdata", "system_folder"),
    (r"users", "users"),
)

# Drivers of networks in which a container stands in the host's own network.
HOST_DRIVERS = ("transparent", "l2bridge", "l2tunnel", "overlay")
# Names of networks that mean one of these where the driver could not be asked.
HOST_NETWORKS = (*HOST_DRIVERS, "host")
