# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Can containers have the places that are declared for them, on the networks that are declared?"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import Spec
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.endpoint import beside
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.declared import NetworkSpec
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import shown


def not_in_subnet(specs: Sequence[Spec], networks: Sequence[NetworkSpec]) -> list[str]:
    """Addresses that the network does not have or that two are to have: the engine refuses the start of such a one."""
    declared = {one.name: one.subnets for one in networks if one.subnets}
    places = [
        (str(spec["name"]), str(endpoint["name"]), str(endpoint["ipv4_address"]))
        for spec in specs
        if spec["state"] != "absent"
        for endpoint in spec["networks"] or []
        if endpoint["ipv4_address"]
    ]
    return [
        f"container {container}: networks: {network}.ipv4_address: {shown(address, why, False)}"
        for place, (container, network, address) in enumerate(places)
        if (why := _no_address(address, declared.get(network, ())))
        or (why := _given_to([one for one, *at in places[:place] if at == [network, address]]))
    ]


def _no_address(address: str, subnets: Sequence[tuple[str, str | None]]) -> str:
    """Why no container can have it on a network of these subnets; nothing where it can."""
    asked = ip_address(address)
    inside = [(ip_network(subnet, strict=False), gateway) for subnet, gateway in subnets]
    if inside and not any(asked in subnet for subnet, _gateway in inside):
        return f"the subnet of the network is {' and '.join(subnet for subnet, _gateway in subnets)}"
    for subnet, gateway in inside:
        if gateway is not None and asked == ip_address(gateway):
            return "it is the gateway of the network"
        if asked in (subnet.network_address, subnet.broadcast_address) and subnet.num_addresses > 2:
            return f"it is the first or the last address of {subnet}, which nobody can have"
    return ""


def _given_to(others: Sequence[str]) -> str:
    return f"{', '.join(others)} has it as well; give each its own" if others else ""


def meant_twice(specs: Sequence[Spec]) -> list[str]:
    """One network of the host, by its own name and by that of the set."""
    found = ((spec["name"], beside(spec["networks"] or [])) for spec in specs)
    return [f"container {name}: networks: {text}" for name, text in found if text]
