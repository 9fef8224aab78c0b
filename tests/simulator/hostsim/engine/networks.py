"""Which networks has the engine, and which addresses and ports have its containers?

isolation.md 1.11: `nat` (driver nat, the default) and `none` (driver null); no host, no bridge.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from . import network_checks
from .container import Container
from .names import long_id
from .texts import refusal
from .versions import EngineVersion
from .wording import stamp

DRIVERS = ("ics", "internal", "l2bridge", "l2tunnel", "nat", "null", "overlay", "private", "transparent")
PREDEFINED = ("nat", "none")
PROTOCOLS = ("tcp", "udp")
EPHEMERAL = range(49152, 65536)
HNS = "com.docker.network.windowsshim."
ENDPOINT: dict[str, Any] = {
    "IPAMConfig": None, "Links": None, "Aliases": None, "NetworkID": "", "EndpointID": "", "Gateway": "",
    "IPAddress": "",
    "IPPrefixLen": 0, "IPv6Gateway": "", "GlobalIPv6Address": "", "GlobalIPv6PrefixLen": 0, "MacAddress": "",
    "DriverOpts": None,
}  # fmt: skip


@dataclass
class Network:
    """One network; `subnet` is None for the driver null."""

    id: str
    name: str
    driver: str
    created: datetime
    subnet: ipaddress.IPv4Network | None
    gateway: str
    internal: bool = False
    options: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


class Networks:
    """The networks of one engine; `seed` makes their ids and subnets the same in each run."""

    def __init__(self, seed: str, version: EngineVersion) -> None:
        self._seed = seed
        self._version = version
        self._made = 0
        self.by_id: dict[str, Network] = {}

    def ensure_default(self, now: datetime) -> None:
        """As the engine does when it starts: `none` and `nat` where they are missing."""
        for name, driver in (("none", "null"), ("nat", "nat")):
            if not any(network.name == name for network in self.by_id.values()):
                self._make(name, driver, now, None)

    def create(self, body: dict[str, Any], now: datetime) -> Network:
        """POST /networks/create. Raises ApiError."""
        name, driver = body.get("Name") or "", body.get("Driver") or "nat"
        network_checks.check(body, self._version)
        if any(network.name == name for network in self.by_id.values()):
            raise refusal("network_exists", self._version, name=name)
        config_from = (body.get("ConfigFrom") or {}).get("Network")
        if config_from:
            raise refusal("network_config_from", self._version, name=config_from)
        if driver not in DRIVERS:
            raise refusal("no_such_plugin", self._version, name=driver)
        ipam_driver = (body.get("IPAM") or {}).get("Driver") or "default"
        if ipam_driver not in ("default", "windows", "null"):
            raise refusal("no_such_plugin", self._version, name=ipam_driver)
        vlan = (body.get("Options") or {}).get(f"{HNS}vlanid")
        if vlan and not str(vlan).isdecimal():
            raise refusal("network_vlan", self._version, text=vlan)
        subnets: list[dict[str, Any]] = (body.get("IPAM") or {}).get("Config") or [{}]
        wanted = subnets[0].get("Subnet")
        network = self._make(name, driver, now, wanted)
        network.internal = bool(body.get("Internal"))
        network.options |= body.get("Options") or {}
        network.labels |= body.get("Labels") or {}
        return network

    def find(self, text: str) -> Network:
        """The network of an id, a name, or the unique beginning of an id. Raises ApiError 404."""
        exact = [n for n in self.by_id.values() if text in (n.id, n.name)]
        found = exact or [n for n in self.by_id.values() if text and n.id.startswith(text)]
        if len(found) != 1:
            raise refusal("no_such_network", self._version, name=text)
        return found[0]

    def remove(self, network: Network, containers: dict[str, Container]) -> None:
        """DELETE /networks/ID. Raises ApiError 403."""
        if network.name in PREDEFINED:
            raise refusal("network_predefined", self._version, name=network.name)
        users = [
            f'name:"{container.name}" id:"{endpoint["EndpointID"]}"'
            for container, endpoint in _attached(network, containers)
        ]
        if users:
            raise refusal("network_active", self._version, name=network.name, id=network.id, endpoints=", ".join(users))
        del self.by_id[network.id]

    def shown(self, network: Network, containers: dict[str, Container], details: bool = True) -> dict[str, Any]:
        """The network as inspect shows it (A4.1); the list leaves its containers out."""
        config = [{"Subnet": str(network.subnet), "Gateway": network.gateway}] if network.subnet else []
        attached = {
            container.id: {
                "Name": container.name, "EndpointID": endpoint["EndpointID"], "MacAddress": endpoint["MacAddress"],
                "IPv4Address": f"{endpoint['IPAddress']}/{endpoint['IPPrefixLen']}" if endpoint["IPAddress"] else "",
                "IPv6Address": "",
            }
            for container, endpoint in (_attached(network, containers) if details else [])
        }  # fmt: skip
        new = {"EnableIPv4": True} if self._version.number >= (28, 0) else {}
        return {
            "Name": network.name, "Id": network.id, "Created": stamp(network.created), "Scope": "local",
            "Driver": network.driver, **new, "EnableIPv6": False,
            "IPAM": {"Driver": "windows" if network.subnet else "default", "Options": None, "Config": config},
            "Internal": network.internal, "Attachable": False, "Ingress": False, "ConfigFrom": {"Network": ""},
            "ConfigOnly": False, "Containers": attached, "Options": dict(network.options),
            "Labels": dict(network.labels),
        }  # fmt: skip

    def connect(self, container: Container, containers: dict[str, Container]) -> None:
        """Give a container that starts its addresses and ports.

        Raises ApiError where a network or port is not to be had.
        """
        for name, endpoint in container.endpoints.items():
            network = self.find(name)
            container.ports = self._ports(container, network, containers) if network.driver != "null" else {}
            endpoint.update(NetworkID=network.id, EndpointID=long_id("endpoint", container.id, container.runs, name))
            if network.subnet:
                endpoint.update(
                    Gateway=network.gateway, IPAddress=self._address(network, containers),
                    IPPrefixLen=network.subnet.prefixlen, MacAddress=_mac(endpoint["EndpointID"]),
                )  # fmt: skip

    def join(
        self, network: Network, container: Container, settings: dict[str, Any], containers: dict[str, Container]
    ) -> None:
        """One more network for a container; at once where it runs. Raises ApiError."""
        wanted = (settings.get("IPAMConfig") or {}).get("IPv4Address")
        if wanted and (network.subnet is None or ipaddress.IPv4Address(wanted) not in network.subnet):
            raise refusal("endpoint_address", self._version, text=wanted)
        endpoint = {**ENDPOINT, **{key: value for key, value in settings.items() if key in ENDPOINT}}
        container.endpoints[network.name] = endpoint
        if container.state.running and network.subnet:
            identifier = long_id("endpoint", container.id, container.runs, network.name)
            endpoint.update(
                NetworkID=network.id, EndpointID=identifier, Gateway=network.gateway,
                IPAddress=wanted or self._address(network, containers), IPPrefixLen=network.subnet.prefixlen,
                MacAddress=_mac(identifier),
            )  # fmt: skip

    def leave(self, network: Network, container: Container) -> None:
        """It is on this network no more."""
        container.endpoints.pop(network.name, None)

    def disconnect(self, container: Container) -> None:
        """Take the addresses and ports back."""
        container.ports = {}
        for endpoint in container.endpoints.values():
            endpoint.update(EndpointID="", Gateway="", IPAddress="", IPPrefixLen=0, MacAddress="")

    def _make(self, name: str, driver: str, now: datetime, subnet: str | None) -> Network:
        self._made += 1
        identifier = long_id("network", self._seed, name, self._made)
        number = int(identifier[:6], 16)
        net = None
        options = {}
        if driver != "null":
            net = ipaddress.IPv4Network(subnet or f"172.{16 + number % 16}.{number // 16 % 16 * 16}.0/20", strict=False)
            hns = (
                f"{identifier[8:16]}-{identifier[16:20]}-4{identifier[21:24]}-a{identifier[25:28]}-{identifier[28:40]}"
            )
            options = {f"{HNS}hnsid": hns, f"{HNS}networkname": name}
        gateway = str(net.network_address + 1) if net else ""
        network = Network(identifier, name, driver, now, net, gateway, options=options)
        self.by_id[identifier] = network
        return network

    def _address(self, network: Network, containers: dict[str, Container]) -> str:
        assert network.subnet is not None
        used = {endpoint["IPAddress"] for _container, endpoint in _attached(network, containers)} | {network.gateway}
        return next(str(host) for host in network.subnet.hosts() if str(host) not in used)

    def _ports(self, container: Container, network: Network, containers: dict[str, Container]) -> dict[str, Any]:
        bindings = container.host_config["PortBindings"] or {}
        exposed = container.config.get("ExposedPorts") or {}
        everything = container.host_config["PublishAllPorts"]
        taken = {
            (str(bound["HostPort"]), port.partition("/")[2])
            for other in containers.values() if other is not container
            for port, bounds in other.ports.items() for bound in bounds or []
        }  # fmt: skip
        # 28.5.2 binds nothing that is not exposed as well (recorded); moby's builder of options sorts the exposed
        # ports alone
        listed = {**exposed, **bindings} if self._version.number >= (29, 0) else exposed
        ports: dict[str, Any] = {}
        for port in listed:
            full = port if "/" in port else f"{port}/tcp"
            for binding in bindings.get(port) or []:
                self._check_nat(container, network, full, binding)
            wanted = [b.get("HostPort") or "" for b in bindings.get(port) or []] or ([""] if everything else [])
            ports[full] = [self._bind(full, text, taken, container, network) for text in wanted] or None
        return ports

    def _check_nat(self, container: Container, network: Network, port: str, binding: dict[str, str]) -> None:
        """What the nat driver refuses of a binding (moby libnetwork/drivers/windows/port_mapping.go)."""
        protocol = port.partition("/")[2]
        problem = ""
        if binding["HostIp"] not in ("", "0.0.0.0", "::"):
            problem = "Windows does not support host IP addresses in NAT settings"
        elif "-" in binding["HostPort"]:
            problem = "Windows does not support more than one host port in NAT settings"
        elif protocol not in PROTOCOLS:
            problem = f"invalid protocol {protocol if protocol == 'sctp' else 0}"
        if problem:
            raise refusal("endpoint_failed", self._version, name=container.name, network=network.name, problem=problem)

    def _bind(
        self, port: str, wanted: str, taken: set[tuple[str, str]], container: Container, network: Network
    ) -> dict[str, str]:
        protocol = port.partition("/")[2]
        number = wanted.partition("-")[0]
        if number in ("", "0"):
            number = next(str(free) for free in EPHEMERAL if (str(free), protocol) not in taken)
        if (number, protocol) in taken:
            raise refusal("port_taken", self._version, name=container.name, network=network.name)
        taken.add((number, protocol))
        return {"HostIp": "0.0.0.0", "HostPort": number}


def _attached(network: Network, containers: dict[str, Container]) -> list[tuple[Container, dict[str, Any]]]:
    return [
        (container, endpoint)
        for container in containers.values() for endpoint in container.endpoints.values()
        if endpoint["NetworkID"] == network.id and endpoint["EndpointID"]
    ]  # fmt: skip


def _mac(seed: str) -> str:
    return f"00:15:5d:{seed[0:2]}:{seed[2:4]}:{seed[4:6]}"
