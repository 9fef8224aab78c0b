# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must a host have and be, whatever the image? One rule a row."""

from __future__ import annotations

import re
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.prerequisites import hypervisor
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.question import Finding, Question, Rule
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import FIRST_CONTAINER_BUILD

_DOCS = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/"
REQUIREMENTS = _DOCS + "deploy-containers/system-requirements"
ISOLATION = _DOCS + "manage-containers/hyperv-container"
MULTI_SESSION = "https://github.com/microsoft/Windows-Containers/issues/399"
CHECK_SYSTEM = "moby/moby daemon/daemon_windows.go checkSystem"
CLIENT_PROCESS_BUILD = 17763
ENGINE_FLOOR_BUILD = 17763
LAST_ENGINE_2016 = "20.10.24"


def engine_version(text: str | None) -> tuple[int, int] | None:
    """(major, minor) of an engine's version ("20.10.24", "17.03.0-ee-1"), None where there is none."""
    match = re.match(r"v?(\d+)\.(\d+)", text or "")
    return (int(match[1]), int(match[2])) if match else None


def edition_has_containers(asked: Question) -> Finding | None:
    edition = asked.edition
    if edition.containers is False:
        remedy = "Use a host with Windows Server (not Essentials), or Windows 10 or 11 Pro, Enterprise or Education."
        return Finding("no", asked.mode, f"edition {edition.edition} ({edition.family})", (remedy,), edition.source)
    return None


def build_has_containers(asked: Question) -> Finding | None:
    if asked.build is None:
        return Finding(
            "unknown", asked.mode, "the host's build is not known", ("Read the host's facts with host_info.",)
        )
    if asked.build < FIRST_CONTAINER_BUILD:
        return Finding("no", asked.mode, asked.host_text, ("Upgrade the host to Windows Server 2016 or newer.",))
    return None


# state of the feature -> (outcome, fact, remedies)
_ENABLE = "Enable the Containers feature and restart: winfleet.containers.host_features with containers: true."
_CONTAINERS_FEATURE: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "enabled": ("yes", "the Containers feature is enabled", ()),
    "in_use": ("yes", "a Windows engine answers, so the Containers feature is at work", ()),
    "disabled": ("no", "the Containers feature is not enabled", (_ENABLE,)),
    "enable_pending": ("no", "the Containers feature waits for a restart", ("Restart the host.",)),
    "disable_pending": ("no", "the Containers feature will be gone after the pending restart", (_ENABLE,)),
    "removed": ("no", "the files of the Containers feature were removed", (_ENABLE + " Give the option source.",)),
    "unavailable": (
        "no",
        "this Windows does not offer the Containers feature",
        ("Use a host whose edition has Containers.",),
    ),
    "unknown": ("unproven", "the state of the Containers feature is not known", ()),
}
# What preparing the host does not change.
_NOT_PREPARABLE = ("unavailable", "enabled", "in_use")


def containers_feature(asked: Question) -> Finding | None:
    if asked.edition.containers is False:
        return None  # the edition's own rule has said it
    state = (asked.host.get("features") or {}).get("containers") or "unknown"
    if asked.prepared and state not in _NOT_PREPARABLE:
        return Finding("note", asked.mode, "the Containers feature is taken to be enabled")
    services = asked.host.get("services")
    if state == "unknown" and services is not None:
        missing = [name for name in ("vmcompute", "hns") if name not in services]
        if missing:
            return Finding("no", asked.mode, f"service {' and '.join(missing)} missing", (_ENABLE,))
    outcome, fact, remedies = _CONTAINERS_FEATURE.get(state, _CONTAINERS_FEATURE["unknown"])
    return Finding(outcome, asked.mode, fact, remedies)


def engine_runs_windows(asked: Question) -> Finding | None:
    os_type = (asked.host.get("engine") or {}).get("os_type")
    if os_type and os_type != "windows":
        remedy = "Switch Docker Desktop to Windows containers (DockerCli.exe -SwitchDaemon), or use another host."
        return Finding("no", asked.mode, f"the engine's OSType is {os_type}", (remedy,))
    return None


