# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which networks does a set declare? As the playbook says it, in the manner of compose, or everything that is wrong."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.kinds import (
    Label,
    owner_labels,
    read_kind,
    texts,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Problem, Refused, checked, shown

# The drivers of the engine for Windows (moby libnetwork/drivers_windows.go); `null` is the engine's own network none.
DRIVERS = ("nat", "transparent", "l2bridge", "l2tunnel", "ics", "internal", "private")
SWARM = "an overlay network is of a swarm, which this collection does not manage; use nat, transparent or l2bridge"
PREDEFINED = ("nat", "none", "default")  # the engine's own (moby api/types/container/networkmode_windows.go)
NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*")
LONGEST_NAME = 255

NETWORK_OPTIONS: dict[str, Any] = {
    "name": {"type": "str"},
    "external": {"type": "bool", "default": False},
    "driver": {"type": "str", "default": "nat"},
    "subnet": {"type": "str"},
    "gateway": {"type": "str"},
    "ipam": {"type": "dict"},
    "options": {"type": "dict"},
    "labels": {"type": "raw"},
    "recreate": {"type": "bool", "default": False},
}
# Words of compose's networks that are none of ours, and what to write.
OF_COMPOSE = {
    "internal": "Windows has a driver for it: write driver: internal, or driver: private",
    "enable_ipv6": "networks of Windows containers have no IPv6: leave it out",
    "attachable": "it is for swarm: leave it out",
}
OF_OURS = ("driver", "subnet", "gateway", "ipam", "options", "driver_opts", "labels", "recreate")


@dataclass(frozen=True)
class NetworkSpec:
    """One declared network. `key` is what the set calls it, `name` what the host does. `subnets` are (subnet,
    gateway or None), None where none is declared; `options` and `labels` those that are declared."""

    key: str
    name: str
    external: bool = False
    driver: str = "nat"
    subnets: tuple[tuple[str, str | None], ...] | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    recreate: bool = False

    @property
    def item(self) -> str:
        """As steps and messages call it."""
        return f"network {self.name}"

    def labels_of(self, project: str) -> dict[str, str]:
        return {**self.labels, **owner_labels(project)}


def read_networks(given: Any) -> list[NetworkSpec]:
    """The declared networks by name. Raises Refused with all that is wrong.

    A network has the name that the set calls it by, without the project's name before it: the network service of
    Windows knows each by its name for the whole host, and other tools and policies name it.
    """
    return read_kind("networks", given, _read, lambda spec: spec.name)


def _read(label: Label, key: str, given: Mapping[str, Any]) -> NetworkSpec:
    if str(given.get("driver")).lower() == "overlay":
        raise Refused([f"{label}: driver: {shown(given['driver'], SWARM, False)}"])
    known = {name: value for name, value in given.items() if value is not None}
    twice = {"options", "driver_opts"} <= set(known)
    if "driver_opts" in known:  # compose's word
        known["options"] = known.pop("driver_opts")
    meant = [(word, OF_COMPOSE[word]) for word in sorted(set(known) & set(OF_COMPOSE))]
    options, problems = checked(NETWORK_OPTIONS, {key: value for key, value in known.items() if key not in OF_COMPOSE})
    problems += meant
    if twice:
        problems.append(("driver_opts", "says the same as options: declare one of them"))
    name = options.get("name") or key
    driver = str(options.get("driver", "nat")).lower()
    if options.get("external"):
        problems += [
            (one, "an external network is used as it is: leave the option out, or leave external out")
            for one in OF_OURS
            if given.get(one) not in (None, False)
        ]
    elif name.lower() in PREDEFINED:
        text = "is the engine's own network, which is there in any case: containers name it without a declaration"
        problems.append(("name", f"{name} {text}"))
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        allowed = "allowed are letters, digits, '_', '.' and '-', the first a letter or a digit"
        problems.append(("name", shown(name, allowed, False)))
    if driver not in DRIVERS:
        problems.append(("driver", shown(options["driver"], f"allowed are {', '.join(DRIVERS)}", False)))
    subnets, wrong = _subnets(options)
    problems += wrong
    labels, wrong = texts("labels", options.get("labels"))
    problems += wrong
    told, wrong = texts("options", options.get("options"))
    problems += wrong
    if problems:
        raise Refused([f"{label}: {option}: {text}" for option, text in problems])
    return NetworkSpec(
        key=key,
        name=name,
        external=options["external"],
        driver=driver,
        subnets=subnets,
        options=told,
        labels=labels,
        recreate=options["recreate"],
    )


Subnets = tuple[tuple[str, str | None], ...]


def _subnets(options: Mapping[str, Any]) -> tuple[Subnets | None, list[Problem]]:
    """Of `subnet` and `gateway`, or of compose's `ipam`."""
    ipam, subnet, gateway = options.get("ipam"), options.get("subnet"), options.get("gateway")
    if ipam is None:
        if subnet is None and gateway is not None:
            return None, [("gateway", "needs the subnet that it is in: declare subnet as well")]
        rows: Any = [] if subnet is None else [{"subnet": subnet, "gateway": gateway}]
    elif subnet is not None or gateway is not None:
        return None, [("ipam", "says the same as subnet and gateway: declare one of them")]
    else:
        rows = ipam.get("config") or []
        more = sorted(set(ipam) - {"config", "driver"})
        if more or ipam.get("driver") not in (None, "default", "windows"):
            what = f"{', '.join(more)} is" if more else f"the driver {ipam['driver']} is"
            return None, [("ipam", f"{what} unknown to Windows, which gives addresses itself: declare config alone")]
        if not isinstance(rows, Sequence) or not all(isinstance(row, Mapping) for row in rows):
            return None, [("ipam", "config is a list of {subnet, gateway}")]
    problems = [("subnet" if ipam is None else "ipam", text) for row in rows for text in _wrong(row)]
    if problems or not rows:
        return None, problems
    made = [ipaddress.IPv4Network(row["subnet"]) for row in rows]
    if twice := sorted({str(one) for place, one in enumerate(made) for other in made[:place] if one.overlaps(other)}):
        return None, [("ipam", f"{', '.join(twice)} overlaps another subnet of the network: keep one of both")]
    return tuple(sorted((str(row["subnet"]), row.get("gateway")) for row in rows)), []


def _wrong(row: Mapping[str, Any]) -> Iterator[str]:
    """As the engine refuses it (moby api/types/network ValidateIPAM), and parts of a subnet, which Windows cannot."""
    more = sorted(set(row) - {"subnet", "gateway"})
    if more:
        yield f"{', '.join(more)} cannot be given on Windows (the driver of addresses refuses it): leave it out"
    text = str(row.get("subnet") or "")
    try:
        subnet = ipaddress.IPv4Network(text, strict=False) if "/" in text else None
    except ValueError:
        subnet = None
    if subnet is None:
        yield shown(text, "allowed is a subnet of IPv4 such as 172.30.0.0/24", False)
        return
    if str(subnet) != text:
        yield shown(text, f"the subnet is written {subnet}", False)
    if row.get("gateway") is None:
        return
    try:
        inside = ipaddress.IPv4Address(str(row["gateway"])) in subnet
    except ValueError:
        inside = False
    if not inside:
        yield f"gateway: {shown(row['gateway'], f'allowed is an address within {subnet}', False)}"
