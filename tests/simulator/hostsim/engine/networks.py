"""Which networks has the engine? isolation.md 1.11: `nat` (driver nat, the default) and `none` (driver null); no host,
no bridge. Who is on them, attachments.py says."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from . import network_checks
from .container import Container
from .names import long_id
from .network_checks import HNS
from .texts import refusal
from .versions import EngineVersion
from .wording import stamp

PREDEFINED = ("nat", "none")
SHOWS_DEFAULT_POOL = (29, 0)  # what was asked for, which is anything, and not what HNS made of it (buildIPAMResources)
NAMES_HNS_NETWORK = (29, 0)  # moby libnetwork/drivers/windows CreateNetwork: by its id, where the user gave no name
DEFAULT_POOL = "0.0.0.0/0"
SUMMARIES = (29, 0)
#: Since when the labels of a network are kept where the engine starts anew (moby/moby#49200), and where Windows has
#: lost it with a reboot, as it does with those of nat, so that the engine makes it anew (moby/moby#50447)
KEEPS_LABELS, KEEPS_LABELS_OF_LOST = (27, 5), (29, 0)
TELLS_STATUS = (1, 52)  # the API
Subnet = tuple[ipaddress.IPv4Network, str]  # and its gateway


@dataclass
class Network:
    """One network; `subnets` is empty for the driver null, `chosen` where HNS chose them."""

    id: str
    name: str
    driver: str
    created: datetime
    subnets: list[Subnet] = field(default_factory=list)
    chosen: bool = False
    others: list[str] = field(default_factory=list)  # subnets of IPv6 that were asked for, and that nobody made
    scope: str = "local"
    config_from: str = ""
    configuration: dict[str, Any] = field(default_factory=dict)  # of a network that is only one: the request
    internal: bool = False
    attachable: bool = False
    ipam_options: dict[str, str] | None = None
    options: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def config_only(self) -> bool:
        """Whether it is only a configuration, for others to take theirs from."""
        return bool(self.configuration)


class Networks:
    """The networks of one engine; `seed` makes their ids and subnets the same in each run."""

    def __init__(self, seed: str, version: EngineVersion) -> None:
        self._seed = seed
        self.version = version
        self._made = 0
        self.by_id: dict[str, Network] = {}

    def ensure_default(self, now: datetime, rebooted: bool = False) -> None:
        """As the engine does when it starts: what HNS has is taken over as HNS tells it (moby daemon/daemon_windows.go
        initNetworkController), and `none` and `nat` are made where they are missing. `rebooted`: the host
        was, since the engine ran last."""
        for network in self.by_id.values():
            network.chosen = False
            lost = rebooted and network.driver == "nat"
            if self.version.number < (KEEPS_LABELS_OF_LOST if lost else KEEPS_LABELS):
                network.labels = {}
            if network.subnets:
                network.options.setdefault(f"{HNS}networkname", network.id)
        for name, driver in (("none", "null"), ("nat", "nat")):
            if not any(network.name == name for network in self.by_id.values()):
                network = self._make(name, driver, now, [])
                if network.subnets:
                    network.options[f"{HNS}networkname"] = name

    def create(self, body: dict[str, Any], now: datetime) -> Network:
        """POST /networks/create, decoded. Raises ApiError."""
        there = self.by_id.values()
        configurations = [network.name for network in there if network.config_only]
        network_checks.check(body, [network.name for network in there], configurations, self.version)
        ipam, options = body["IPAM"] or {}, body["Options"] or {}
        taken_from = (body["ConfigFrom"] or {}).get("Network") or ""
        if taken_from:
            given = self.find(taken_from).configuration
            ipam, options, body = given["IPAM"] or {}, given["Options"] or {}, {**body, "Labels": given["Labels"]}
        rows = ipam.get("Config") or []
        driver = "null" if body["ConfigOnly"] else body["Driver"] or "nat"
        network = self._make(body["Name"], driver, now, [row for row in rows if network_checks.is_v4(row)])
        network.others = [row["Subnet"] for row in rows if row["Subnet"] and not network_checks.is_v4(row)]
        network.internal, network.attachable = body["Internal"], body["Attachable"]
        network.scope, network.config_from = body["Scope"] or "local", taken_from
        network.ipam_options = ipam.get("Options") or None
        if body["ConfigOnly"]:
            network.configuration = body
        if self.version.number >= NAMES_HNS_NETWORK and network.subnets:
            network.options[f"{HNS}networkname"] = options.get(f"{HNS}networkname") or network.id
        network.options |= options
        network.labels |= body["Labels"] or {}
        return network

    def find(self, text: str) -> Network:
        """The network of an id, a name, or the unique beginning of an id. Raises ApiError 404."""
        exact = [n for n in self.by_id.values() if text in (n.id, n.name)]
        found = exact or [n for n in self.by_id.values() if text and n.id.startswith(text)]
        if len(found) != 1:
            raise refusal("no_such_network", self.version, name=text)
        return found[0]

    def remove(self, network: Network, containers: dict[str, Container]) -> None:
        """DELETE /networks/ID. Raises ApiError 403."""
        if network.name in PREDEFINED:
            raise refusal("network_predefined", self.version, name=network.name)
        users = [
            f'name:"{container.name}" id:"{endpoint["EndpointID"][:12]}"'
            for container, endpoint in attached(network, containers)
        ]
        if users:
            raise refusal("network_active", self.version, name=network.name, id=network.id, endpoints=", ".join(users))
        del self.by_id[network.id]

    def listed(self, network: Network) -> dict[str, Any]:
        """The network's row in the list, which leaves its containers out: before 29 there are none, since 29 there is
        no such member (moby api/types/network Summary)."""
        row = self.shown(network, {})
        if self.version.number >= SUMMARIES:
            del row["Containers"]
        return row

    def shown(
        self, network: Network, containers: dict[str, Container], api: tuple[int, int] | None = None
    ) -> dict[str, Any]:
        """The network as inspect shows it (A4.1); `api`: to clients of that version."""
        pool = DEFAULT_POOL if network.chosen and self.version.number >= SHOWS_DEFAULT_POOL else ""
        config = [{"Subnet": pool or str(subnet), "Gateway": gateway} for subnet, gateway in network.subnets]
        if self.version.number < SHOWS_DEFAULT_POOL:
            config += [{"Subnet": text} for text in network.others]
        on_it = {
            container.id: {
                "Name": container.name, "EndpointID": endpoint["EndpointID"], "MacAddress": endpoint["MacAddress"],
                "IPv4Address": f"{endpoint['IPAddress']}/{endpoint['IPPrefixLen']}" if endpoint["IPAddress"] else "",
                "IPv6Address": "",
            }
            for container, endpoint in attached(network, containers)
        }  # fmt: skip
        new = {"EnableIPv4": True} if self.version.number >= (28, 0) else {}
        # the driver windows of addresses counts none
        status: dict[str, Any] = {"Status": {"IPAM": {}}} if api and api >= TELLS_STATUS else {}
        return {
            "Name": network.name, "Id": network.id, "Created": stamp(network.created), "Scope": network.scope,
            "Driver": network.driver, **new, "EnableIPv6": False,
            "IPAM": {
                "Driver": "windows" if network.subnets or network.config_only else "default",
                "Options": network.ipam_options, "Config": config or None,
            },
            "Internal": network.internal, "Attachable": network.attachable, "Ingress": False,
            "ConfigFrom": {"Network": network.config_from}, "ConfigOnly": network.config_only, "Containers": on_it,
            "Options": dict(network.options), "Labels": dict(network.labels), **status,
        }  # fmt: skip

    def _make(self, name: str, driver: str, now: datetime, rows: list[dict[str, Any]]) -> Network:
        self._made += 1
        identifier = long_id("network", self._seed, name, self._made)
        network = Network(identifier, name, driver, now)
        if driver != "null":
            network.subnets = [_subnet(row) for row in rows] or [_chosen(identifier)]
            network.chosen = not rows
            hns = (
                f"{identifier[8:16]}-{identifier[16:20]}-4{identifier[21:24]}-a{identifier[25:28]}-{identifier[28:40]}"
            )
            network.options = {f"{HNS}hnsid": hns}
        self.by_id[identifier] = network
        return network


def attached(network: Network, containers: dict[str, Container]) -> list[tuple[Container, dict[str, Any]]]:
    """The containers that have an endpoint in a network, with it."""
    return [
        (container, endpoint)
        for container in containers.values() for endpoint in container.endpoints.values()
        if endpoint["NetworkID"] == network.id and endpoint["EndpointID"]
    ]  # fmt: skip


def _subnet(row: dict[str, Any]) -> Subnet:
    net = ipaddress.IPv4Network(row["Subnet"], strict=False)
    return net, row.get("Gateway") or str(net.network_address + 1)


def _chosen(seed: str) -> Subnet:
    """As HNS chooses: some 172.16.0.0/12, of 20 bits."""
    number = int(seed[:6], 16)
    return _subnet({"Subnet": f"172.{16 + number % 16}.{number // 16 % 16 * 16}.0/20"})
