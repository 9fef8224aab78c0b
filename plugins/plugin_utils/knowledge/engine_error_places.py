# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does a code or a word mean at the place where it was said? The engine names the operation that failed in its
text (`failed to create endpoint web on network nat: ...`), and the caller knows which step it asked for: both decide
before numbers and words do, since the same number means something else elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_codes import Explanation

_ISSUE = "https://github.com/{}/issues/{}"
_HCN = "https://github.com/microsoft/hcsshim/blob/main/hcn/hcnerrors.go"
ERREF = "https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-erref"


@dataclass(frozen=True)
class Place:
    """The row holds where the text names one of the `operations` (any where there is none) and, where the row has
    `steps`, one of these had been asked for; and then by one of the `codes`, or by the `words` (a regular
    expression)."""

    explanation: Explanation
    operations: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    codes: tuple[int, ...] = ()
    words: str = ""


PORT_TAKEN = Explanation(
    "the port of the host that is to be published is taken",
    "start",
    "By which container, `docker ps` says; by which program, `Get-NetTCPConnection -State Listen` does; a range "
    "that Windows keeps "
    "for itself, `netsh int ipv4 show excludedportrange tcp`. Publish another port, or end what has it.",
    _ISSUE.format("moby/moby", 41094),
)
PORT_HELD = Explanation(
    "a program of the host (IIS, SQL Server ...) has the port that is to be published",
    "start",
    "`Get-NetTCPConnection -State Listen` and `Get-NetUDPEndpoint` say which. Publish another port, or end it.",
    _ISSUE.format("docker/for-win", 667),
)
NETWORK_EXISTS = Explanation(
    "Windows' network service (HNS) still has a network of which the engine does not know any more, often after a "
    "restart of "
    "Windows Server 2019",
    "start",
    "Restart the services hns and docker first. Only if that does not help: with the engine stopped, remove that "
    "one network "
    "(Get-HnsNetwork, Remove-HnsNetwork); this cuts the containers that use it off from it until they are created "
    "anew.",
    _ISSUE.format("docker/for-win", 598),
)
_OBJECT_EXISTS = (0x1392, 0x803B0010)


def _hns(cause: str, way_out: str) -> Explanation:
    return Explanation(f"Windows' network service (HNS) says: {cause}", "start", way_out, _HCN)


_RESTART_HNS = "Restart the services hns and docker (all containers are cut off for a moment), and run the play again."
_SEE_NETWORK = "Compare the container's network with `docker network inspect` and `Get-HnsNetwork` on the host."
HNS_CODES: dict[int, Explanation] = {
    0x803B0001: _hns("the network does not exist (any more)", _RESTART_HNS),
    0x803B0002: _hns(
        "the endpoint does not exist (any more)",
        "Recreate the container; " + _RESTART_HNS[0].lower() + _RESTART_HNS[1:],
    ),
    0x803B0004: _hns("the virtual switch does not exist (any more)", _RESTART_HNS),
    0x803B0005: _hns("the subnet does not exist", _SEE_NETWORK),
    0x803B0006: _hns(
        "the network adapter was not found",
        "A transparent or l2bridge network needs its adapter: see that it is there and connected (Get-NetAdapter). "
        + _SEE_NETWORK,
    ),
    0x803B0007: _hns("the port was not found", _RESTART_HNS),
    0x803B0008: _hns("the policy was not found", _RESTART_HNS),
    0x803B000A: _hns("the network is not valid", _SEE_NETWORK),
    0x803B000B: _hns("this Windows has no network of that type", "Use another driver (nat), or another Windows."),
    0x803B000C: _hns("the endpoint is not valid", _SEE_NETWORK),
    0x803B000D: _hns("a policy is not valid", _SEE_NETWORK),
    0x803B000E: _hns("a policy is of a type that does not go here", _SEE_NETWORK),
    0x803B0010: NETWORK_EXISTS,
    0x803B0013: PORT_TAKEN,
    0x803B0014: _hns("the endpoint is attached to another container", _RESTART_HNS),
    0x803B0015: _hns("the request is not supported", "Use another driver, or leave out the option of the network."),
    0x803B001B: _hns("it does not understand the request", "Engine and Windows do not fit: update both."),
    0x803B001E: _hns(
        "the IP address is not valid", "Give an address within the network's subnet, and one that is free."
    ),
    0x803B0020: _hns("its service is stopping", _RESTART_HNS),
    0x57: _hns(
        "a parameter does not fit (an address, a subnet, a MAC address or an option of the network)",
        _SEE_NETWORK + " If nothing was changed there, restart the services hns and docker.",
    ),
}

