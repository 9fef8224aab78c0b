# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What do the codes mean that Windows and the engine give? Codes are the same in every language of Windows.

Codes 0xC03701xx (the engine's older calls) and 0x803701xx (newer calls, event log) mean the same: the low byte tells.
Names: MicrosoftDocs/Virtualization-Documentation, virtualization/api/hcs/Reference/HCSHResult.md.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Explanation:
    """Why it failed, in which step ("pull", "create", "start", "run", "exec", "stop", "remove", "engine", "feature",
    "connect", "archive"), the way out, and where it is known from."""

    cause: str
    step: str
    way_out: str
    source: str


HCS = "https://learn.microsoft.com/en-us/virtualization/api/hcs/Reference/HCSHResult"
_ISSUE = "https://github.com/{}/issues/{}"
_ENGINE_LOG = "look into the Application event log (source docker) and try again"

OS_MISMATCH = Explanation(
    "the image's Windows build does not fit the host's in process isolation",
    "start",
    "Use an image whose tag fits the host's build, or isolation: hyperv if the image is older than the host.",
    "https://learn.microsoft.com/en-us/virtualization/windowscontainers/deploy-containers/version-compatibility",
)
NO_HYPERVISOR = Explanation(
    "no hypervisor is running on this host, and Hyper-V isolation needs one",
    "start",
    "Enable Hyper-V and restart (host_features with hyper_v: true), check that bcdedit shows hypervisorlaunchtype "
    "Auto, and in a virtual machine open nested virtualization; or use isolation: process.",
    _ISSUE.format("moby/moby", 23588),
)
UNEXPECTED_EXIT = Explanation(
    "the container's system ended while it started: in process isolation mostly because the host is patched less far "
    "than the image, in Hyper-V isolation often because of a memory or storage limit",
    "start",
    "Install Windows updates on the host (process), or leave out memory and storage limits for a try (hyperv); the "
    "other isolation mode often works.",
    _ISSUE.format("microsoft/Windows-Containers", 591),
)
CONNECTION_CLOSED = Explanation(
    "the container's system closed its connection, on older builds because a volume is mounted over a folder that "
    "has files",
    "start",
    "Mount to an empty or a new folder of the image, or use a newer base image.",
    _ISSUE.format("moby/moby", 30556),
)
FILE_NOT_FOUND = Explanation(
    "Windows did not find a file: the command of the container, a layer of its image, or its network endpoint",
    "start",
    "Check command and entrypoint; after an upgrade of Windows pull the image again and recreate the container.",
    _ISSUE.format("moby/moby", 40468),
)
FILE_IN_USE = Explanation(
    "a file of the container is in use by another process, often a virus scanner",
    "start",
    "Exclude the engine's data folder (C:\\ProgramData\\docker) from the virus scanner and try again.",
    HCS,
)
ALREADY_STOPPED = Explanation("the container had stopped already", "stop", "Nothing has to be done.", HCS)
PENDING = Explanation("the operation is still going on", "start", "Nothing is wrong: wait, and look again.", HCS)


def _hcs(name: str, step: str, way_out: str) -> Explanation:
    return Explanation(f"Windows' container service (HCS) says: {name}", step, way_out, HCS)


# Low byte of 0xC03701xx and 0x803701xx.
HCS_CODES: dict[int, Explanation] = {
    0x00: _hcs("terminated during its start", "start", f"Read the container's log, {_ENGINE_LOG}."),
    0x01: OS_MISMATCH,
    0x02: NO_HYPERVISOR,
    # In the 0xC family only; the 0x8 family says 17 (hcsshim internal/hcs/errors.go).
    0x03: PENDING,
    0x05: _hcs(
        "the container is in the wrong state for this", "start", "Look at its state (docker inspect) and try again."
    ),
    0x06: UNEXPECTED_EXIT,
    0x07: _hcs("the container was terminated", "start", f"Read the container's log, {_ENGINE_LOG}."),
    0x08: _hcs(
        "the connection to the container's system failed", "start", "Restart the service vmcompute and try again."
    ),
    0x09: _hcs(
        "the connection to the container's system timed out",
        "start",
        "Give the host more time, memory or a faster disk.",
    ),
    0x0A: CONNECTION_CLOSED,
    0x0B: _hcs("unknown message", "start", "Engine and Windows do not fit: update both."),
    0x0C: _hcs(
        "protocol version not supported", "start", "The image and the host do not fit: use an image of another tag."
    ),
    0x0D: _hcs(
        "the container's configuration is not valid for this Windows",
        "start",
        "Engine and Windows do not fit: update both.",
    ),
    0x0E: _hcs("the container's system does not exist (any more)", "exec", "The container is gone: start it again."),
    0x0F: _hcs(
        "a system of this name exists already", "start", "Restart the service vmcompute (it ends all containers)."
    ),
    0x10: ALREADY_STOPPED,
    0x11: _hcs("protocol error", "start", f"Restart the container; {_ENGINE_LOG}."),
    0x12: _hcs(
        "a layer of the image has a format that this Windows does not know: it is damaged, or made for another Windows",
        "start",
        "Use a tag of the host's release (on Windows 11 25H2 ltsc2022 runs where ltsc2025 does not, hcsshim#2566); "
        "else remove the "
        "image, pull it again, and recreate the container.",
    ),
    0x13: _hcs("a Windows Insider build is required", "start", "Use a published image of the host's build."),
    0x14: _hcs(
        "the service is not available", "start", "Start the service vmcompute; check that Containers is enabled."
    ),
    0x15: _hcs("the operation has not begun", "start", f"Try again; {_ENGINE_LOG}."),
    0x16: _hcs("the operation is going on already", "start", "Wait, and run the play again."),
    0x17: PENDING,
    0x18: _hcs(
        "the operation timed out",
        "start",
        "Slow disk or virus scanner: exclude C:\\ProgramData\\docker, and try again.",
    ),
    0x1B: _hcs("access denied", "exec", "Use an account of Administrators or Hyper-V Administrators."),
    0x1C: _hcs("critical error in the container's system", "run", f"Recreate the container; {_ENGINE_LOG}."),
    0x1D: _hcs("nothing is known of the process", "exec", f"Try again; {_ENGINE_LOG}."),
    0x1E: _hcs("the service has disconnected", "run", "Restart the service vmcompute and then the engine."),
    0x1F: Explanation("the process had stopped already", "stop", "Nothing has to be done.", HCS),
}

CODES: dict[int, Explanation] = {
    0xC0351000: NO_HYPERVISOR,
    0x00000002: FILE_NOT_FOUND,
    0x80070002: FILE_NOT_FOUND,
    0x00000020: FILE_IN_USE,
    0x80070020: FILE_IN_USE,
    0x00000431: Explanation(
        "a service of this name exists already",
        "engine",
        "Use the service that is there, or delete it before the engine is registered again.",
        "moby/moby daemon/command/service_windows.go",
    ),
    0x800F081F: Explanation(
        "the feature's installation files were not found",
        "feature",
        "Give host_features an installation source (option source); inside a container features cannot be enabled at "
        "all.",
        _ISSUE.format("OneGet/MicrosoftDockerProvider", 81),
    ),
    0x800F0954: Explanation(
        "a policy (WSUS) keeps Windows from fetching the feature's files",
        "feature",
        "Give host_features an installation source (option source), or let the policy fetch optional features from "
        "Windows Update.",
        "DISM 0x800f0954",
    ),
    0x800F0922: Explanation(
        "the feature could not be installed, often because an earlier change waits for a restart",
        "feature",
        "Restart the host and run again; else look into C:\\Windows\\Logs\\CBS\\CBS.log.",
        "DISM 0x800f0922",
    ),
    0x800F080C: Explanation(
        "this Windows does not know the feature's name",
        "feature",
        "Use a host whose edition has the feature: Home and Essentials lack Containers.",
        "DISM 0x800f080c",
    ),
    0x80073701: Explanation(
        "Windows' component store is damaged (an assembly is missing)",
        "feature",
        "Repair it: DISM /Online /Cleanup-Image /RestoreHealth, restart, and run again.",
        _ISSUE.format("microsoft/Windows-Containers", 495),
    ),
}

# Event ids that the engine appends ("EventID: 12001"), of Microsoft-Windows-Hyper-V-Compute.
EVENTS: dict[int, Explanation] = {12001: NO_HYPERVISOR}
