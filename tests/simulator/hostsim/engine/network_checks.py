"""What does the engine refuse of a network that is to be made, in which order? moby daemon/network.go createNetwork,
libnetwork/controller.go NewNetwork, api/types/network ValidateIPAM (recorded: 28.5.2 and 29.7.2)."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from .endpoint_checks import listed
from .endpoints import is_users
from .texts import refusal
from .versions import EngineVersion

DRIVERS = ("ics", "internal", "l2bridge", "l2tunnel", "nat", "null", "overlay", "private", "transparent")
IPAM_DRIVERS = ("default", "windows", "null")
HNS = "com.docker.network.windowsshim."
ENABLES = "com.docker.network.enable_ipv"  # and 4 or 6: a driver's option for clients without the member
TRUE, UNTRUE = ("1", "t", "T", "TRUE", "true", "True"), ("0", "f", "F", "FALSE", "false", "False")  # Go's ParseBool
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def check(body: Mapping[str, Any], names: Collection[str], configurations: Collection[str], v: EngineVersion) -> None:
    """Raises ApiError. `body` is decoded; `names` of the networks that there are, `configurations` those of them that
    are only configurations."""
    name, driver = body["Name"], body["Driver"] or "nat"
    ipam, taken_from = body["IPAM"] or {}, (body["ConfigFrom"] or {}).get("Network")
    if name and not is_users(name):
        raise refusal("network_reserved", v, name=name)
    if driver == "overlay":
        raise refusal("network_swarm", v)
    v4, v6 = (_enabled(body, family, v) for family in (4, 6))
    found = list(_problems(ipam.get("Config") or [], v6, v))
    if found:
        raise refusal("network_config", v, problem=listed(found))
    if not name.strip():
        raise refusal("network_name_empty", v)
    if name in names:
        raise refusal("network_exists", v, name=name)
    if body["ConfigOnly"]:
        if body["Ingress"] or body["Internal"] or body["Attachable"] or body["Scope"]:
            raise refusal("network_only_config", v)
        if taken_from:
            raise refusal("network_config_of_config", v)
        return
    if taken_from and (not v4 or v6 or body["Labels"] or ipam.get("Options") or ipam.get("Config")):
        raise refusal("network_config_and_own", v)
    if taken_from and body["Options"]:
        raise refusal("network_config_and_options", v)
    if driver not in DRIVERS:
        raise refusal("no_such_plugin", v, name=driver)
    if body["Ingress"]:
        raise refusal("network_ingress", v)
    if taken_from and taken_from not in configurations:
        raise refusal("network_config_from", v, name=taken_from)
    if body["Scope"] == "swarm":
        raise refusal("network_scope_swarm", v)
    _addresses(ipam, v6, v)
    _driver(body, driver, v4, v)


def _enabled(body: Mapping[str, Any], family: int, version: EngineVersion) -> bool:
    said = body[f"EnableIPv{family}"]
    if said is not None:
        return bool(said)
    text = (body["Options"] or {}).get(f"{ENABLES}{family}")
    if text is None:
        return family == 4
    if text not in (*TRUE, *UNTRUE):
        raise refusal("network_enables", version, option=f"{ENABLES}{family}")
    return text in TRUE


def _addresses(ipam: Mapping[str, Any], v6: bool, version: EngineVersion) -> None:
    """What the driver of addresses refuses: parts of a subnet, and whatever has six bytes (windowsipam)."""
    if (ipam.get("Driver") or "default") not in IPAM_DRIVERS:
        raise refusal("no_such_plugin", version, name=ipam["Driver"])
    if v6 or any(row["IPRange"] and is_v4(row) for row in ipam.get("Config") or []):
        raise refusal("network_ipam_driver", version)


def _driver(body: Mapping[str, Any], driver: str, v4: bool, version: EngineVersion) -> None:
    """What the driver of networks refuses."""
    if driver == "null":  # `none` is the one
        raise refusal("network_null", version)
    if not v4:
        raise refusal("network_no_ipv4", version)
    vlan = (body["Options"] or {}).get(f"{HNS}vlanid")
    if vlan and not str(vlan).isdecimal():
        raise refusal("network_vlan", version, text=vlan)


def is_v4(row: Mapping[str, Any]) -> bool:
    """Whether a row of the configuration is one of IPv4; what has no subnet is not (29 takes it for one of IPv6)."""
    return bool(row["Subnet"]) and ":" not in row["Subnet"]


def _problems(rows: list[dict[str, Any]], v6: bool, version: EngineVersion) -> Iterator[str]:
    typed = version.number >= (29, 0)  # what is no address does not get past its decoder, and no subnet is an empty one
    for row in rows:
        text = row["Subnet"]
        subnet = _network(text)
        if subnet is None and not typed:
            yield f"invalid subnet {text}: invalid CIDR block notation"
            continue
        if subnet is not None and subnet.version == 6 and not v6:
            continue
        if subnet is not None and str(subnet.network_address) != text.partition("/")[0]:
            yield f"invalid subnet {text}: it should be {subnet}"
        yield from _range(row["IPRange"], subnet)
        yield from (f"invalid gateway {row['Gateway']}: {why}" for why in _address(row["Gateway"], subnet))
        for name, address in (row["AuxiliaryAddresses"] or {}).items():
            yield from (f"invalid auxiliary address {name}: {why}" for why in _address(address, subnet))


def _range(text: str, subnet: Network | None) -> Iterator[str]:
    if not text:
        return
    part, family = _network(text), subnet.version if subnet else 4
    if part is None:
        yield f"invalid ip-range {text}: invalid CIDR block notation"
    elif part.version != family:
        yield f"invalid ip-range {text}: parent subnet is an IPv{family} block"
    else:
        if subnet and part.prefixlen < subnet.prefixlen:
            yield f"invalid ip-range {text}: CIDR block is bigger than its parent subnet {subnet}"
        if str(part.network_address) != text.partition("/")[0]:
            yield f"invalid ip-range {text}: it should be {part}"
        if subnet is None or not part.overlaps(subnet):
            yield f"invalid ip-range {text}: parent subnet {subnet or 'invalid Prefix'} doesn't contain ip-range"


def _address(text: str, subnet: Network | None) -> Iterator[str]:
    if not text:
        return
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        yield "invalid address"
        return
    family = subnet.version if subnet else 4
    if address.version != family:
        yield f"parent subnet is an IPv{family} block"
    elif subnet is None or address not in subnet:
        yield f"parent subnet {subnet or 'invalid Prefix'} doesn't contain this address"


def _network(text: str) -> Network | None:
    try:
        return ipaddress.ip_network(text, strict=False) if "/" in text else None
    except ValueError:
        return None
