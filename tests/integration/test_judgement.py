"""What cannot run, or reaches through the isolation, costs one look and no pull; the preflight says it in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

from playbooks import CHECKOUT

NO_HYPERVISOR = {
    "release": "2019",
    "edition": "ServerStandard",
    "virtual": "vmware",
    "features": ["Containers"],
    "engine": {"state": "running"},
}
OLD = "mcr.microsoft.com/windows/nanoserver:ltsc2019"
PIPE = "\\\\.\\pipe\\docker_engine"
# what is declared on which host, and the words that the refusal must have
REFUSED: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "a newer image": ("old", {**WEB, "isolation": "process"}, ["web", "newer", "17763", "ltsc2019"]),
    "a newer image, in hyperv": ("old", {**WEB, "isolation": "hyperv"}, ["web", "newer", "17763"]),
    "hyperv without a hypervisor": (
        "old",
        {**WEB, "image": OLD, "isolation": "hyperv"},
        ["web", "hyperv", "vhv.enable"],
    ),
    "process across builds": ("srv", {**WEB, "image": OLD}, ["web", "ltsc2019", "hyperv"]),
    "a port that is not permitted": ("srv", {**WEB, "ports": ["8080:80"]}, ["web", "ports", "8080", "allow_piercing"]),
    "the engine's own pipe": (
        "srv",
        {**WEB, "mounts": [{"type": "npipe", "source": PIPE, "target": PIPE}], "allow_piercing": ["named_pipe"]},
        ["web", "docker_engine", "named_pipe.engine"],
    ),
}


@pytest.fixture(scope="module")
def fleet(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    return fleet_of(srv=READY, old=NO_HYPERVISOR)


@pytest.fixture(scope="module")
def refused(fleet: SimulatedFleet) -> dict[str, str]:
    """The messages of all attempts, which cost one look each and changed nothing."""
    hosts = [host for host, _, _ in REFUSED.values()]
    images = {host: fleet.state(host)["engine"]["images"] for host in hosts}
    for host in hosts:
        fleet.counts(host, reset=True)
    messages = fleet.attempts(
        {
            what: (host, "containers", {"project": "test", "containers": [container]})
            for what, (host, container, _) in REFUSED.items()
        }
    )
    for host in images:
        assert fleet.module_calls(host) == {"_look": hosts.count(host)}
        assert fleet.state(host)["engine"]["images"] == images[host]
        assert fleet.engine(host) == {}
    return messages


@LIGHT_ONLY
@pytest.mark.parametrize("what", REFUSED)
def test_a_refusal_costs_one_look_and_nothing_is_pulled(refused: dict[str, str], what: str) -> None:
    assert [word for word in REFUSED[what][2] if word not in refused[what]] == [], refused[what]


def test_the_preflight_says_what_each_host_can_run_and_writes_the_page(fleet: SimulatedFleet, tmp_path: Path) -> None:
    variables = {"report_folder": str(tmp_path), "containers_project": "test", "containers_list": [WEB]}
    run = fleet.play("winfleet.containers.preflight", variables=variables)
    assert run.code == 0, run.output
    said = {
        line["host"]: "\n".join(line["result"]["msg"])
        for line in run.results
        if line["action"] == "ansible.builtin.debug" and line["host"] != "localhost"
    }
    assert "hyperv isolation: yes" in said["srv"]
    assert "hyperv isolation: no" in said["old"]
    assert "vhv.enable" in said["old"]
    assert all(len(line) <= 100 for text in said.values() for line in text.splitlines())
    assert {host["name"] for host in json.loads((tmp_path / "fleet.json").read_text())["hosts"]} == {"srv", "old"}
    assert "<html" in (tmp_path / "fleet.html").read_text()
    assert not (CHECKOUT / "fleet.html").exists()


def test_the_preflight_judges_all_that_a_set_declares(fleet: SimulatedFleet, tmp_path: Path) -> None:
    variables = {
        "report_folder": str(tmp_path),
        "containers_project": "test",
        "containers_project_dir": "D:\\shop",
        "containers_networks": {"back": {"driver": "nat"}},
        "containers_volumes": {"data": {}},
        "containers_list": [{**WEB, "networks": {"back": {}}, "volumes": ["data:C:\\data", ".\\a:C:\\a"]}],
        "containers_allow_piercing": ["volume"],
        "winfleet_hosts": "srv",
    }
    run = fleet.play("winfleet.containers.preflight", variables=variables)
    (judged,) = [line["result"] for line in run.results if line["task"].endswith("Judge the declared containers")]
    (one,) = judged["results"]
    assert "refused" not in one, one["refused"]
    assert [network["name"] for network in one["networks"]] == ["back"], one["networks"]
    assert [volume["name"] for volume in one["volumes"]] == ["data"], one["volumes"]
