# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What do the images take that a run pulls, and is it worth a question?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.weights import (
    Weight,
    layers_look,
    local_layers,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.plan import Plan
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.room import (
    little_room,
    measured,
    no_room_for_pulls,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.seen import World
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Look
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import kind_of

Weigh = Callable[[ImageFacts], Weight]


@dataclass(frozen=True)
class Weighed:
    """`pulls` by reference; `there` are the diff_ids of the host's layers, None where nobody asked or could tell."""

    host: Mapping[str, Any]
    starts: int
    pulls: Mapping[str, Weight] = field(default_factory=dict)
    there: frozenset[str] | None = None

    def refused(self) -> str | None:
        return no_room_for_pulls(self.host, self.pulls, self.there)

    def warning(self) -> str | None:
        return little_room(self.host, list(self.pulls.values()), self.starts, self.there)


def weigh_of(declared: Declared) -> Weigh | None:
    """What weighs the images of a set, None where it does not want it. Few runs ask, and the client takes its time to
    be imported."""
    clients: list[Any] = []

    def weigh(image: ImageFacts) -> Weight:
        if not clients:
            # pylint: disable=import-outside-toplevel
            from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.registry_client import (
                RegistryClient,
            )

            clients.append(RegistryClient(declared.logins))
        made: Weight = clients[0].weigh(image)
        return made

    return weigh if declared.check_room else None


def open_looks(host: Mapping[str, Any], world: World, made: Plan) -> list[Look]:
    """What must be asked of the host before the pulls of a plan can be weighed."""
    return [layers_look()] if _pulls(made) and measured(host) and not world.assumed else []


def weighed(host: Mapping[str, Any], world: World, made: Plan, layers: Answer | None, weigh: Weigh | None) -> Weighed:
    """`layers` is the answer to `open_looks`; without it no registry is asked."""
    starts = sum(kind_of(step) == "start" for step in made.steps)
    there = None
    if layers is not None:
        with suppress(HostProblem):  # what cannot be told is warned of as it is without an answer
            there = local_layers(layers)
    pulls = {name: weigh(world.image(name)) if weigh and there is not None else Weight() for name in _pulls(made)}
    return Weighed(host, starts, pulls, there)


def _pulls(made: Plan) -> list[str]:
    return [name for name in made.pulls if name not in made.archives]
