# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What do compose files come to, as a set? Containers, networks and volumes, as the options of that name take them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.kinds import bare, networks, volumes
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.loaded import Model
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.notes import Around, Notes
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.service import container

COMPLETED = "service_completed_successfully"


@dataclass(frozen=True)
class Translated:
    """`containers`, `networks` and `volumes` as the options take them, `services` the service of each container and the
    key that each of its options came of, `problems` what cannot be so, `left_out` (container, text), and
    `without_isolation` the containers that get the set's."""

    containers: Sequence[dict[str, Any]]
    networks: Mapping[str, Any]
    volumes: Mapping[str, Any]
    services: Mapping[str, tuple[str, Mapping[str, str]]]
    problems: Sequence[str]
    left_out: Sequence[tuple[str, str]]
    without_isolation: Sequence[str]


def translated(model: Model, pull: str = "missing") -> Translated:
    """`pull` is the set's option, to which services may say something else."""
    data, scan = model.data, model.scan
    services: Mapping[str, Mapping[str, Any]] = data.get("services") or {}
    names = {service: str(given.get("container_name") or service) for service, given in services.items()}
    waited = {
        needed
        for given in services.values()
        for needed, how in (given.get("depends_on") or {}).items()
        if (how or {}).get("condition") == COMPLETED
    }
    several = frozenset(service for service, given in services.items() if _copies(given))
    problems: list[str] = []
    left_out: list[tuple[str, str]] = []
    made = []
    keys = {}
    for service, given in services.items():
        around = Around(names, several, frozenset(waited), bare(data), pull, given.get("mac_address"))
        notes = Notes(scan, service, names[service], problems=problems, warnings=left_out)
        one, keys[service] = container(given, notes, around)
        made.append(one)
    own_networks, wrong = networks(data, scan)
    problems += wrong
    own_volumes, wrong = volumes(data, scan)
    problems += wrong
    return Translated(
        containers=made,
        networks=own_networks,
        volumes=own_volumes,
        services={names[service]: (service, keys[service]) for service in services},
        problems=[model.mask(text) for text in problems],
        left_out=[(name, model.mask(text)) for name, text in left_out],
        without_isolation=sorted(one["name"] for one in made if "isolation" not in one),
    )


def _copies(service: Mapping[str, Any]) -> bool:
    return service.get("scale") is not None or (service.get("deploy") or {}).get("replicas") is not None