#: What the engine was doing, and how its texts name it.
OPERATIONS: dict[str, str] = {
    "giving the container its network": r"create endpoint|hnsCall|\bHNS\b|CreateEndpoint",
    "making a network": r"create network|creat\w+ (the )?(default )?(\S+ )?network|initializ\w+ network controller"
    r"|HNSNetwork",
    "starting the container's program": r"CreateProcess",
    "starting the container's system": r"CreateContainer|CreateComputeSystem|System::Start|during Start\b",
    "removing the container's files": r"remove root filesystem|DestroyLayer|detach VHD",
    "mounting a layer": r"ActivateLayer|PrepareLayer|mount(ing)? (the )?layer|failed to mount",
    "unpacking a layer": r"register layer|ImportLayer|ExportLayer|re-exec error",
    "running its own helper": r"re-exec error",
}
_ENDPOINT, _NETWORK, _PROCESS, _COMPUTE, _ROOT, _LAYER_UP, _LAYER_IN, _HELPER = ((name,) for name in OPERATIONS)

_HELD = Explanation(
    "a file or disk of that container is held by another process, often a virus scanner or a backup",
    "remove",
    "Exclude the engine's data folder from scanners and backups and run the play again; a restart of the host lets "
    "go of it.",
    _ISSUE.format("moby/moby", 40162),
)
_LAYER_HELD = Explanation(
    "Windows may not open a layer of the image or of the container: it is held by another process or its rights "
    "were changed",
    "start",
    "Exclude the engine's data folder from virus scanners and backups, and see that SYSTEM has full control of it.",
    _ISSUE.format("moby/moby", 40162),
)
_FILTER = Explanation(
    "a file system driver of the host (cloud storage, encryption, a scanner) does not let layers be mounted",
    "start",
    "`fltmc` lists the drivers: remove or update the one that does not belong to Windows, or keep it off the "
    "engine's data folder.",
    _ISSUE.format("moby/moby", 42807),
)
_REEXEC = Explanation(
    "the engine's own helper process, which unpacks a layer, could not start or ended",
    "pull",
    "No container is concerned. Restart the engine, and the host if it happens again: its desktop heap or memory "
    "may be used up.",
    _ISSUE.format("moby/moby", 43685),
)
DISK_FULL = Explanation(
    "the disk is full on which the engine keeps its data",
    "pull",
    "Free space on it (`docker system df` says what the engine uses, `docker image prune` removes images that "
    "nothing uses), or "
    "move the engine's data to another disk (data-root).",
    ERREF,
)
HOST_SHORT = Explanation(
    "the host is short of resources (memory, handles, desktop heap)",
    "start",
    "Free memory on the host or give it more; fewer containers, or a restart of the host.",
    _ISSUE.format("microsoft/hcsshim", 437),
)
PAGING_FILE = Explanation(
    "the host's memory and paging file together are used up",
    "start",
    "Enlarge the host's paging file or its memory, or lower the containers' memory.",
    ERREF,
)
_USER = Explanation(
    "the container's user cannot log on: it is not in the image, or it has a password",
    "start",
    "Set the option user to one that the image has (ContainerUser, ContainerAdministrator), or make it in the image.",
    ERREF,
)
_FOLDER = Explanation(
    "the working directory is not in the container",
    "start",
    "Set working_dir (or the image's WORKDIR) to a folder that is there, or mount one to that place.",
    ERREF,
)
_NO_RIGHT = Explanation(
    "Windows may not run the command in the container: it is a folder, or the container's user has no right to it",
    "start",
    "Check command and entrypoint, and the rights of the file in the image; ContainerAdministrator (option user) "
    "has more of them.",
    ERREF,
)
_NO_PROGRAM = Explanation(
    "the command of the container is not in the image",
    "start",
    "Check command and entrypoint against the image: name, folder and extension of the program, and PATH.",
    ERREF,
)
_NOT_A_PROGRAM = Explanation(
    "the command is no program that this image can run",
    "start",
    "A script needs its shell (cmd /c, powershell -File); nanoserver runs 64-bit programs only.",
    ERREF,
)
_TOO_LONG = Explanation(
    "the command line or the environment is longer than Windows allows (32,767 characters)",
    "start",
    "Shorten command, entrypoint or env, or read them from a file in the container.",
    ERREF,
)
_LAYER_GONE = Explanation(
    "a layer of the image or the container's own disk is missing",
    "start",
    "Pull the image again and recreate the container; after an upgrade of Windows all images have to be pulled again.",
    _ISSUE.format("moby/moby", 40468),
)
ACCESS_DENIED = Explanation(
    "Windows denied access",
    "start",
    "See which file, folder or service the text names, and who may open it; scanners and backups hold files as well.",
    ERREF,
)

