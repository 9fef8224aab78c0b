# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which networks and volumes does a compose file declare? As the options networks and volumes take them, with the names
that compose gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.attached import DEFAULT
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.scanned import Scan
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.declared import OF_COMPOSE

#: What goes over as it is
NETWORK = ("name", "driver", "driver_opts", "ipam", "labels", "external")
VOLUME = ("name", "driver", "driver_opts", "labels", "external")
#: Why the others cannot be so; None for what says nothing on one host
OTHERS: dict[str, str | None] = {**OF_COMPOSE, "attachable": None, "enable_ipv4": None}
IPAM = ("driver", "config")
UNKNOWN = "this collection does not know it: leave it out"


def networks(data: Mapping[str, Any], scan: Scan) -> tuple[dict[str, Any], list[str]]:
    """By the file's names, and what is wrong. The network `default` that nobody declares is the host's own."""
    found: dict[str, Any] = {}
    problems: list[str] = []
    for name, given in (data.get("networks") or {}).items():
        if name == DEFAULT and bare(data):
            continue
        ipam = {key: item for key, item in (given.get("ipam") or {}).items() if key in IPAM and item}
        problems += [
            f"{scan.beside('networks', name)}: network {name}: ipam.{key}: {UNKNOWN}"
            for key, item in (given.get("ipam") or {}).items()
            if key not in IPAM and item and not key.startswith("x-")
        ]
        found[name], wrong = _taken(given | {"ipam": ipam}, NETWORK, f"{scan.beside('networks', name)}: network {name}")
        problems += wrong
    return found, problems


def volumes(data: Mapping[str, Any], scan: Scan) -> tuple[dict[str, Any], list[str]]:
    found: dict[str, Any] = {}
    problems: list[str] = []
    for name, given in (data.get("volumes") or {}).items():
        found[name], wrong = _taken(given or {}, VOLUME, f"{scan.beside('volumes', name)}: volume {name}")
        problems += wrong
    return found, problems


def bare(data: Mapping[str, Any]) -> bool:
    """Whether the network `default` is what compose declares by itself."""
    given = (data.get("networks") or {}).get(DEFAULT) or {}
    return not {key for key, item in given.items() if item} - {"name"} and given.get("name") in (
        None,
        f"{data.get('name')}_{DEFAULT}",
    )


def _taken(given: Mapping[str, Any], keys: tuple[str, ...], label: str) -> tuple[dict[str, Any], list[str]]:
    problems = [
        f"{label}: {key}: {item!r} is refused: {OTHERS.get(key, UNKNOWN)}"
        for key, item in given.items()
        if key not in keys and item and not key.startswith("x-") and OTHERS.get(key, UNKNOWN) is not None
    ]
    return {key: given[key] for key in keys if given.get(key)}, problems
