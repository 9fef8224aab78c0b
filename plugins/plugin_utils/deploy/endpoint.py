# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How is a container on its networks? The option networks, as compose has it: networks with aliases and addresses."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import hostname, joins, network
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Problem, shown

Endpoint = dict[str, Any]  # {name, aliases, ipv4_address, mac_address}
MEMBERS = ("aliases", "ipv4_address", "mac_address")
FORM = f"allowed is the name of a network, a list of them, or each with {', '.join(MEMBERS)} below it"
DEFAULT = ("nat", "default")  # two names of one network (moby api/types/container/networkmode_windows.go)
_MAC = re.compile(r"[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}")


def networks(value: Any) -> list[Endpoint]:
    """In the order in which they are declared. Raises ValueError."""
    names = [value] if isinstance(value, str) else value
    if isinstance(names, list) and all(isinstance(item, str) for item in names):
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(shown(value, f"{', '.join(twice)} stands there twice: keep one of them", False))
        names = dict.fromkeys(names)
    if not isinstance(names, Mapping) or not names:
        raise ValueError(shown(value, FORM, False))
    found = [_endpoint(str(name), members) for name, members in names.items()]
    if wrong := beside(found):
        raise ValueError(wrong)
    return found


def beside(endpoints: Sequence[Endpoint]) -> str | None:
    """What is wrong with these together."""
    names = [endpoint["name"] for endpoint in endpoints]
    if len(names) > 1 and "none" in names:
        text = "none is for a container without a network: leave it out, or leave the others out"
        return shown(names, text, False)
    called = ["nat" if name in DEFAULT else name for name in names]
    if twice := sorted({name for name in called if called.count(name) > 1}):
        return shown(names, f"the network {', '.join(twice)} is meant twice: keep one of them", False)
    return None


def _endpoint(name: str, given: Any) -> Endpoint:
    if joins(network(name)):
        raise ValueError(f"{name} is another container's network: write it into network")
    members = {} if given is None else given
    if not isinstance(members, Mapping) or set(members) - set(MEMBERS):
        raise ValueError(f"{name}: {shown(given, FORM, False)}")
    return {
        "name": name,
        "aliases": _aliases(name, members.get("aliases")),
        "ipv4_address": _address(name, members.get("ipv4_address")),
        "mac_address": _mac(name, members.get("mac_address")),
    }


def _aliases(name: str, value: Any) -> list[str]:
    items = [] if value is None else value
    if not isinstance(items, list):
        raise ValueError(f"{name}.aliases: {shown(value, 'allowed is a list of names', False)}")
    try:
        return sorted({hostname(str(item)) for item in items})
    except ValueError as error:
        raise ValueError(f"{name}.aliases: {shown(value, str(error), False)}") from None


def _address(name: str, value: Any) -> str | None:
    try:
        return None if value is None else str(ipaddress.IPv4Address(str(value)))
    except ValueError:
        raise ValueError(
            f"{name}.ipv4_address: {shown(value, 'allowed is an address such as 172.30.0.10', False)}"
        ) from None


def _mac(name: str, value: Any) -> str | None:
    if value is None:
        return None
    text = str(value).lower()
    if not _MAC.fullmatch(text):
        raise ValueError(f"{name}.mac_address: {shown(value, 'allowed is one such as 00-15-5d-01-02-03', False)}")
    return text.replace("-", ":")


def settle(spec: dict[str, Any]) -> list[Problem]:
    """Puts the name of the one that it is created on into `network`, which may say which of them that is. `networks`
    begins with it, then by name, and is left only where there is more to say than its name."""
    endpoints = spec["networks"]
    if endpoints is None:
        return []
    names = [endpoint["name"] for endpoint in endpoints]
    first = names[0] if spec["network"] is None else spec["network"]
    if first not in names:
        return [("networks", shown(", ".join(names), f"network says {first}: keep one of both", False))]
    spec["network"] = first
    spec["networks"] = sorted(endpoints, key=lambda endpoint: (endpoint["name"] != first, endpoint["name"]))
    if len(endpoints) == 1 and not any(endpoints[0][member] for member in MEMBERS):
        spec["networks"] = None
    return []


def names_of(spec: Mapping[str, Any]) -> list[str]:
    """The networks that a container is to be on, the one that it is created on first; another container's too."""
    return [str(spec["network"] or "nat"), *(endpoint["name"] for endpoint in others(spec))]


def others(spec: Mapping[str, Any]) -> list[Endpoint]:
    """Those besides the one that it is created on."""
    return list((spec["networks"] or [])[1:])


def by_name_of_host(spec: dict[str, Any], names: Mapping[str, str]) -> None:
    """`names` of the host by those that the set calls its networks by. Of several, nat is called so alone."""
    spec["network"] = names.get(spec["network"], spec["network"])
    if spec["networks"] is None:
        return
    made = [{**one, "name": names.get(one["name"], one["name"])} for one in spec["networks"]]
    if len(made) > 1:
        made = [{**one, "name": "nat" if one["name"] in DEFAULT else one["name"]} for one in made]
        spec["network"] = made[0]["name"]
    spec["networks"] = made
