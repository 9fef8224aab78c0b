# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What do the engine's and Windows' sentences mean, where they carry no code? Regular expressions, the most special
first."""

from __future__ import annotations

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_answer_texts import ANSWER_TEXTS
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_codes import (
    CONNECTION_CLOSED,
    FILE_IN_USE,
    FILE_NOT_FOUND,
    HCS_CODES,
    NO_HYPERVISOR,
    OS_MISMATCH,
    UNEXPECTED_EXIT,
    Explanation,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_places import (
    ACCESS_DENIED,
    HOST_SHORT,
    NETWORK_EXISTS,
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
_HNS = Explanation(
    "Windows' network service (HNS) refused it; why is not known here",
    "start",
    "See its words; restart the services hns and docker (all containers are cut off for a moment), and run the play "
    "again.",
    _ISSUE.format("docker/for-win", 598),
)
_NO_DRIVER = Explanation(
    "the engine has no network or log driver of that name",
    "create",
    "Use one that `docker info` lists under Plugins.",
    _MOBY + "daemon/info.go",
)
_LOGIN = Explanation(
    "the registry gives the image to nobody without a login (none was given, or a wrong one), or there is no such "
    "repository",
    "pull",
    "Check the image's name; if it is right, give the registry's user and password in registries, or a docker_config "
    "that has them. A docker login on the host does not help: the engine keeps none.",
    _MOBY + "daemon/internal/distribution/errors.go",
)
_NO_IMAGE = Explanation(
    "the registry has no such image or no such tag",
    "pull",
    "Check name and tag of the image; tags of Windows images are gone where their release is out of support.",
    _MOBY + "daemon/internal/distribution/errors.go",
)
_REGISTRY = Explanation(
    "the host does not reach the registry",
    "pull",
    "Check name resolution, proxy and firewall of the host (the engine's service has its own proxy settings), and "
    "run the play again.",
    _MOBY + "daemon/internal/distribution",
)
_REMOVING = Explanation(
    "the engine has begun to remove the container and could not finish",
    "start",
    "Restart the engine (Restart-Service docker), or the host if it stays so; then run the play again.",
    _MOBY + "daemon/container.go",
)
_TOO_MANY = Explanation(
    "the registry lets no more pulls through for a while",
    "pull",
    "Wait, log in (a login has a higher limit), or use a mirror (registry-mirrors).",
    "https://docs.docker.com/docker-hub/usage/",
)
_DAMAGED = Explanation(
    "a layer came damaged from the registry or a proxy between",
    "pull",
    "Run the play again; if it stays so, a proxy or mirror changes what passes.",
    _MOBY + "daemon/internal/distribution",
)
_DAEMON_DIED = Explanation(
    "the engine ended the connection in the middle of the request: it crashed",
    "engine",
    "The Application event log, source docker, says why. Engines 26.1.0 to 29.1.3 crash when a container without a "
    "network stops "
    "(moby#51822): update them.",
    _ISSUE.format("moby/moby", 51822),
)
_PREREQUISITE = Explanation(
    "Hyper-V cannot be installed: the processor's virtualization is not available to this Windows",
    "feature",
    "Switch it on in the firmware, or open nested virtualization for this virtual machine on its platform.",
    "https://learn.microsoft.com/en-us/windows-server/virtualization/hyper-v/enable-nested-virtualization",
)

# The sentences of HCS for its codes, by the code's low byte (winerror.h, HCS_E_*; the other languages are Windows'
# own).
HCS_WORDS: dict[int, str] = {
    0x00: r"exited unexpectedly while starting|terminated during start",
    0x05: r"operation is not valid in the current state",
    0x07: r"container was forcefully exited",
    0x08: r"connection could not be established with the (container|virtual machine)",
    0x09: r"response was not received from the virtual machine or container",
    0x0B: r"unknown internal message was received",
    0x0C: r"does not support an available version of the communication protocol",
    0x0D: r"JSON document is invalid",
    0x0E: r"container with the specified identifier does not exist",
    0x0F: r"container with the specified identifier already exists",
    0x10: r"container with the specified identifier is not running",
    0x11: r"communication protocol error has occurred",
    0x12: r"layer with an unrecognized format",
    0x13: r"join the Windows Insider Program",
    0x14: r"operation could not be started because a required feature is not installed",
    0x15: r"The operation has not started",
    0x16: r"The operation is already running",
    0x17: r"The operation is still running",
    0x18: r"operation did not complete in time",
    0x1B: r"caller does not have the required permissions",
    0x1C: r"container reported a critical error",
    0x1D: r"process information is not available",
    0x1E: r"host compute (system )?service (unexpectedly )?disconnected",
    0x1F: r"process has already exited",
}

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
    (r"invalid memory address or nil pointer|panic serving|connection was cut|http: server closed", _DAEMON_DIED),
    # Engines from 18.09 on write the sentences of HCS without their code; the translations are Windows' own.
    *((words, HCS_CODES[low]) for low, words in HCS_WORDS.items()),
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
        r"out ?of ?memory|OutOfMemoryException",
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
    (r"object already exists", NETWORK_EXISTS),
    (r"HNS failed|hnsCall", _HNS),
    (r"could not find plugin|error looking up logging plugin|error looking up volume plugin", _NO_DRIVER),
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
        r"(open|connect\S*|dial).{0,40}docker_engine.*(Access is denied|denied)",
        Explanation(
            "the account may not open the engine's pipe",
            "connect",
            "Use an administrator, or put the account into the group that daemon.json names (group).",
            "https://github.com/MicrosoftDocs/Virtualization-Documentation/tree/main/windows-server-container-tools/Debug-ContainerHost",
        ),
    ),
    (r"marked for removal|removal of container \S+ is already in progress", _REMOVING),
    (
        r"no basic auth credentials|incorrect username or password|unauthorized: authentication required|login "
        r"attempt to",
        _LOGIN,
    ),
    (r"pull access denied|may require 'docker login'|requested access to the resource is denied|403 Forbidden", _LOGIN),
    (r"manifest unknown|manifest for .* not found|name unknown|repository name not known", _NO_IMAGE),
    (r"toomanyrequests|429 Too Many Requests|rate limit", _TOO_MANY),
    (
        r"no such host|lookup \S+ on|i/o timeout|Client\.Timeout|TLS handshake timeout|connection refused|actively "
        r"refused|"
        r"proxyconnect|certificate signed by unknown authority|x509:|received unexpected HTTP status|unexpected EOF|"
        r"connectex|network is unreachable|request canceled while waiting",
        _REGISTRY,
    ),
    (r"filesystem layer verification failed|failed to verify digest|invalid checksum", _DAMAGED),
    (r"insufficient system resources|not enough memory resources", HOST_SHORT),
    (r"Access is denied|Zugriff verweigert|Acc.s refus|Acceso denegado|denied\. \(0x5\)", ACCESS_DENIED),
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
    *ANSWER_TEXTS,
    (r"being used by another process", FILE_IN_USE),
    (r"cannot find the (file|path) specified", FILE_NOT_FOUND),
)