PLACES: tuple[Place, ...] = (
    # networks
    Place(PORT_TAKEN, _ENDPOINT, codes=(0x803B0013,), words=r"port already exists"),
    Place(
        PORT_HELD, _ENDPOINT, codes=(0x20, 0x2740), words=r"being used by another process|only one usage of each socket"
    ),
    Place(
        Explanation(
            "the network's address is taken, or none is free",
            "start",
            "Leave the address out, or give a free one of the network's subnet.",
            _HCN,
        ),
        _ENDPOINT,
        words=r"address already in use|no available (IPv4 )?address|pool overlaps",
    ),
    Place(NETWORK_EXISTS, (*_NETWORK, *_ENDPOINT), codes=_OBJECT_EXISTS, words=r"(network|object) already exists"),
    *(Place(row, (*_ENDPOINT, *_NETWORK), codes=(code,)) for code, row in HNS_CODES.items()),
    Place(HNS_CODES[0x57], _ENDPOINT, words=r"parameter is incorrect"),
    # the disks of containers and images
    Place(_REEXEC, _HELPER, words=r"exit status (\d|-)"),
    Place(DISK_FULL, codes=(0x70, 0x27), words=r"not enough space on the disk|no space left on device|disk is full"),
    Place(_HELD, _ROOT, codes=(0x5, 0x20, 0x21, 0x91), words=r"denied|being used by another process|not empty"),
    Place(_HELD, steps=("remove",), codes=(0x5, 0x20, 0x21, 0x91), words=r"denied|being used by another process"),
    Place(_FILTER, _LAYER_UP, codes=(0x1,), words=r"incorrect function"),
    Place(_LAYER_HELD, (*_LAYER_UP, *_LAYER_IN), codes=(0x5, 0x20), words=r"denied|being used by another process"),
    Place(_LAYER_GONE, (*_LAYER_UP, *_LAYER_IN), codes=(0x2, 0x3), words=r"cannot find the (file|path)"),
    # the command of a container
    Place(
        _USER,
        _PROCESS,
        codes=(0x52E, 0x525, 0x52F, 0x569),
        words=r"user name or password is incorrect|account name.*(mapping|exist)",
    ),
    Place(_FOLDER, _PROCESS, codes=(0x10B,), words=r"directory name is invalid"),
    Place(_NO_RIGHT, _PROCESS, codes=(0x5,), words=r"access is denied"),
    Place(_NO_PROGRAM, _PROCESS, codes=(0x2, 0x3), words=r"cannot find the (file|path)"),
    Place(
        _NOT_A_PROGRAM,
        _PROCESS,
        codes=(0xC1, 0xD8, 0x4E3),
        words=r"not a valid Win32 application|not compatible with the version",
    ),
    Place(_TOO_LONG, _PROCESS, codes=(0xCE, 0x57), words=r"filename or extension is too long|parameter is incorrect"),
    # the system of a container
    Place(
        HOST_SHORT,
        (*_COMPUTE, *_PROCESS),
        codes=(0x5AA, 0x8, 0xE),
        words=r"insufficient system resources|not enough memory resources",
    ),
    Place(PAGING_FILE, codes=(0x5AF,), words=r"paging file is too small"),
    Place(_LAYER_GONE, _COMPUTE, codes=(0x3,), words=r"cannot find the path"),
    Place(_LAYER_HELD, _COMPUTE, codes=(0x20,), words=r"being used by another process"),
)
