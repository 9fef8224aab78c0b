# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How is a container on its network? The option networks, as compose has it: the network with aliases and addresses."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import hostname, joins, network
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Problem, shown

Endpoint = dict[str, Any]  # {name, aliases, ipv4_address, mac_address}
MEMBERS = ("aliases", "ipv4_address", "mac_address")
FORM = f"allowed is the name of a network, in a list of one, or with {', '.join(MEMBERS)} below it"
_MAC = re.compile(r"[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}")


def networks(value: Any) -> Endpoint:
    """Raises ValueError."""
    told = dict.fromkeys(value) if isinstance(value, list) and all(isinstance(item, str) for item in value) else value
    if isinstance(told, str):
        told = {told: None}
    if not isinstance(told, Mapping) or not told:
        raise ValueError(shown(value, FORM, False))
    if len(told) > 1:
        raise ValueError(
            f"{', '.join(map(str, told))} are several; a container is declared on one network here: keep one of them"
        )
    ((name, given),) = told.items()
    if joins(network(str(name))):
        raise ValueError(f"{name} is another container's network: write it into network")
    members = {} if given is None else given
    if not isinstance(members, Mapping) or set(members) - set(MEMBERS):
        raise ValueError(f"{name}: {shown(given, FORM, False)}")
    return {
        "name": str(name),
        "aliases": _aliases(name, members.get("aliases")),
        "ipv4_address": _address(name, members.get("ipv4_address")),
        "mac_address": _mac(name, members.get("mac_address")),
    }


def _aliases(name: Any, value: Any) -> list[str]:
    items = [] if value is None else value
    if not isinstance(items, list):
        raise ValueError(f"{name}.aliases: {shown(value, 'allowed is a list of names', False)}")
    try:
        return sorted({hostname(str(item)) for item in items})
    except ValueError as error:
        raise ValueError(f"{name}.aliases: {shown(value, str(error), False)}") from None


def _address(name: Any, value: Any) -> str | None:
    try:
        return None if value is None else str(ipaddress.IPv4Address(str(value)))
    except ValueError:
        raise ValueError(
            f"{name}.ipv4_address: {shown(value, 'allowed is an address such as 172.30.0.10', False)}"
        ) from None


def _mac(name: Any, value: Any) -> str | None:
    if value is None:
        return None
    text = str(value).lower()
    if not _MAC.fullmatch(text):
        raise ValueError(f"{name}.mac_address: {shown(value, 'allowed is one such as 00-15-5d-01-02-03', False)}")
    return text.replace("-", ":")


def settle(spec: dict[str, Any]) -> list[Problem]:
    """Puts the name into `network`, and leaves `networks` where there is more to say than the name."""
    endpoint = spec["networks"]
    if endpoint is None:
        return []
    if spec["network"] not in (None, endpoint["name"]):
        return [("networks", shown(endpoint["name"], f"network says {spec['network']}: keep one of both", False))]
    spec["network"] = endpoint["name"]
    if not any(endpoint[member] for member in MEMBERS):
        spec["networks"] = None
    return []
