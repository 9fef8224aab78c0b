# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which networks does the host have? Asked only where a set declares one, a container names one, or one may go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.endpoint import others
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import steps
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import at
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import EngineQuestions, path_of

ALWAYS = ("default", "none")  # the engine's own words: its default network, and none


@dataclass(frozen=True)
class Pool:
    """A row of a network's addresses."""

    subnet: str = at("Subnet", "")
    gateway: str | None = at("Gateway", None)


@dataclass(frozen=True, kw_only=True)
class Network:
    """One row of `/networks`."""

    id: str = at("Id")
    name: str = at("Name")
    driver: str | None = at("Driver", None)
    pools: tuple[Pool, ...] = at("IPAM.Config", ())
    options: Mapping[str, str] = at("Options", {})
    labels: Mapping[str, str] = at("Labels", {})

    @property
    def subnets(self) -> list[tuple[str, str | None]]:
        return [(pool.subnet, pool.gateway) for pool in self.pools if pool.subnet]

    def answers_to(self, name: str) -> bool:
        """By name, id or the beginning of an id (moby daemon/network.go FindNetwork); names tell case."""
        return name in (self.name, self.id) or (len(name) > 3 and self.id.startswith(name))


def named(network: str | None) -> str | None:
    """The network of the host that a container names; None for the engine's own words and for another container's."""
    return None if not network or network in ALWAYS or network.startswith("container:") else network


def asks(specs: Iterable[Mapping[str, Any]], more: bool) -> bool:
    """`more`: the set itself declares networks, or removes what it declares no more."""
    return more or any(named(spec["network"]) or others(spec) for spec in specs)


def ask_networks(questions: EngineQuestions, specs: Iterable[Mapping[str, Any]], more: bool = False) -> None:
    if asks(specs, more):
        questions.ask("networks", path_of("/networks"))


def networks_of(
    replies: EngineReplies, specs: Iterable[Mapping[str, Any]], more: bool = False
) -> tuple[Network, ...] | None:
    """None where they were not asked."""
    if not asks(specs, more):
        return None
    return replies.reply("networks").rows(Network)


def still(network: Network) -> dict[str, Any]:
    """That it is what it was when the plan was made."""
    return steps.seen(path_of("/networks/{}", network.id), Id=network.id, Name=network.name, Driver=network.driver)


def no_network(name: str) -> dict[str, Any]:
    """That there is none of this name: an exact list, since the engine takes the beginning of an id for a name."""
    path = path_of("/networks", filters={"name": [f"^{name.replace('.', '[.]')}$"]})
    return {"path": path, "status": 200, "rows": "Id", "values": []}
