"""Which addresses and ports have the containers of a network, while they run?"""

from __future__ import annotations

import ipaddress
from typing import Any

from . import endpoint_checks
from .container import Container
from .endpoints import WANTED_MAC, endpoint_of, has_names, is_users, names_of
from .errors import ApiError
from .mac_addresses import OF_ENDPOINTS
from .names import long_id
from .networks import Network, Networks, attached
from .texts import refusal
from .versions import EngineVersion

PROTOCOLS = ("tcp", "udp")
JOINS_WITH_MAC = (1, 54)  # the API (moby postNetworkConnect)
EPHEMERAL = range(49152, 65536)
Containers = dict[str, Container]


class Attachments:
    """Gives and takes endpoints. Every call is made under the engine's lock."""

    def __init__(self, networks: Networks, version: EngineVersion) -> None:
        self._networks = networks
        self.version = version

    def give(self, container: Container, containers: Containers) -> None:
        """Give a container that starts its addresses and ports. Raises ApiError where one is not to be had."""
        for name, endpoint in container.endpoints.items():
            network = self._networks.find(endpoint["NetworkID"] or name)
            container.ports = self._ports(container, network, containers) if network.driver != "null" else {}
            self._give(container, network, endpoint, containers)

    def take(self, container: Container) -> None:
        """Take the addresses and ports back."""
        container.ports = {}
        for endpoint in container.endpoints.values():
            endpoint.update(EndpointID="", Gateway="", IPAddress="", IPPrefixLen=0, MacAddress="")

    def join(
        self,
        network: Network,
        container: Container,
        settings: dict[str, Any],
        containers: Containers,
        api: tuple[int, int],
    ) -> None:
        """One more network for a container; at once where it runs. Raises ApiError (moby ConnectToNetwork)."""
        runs = container.state.running
        if runs and str(container.host_config["NetworkMode"]).startswith("container:"):
            raise refusal("network_shared", self.version)
        problems = endpoint_checks.problems(settings.get("IPAMConfig") or {}, network, self.version)
        if problems:
            raise refusal("endpoint_settings", self.version, problem=endpoint_checks.listed(problems))
        if network.name in container.endpoints:
            if runs:
                raise refusal("endpoint_exists", self.version, name=container.name, network=network.name)
            return
        if container.endpoints and "none" in (network.name, *container.endpoints):
            raise refusal("network_none_beside", self.version)
        endpoint = endpoint_of(settings)
        if api < JOINS_WITH_MAC:  # 29.3 does not read it then, those before show it until the start and give another
            endpoint[WANTED_MAC] = ""
            endpoint["MacAddress"] = endpoint["MacAddress"] if self.version.number < (29, 3) else ""
        if has_names(network.name):
            endpoint["DNSNames"] = names_of(container, endpoint)
        container.endpoints[network.name] = endpoint
        if runs:
            self._give(container, network, endpoint, containers)

    def leave(self, container: Container, text: str) -> Network | None:
        """It is on this network no more; the network, where there is one. Raises ApiError (DisconnectFromNetwork)."""
        network: Network | None = None
        try:
            network = self._networks.find(text)
        except ApiError:
            if container.state.running:
                raise
        name = network.name if network else text
        if name not in container.endpoints:
            key = "not_on_network_running" if container.state.running else "not_on_network"
            raise refusal(key, self.version, id=container.id, network=name)
        del container.endpoints[name]
        return network

    # inside

    def _give(self, container: Container, network: Network, endpoint: dict[str, Any], containers: Containers) -> None:
        container.endpoint_count += 1
        identifier = long_id("endpoint", container.id, container.endpoint_count, network.name)
        if has_names(network.name):
            endpoint["DNSNames"] = names_of(container, endpoint)
        endpoint.update(NetworkID=network.id, EndpointID=identifier)
        if not network.subnets:
            return
        wanted = (endpoint["IPAMConfig"] or {}).get("IPv4Address")
        subnet, gateway = next(
            (one for one in network.subnets if wanted and ipaddress.ip_address(wanted) in one[0]), network.subnets[0]
        )
        mac = (self._wanted_mac(container, network, endpoint) or _mac(identifier)).lower()
        endpoint.update(
            Gateway=gateway, IPAddress=wanted or self._address(network, containers), IPPrefixLen=subnet.prefixlen,
            MacAddress=mac.replace("-", ":"),
        )  # fmt: skip

    def _wanted_mac(self, container: Container, network: Network, endpoint: dict[str, Any]) -> str:
        """The container's own goes to the network that it was made on (buildCreateEndpointOptions)."""
        mode = str(container.host_config["NetworkMode"])
        own = container.config.get("MacAddress") if network.name == (mode if is_users(mode) else "nat") else ""
        asked = endpoint[WANTED_MAC] if self.version.number >= OF_ENDPOINTS else ""
        return str(asked or own or "")

    def _address(self, network: Network, containers: Containers) -> str:
        subnet, gateway = network.subnets[0]
        used = {endpoint["IPAddress"] for _container, endpoint in attached(network, containers)} | {gateway}
        return next(str(host) for host in subnet.hosts() if str(host) not in used)

    def _ports(self, container: Container, network: Network, containers: Containers) -> dict[str, Any]:
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
        listed = {**exposed, **bindings} if self.version.number >= (29, 0) else exposed
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
            raise refusal("endpoint_failed", self.version, name=container.name, network=network.name, problem=problem)

    def _bind(
        self, port: str, wanted: str, taken: set[tuple[str, str]], container: Container, network: Network
    ) -> dict[str, str]:
        protocol = port.partition("/")[2]
        number = wanted.partition("-")[0]
        if number in ("", "0"):
            number = next(str(free) for free in EPHEMERAL if (str(free), protocol) not in taken)
        if (number, protocol) in taken:
            raise refusal("port_taken", self.version, name=container.name, network=network.name)
        taken.add((number, protocol))
        return {"HostIp": "0.0.0.0", "HostPort": number}


def _mac(seed: str) -> str:
    return f"00:15:5d:{seed[0:2]}:{seed[2:4]}:{seed[4:6]}"
