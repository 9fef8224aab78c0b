"""What is shown of a container's networks? moby api/types/network EndpointSettings, daemon/container_operations.go."""

from __future__ import annotations

import copy
from typing import Any

from .container import Container
from .versions import EngineVersion, Number

# Names that are no user's (moby api/types/container/networkmode_windows.go)
NOT_USERS = ("", "default", "nat", "none")
#: Clients older than this find the short id and the host name among the aliases (moby server/router/container)
NAMES_AMONG_ALIASES = (1, 45)
#: Members that came later
CAME: dict[str, Number] = {"DNSNames": (25, 0), "GwPriority": (28, 0)}
EMPTY: dict[str, Any] = {
    "IPAMConfig": None, "Links": None, "Aliases": None, "MacAddress": "", "DriverOpts": None, "GwPriority": 0,
    "NetworkID": "", "EndpointID": "", "Gateway": "", "IPAddress": "", "IPPrefixLen": 0, "IPv6Gateway": "",
    "GlobalIPv6Address": "", "GlobalIPv6PrefixLen": 0, "DNSNames": None,
}  # fmt: skip
#: What a row of the list leaves out (moby daemon/container/view.go)
NOT_IN_ROWS = ("Links", "Aliases", "DriverOpts", "DNSNames")
WANTED_MAC = "WantedMac"  # kept beside: a container that has stopped shows none, and has it again when it starts
ASKED = ("IPAMConfig", "Links", "Aliases", "DriverOpts", "GwPriority")


def endpoint_of(settings: dict[str, Any] | None) -> dict[str, Any]:
    """The endpoint of a request's settings, before anybody has given it an address."""
    asked = settings or {}
    found = copy.deepcopy(EMPTY) | {name: copy.deepcopy(asked[name]) for name in ASKED if asked.get(name) is not None}
    if found["IPAMConfig"] is not None:
        found["IPAMConfig"] = {name: value for name, value in found["IPAMConfig"].items() if value}
    found["MacAddress"] = asked.get("MacAddress") or ""
    return {**found, WANTED_MAC: found["MacAddress"]}


def names_of(container: Container, endpoint: dict[str, Any]) -> list[str]:
    """What the engine's resolver calls it (buildEndpointDNSNames)."""
    return list(
        dict.fromkeys(
            filter(
                None,
                [container.name, *(endpoint["Aliases"] or []), container.id[:12], container.config.get("Hostname")],
            )
        )
    )


def is_users(name: str) -> bool:
    """Whether a network of this name is one that a user made."""
    return name not in NOT_USERS and not name.startswith("container:")


def has_names(name: str) -> bool:
    """Whether containers have names in a network: the user's own, and nat."""
    return name == "nat" or is_users(name)


def shown(container: Container, version: EngineVersion, api: tuple[int, int]) -> dict[str, Any]:
    """The member Networks of inspect."""
    found = {}
    for name, endpoint in sorted(container.endpoints.items()):
        one = _members(endpoint, version)
        if api < NAMES_AMONG_ALIASES and is_users(name):
            more = [*(one["Aliases"] or []), container.id[:12], container.config.get("Hostname") or ""]
            one["Aliases"] = list(dict.fromkeys(filter(None, more)))
        found[name] = one
    return found


def in_row(container: Container, version: EngineVersion) -> dict[str, Any]:
    """The member Networks of a row of the list."""
    return {
        name: {key: None if key in NOT_IN_ROWS else value for key, value in _members(endpoint, version).items()}
        for name, endpoint in sorted((container.listed_endpoints or container.endpoints).items())
    }


def _members(endpoint: dict[str, Any], version: EngineVersion) -> dict[str, Any]:
    return {
        key: copy.deepcopy(value)
        for key, value in endpoint.items()
        if key != WANTED_MAC and version.number >= CAME.get(key, (0,))
    }
