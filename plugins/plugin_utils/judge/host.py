# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is this host? The looks' answers made into the plain facts that the judge takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers import boot, cim, registry, service
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.features import Features, features
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_service import Registered, registered
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_state import engine_facts
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.feature_states import (
    PENDING,
    feature_states,
    seen_at_work,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import (
    AZURE_AGENT,
    COMPUTER_NAMES,
    HOST_LOOKS,
    LOOK_NAMES,
    REBOOT_MARKS,
    SERVICES,
    host_looks,
    slow_looks,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.editions import edition
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_installers import SERVICE_NAMES
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.platforms import PLATFORMS, platform
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import product_name, release

__all__ = ["HOST_LOOKS", "host_from", "host_looks", "known_host", "registered_of", "slow_looks"]


LONGEST_FACT = 500  # characters
MOST_DISKS = 26


@dataclass(frozen=True)
class Said:
    """What the looks told; None, or the dataclass without a value, for a look that failed or was not made."""

    system: cim.OperatingSystem = field(default_factory=cim.OperatingSystem)
    computer: cim.Computer | None = None
    processors: tuple[cim.Processor, ...] = ()
    disks: tuple[cim.Disk, ...] = ()
    windows: registry.CurrentVersion = field(default_factory=lambda: registry.CurrentVersion(False))
    services: dict[str, service.Service] | None = None
    boot: boot.Boot | None = None
    features: Features | None = None
    marks: dict[str, bool] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def host_from(answers: Sequence[Answer]) -> dict[str, Any]:
    """The host's facts of the answers to `host_looks()`, in the same order; further answers are not read. A look that
    failed or is not there leaves its facts out (or "unknown"), and nothing is made up in their place. Raises WrongShape
    for an answer that is none."""
    answered = dict(zip(LOOK_NAMES, answers, strict=False))
    said = _said({name: answer.value for name, answer in answered.items() if answer.ok})
    services = _services(said)
    facts: dict[str, Any] = {
        **_windows(said),
        "virtualization": _virtualization(said),
        "services": services,
        "engine": engine_facts(answered.get("engine"), services, _registered(said)),
    }
    states = feature_states(said.features)
    at_work = seen_at_work(facts, _marked(said))
    states = {name: at_work.get(name, state) if state == "unknown" else state for name, state in states.items()}
    facts |= {"features": states, **_reboot(said, states), "disks": _disks(said, facts)}
    return {key: _bounded(value) for key, value in facts.items() if value is not None}


def _bounded(fact: Any) -> Any:
    """Facts get into messages, so that none may be of any length."""
    if isinstance(fact, dict):
        return {key: _bounded(value) for key, value in fact.items()}
    return fact[:LONGEST_FACT] if isinstance(fact, str) else fact


def known_host(answers: Sequence[Answer]) -> dict[str, Any]:
    """The facts of a host that says what it is. Raises HostProblem for any other."""
    host = host_from(answers)
    if not host.get("build"):
        raise HostProblem(
            "The host does not say which build of Windows it is: its registry and CIM could not be read. Connect as a "
            "member of its Administrators."
        )
    return host


def _said(values: dict[str, Any]) -> Said:
    """Each value by the reader of its look."""
    readers: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "operating_system": ("system", cim.operating_system),
        "computer": ("computer", cim.computer),
        "processor": ("processors", cim.processors),
        "disks": ("disks", cim.disks),
        "windows": ("windows", registry.current_version),
        "services": ("services", lambda value: {row.name.lower(): row for row in service.services(value)}),
        "boot": ("boot", boot.boot),
        "features": ("features", features),
    }
    marks = {name: (f"reboot_{name}", partial(registry.key, path=mark.path)) for name, mark in REBOOT_MARKS.items()}
    names = {
        name: (f"name_{name}", partial(registry.computer_name, path=path)) for name, path in COMPUTER_NAMES.items()
    }
    return Said(
        **{name: read(values[look]) for look, (name, read) in readers.items() if look in values},
        marks={
            name: read(values[look]).marks(REBOOT_MARKS[name].names)
            for name, (look, read) in marks.items()
            if look in values
        },
        names={name: read(values[look]).name for name, (look, read) in names.items() if look in values},
    )


def _windows(said: Said) -> dict[str, Any]:
    system, computer, windows = said.system, said.computer or cim.Computer(), said.windows
    build = windows.build or system.build
    kind = _kind(windows, system.product_type)
    facts: dict[str, Any] = {
        "name": computer.name or system.name,
        "edition": windows.edition,
        "installation": windows.installation,
        "kind": kind,
        "product_type": system.product_type,
        "build": build,
        "revision": windows.revision,
        "system_drive": system.system_drive,
        "processors": computer.processors,
        "architecture": _architecture(said),
        "memory": computer.memory,
    }
    if kind:
        facts["product"] = product_name(windows.product or system.caption, build, kind) or None
    if build and kind:
        facts["release"] = release(build, kind).release
    if build:
        facts["version"] = f"10.0.{build}" + (f".{windows.revision}" if windows.revision is not None else "")
    roles = [system.product_type == 2] * (system.product_type is not None)
    roles += [computer.domain_role in (4, 5)] * (said.computer is not None)
    facts["domain_controller"] = any(roles) if roles else None
    return facts


def _disks(said: Said, facts: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The fixed drives, and which of them Windows and the engine's folder are on."""
    if not said.disks:
        return None
    system, root = str(facts["system_drive"] or "").upper(), str(facts["engine"].get("data_root") or "").upper()
    return [
        {
            "drive": row.drive.upper(),
            "free": row.free,
            "size": row.size,
            "system": row.drive.upper() == system,
            "engine": root.startswith(row.drive.upper()),
            "file_system": row.system,
        }
        for row in sorted(said.disks, key=lambda row: row.drive)[:MOST_DISKS]
        if row.drive
    ]


# Win32_Processor.Architecture, in the words of images
ARCHITECTURES = {0: "386", 5: "arm", 9: "amd64", 12: "arm64"}


def _architecture(said: Said) -> str | None:
    return next((ARCHITECTURES.get(row.architecture) for row in said.processors if row.architecture is not None), None)


def _kind(windows: registry.CurrentVersion, product_type: int | None) -> str | None:
    # Enterprise multi-session is a client that says ProductType 3 (microsoft/Windows-Containers issue 399).
    found = edition(windows.edition, product_type)
    known = found.client
    if found.family == "unknown" and windows.installation:
        known = windows.installation == "Client"
    return None if known is None else ("client" if known else "server")


def _virtualization(said: Said) -> dict[str, Any]:
    computer, rows = said.computer or cim.Computer(), said.processors
    where = platform(
        computer.manufacturer, computer.model, AZURE_AGENT.lower() in (said.services or {}), computer.hypervisor
    )
    return {
        "hypervisor_present": computer.hypervisor,
        "vm": PLATFORMS[where].guest,
        "platform": where,
        "manufacturer": computer.manufacturer,
        "model": computer.model,
        "firmware_enabled": _all([row.firmware_enabled for row in rows]),
        "slat": _all([row.slat for row in rows]),
        "vm_monitor": _all([row.vm_monitor for row in rows]),
        "launch_type": said.boot.launch_type if said.boot else None,
    }


def _services(said: Said) -> dict[str, Any] | None:
    if said.services is None:
        return None
    return {
        SERVICES[name]: {"state": row.state, "start_mode": row.start_mode, "path": row.path}
        for name, row in said.services.items()
        if name in SERVICES
    }


def registered_of(answers: Sequence[Answer]) -> Registered | None:
    """The service of the engine, of the same answers."""
    answer = answers[LOOK_NAMES.index("services")]
    return _among(service.services(answer.value)) if answer.ok else None


def _registered(said: Said) -> Registered | None:
    return _among((said.services or {}).values())


def _among(rows: Iterable[service.Service]) -> Registered | None:
    known = {name.lower() for name in SERVICE_NAMES}
    return registered(row for row in rows if row.name.lower() in known)


def _marked(said: Said) -> bool | None:
    """Does a mark stand that a feature may be on its way out? None where that is not known."""
    flags = [said.marks.get(name) for name, mark in REBOOT_MARKS.items() if mark.features]
    return True if True in flags else (None if None in flags else False)


def _reboot(said: Said, states: dict[str, str]) -> dict[str, Any]:
    standing = [REBOOT_MARKS[name] for name, stands in said.marks.items() if stands]
    reasons, pending = [mark.meaning for mark in standing], any(mark.counts for mark in standing)
    active, wanted = (said.names.get(name, "").lower() for name in COMPUTER_NAMES)
    if active and wanted and active != wanted:
        reasons.append(f"the computer is renamed to {wanted} at the next restart")
        pending = True
    for name, state in states.items():
        if state in PENDING:
            reasons.append(f"feature {name}: {state}")
            pending = True
    return {"reboot_pending": pending, "reboot_reasons": reasons} if said.marks or pending else {}


def _all(flags: list[bool | None]) -> bool | None:
    return None if not flags or None in flags else all(flags)
