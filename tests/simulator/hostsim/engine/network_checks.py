"""What does the engine refuse of a network that is to be made, before it looks at its networks and drivers?

In its order (recorded: 28.5.2 and 29.7.2; moby daemon/network.go createNetwork, api/types/network ValidateIPAM)."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import Any

from .texts import refusal
from .versions import EngineVersion

RESERVED = ("none", "default", "host", "container")  # moby runconfig IsPreDefinedNetwork, as far as Windows has them


def check(body: Mapping[str, Any], version: EngineVersion) -> None:
    """Raises ApiError."""
    rows = (body.get("IPAM") or {}).get("Config") or []
    if version.number >= (29, 0):  # its types are addresses: what is none does not get past the decoder
        for row in rows:
            _address(row.get("Gateway"), version)
    name = body.get("Name") or ""
    if not name.strip():
        raise refusal("network_name_empty", version)
    if name in RESERVED:
        raise refusal("network_reserved", version, name=name)
    if body.get("EnableIPv4") is False:
        raise refusal("network_no_ipv4", version)
    if body.get("Ingress"):
        raise refusal("network_ingress", version)
    if body.get("Driver") == "overlay":
        raise refusal("network_swarm", version)
    for row in rows:
        _subnet(row, version)


def _address(text: Any, version: EngineVersion) -> None:
    if not text:
        return
    try:
        ipaddress.ip_address(str(text))
    except ValueError:
        raise refusal("network_gateway", version, text=text) from None


def _subnet(row: Mapping[str, Any], version: EngineVersion) -> None:
    text, gateway, within = row.get("Subnet") or "", row.get("Gateway"), row.get("IPRange")
    if not text:
        if gateway or within:
            raise refusal("network_subnet_missing", version, gateway=gateway or within)
        return
    try:
        subnet = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise refusal("network_subnet", version, text=text) from None
    if str(subnet) != text:
        raise refusal("network_subnet_host", version, text=text, right=subnet)
    if within:
        inner = ipaddress.ip_network(within, strict=False)
        if inner.version != subnet.version or not inner.subnet_of(subnet):  # type: ignore[arg-type]
            raise refusal("network_range", version, text=within, subnet=subnet)
    _address(gateway, version)
    if gateway and ipaddress.ip_address(gateway) not in subnet:
        raise refusal("network_gateway_outside", version, text=gateway, subnet=subnet)
