# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""On which networks is a service? With the names by which its neighbours know it there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.notes import Around, Notes

OWN = ("aliases", "ipv4_address", "mac_address", "priority")
DEFAULT = "default"
OF_THE_HOST = "nat"  # the engine's own network, which is there in any case
OF_LINUX = ("bridge", "host")


def attached(value: Mapping[str, Any], notes: Notes, around: Around) -> dict[str, Any] | None:
    """What the option networks takes, the network of the highest priority first; None for the host's own network
    alone. A container that is not called as its service is has that name as an alias."""
    alias = [notes.service] if around.names[notes.service] != notes.service or notes.service in around.several else []
    given = {name: members or {} for name, members in value.items()}
    made: dict[str, Any] = {}
    for name in sorted(given, key=lambda name: (-int(given[name].get("priority") or 0), name)):
        for key, item in given[name].items():
            if key not in OWN:
                notes.foreign(f"networks.{key}", item)
        told = {key: given[name][key] for key in ("ipv4_address", "mac_address") if given[name].get(key)}
        aliases = list(dict.fromkeys([*alias, *(given[name].get("aliases") or [])]))
        called = OF_THE_HOST if name == DEFAULT and around.bare else name
        made[called] = {**({"aliases": aliases} if aliases else {}), **told}
    first = next(iter(made), None)
    if around.mac and first is not None:
        made[first].setdefault("mac_address", around.mac)
    return None if made == {OF_THE_HOST: {}} and around.bare else made or None


def joined(value: str, notes: Notes, around: Around) -> str | None:
    """What the option network takes."""
    kind, colon, name = value.partition(":")
    if around.mac:
        notes.at("mac_address").refuse(
            f"{around.mac!r} is refused: beside network_mode there is no network that it is of: name that in networks"
        )
    if value == DEFAULT:
        return None
    if value in OF_LINUX:
        notes.refuse(f"{value!r} is not allowed; it is a network of Linux: leave it out, or name a network of the host")
        return None
    if kind != "service" or not colon:
        return value
    if name in around.several:
        notes.refuse(f"{value!r} is not allowed; {name} has copies, of which each has a network of its own")
        return None
    return f"container:{around.names.get(name, name)}"
