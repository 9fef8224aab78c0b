# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which networks does the host have? Asked only where a container names one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import at
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import EngineQuestions, path_of

ALWAYS = ("default", "none")  # the engine's own words: its default network, and none


@dataclass(frozen=True, kw_only=True)
class Network:
    """One row of `/networks`."""

    id: str = at("Id")
    name: str = at("Name")
    driver: str | None = at("Driver", None)

    def answers_to(self, name: str) -> bool:
        """By name, id or the beginning of an id (moby daemon/network.go FindNetwork); names tell case."""
        return name in (self.name, self.id) or (len(name) > 3 and self.id.startswith(name))


def named(network: str | None) -> str | None:
    """The network of the host that a container names; None for the engine's own words and for another container's."""
    return None if not network or network in ALWAYS or network.startswith("container:") else network


def ask_networks(questions: EngineQuestions, specs: Iterable[Mapping[str, Any]]) -> None:
    if any(named(spec["network"]) for spec in specs):
        questions.ask("networks", path_of("/networks"))


def networks_of(replies: EngineReplies, specs: Iterable[Mapping[str, Any]]) -> tuple[Network, ...] | None:
    """None where they were not asked."""
    if not any(named(spec["network"]) for spec in specs):
        return None
    return replies.reply("networks").rows(Network)
