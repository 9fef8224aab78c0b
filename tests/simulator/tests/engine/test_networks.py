"""What the engine refuses of networks, in its order and words, and what it shows of them. Beside the recorded rows:
from moby's source (libnetwork/controller.go NewNetwork, api/types/network ValidateIPAM)."""

from __future__ import annotations

from typing import Any

import pytest

from .box import NANO, SERVER_2022, Box, until

CONFIG = "invalid network config:\n"
#: body of the request -> status, words (28.5.2), words (29.7.2) where they are others
REFUSED: list[tuple[dict[str, Any], int, str, str]] = [
    ({"Name": "nat"}, 403, "operation is not permitted on predefined nat network ", ""),
    ({"Name": "container:x"}, 403, "operation is not permitted on predefined container:x network ", ""),
    ({"Name": "n", "Driver": "bridge"}, 404,
     "could not find plugin bridge in v1 plugin registry: plugin not found", ""),
    ({"Name": "n", "Driver": "null"}, 403, 'only one instance of "null" network is allowed', ""),
    ({"Name": "n", "EnableIPv6": True}, 500, "this request is not supported by the 'windows' ipam driver", ""),
    ({"Name": "n", "Scope": "swarm"}, 403, "cannot create a swarm scoped network when swarm is not active", ""),
    ({"Name": "n", "ConfigOnly": True, "Internal": True}, 403,
     "configuration network can only contain network specific fields. Network operator fields like "
     "[ ingress | internal | attachable | scope ] are not supported.", ""),
    ({"Name": "n", "ConfigFrom": {"Network": "c"}, "Labels": {"a": "b"}}, 403,
     "user specified configurations are not supported if the network depends on a configuration network",
     "user-specified configurations are not supported if the network depends on a configuration network"),
    ({"Name": "n", "IPAM": {"Config": [{"Subnet": "bogus"}]}}, 400,
     f"{CONFIG}invalid subnet bogus: invalid CIDR block notation",
     "invalid JSON: netip.ParsePrefix(\"bogus\"): no '/'"),
    ({"Name": "n", "IPAM": {"Config": [{"Subnet": "10.0.0.0/33"}]}}, 400,
     f"{CONFIG}invalid subnet 10.0.0.0/33: invalid CIDR block notation",
     'invalid JSON: netip.ParsePrefix("10.0.0.0/33"): prefix length out of range'),
    ({"Name": "n", "IPAM": {"Config": [{"Subnet": "10.0.0.0/24", "Gateway": "10.0.1.1", "IPRange": "10.0.0.0/16"}]}},
     400, f"{CONFIG}* invalid ip-range 10.0.0.0/16: CIDR block is bigger than its parent subnet 10.0.0.0/24\n"
     "* invalid gateway 10.0.1.1: parent subnet 10.0.0.0/24 doesn't contain this address", ""),
    ({"Name": "n", "IPAM": {"Config": [{"Subnet": "10.0.0.0/24", "Gateway": "fd00::1"}]}}, 400,
     f"{CONFIG}invalid gateway fd00::1: parent subnet is an IPv4 block", ""),
    ({"Name": 1}, 400,
     "invalid JSON: json: cannot unmarshal number into Go struct field CreateRequest.Name of type string", ""),
]  # fmt: skip


@pytest.fixture(scope="module", params=["28.5.2", "29.7.2"])
def box(request: Any) -> Box:
    return Box(SERVER_2022, version=request.param).up()


@pytest.mark.parametrize(("body", "status", "old", "new"), REFUSED)
def test_what_is_refused(box: Box, body: dict[str, Any], status: int, old: str, new: str) -> None:
    words = new if new and box.engine.version.number >= (29, 0) else old
    assert box.ask("POST", "/networks/create", body) == (status, words)


@pytest.mark.parametrize("name", ["host", "bridge", "a b", " net", "container", "-net"])
def test_other_names_are_names(box: Box, name: str) -> None:
    assert box.ask("POST", "/networks/create", {"Name": name})[0] == 201


def test_one_may_take_its_configuration_from_another(box: Box) -> None:
    ipam = {"Config": [{"Subnet": "10.66.0.0/24"}]}
    assert box.ask("POST", "/networks/create", {"Name": "plan", "ConfigOnly": True, "IPAM": ipam})[0] == 201
    assert box.ask("POST", "/networks/create", {"Name": "made", "ConfigFrom": {"Network": "plan"}})[0] == 201
    plan, made = box.get("/networks/plan"), box.get("/networks/made")
    assert (plan["ConfigOnly"], plan["Driver"], made["ConfigFrom"]) == (True, "null", {"Network": "plan"})
    assert [row["Subnet"] for row in made["IPAM"]["Config"]] == ["10.66.0.0/24"]


def test_after_a_restart_the_subnets_are_what_hns_tells() -> None:
    box = Box(SERVER_2022, version="29.7.2").up()
    (before,) = box.get("/networks/nat")["IPAM"]["Config"]
    box.machine.stop_service("docker")
    box.up()
    (after,) = box.get("/networks/nat")["IPAM"]["Config"]
    assert before["Subnet"] == "0.0.0.0/0" and after["Subnet"].startswith("172.")
    assert before["Gateway"] == after["Gateway"]


