# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What do the engine's and Windows' sentences mean, where they carry no code? Regular expressions, the most special
first."""

from __future__ import annotations

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_codes import (
    CONNECTION_CLOSED,
    FILE_IN_USE,
    FILE_NOT_FOUND,
    NO_HYPERVISOR,
    OS_MISMATCH,
    UNEXPECTED_EXIT,
    Explanation,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_option_texts import OPTION_TEXTS

_MOBY = "moby/moby "
_ISSUE = "https://github.com/{}/issues/{}"
_NEWER_IMAGE = Explanation(
    "the image is newer than the host: it is refused at the pull, whatever the isolation",
    "pull",
    "Use a tag of the host's release or an older one (older ones with isolation: hyperv), or a newer host.",
    _ISSUE.format("moby/moby", 39328),
)
_CLIENT_PROCESS = Explanation(
    "this engine or this build of Windows 10 runs Hyper-V isolation only",
    "create",
    "Use isolation: hyperv, or Windows 10 1809 or newer with engine 18.09 or newer.",
    _MOBY + "daemon/daemon_windows.go",
)
_BAD_ISOLATION = Explanation(
    "the engine does not know this isolation mode",
    "create",
    "Use isolation: process, hyperv or default.",
    _MOBY + "daemon/internal/runconfig/hostconfig_windows.go",
)
_LINUX_ENGINE = Explanation(
    "the engine runs Linux containers, so it knows no isolation",
    "create",
    "Switch Docker Desktop to Windows containers (DockerCli.exe -SwitchDaemon), or use another host.",
    _MOBY + "daemon/internal/runconfig",
)
_NO_CONTAINERS = Explanation(
    "the Containers feature is missing or waits for a restart, so its services vmcompute and hns are not there",
    "engine",
    "Enable Containers and restart (host_features with containers: true); Essentials and Home do not have it.",
    _ISSUE.format("moby/moby", 28327),
)
_NAT = Explanation(
    "Windows' network service (HNS) holds a network that is in the way, often after a restart of Windows Server 2019",
    "start",
    "Stop the engine, remove stray networks (Get-HnsNetwork | Remove-HnsNetwork, Get-NetNat | Remove-NetNat), start "
    "it again.",
    _ISSUE.format("docker/for-win", 598),
)
_PREREQUISITE = Explanation(
    "Hyper-V cannot be installed: the processor's virtualization is not available to this Windows",
    "feature",
    "Switch it on in the firmware, or open nested virtualization for this virtual machine on its platform.",
    "https://learn.microsoft.com/en-us/windows-server/virtualization/hyper-v/enable-nested-virtualization",
)

TEXTS: tuple[tuple[str, Explanation], ...] = (
    (r"a Windows version [\d.]+-based image is incompatible with a [\d.]+ host", _NEWER_IMAGE),
    (r"no matching manifest for windows", _NEWER_IMAGE),
    (
        r"operating system is not supported|image operating system \"?linux|no matching manifest for linux",
        Explanation(
            "the image is not a Windows image",
            "pull",
            "Use a Windows image, or its Windows tag.",
            _MOBY + "daemon/internal/image",
        ),
    ),
    (
        r"client operating systems (earlier than version 1809 can )?only (run|support) Hyper-V containers",
        _CLIENT_PROCESS,
    ),
    (r"linux only supports 'default'", _LINUX_ENGINE),
    (r"invalid isolation|invalid exec-opt value for 'isolation'", _BAD_ISOLATION),
    (
        r"Windows build 17763 or higher is required",
        Explanation(
            "this engine needs Windows Server 2019 (build 17763) or newer",
            "engine",
            "Install engine 20.10.24, the last one for Windows Server 2016, or upgrade Windows.",
            _ISSUE.format("MicrosoftDocs/Virtualization-Documentation", 1922),
        ),
    ),
    (
        r"daemon requires build 14393 or later",
        Explanation(
            "this Windows is too old for containers",
            "engine",
            "Use Windows Server 2016, Windows 10 1607 or newer.",
            _MOBY + "daemon",
        ),
    ),
    (
        r"failed to load vmcompute\.dll|required service is not installed|failed to open service (hns|vmcompute)",
        _NO_CONTAINERS,
    ),
    (
        r"following directives are specified both as a flag",
        Explanation(
            "a setting stands both in daemon.json and on the engine service's command line",
            "engine",
            "Remove it from one of the two: the message names it.",
            _MOBY + "daemon/config/config.go",
        ),
    ),
    (
        r"directives don't match any configuration option|unknown option: '",
        Explanation(
            "daemon.json has a setting that this engine does not know",
            "engine",
            "Remove the setting that the message names.",
            _MOBY + "daemon/config/config.go",
        ),
    ),
    (
        r"ReFS volumes are not supported",
        Explanation(
            "the engine's data folder is on ReFS",
            "engine",
            "Set data-root to a folder on NTFS.",
            _MOBY + "graphdriver/windows",
        ),
    ),
    # Engines from 18.09 on write the sentences of HCS without their code; the translations are Windows' own.
    (r"container (operating system )?does not match|operating system of the container does not match", OS_MISMATCH),
    (r"contenedor no coincide|conteneur ne correspond pas|Containers stimmt nicht", OS_MISMATCH),
    (r"No hypervisor is present|hypervisor is not running in the host", NO_HYPERVISOR),
    (r"hipervisor|hyperviseur|kein Hypervisor", NO_HYPERVISOR),
    (r"could not be started because a required feature is not installed", NO_HYPERVISOR),
    (
        r"virtual machine or container exited unexpectedly|unerwartet beendet|inesperadamente|mani.{1,2}re inattendue",
        UNEXPECTED_EXIT,
    ),
    (r"connection with the Virtual Machine hosting the container was closed", CONNECTION_CLOSED),
    (
        r"utility VM (image|folder) could not be found",
        Explanation(
            "the base image has no utility virtual machine, which Hyper-V isolation starts from",
            "start",
            "Use an unchanged Microsoft base image, or isolation: process.",
            _MOBY + "daemon/internal/libcontainerd/local",
        ),
    ),
    (
        r"out ?of ?memory|OutOfMemoryException|insufficient system resources",
        Explanation(
            "the container has too little memory: Hyper-V isolation gives it 1 GB unless told otherwise",
            "run",
            "Set the option memory of the container.",
            _ISSUE.format("docker/for-win", 321),
        ),
    ),
    (
        r"device assignment is not supported for HyperV|invalid device assignment path|device assignment of type",
        Explanation(
            "devices go into containers by class, and in process isolation only",
            "start",
            "Use isolation: process and devices written class/GUID.",
            _MOBY + "daemon/oci_windows.go",
        ),
    ),
    (
        r"network stack of another container|sharing of hyperv containers network",
        Explanation(
            "a container in Hyper-V isolation cannot share the network of another one",
            "create",
            "Use a network of its own (nat), or isolation: process for both.",
            _MOBY + "daemon/internal/runconfig/hostconfig_windows.go",
        ),
    ),
    (
        r"filesystem operations against a running Hyper-V container",
        Explanation(
            "files of a running container in Hyper-V isolation cannot be copied by the engine",
            "archive",
            "Stop it first, or use a bind mount.",
            _ISSUE.format("moby/moby", 31606),
        ),
    ),
    (
        r"not implemented for containers using process isolation|cannot resume Windows Server Containers",
        Explanation(
            "only Hyper-V isolation can be paused",
            "run",
            "Stop the container instead.",
            _MOBY + "daemon/internal/libcontainerd",
        ),
    ),
    (
        r"credential ?spec|invalid security option|security option not supported",
        Explanation(
            "the credential spec was not found or is not written as the engine wants it",
            "start",
            "Use file://NAME.json below the engine's CredentialSpecs folder, registry://NAME, or raw://JSON.",
            _MOBY + "daemon/oci_windows.go",
        ),
    ),
    (r"HNS failed|The object already exists|hnsCall failed|could not find plugin .*nat", _NAT),
    (
        r"network \S+ not found",
        Explanation(
            "the network does not exist", "start", "Make it first; Windows has no host network.", _MOBY + "libnetwork"
        ),
    ),
    (
        r"hypervisor is already running|not have required virtualization capabilities|second level address translation",
        _PREREQUISITE,
    ),
    (
        r"FailedRestartRequired",
        Explanation(
            "a restart is due first: Windows changes no feature while an earlier change waits for it",
            "feature",
            "Restart the host, and run the play again.",
            "https://learn.microsoft.com/en-us/powershell/module/servermanager/install-windowsfeature",
        ),
    ),
    (
        r"feature name is not valid|The name was not found|Feature name .* is unknown",
        Explanation(
            "this edition of Windows does not have the feature",
            "feature",
            "Use another edition: Essentials and Home lack Containers.",
            _ISSUE.format("moby/moby", 28327),
        ),
    ),
    (
        r"prerequisite check for the .* feature failed",
        _PREREQUISITE,
    ),
    (
        r"Only administrators or users that are members of the Hyper-V Administrators",
        Explanation(
            "the account may not see Hyper-V",
            "connect",
            "Use an account of Administrators or Hyper-V Administrators.",
            "hcsdiag.exe",
        ),
    ),
    (
        r"Access is denied|Access to the path is denied",
        Explanation(
            "the account may not open the engine's pipe",
            "connect",
            "Use an administrator, or put the account into the group that daemon.json names (group).",
            "https://github.com/MicrosoftDocs/Virtualization-Documentation/tree/main/windows-server-container-tools/Debug-ContainerHost",
        ),
    ),
    (
        r"container name .* is already in use",
        Explanation(
            "another container has this name",
            "create",
            "Rename or remove it, or take it over (adopt).",
            _MOBY + "daemon/names.go",
        ),
    ),
    (
        r"vmcompute\)? ?.{0,3} cannot be started|Cannot start service vmcompute",
        Explanation(
            "the service vmcompute does not start",
            "engine",
            "Restart the host; then see its event log.",
            _ISSUE.format("docker/for-win", 4817),
        ),
    ),
    (
        r"parameter .*-?o.* is ambiguous|Parameter cannot be processed because the parameter name 'o' is ambiguous",
        Explanation(
            "an install script of the engine does not work with this PowerShell",
            "engine",
            "Install the engine from the archive of a pinned version instead of by a live script.",
            _ISSUE.format("MicrosoftDocs/Virtualization-Documentation", 1966),
        ),
    ),
    *OPTION_TEXTS,
    (r"being used by another process", FILE_IN_USE),
    (r"cannot find the (file|path) specified", FILE_NOT_FOUND),
)
