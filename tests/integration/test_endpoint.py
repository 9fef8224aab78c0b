"""A container on a network of its set, with another name and an address of its own, on a simulated host: four beats."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

pytestmark = LIGHT_ONLY
BACK = {"driver": "nat", "subnet": "172.30.0.0/24", "name": "shop-back"}


def declared(**endpoint: Any) -> dict[str, Any]:
    db = {**WEB, "name": "db", "networks": {"back": endpoint or None}}
    web = {**WEB, "networks": ["back"], "depends_on": ["db"]}
    return {"project": "test", "networks": {"back": BACK}, "containers": [web, db]}


def test_four_beats(fleet_of: Callable[..., SimulatedFleet]) -> None:
    fleet = fleet_of(srv=READY)
    wish = declared(aliases=["database"], ipv4_address="172.30.0.10")
    check = fleet.task("srv", "containers", wish, "--check", "--diff")
    assert check.failures() == {} and fleet.engine() == {}
    real = fleet.task("srv", "containers", wish, "--diff")
    assert real.failures() == {}, real.output
    (endpoint,) = fleet.engine()["db"]["NetworkSettings"]["Networks"].values()
    assert "database" in endpoint["Aliases"] and endpoint["IPAMConfig"]["IPv4Address"] == "172.30.0.10"
    assert list(fleet.engine()["web"]["NetworkSettings"]["Networks"]) == ["shop-back"]
    fleet.counts("srv", reset=True)
    again = fleet.task("srv", "containers", wish)
    assert again.of("containers")["srv"]["changed"] is False and fleet.module_calls("srv") == {"_look": 1}
    other = fleet.task("srv", "containers", declared(aliases=["database"]), "--diff")
    rows = {row["name"]: row for row in other.of("containers")["srv"]["containers"]}
    assert (rows["db"]["actions"], rows["db"]["differs"]) == (["recreate"], ["networks"])
    assert rows["web"]["actions"] == []
    assert fleet.task("srv", "containers", declared(aliases=["database"])).of("containers")["srv"]["changed"] is False
