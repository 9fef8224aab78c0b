"""Options of a container on a simulated host, in four beats; what an operator changes by hand is found and mended."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from beats import Beats
from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

pytestmark = LIGHT_ONLY
SECRET = "pa55-of-the-file"
FULL: dict[str, Any] = {
    **WEB,
    "env_file": "db.env",
    "env": {"MODE": "blue"},
    "secrets": {"PIN": "secret-4711"},
    "ports": ["8080-8081:80-81", {"target": 53, "published": "5353", "protocol": "udp"}],
    "volumes": ["data:C:\\data", ".\\conf:C:\\conf:ro"],
    "healthcheck": {"test": ["CMD", "cmd", "/c", "exit 0"], "interval": "1s", "retries": 2, "start_period": "2s"},
    "stop_signal": "SIGTERM",
    "stop_timeout": "1m",
    "domainname": "corp.example.com",
    "dns": ["10.0.0.53"],
    "dns_search": ["corp.example.com"],
    "tty": True,
    "stdin_open": True,
    "platform": "windows/amd64",
    "cpu_count": 1,
    "io_maximum_iops": 500,
    "io_maximum_bandwidth": "20m",
    "storage_opt": {"size": "40GB"},
    "log_driver": "local",
    "log_options": {"max-size": "10m", "max-file": "3"},
}
OPTIONS: dict[str, Any] = {"project_dir": "D:\\shop", "allow_piercing": ["port", "volume"]}
HOST = {**READY, "disks": {"D": {}}, "files": {"D:\\shop\\conf\\x.ini": "a=1"}}


@pytest.fixture(scope="module")
def beats(fleet_of: Callable[..., SimulatedFleet]) -> Beats:
    fleet = fleet_of(srv=HOST)
    (fleet.folder / "db.env").write_text(f"DB_PASSWORD={SECRET}\nMODE=green\n", encoding="utf-8")
    declared = {"project": "test", "containers": [FULL], **OPTIONS}
    check = fleet.task("srv", "containers", declared, "--check", "--diff")
    between = fleet.state("srv")["engine"]
    real = fleet.task("srv", "containers", declared, "--diff", "-vvv")
    fleet.counts("srv", reset=True)
    again = fleet.task("srv", "containers", declared)
    return Beats(fleet, check, between, real, fleet.module_calls("srv"), again)


def test_check_mode_says_so_and_does_nothing(beats: Beats) -> None:
    assert beats.check.failures() == {} and beats.between["containers"] == []
    assert beats.check.of("containers")["srv"]["changed"] is True


def test_each_option_reaches_the_engine(beats: Beats) -> None:
    assert beats.real.failures() == {}, beats.real.output
    made = beats.fleet.engine()["web"]
    config, host = made["Config"], made["HostConfig"]
    assert {"DB_PASSWORD=" + SECRET, "MODE=blue", "PIN=secret-4711"} <= set(config["Env"])
    assert config["Healthcheck"] == {
        "Test": ["CMD", "cmd", "/c", "exit 0"],
        "Interval": 10**9,
        "StartPeriod": 2 * 10**9,
        "Retries": 2,
    }
    assert (config["StopSignal"], config["StopTimeout"], config["Domainname"]) == ("SIGTERM", 60, "corp.example.com")
    assert (config["Tty"], config["OpenStdin"]) == (True, True)
    assert (host["Dns"], host["DnsSearch"]) == (["10.0.0.53"], ["corp.example.com"])
    assert (host["CpuCount"], host["IOMaximumIOps"], host["IOMaximumBandwidth"]) == (1, 500, 20 * 1024**2)
    assert host["StorageOpt"] == {"size": "40GB"}
    assert host["LogConfig"] == {"Type": "local", "Config": {"max-size": "10m", "max-file": "3"}}
    assert set(host["PortBindings"]) == {"80/tcp", "81/tcp", "53/udp"}
    assert [(row["Type"], row["Source"]) for row in host["Mounts"]] == [("bind", "D:\\shop\\conf"), ("volume", "data")]


def test_it_is_healthy_in_the_result(beats: Beats) -> None:
    (row,) = beats.real.of("containers")["srv"]["containers"]
    assert row["state"] == "running" and beats.fleet.engine()["web"]["State"]["Health"]["Status"] == "healthy"


def test_again_changes_nothing_with_one_call(beats: Beats) -> None:
    assert beats.again.of("containers")["srv"]["changed"] is False
    assert beats.calls == {"_look": 1}


def test_no_secret_is_shown(beats: Beats) -> None:
    for run in (beats.check, beats.real, beats.again):
        told = run.output + json.dumps(run.results)
        assert SECRET not in told and "secret-4711" not in told


def test_what_is_taken_out_of_the_declaration_is_taken_from_the_container(beats: Beats) -> None:
    plain = {**WEB, "volumes": FULL["volumes"]}
    run = beats.fleet.task("srv", "containers", {"project": "test", "containers": [plain], **OPTIONS}, "--diff")
    assert run.failures() == {}
    (row,) = run.of("containers")["srv"]["containers"]
    assert row["actions"] == ["recreate"]
    made = beats.fleet.engine()["web"]
    assert "Healthcheck" not in made["Config"] and made["HostConfig"]["LogConfig"]["Type"] == "json-file"
    assert made["HostConfig"]["Dns"] in (None, [])
    assert (
        beats.fleet.task("srv", "containers", {"project": "test", "containers": [plain], **OPTIONS}).of("containers")[
            "srv"
        ]["changed"]
        is False
    )
