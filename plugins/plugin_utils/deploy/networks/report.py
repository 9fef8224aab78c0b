# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told of the networks and volumes of a set?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.recipe import Item
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.endpoint import names_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.plan import Plan
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World


def network_rows(declared: Declared, plan: Plan, world: World) -> list[dict[str, Any]]:
    """One row for each declared and each pruned network, by name; as of the plan."""
    there = {network.name: network for network in world.networks or ()}
    items = _items(plan, "network ")
    specs = {spec.name: spec for spec in declared.networks}
    rows = []
    for name in sorted({*specs, *items}):
        spec, seen, item = specs.get(name), there.get(name), items.get(name)
        made = bool(item and item.actions != ["remove"])
        subnets = seen.subnets if seen and not made else (spec.subnets if spec else None) or ()
        rows.append(
            {
                "name": name,
                "external": bool(spec and spec.external),
                "driver": seen.driver if seen and not made else spec.driver if spec else None,
                "subnets": [row[0] for row in subnets],
                **_done(item),
            }
        )
    return rows


def volume_rows(declared: Declared, plan: Plan, world: World) -> list[dict[str, Any]]:
    """The same of volumes."""
    items = _items(plan, "volume ")
    specs = {spec.name: spec for spec in declared.volumes}
    return [
        {"name": name, "external": bool(name in specs and specs[name].external), **_done(items.get(name))}
        for name in sorted({*specs, *items})
    ]


def _items(plan: Plan, kind: str) -> Mapping[str, Item]:
    found = [item for item in plan.beside if item.name.startswith(kind) and " " not in item.name.removeprefix(kind)]
    return {item.name.removeprefix(kind): item for item in found}


def _done(item: Item | None) -> dict[str, Any]:
    return {"actions": list(item.actions) if item else [], "why": list(item.why) if item else []}


WS2022 = 20348


def second_nat(declared: Declared, world: World, host: Mapping[str, Any]) -> Iterable[str]:
    """Two NAT networks with published ports hang at the third container on Server 2022
    (microsoft/Windows-Containers#140, #486)."""
    if host.get("build") != WS2022 or not any(spec["ports"] for spec in declared.wanted):
        return []
    made = {spec.name for spec in declared.networks if spec.driver == "nat" and not spec.external}
    there = {network.name for network in world.networks or () if network.driver == "nat"}
    nats = made | there | {"nat"}
    used = {name for spec in declared.wanted if spec["ports"] for name in names_of(spec)} & nats
    if not used - {"nat"}:
        return []
    second, first = ", ".join(sorted(used - {"nat"})), ", ".join(sorted(nats - used) or ["nat"])
    return [
        f"network {second} is a second nat network beside {first}: on Windows Server 2022 containers with published "
        "ports may hang at their start where there are two (microsoft/Windows-Containers#140, #486); leave network out "
        "for the network nat, which all projects may share"
    ]
