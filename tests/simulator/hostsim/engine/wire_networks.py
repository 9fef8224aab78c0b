"""Which members have the bodies about networks, endpoints and volumes, and of which Go types? moby api/types/network
and volume at v28.5.2 and v29.0.0."""

from __future__ import annotations

from functools import cache

from .go_json import Checked, Map, Member, Pointer, Slice, Struct
from .versions import Number
from .wire_values import BOOL, INT, TABLE, TEXT, TEXTS, TYPED_PORTS, read_address, read_mac, read_prefix


@cache
def endpoint_settings(new: bool) -> Struct:
    """network.EndpointSettings, as far as a request may set it."""
    address = Checked("netip.Addr", read_address) if new else TEXT
    ipam = Struct(
        "EndpointIPAMConfig",
        (
            Member("IPv4Address", address, omitempty=True),
            Member("IPv6Address", address, omitempty=True),
            Member("LinkLocalIPs", Slice(address), omitempty=True),
        ),
        package="network",
    )
    return Struct(
        "EndpointSettings",
        (
            Member("IPAMConfig", Pointer(ipam)),
            Member("Links", TEXTS),
            Member("Aliases", TEXTS),
            Member("MacAddress", Checked("network.HardwareAddr", read_mac) if new else TEXT),
            Member("DriverOpts", TABLE),
            Member("GwPriority", INT),
        ),
        package="network",
    )


@cache
def networking_config(new: bool) -> Struct:
    endpoints = Map(Pointer(endpoint_settings(new)))
    return Struct("NetworkingConfig", (Member("EndpointsConfig", endpoints),), package="network")


@cache
def network_request(number: Number) -> Struct:
    """network.CreateRequest."""
    new = number >= TYPED_PORTS
    prefix = Checked("netip.Prefix", read_prefix) if new else TEXT
    address = Checked("netip.Addr", read_address) if new else TEXT
    config = Struct(
        "IPAMConfig",
        (
            Member("Subnet", prefix, omitempty=True),
            Member("IPRange", prefix, omitempty=True),
            Member("Gateway", address, omitempty=True),
            Member("AuxiliaryAddresses", Map(address), omitempty=True),
        ),
        package="network",
    )
    ipam = Struct(
        "IPAM", (Member("Driver", TEXT), Member("Options", TABLE), Member("Config", Slice(config))), package="network"
    )
    source = Struct("ConfigReference", (Member("Network", TEXT),), package="network")
    return Struct(
        "CreateRequest",
        (
            Member("Name", TEXT),
            Member("Driver", TEXT),
            Member("Scope", TEXT),
            *(Member(f"EnableIPv{family}", Pointer(BOOL)) for family in (4, 6)),
            Member("IPAM", Pointer(ipam)),
            *(Member(name, BOOL) for name in ("Internal", "Attachable", "Ingress", "ConfigOnly")),
            Member("ConfigFrom", Pointer(source)),
            Member("Options", TABLE),
            Member("Labels", TABLE),
        ),
        package="network",
    )


@cache
def volume_request(number: Number) -> Struct:
    """volume.CreateOptions, CreateRequest since 29."""
    return Struct(
        "CreateRequest" if number >= TYPED_PORTS else "CreateOptions",
        (
            Member("ClusterVolumeSpec", Pointer(Struct("ClusterVolumeSpec", (), package="volume")), omitempty=True),
            Member("Driver", TEXT, omitempty=True),
            Member("DriverOpts", TABLE, omitempty=True),
            Member("Labels", TABLE, omitempty=True),
            Member("Name", TEXT, omitempty=True),
        ),
        package="volume",
    )