@pytest.mark.parametrize(
    ("version", "driver", "rebooted", "kept"),
    [
        ("29.7.2", "nat", True, True),
        ("28.5.2", "nat", True, False),
        ("28.5.2", "nat", False, True),
        ("28.5.2", "l2bridge", True, True),
        ("24.0.7", "l2bridge", False, False),
    ],
)
def test_older_engines_lose_labels_when_they_start(version: str, driver: str, rebooted: bool, kept: bool) -> None:
    """moby/moby#49179, mended in 27.5; of nat networks, which Windows forgets with a reboot, in 29.0."""
    box = Box(SERVER_2022, version=version).up()
    body = {"Name": "back", "Driver": driver, "Labels": {"a": "b"}, "IPAM": {"Config": [{"Subnet": "10.66.0.0/24"}]}}
    assert box.ask("POST", "/networks/create", body)[0] == 201
    before = box.get("/networks/back")
    if rebooted:
        booted = box.machine.boot_time
        box.machine.shutdown(0)
        assert until(lambda: box.machine.boot_time != booted and box.engine.pipe_state == "listening")
    else:
        box.machine.stop_service("docker")
        box.up()
    after = box.get("/networks/back")
    assert after["Labels"] == ({"a": "b"} if kept else {})
    assert (after["Id"], after["Driver"]) == (before["Id"], driver)


LAN = {"Name": "lan", "IPAM": {"Config": [{"Subnet": "10.67.0.0/24"}]}}
MAC = "02:42:0a:43:00:09"


def places(box: Box, name: str = "web") -> dict[str, Any]:
    found = box.get(f"/containers/{name}/json")["NetworkSettings"]["Networks"]
    return {key: (one["Aliases"], one["IPAMConfig"], one["MacAddress"] == MAC) for key, one in found.items()}


@pytest.mark.parametrize(
    ("version", "api", "words"),
    [
        ("24.0.7", "", "Container cannot be connected to network endpoints: nat, lan"),
        ("28.5.2", "/v1.43", "Container cannot be created with multiple network endpoints: nat, lan"),
        ("28.5.2", "/v1.44", ""),
        ("29.7.2", "", ""),
    ],
)
def test_a_container_is_made_on_several_networks_since_api_1_44(version: str, api: str, words: str) -> None:
    """moby daemon/create.go verifyNetworkingConfig, since 25.0 postContainersCreate."""
    box = Box(SERVER_2022, version=version).up()
    assert box.ask("POST", "/networks/create", LAN)[0] == 201
    ends = {"EndpointsConfig": {"nat": {}, "lan": {"Aliases": ["db"], "MacAddress": MAC}}}
    body = {"Image": f"{NANO}:ltsc2022", "Cmd": ["ping"], "NetworkingConfig": ends}
    status, told = box.ask("POST", f"{api}/containers/create?name=web", body)
    assert (status, told if words else "") == (400 if words else 201, words)
    if not words:
        assert box.ask("POST", "/containers/web/start")[0] == 204
        assert {name: place[2] for name, place in places(box).items()} == {"nat": False, "lan": True}


@pytest.mark.parametrize(
    ("version", "created", "connected"),
    [("24.0.7", False, False), ("28.5.2", True, False), ("29.2.0", True, False), ("29.3.0", True, True)],
)
def test_one_that_was_made_is_connected_to_others_before_it_starts(
    version: str, created: bool, connected: bool
) -> None:
    """The recorded rows of networks; whose card has the address that was asked for: moby postNetworkConnect."""
    box = Box(SERVER_2022, version=version).up()
    for name in ("lan", "back"):
        address = 67 if name == "lan" else 68
        row = {"Name": name, "IPAM": {"Config": [{"Subnet": f"10.{address}.0.0/24"}]}}
        assert box.ask("POST", "/networks/create", row)[0] == 201
    ends = {"EndpointsConfig": {"back": {"MacAddress": MAC}}}
    box.create(HostConfig={"NetworkMode": "back"}, NetworkingConfig=ends)
    asked = {"Aliases": ["db"], "IPAMConfig": {"IPv4Address": "10.67.0.60"}, "MacAddress": MAC}
    connect = {"Container": "web", "EndpointConfig": asked}
    assert box.ask("POST", "/networks/lan/connect", connect) == (200, "")
    assert box.ask("POST", "/networks/lan/connect", {"Container": "web"}) == (200, "")
    assert box.ask("POST", "/containers/web/start")[0] == 204
    found = places(box)
    assert found["lan"][0][0] == "db" and found["lan"][1] == {"IPv4Address": "10.67.0.60"}
    assert (found["back"][2], found["lan"][2]) == (created, connected)
    assert (
        box.get("/networks/lan")["Containers"][box.get("/containers/web/json")["Id"]]["IPv4Address"] == "10.67.0.60/24"
    )
    status, told = box.ask("DELETE", "/networks/lan")
    assert status == 403 and "has active endpoints" in told
