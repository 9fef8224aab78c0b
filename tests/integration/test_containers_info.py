"""containers_info on simulated hosts: everything that is there in one call, and what cannot be read."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, REGISTRY, WEB, SimulatedFleet

IMAGE = WEB["image"]
SICK = "registry.example.com/sick:1"
CHECK = {"Test": ["CMD-SHELL", "echo Datenbank fehlt & exit 1"], "Interval": 10**8, "Retries": 1}
IMAGES = {**REGISTRY, SICK: {**REGISTRY[IMAGE], "config": {"Healthcheck": CHECK}}}
SECRET = "Kx7-planted-secret"
SET: dict[str, Any] = {
    "containers": [
        {
            **WEB,
            "ports": ["8080:80"],
            "mounts": [{"type": "volume", "source": "data", "target": "C:\\data"}],
            "network": "back",
            "env": {"DB_PASSWORD": SECRET},
            "command": ["ping", "-t", "localhost", SECRET],
        },
        {**WEB, "name": "copy", "scale": 2},
        {**WEB, "name": "once", "command": "cmd /c echo gr\u00fc\u00df dich & exit 5"},
        {**WEB, "name": "sick", "image": SICK},
    ],
    "networks": {"back": {"subnet": "172.30.0.0/24"}},
    "volumes": {"data": {}},
    "allow_piercing": ["volume", "port", "network"],
    "wait": False,
}


@pytest.fixture(scope="module")
def hosts(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    """Two hosts with the same containers under two engines."""
    described = {
        host: {**READY, "engine": {"state": "running", "version": version}}
        for host, version in (("srv", "28.5.2"), ("newer", "29.7.2"))
    }
    fleet = fleet_of(registry=IMAGES, **described)
    for host in described:
        run = fleet.task(host, "containers", {"project": "shop", **SET})
        assert run.hosts[host]["failures"] == 0, run.output
        fleet.run_by_hand(
            host, "legacy", IMAGE, Cmd=["ping", "-t", "::1", f"--password={SECRET}"], Labels={"k": SECRET}
        )
    time.sleep(1)  # for `once` to end, and the check of `sick` to fail
    return fleet


def info(fleet: SimulatedFleet, host: str, *arguments: str, **options: Any) -> dict[str, Any]:
    fleet.module_calls(host)
    run = fleet.task(host, "containers_info", options, *arguments)
    assert run.hosts[host]["failures"] == 0, run.output
    assert fleet.module_calls(host) == {"_look": 1}
    result = dict(run.of("containers_info")[host])
    assert result["changed"] is False
    assert SECRET not in run.output + json.dumps(run.results)
    return result


def by_name(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in rows}


@LIGHT_ONLY
@pytest.mark.parametrize("host", ["srv", "newer"])
def test_everything_is_told_in_one_call(hosts: SimulatedFleet, host: str) -> None:
    result = info(hosts, host)
    assert result.get("warnings") is None
    rows = by_name(result["containers"])
    assert list(rows) == ["copy-1", "copy-2", "legacy", "once", "sick", "web"]
    assert {name: (row["state"], row["health"], row["exit_code"]) for name, row in rows.items()} == {
        "copy-1": ("running", None, None),
        "copy-2": ("running", None, None),
        "legacy": ("running", None, None),
        "once": ("exited", None, 5),
        "sick": ("running", "unhealthy", None),
        "web": ("running", None, None),
    }
    assert {name: (row["declared"], row["project"], row["service"]) for name, row in rows.items()} == {
        **dict.fromkeys(("copy-1", "copy-2"), (True, "shop", "copy")),
        "legacy": (False, None, None),
        **dict.fromkeys(("once", "sick", "web"), (True, "shop", None)),
    }
    web = rows["web"]
    assert web["command"] == ["ping", "-t", "localhost", "********"]
    assert rows["legacy"]["command"] == ["ping", "-t", "::1", "--password=********"]
    assert [(port["port"], port["host_port"], port["published"]) for port in web["ports"]] == [(80, 8080, True)]
    assert [(mount["type"], mount["name"], mount["target"]) for mount in web["mounts"]] == [
        ("volume", "data", "C:\\data")
    ]
    assert [network["name"] for network in web["networks"]] == ["back"]
    assert web["networks"][0]["address"].startswith("172.30.0.")
    assert web["os_version"] == rows["legacy"]["os_version"] == "10.0.26100.4061"
    assert web["isolation"] == {"declared": "process", "effective": "process", "engine_default": "process"}
    assert rows["legacy"]["isolation"]["declared"] is None
    assert rows["once"]["seconds"] is not None and rows["once"]["since"] == rows["once"]["finished"]
    assert {row["name"]: row["used_by"] for row in result["networks"]} == {
        "back": ["web"],
        "nat": ["copy-1", "copy-2", "legacy", "once", "sick"],
        "none": [],
    }
    assert [(row["name"], row["project"], row["used_by"]) for row in result["volumes"]] == [("data", "shop", ["web"])]
    assert {row["tags"][0]: (row["used_by"], row["os_version"], row["architecture"]) for row in result["images"]} == {
        IMAGE: (["copy-1", "copy-2", "legacy", "once", "web"], "10.0.26100.4061", "amd64"),
        SICK: (["sick"], "10.0.26100.4061", "amd64"),
    }


@LIGHT_ONLY
def test_a_part_of_it_and_names_that_are_not_there(hosts: SimulatedFleet) -> None:
    nothing = dict.fromkeys(("networks", "volumes", "images"), False)
    shop = info(hosts, "srv", "--check", project="shop", **nothing)
    assert [row["name"] for row in shop["containers"]] == ["copy-1", "copy-2", "once", "sick", "web"]
    assert set(shop) & set(nothing) == set()
    assert {row["os_version"] for row in shop["containers"]} == {"10.0.26100.4061"}
    named = info(hosts, "srv", names=["legacy", "we", "ghost"])
    assert ([row["name"] for row in named["containers"]], named["missing"]) == (["legacy"], ["ghost", "we"])
    assert "web" in by_name(named["networks"])["back"]["used_by"]
    assert info(hosts, "srv", project="nobody")["containers"] == []


@LIGHT_ONLY
def test_defaults_of_the_group_are_left_where_names_are_given(hosts: SimulatedFleet) -> None:
    """What README says of the action group."""
    group = {"group/winfleet.containers.winfleet": {"project": "shop"}}
    tasks = [
        ("containers_info", {}),
        ("containers_info", {"project": None, "names": ["legacy"]}),
        ("container_logs", {}),
        ("container_logs", {"project": None, "name": "legacy"}),
    ]
    path = hosts.playbook(
        [
            (f"task {number}", "srv", {f"winfleet.containers.{module}": options, "module_defaults": group})
            for number, (module, options) in enumerate(tasks)
        ]
    )
    run = hosts.play(path)
    assert run.hosts["srv"]["failures"] == 0, run.output
    told = [line["result"].get("containers", line["result"].get("logs")) for line in run.results]
    assert [[row["name"] for row in rows] for rows in told] == [
        ["copy-1", "copy-2", "once", "sick", "web"],
        ["legacy"],
        ["copy-1", "copy-2", "once", "sick", "web"],
        ["legacy"],
    ]


@LIGHT_ONLY
def test_what_the_engine_does_not_tell_is_null_and_warned_of(hosts: SimulatedFleet) -> None:
    identifier = hosts.engine("newer")["web"]["Id"]
    hosts.fault("newer", "engine-answers", path=f"/containers/{identifier}/json", text="Interner Fehler: \u00fc")
    try:
        result = info(hosts, "newer")
    finally:
        hosts.fault("newer", "clear")
    rows = by_name(result["containers"])
    assert len(rows) == 6
    assert "status 500: Interner Fehler: \u00fc" in rows["web"]["unread"]
    assert (rows["web"]["state"], rows["web"]["command"], rows["web"]["health"]) == ("running", None, None)
    assert result["warnings"] == [f"newer: container web: {rows['web']['unread']}"]
    assert by_name(result["networks"])["back"]["used_by"] == ["web"]
    hosts.fault("newer", "engine-answers", path="/volumes", text="kaputt")
    try:
        result = info(hosts, "newer")
    finally:
        hosts.fault("newer", "clear")
    assert (result["volumes"], len(result["networks"])) == (None, 3)
    assert "kaputt" in result["warnings"][0]


@LIGHT_ONLY
def test_hosts_without_an_engine_say_how_to_get_one(fleet_of: Callable[..., SimulatedFleet]) -> None:
    fleet = fleet_of(
        bare={**READY, "engine": {"state": "absent"}},
        stopped={**READY, "engine": {"state": "stopped"}},
        denied=READY,
    )
    fleet.fault("denied", "pipe-denied")
    wanted = {
        "bare": "bare: No engine is installed on this host",
        "stopped": "stopped: The engine's service docker is stopped. Start it",
        "denied": "denied: Access to the engine's named pipe docker_engine is denied",
    }
    for host, words in wanted.items():
        for module, options in (("containers_info", {}), ("container_logs", {"project": "shop"})):
            fleet.module_calls(host)
            run = fleet.task(host, module, options)
            (message,) = run.failures().values()
            assert message.startswith(words), message
            assert "Traceback" not in run.output
            assert fleet.module_calls(host) == {"_look": 1}


def test_on_both_fronts(fleet_of: Callable[..., SimulatedFleet]) -> None:
    """The programs of the hosts themselves, on the live front."""
    fleet = fleet_of(srv=READY)
    fleet.deploy(WEB)
    (web,) = info(fleet, "srv")["containers"]
    assert (web["name"], web["state"], web["os_version"]) == ("web", "running", "10.0.26100.4061")