def engine_fits_build(asked: Question) -> Finding | None:
    engine = asked.host.get("engine") or {}
    said = engine.get("version") or engine.get("file_version")  # of one that cannot start, its file's
    version = engine_version(said)
    if version is None or asked.build is None:
        return None
    if version >= (23, 0) and asked.build < ENGINE_FLOOR_BUILD:
        return Finding(
            "no",
            f"engine {said}",
            asked.host_text,
            (f"Install engine {LAST_ENGINE_2016}, the last one for this build.",),
        )
    return None


def windows_on_c(asked: Question) -> Finding | None:
    drive = asked.host.get("system_drive")
    if asked.mode == "process" and drive and drive.rstrip("\\").upper() != "C:":
        return Finding(
            "no",
            "process",
            f"Windows is on {drive}",
            ("Use isolation: hyperv, which has no such rule, or another host.",),
        )
    return None


def client_process_build(asked: Question) -> Finding | None:
    if (
        asked.mode == "process"
        and asked.kind == "client"
        and asked.build is not None
        and asked.build < CLIENT_PROCESS_BUILD
    ):
        return Finding("no", "process", asked.host_text, ("Use isolation: hyperv, or Windows 10 1809 or newer.",))
    return None


def client_process_engine(asked: Question) -> Finding | None:
    said = (asked.host.get("engine") or {}).get("version")
    version = engine_version(said)
    if asked.mode == "process" and asked.kind == "client" and version and version < (18, 9):
        return Finding(
            "no", "process", f"engine {said}", ("Use isolation: hyperv, or update the engine to 18.09 or newer.",)
        )
    return None


def client_process_purpose(asked: Question) -> Finding | None:
    if asked.mode == "process" and asked.kind == "client" and asked.edition.containers is not False:
        return Finding("note", "process", asked.host_text)
    return None


def hyperv_prerequisites(asked: Question) -> list[Finding]:
    if asked.mode != "hyperv" or asked.edition.containers is False:
        return []
    answer: dict[str, Any] = hypervisor(asked.host, asked.prepared)
    outcome = "unproven" if answer["verdict"] == "unknown" else answer["verdict"]
    remedies = tuple(answer["remedies"])
    first, *more = answer["reasons"]
    return [
        Finding(outcome, first["value"], first["fact"], remedies, first["source"]),
        *(Finding("note" if outcome != "no" else "no", row["value"], row["fact"], (), row["source"]) for row in more),
    ]


def multi_session(asked: Question) -> Finding | None:
    if asked.edition.counts_as_server:
        fact = f"edition {asked.edition.edition} says ProductType 3, so the engine's default there is process"
        return Finding("note", asked.mode, fact)
    return None


def domain_controller(asked: Question) -> Finding | None:
    if asked.host.get("domain_controller"):
        return Finding("note", asked.mode, "the host is a domain controller")
    return None


HOST_RULES: tuple[Rule, ...] = (
    Rule("the edition must have the Containers feature", REQUIREMENTS, edition_has_containers),
    Rule(
        "containers need Windows Server 2016, Windows 10 1607 or newer (build 14393)",
        REQUIREMENTS,
        build_has_containers,
    ),
    Rule(
        "the Containers feature must be enabled, with its services vmcompute and hns", REQUIREMENTS, containers_feature
    ),
    Rule("the engine must be in Windows mode", "moby/moby daemon/internal/runconfig", engine_runs_windows),
    Rule("engine 23.0 and newer need build 17763 or newer", CHECK_SYSTEM, engine_fits_build),
    Rule("process isolation needs Windows installed on C:", REQUIREMENTS, windows_on_c),
    Rule("process isolation on Windows 10 needs build 17763 or newer", ISOLATION, client_process_build),
    Rule("process isolation on Windows 10 and 11 needs engine 18.09 or newer", ISOLATION, client_process_engine),
    Rule("process isolation on Windows 10 and 11 is for development and test only", ISOLATION, client_process_purpose),
    Rule("Hyper-V isolation needs Hyper-V and its running hypervisor", REQUIREMENTS, hyperv_prerequisites),
    Rule(
        "a multi-session client counts as a server for the engine: declare the isolation", MULTI_SESSION, multi_session
    ),
    Rule("containers on a domain controller are not recommended", REQUIREMENTS, domain_controller),
)
