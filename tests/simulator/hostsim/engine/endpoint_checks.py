"""What is wrong with the endpoints of a request? moby api/types/network ValidateEndpointSettings, libnetwork ipam."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .errors import ApiError
from .texts import refusal
from .versions import EngineVersion

if TYPE_CHECKING:
    from .networks import Network, Networks


SEVERAL = (1, 44)  # the API since which a container is made on several networks (postContainersCreate)


def check_number(endpoints: Mapping[str, Any], version: EngineVersion, api: tuple[int, int]) -> None:
    """Raise ApiError 400 where a client of this API asks for more networks than it may."""
    if api < SEVERAL and len(endpoints) > 1:
        raise refusal("several_endpoints", version, networks=", ".join(endpoints))


def check(endpoints: Mapping[str, Any], networks: Networks, version: EngineVersion) -> None:
    """Raise ApiError 400 for the first network whose settings cannot be."""
    for name, settings in endpoints.items():
        if settings is None:
            raise refusal("endpoint_config", version, network=name, problem="EndpointsConfig is nil")
        try:
            network = networks.find(name)
        except ApiError:
            continue  # a network that is not there is told at the start
        found = problems(settings.get("IPAMConfig") or {}, network, version)
        if found:
            problem = f"invalid endpoint settings:\n{listed(found)}"
            raise refusal("endpoint_config", version, network=name, problem=problem)


def listed(found: list[str]) -> str:
    """As Go joins several errors."""
    return found[0] if len(found) == 1 else "\n".join(f"* {problem}" for problem in found)


def problems(wanted: Mapping[str, Any], network: Network, version: EngineVersion) -> list[str]:
    """What is wrong with the addresses that an endpoint in this network is to have."""
    found = []
    for family in (4, 6):
        text = wanted.get(f"IPv{family}Address") or ""
        if not text:
            continue
        address = _address(text)
        if address is None or address.version != family:
            found.append(f"invalid IPv{family} address: {text}")
        if not network.subnets:
            continue
        inside = address is not None and any(address in subnet for subnet, _gateway in network.subnets)
        if version.number >= (29, 0):
            if not inside:
                found.append(f"no configured subnet contains IP address {text}")
        elif family == 6:
            found.append(
                "user specified IP address is supported only when connecting to networks with user configured subnets"
            )
        elif not inside:
            found.append(f"no configured subnet or ip-range contain the IP address {text}")
    return found


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
