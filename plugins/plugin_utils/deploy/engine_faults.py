# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which containers meet a fault of the engine (knowledge/engine_faults.py), and was it that?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import Spec
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step, kind_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_faults import Fault, faults_of

CUT = "System.IO.EndOfStreamException"  # docs/verbs.md: the connection ended before the answer


def met(specs: Collection[Spec], acting: Collection[str], world: World, host: Mapping[str, Any]) -> dict[str, Fault]:
    """By name, the fault that a container meets that is created or started as declared, or that is stopped or removed
    as it stands."""
    engine = str((host.get("engine") or {}).get("version") or "")
    networks = {spec["name"]: [spec["network"]] for spec in specs if spec["state"] != "absent"}
    for name, container in world.containers.here.items():
        networks.setdefault(name, []).append(container.host.network_mode)
    found = {}
    for name in sorted(acting):
        faults = [fault for value in networks.get(name, ()) for fault in faults_of(engine, "network", str(value))]
        if faults:
            found[name] = faults[0]
    return found


def warnings(faults: Mapping[str, Fault], engine: str) -> list[tuple[str, str]]:
    """(container, text), before anything is done."""
    return [(name, f"{one.option}: {one.value}: {one.before.format(engine=engine)}") for name, one in faults.items()]


def what_happened(faults: Mapping[str, Fault], engine: str, step: Step, answer: Answer) -> str:
    """What came of a step whose answer did not come, where a fault is the reason; else nothing."""
    fault = faults.get(str(step.get("item") or ""))
    if fault is None or answer.error.type != CUT:
        return ""
    return fault.after.get(kind_of(step), fault.after[None]).format(engine=engine)
