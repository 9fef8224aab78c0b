# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is this host? The looks' answers made into the plain facts that the judge takes."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.feature_states import PENDING, feature_states
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import (
    AZURE_AGENT,
    COMPUTER_NAMES,
    HOST_LOOKS,
    LOOK_NAMES,
    REBOOT_MARKS,
    SERVICES,
    host_looks,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.editions import edition
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.platforms import PLATFORMS, platform
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import product_name, release

__all__ = ["HOST_LOOKS", "host_from", "host_looks"]

_LAUNCH_TYPE = re.compile(r"hypervisorlaunchtype\s+(\w+)", re.IGNORECASE)
_LAUNCH_TYPES = {"auto": "auto", "off": "off"}


def host_from(answers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The host's facts of the answers to `host_looks()`, in the same order; further answers are not read. A look that
    failed or is not there leaves its facts out (or "unknown"), and nothing is made up in their place."""
    said = {name: answer.get("value") for name, answer in zip(LOOK_NAMES, answers, strict=False) if answer.get("ok")}
    features = feature_states(said.get("features"))
    facts = {
        **_windows(said),
        "virtualization": _virtualization(said),
        "features": features,
        "services": _services(said),
        **_reboot(said, features),
        "engine": _engine(said, answers),
    }
    return {key: value for key, value in facts.items() if value is not None}


def _windows(said: dict[str, Any]) -> dict[str, Any]:
    system, computer, values = _row(said, "operating_system"), _row(said, "computer"), _values(said, "windows")
    build = _int(values.get("CurrentBuild") or values.get("CurrentBuildNumber") or system.get("BuildNumber"))
    revision, product_type = _int(values.get("UBR")), _int(system.get("ProductType"))
    kind = _kind(values, product_type)
    facts: dict[str, Any] = {
        "name": computer.get("Name") or system.get("CSName"),
        "edition": values.get("EditionID"),
        "installation": values.get("InstallationType"),
        "kind": kind,
        "product_type": product_type,
        "build": build,
        "revision": revision,
        "system_drive": system.get("SystemDrive"),
        "processors": _int(computer.get("NumberOfLogicalProcessors")),
        "memory": _int(computer.get("TotalPhysicalMemory")),
    }
    if kind:
        facts["product"] = product_name(values.get("ProductName") or system.get("Caption"), build, kind) or None
    if build and kind:
        facts["release"] = release(build, kind).release
    if build:
        facts["version"] = f"10.0.{build}" + (f".{revision}" if revision is not None else "")
    roles = [product_type == 2] * (product_type is not None) + [_int(computer.get("DomainRole")) in (4, 5)] * bool(
        computer
    )
    facts["domain_controller"] = any(roles) if roles else None
    return facts


def _kind(values: dict[str, Any], product_type: int | None) -> str | None:
    # Enterprise multi-session is a client that says ProductType 3 (microsoft/Windows-Containers issue 399).
    found = edition(values.get("EditionID"), product_type)
    known = found.client
    if found.family == "unknown" and values.get("InstallationType"):
        known = values["InstallationType"] == "Client"
    return None if known is None else ("client" if known else "server")


def _virtualization(said: dict[str, Any]) -> dict[str, Any]:
    computer, processors = _row(said, "computer"), _rows(said, "processor")
    agent = any(row.get("Name") == AZURE_AGENT for row in _rows(said, "services"))
    where = platform(computer.get("Manufacturer"), computer.get("Model"), agent)
    boot = said.get("boot") or {}
    entry = boot.get("entry") or {}
    launch = _LAUNCH_TYPE.search(str(entry.get("value") or "")) if entry.get("ok") else None
    return {
        "hypervisor_present": computer.get("HypervisorPresent"),
        "vm": PLATFORMS[where].guest,
        "platform": where,
        "manufacturer": computer.get("Manufacturer"),
        "model": computer.get("Model"),
        "firmware_enabled": _all(processors, "VirtualizationFirmwareEnabled"),
        "slat": _all(processors, "SecondLevelAddressTranslationExtensions"),
        "vm_monitor": _all(processors, "VMMonitorModeExtensions"),
        "launch_type": _LAUNCH_TYPES.get(launch[1].lower()) if launch else None,
    }


def _services(said: dict[str, Any]) -> dict[str, Any] | None:
    if "services" not in said:
        return None
    return {
        str(row["Name"]).lower(): {
            "state": row.get("State"),
            "start_mode": row.get("StartMode"),
            "path": row.get("PathName"),
        }
        for row in _rows(said, "services")
        if str(row.get("Name")).lower() in SERVICES
    }


def _reboot(said: dict[str, Any], features: dict[str, str]) -> dict[str, Any]:
    reasons, pending, asked = [], False, False
    for name, (_path, names, meaning, counts) in REBOOT_MARKS.items():
        key = said.get(f"reboot_{name}")
        if key is None:
            continue
        asked = True
        values = key.get("values") or {}
        if key.get("exists") and (not names or any(values.get(value) for value in names)):
            reasons.append(meaning)
            pending = pending or counts
    active, wanted = (str(_values(said, f"name_{name}").get("ComputerName") or "").lower() for name in COMPUTER_NAMES)
    if active and wanted and active != wanted:
        reasons.append(f"the computer is renamed to {wanted} at the next restart")
        pending = True
    for name, state in features.items():
        if state in PENDING:
            reasons.append(f"feature {name}: {state}")
            pending = True
    if not asked and not pending:
        return {}
    return {"reboot_pending": pending, "reboot_reasons": reasons}


def _engine(said: dict[str, Any], answers: Sequence[dict[str, Any]]) -> dict[str, Any]:
    version, info = (_body(said, index) for index in (0, 1))
    if version or info:
        return {
            "state": "running",
            "version": version.get("Version") or info.get("ServerVersion"),
            "api_version": version.get("ApiVersion"),
            "os_type": info.get("OSType") or version.get("Os"),
            "default_isolation": str(info.get("Isolation") or "").lower() or None,
            "error": None,
        }
    return {"state": _engine_state(_services(said)), "error": _engine_error(answers)}


def _engine_state(services: dict[str, Any] | None) -> str:
    if services is None:
        return "unreachable"
    service = services.get("docker")
    if service is None:
        return "absent"
    return "unreachable" if service["state"] == "Running" else "stopped"


def _engine_error(answers: Sequence[dict[str, Any]]) -> str | None:
    position = LOOK_NAMES.index("engine")
    if position >= len(answers):
        return None
    answer = answers[position]
    if not answer.get("ok"):
        error = answer.get("error") or {}
        return f"{error.get('type')}: {error.get('text')}"
    statuses = [f"{request.get('status')}" for request in answer.get("value") or []]
    return f"the engine answered with status {', '.join(statuses)}"


def _body(said: dict[str, Any], index: int) -> dict[str, Any]:
    requests = said.get("engine") or []
    if index >= len(requests) or requests[index].get("status") != 200:
        return {}
    try:
        body = json.loads(requests[index].get("body") or "")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _rows(said: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = said.get(name) or []
    return [value] if isinstance(value, dict) else list(value)


def _row(said: dict[str, Any], name: str) -> dict[str, Any]:
    return next(iter(_rows(said, name)), {})


def _values(said: dict[str, Any], name: str) -> dict[str, Any]:
    return (said.get(name) or {}).get("values") or {}


def _int(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _all(rows: list[dict[str, Any]], name: str) -> bool | None:
    flags = [row.get(name) for row in rows]
    return None if not flags or None in flags else all(flags)
