# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is the container there whose network another one joins?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import joins

# Why a container cannot be joined, by what is declared of it (None: nothing is).
WHY = {
    None: "there is no container of this name on the host, and the set declares none",
    "absent": "it is declared absent",
    "stopped": "it is declared stopped, and only the network of a container that runs can be joined",
    "once": "it ends (once: true), and only the network of a container that runs can be joined",
}


def no_target(declared: Declared, acting: Collection[str], world: World) -> list[tuple[str, str]]:
    """(container, text) for each that would be started to join one that is not there once the set is deployed."""
    if world.assumed:
        return []
    wanted = {str(spec["name"]): _state(spec) for spec in declared.specs}
    joining = [
        (str(spec["name"]), target)
        for spec in declared.wanted
        if spec["state"] == "started" and spec["name"] in acting and (target := joins(spec["network"])) is not None
    ]
    return [
        (name, f"network: container:{target} cannot be joined: {WHY[wanted.get(target)]}")
        for name, target in joining
        if wanted.get(target) in WHY and not (target not in wanted and _on_the_host(target, world))
    ]


def _state(spec: Mapping[str, Any]) -> str:
    return "once" if spec["once"] and spec["state"] == "started" else str(spec["state"])


def _on_the_host(target: str, world: World) -> bool:
    """The engine takes a name, an id or the beginning of an id."""
    names = world.containers.names
    return bool(target) and (target in names.values() or any(identifier.startswith(target) for identifier in names))
