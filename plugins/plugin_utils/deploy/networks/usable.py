# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Can a container be on the networks that it names, as it is to be on them? Each function gives one text, or None."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.endpoint import others
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.seen import Network, named
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_rules import engine_version

Spec = Mapping[str, Any]
# Since when engines give a card the address that is asked for: on the network that a container is created on (API
# 1.44), and on one that it is connected to (API 1.54; moby api/docs/CHANGELOG.md, postNetworkConnect).
CREATED, CONNECTED = (25, 0), (29, 3)
DROPPED_BY_AZURE = ("transparent", "l2bridge", "overlay")


def _by_option(spec: Spec) -> list[tuple[str, str | None]]:
    """(the option that names it, network)."""
    return [("network", spec["network"]), *(("networks", one["name"]) for one in others(spec))]


def no_such_network(spec: Spec, declared: Collection[str], there: Sequence[Network] | None) -> str | None:
    """The engine says so only when the container is started, or connected (moby daemon/container_operations.go).
    `there` is None where nobody asked."""
    missing = [(option, name) for option, name in _by_option(spec) if _is_missing(name, declared, there)]
    if not missing:
        return None
    has = ", ".join(sorted(network.name for network in there or ())[:12]) or "no network at all"
    told = [f"{option}: there is no network {name} on the host{_known(name)}" for option, name in missing]
    return f"{'; '.join(told)}, which has {has}; declare it in networks of the set, or leave the option out for nat"


def _is_missing(network: str | None, declared: Collection[str], there: Sequence[Network] | None) -> bool:
    name = named(network)
    if name is None or there is None or name in declared:
        return False
    return not any(one.answers_to(name) for one in there)


def _known(name: str | None) -> str:
    return f" (Windows brings no {name}: it is a name like others)" if name in ("host", "bridge") else ""


def no_such_card(spec: Spec, engine: str | None) -> str | None:
    """An address of a card that the engine would not give: the container would never be as declared."""
    version, endpoints = engine_version(engine), spec["networks"] or []
    if version is None:
        return None
    wrong = [
        (one, since)
        for one, since in zip(endpoints, (CREATED, *[CONNECTED] * len(endpoints)), strict=False)
        if one["mac_address"] and version < since
    ]
    if not wrong:
        return None
    told = [f"{one['name']}.mac_address: {one['mac_address']}" for one, _since in wrong]
    since = max(since for _one, since in wrong)
    why = "on a network beside the first" if since == CONNECTED else "by network"
    first = ", name its network first" if len(wrong) == 1 and since == CONNECTED and version >= CREATED else ""
    return (
        f"networks: {', '.join(told)} is not given by engine {engine} of the host (engines from "
        f"{'.'.join(map(str, since))} on give one {why}); leave it out{first}, or update the engine"
    )


def azure_drops(spec: Spec, drivers: Mapping[str, str], platform: str | None) -> str | None:
    """`drivers` by network."""
    found = [
        f"{option}: {name} has the driver {drivers[name]}"
        for option, name in _by_option(spec)
        if name is not None and drivers.get(name) in DROPPED_BY_AZURE
    ]
    if platform != "azure" or not found:
        return None
    return (
        f"{'; '.join(found)}, and Azure drops what comes from MAC addresses that it does not know: use nat, or "
        "l2tunnel with Azure's own network plugin"
    )
