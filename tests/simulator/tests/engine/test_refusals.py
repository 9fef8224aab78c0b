"""Every row of the refusals' tables, and what is accepted and ignored."""

from __future__ import annotations

from typing import Any

import pytest
from hostsim.engine.refusals import DECODING, SETTINGS

SHARED = {"NetworkMode": "container:other"}
BPS = [{"Path": "c:", "Rate": 1}]
WINDOWS = "invalid option: Windows does not support "

# option, Config, HostConfig, engine version, status, text
CASES: list[tuple[str, dict[str, Any], dict[str, Any], str, int, str]] = [
    ("Hostname", {"Hostname": "x"}, SHARED, "28.5.2", 400, "conflicting options: hostname and the network mode"),
    ("Links", {}, {**SHARED, "Links": ["a:b"]}, "28.5.2", 400,
     "conflicting options: container type network can't be used with links. This would result in undefined behavior"),
    ("Dns", {}, {**SHARED, "Dns": ["1.1.1.1"]}, "28.5.2", 400, "conflicting options: dns and the network mode"),
    ("ExtraHosts", {}, {**SHARED, "ExtraHosts": ["a:1.1.1.1"]}, "28.5.2", 400,
     "conflicting options: custom host-to-IP mapping and the network mode"),
    ("PortBindings", {}, {**SHARED, "PortBindings": {"80/tcp": [{"HostPort": "80"}]}}, "28.5.2", 400,
     "conflicting options: port publishing and the container type network mode"),
    ("ExposedPorts", {"ExposedPorts": {"80/tcp": {}}}, SHARED, "28.5.2", 400,
     "conflicting options: port exposing and the container type network mode"),
    ("NetworkMode", {}, {**SHARED, "Isolation": "hyperv"}, "28.5.2", 400,
     "invalid network-mode: using the network stack of another container is not supported while using Hyper-V "
     "Containers"),
    ("Isolation", {}, {"Isolation": "hyper-v"}, "28.5.2", 400,
     "invalid isolation (hyper-v): Windows supports 'default', 'process', or 'hyperv'"),
    ("Isolation", {}, {"Isolation": "hyper-v"}, "27.5.1", 400,
     "Invalid isolation: \"hyper-v\". Windows supports 'default', 'process', or 'hyperv'"),
    ("Isolation", {}, {"Isolation": "hyper-v"}, "20.10.24", 500,
     "Invalid isolation: \"hyper-v\". Windows supports 'default', 'process', or 'hyperv'"),
    ("CpuRealtimePeriod", {}, {"CpuRealtimePeriod": 5}, "28.5.2", 400,
     "invalid option: CPU real-time period is not supported for Windows containers"),
    ("CpuRealtimeRuntime", {}, {"CpuRealtimeRuntime": 5}, "28.5.2", 400,
     "invalid option: CPU real-time runtime is not supported for Windows containers"),
    ("Privileged", {}, {"Privileged": True}, "28.5.2", 400,
     "invalid option: privileged mode is not supported for Windows containers"),
    ("Privileged", {}, {"Privileged": True}, "24.0.7", 400, "Windows does not support privileged mode"),
    ("ReadonlyRootfs", {}, {"ReadonlyRootfs": True}, "28.5.2", 400,
     "invalid option: read-only mode is not supported for Windows containers"),
    ("ReadonlyRootfs", {}, {"ReadonlyRootfs": True}, "27.5.1", 400,
     "Windows does not support root filesystem in read-only mode"),
    ("WorkingDir", {"WorkingDir": "C:app"}, {}, "28.5.2", 400,
     "the working directory 'C:app' is invalid, it needs to be an absolute path"),
    ("Env", {"Env": ["=x"]}, {}, "28.5.2", 400, "invalid environment variable: =x"),
    ("Healthcheck", {"Healthcheck": {"Test": ["CMD", "x"], "Interval": 5}}, {}, "28.5.2", 400,
     "Interval in Healthcheck cannot be less than 1ms"),
    ("StopSignal", {"StopSignal": "SIGNOTHING"}, {}, "28.5.2", 400, "invalid signal: SIGNOTHING"),
    ("Annotations", {}, {"Annotations": {"": "x"}}, "28.5.2", 400,
     "invalid Annotations: the empty string is not permitted as an annotation key"),
    ("AutoRemove", {}, {"AutoRemove": True, "RestartPolicy": {"Name": "always"}}, "28.5.2", 400,
     "can't create 'AutoRemove' container with restart policy"),
    ("ExtraHosts", {}, {"ExtraHosts": ["x"]}, "28.5.2", 400, 'bad format for add-host: "x"'),
    ("PortBindings", {}, {"PortBindings": {"80/tcp": [{"HostPort": "x"}]}}, "28.5.2", 400,
     'invalid port specification: "x"'),
    ("RestartPolicy", {}, {"RestartPolicy": {"Name": "often"}}, "28.5.2", 400,
     "invalid restart policy: unknown policy 'often'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'"),
    ("RestartPolicy", {}, {"RestartPolicy": {"Name": "often"}}, "20.10.24", 400, "invalid restart policy 'often'"),
    ("RestartPolicy", {}, {"RestartPolicy": {"Name": "always", "MaximumRetryCount": 3}}, "20.10.24", 400,
     "maximum retry count cannot be used with restart policy 'always'"),
    ("RestartPolicy", {}, {"RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": -1}}, "28.5.2", 400,
     "invalid restart policy: maximum retry count cannot be negative"),
    ("CapAdd", {}, {"CapAdd": ["FOO"]}, "28.5.2", 400, 'invalid CapAdd: unknown capability: "CAP_FOO"'),
    ("CapDrop", {}, {"CapDrop": ["cap_bar"]}, "28.5.2", 400, 'invalid CapDrop: unknown capability: "CAP_BAR"'),
    ("CpuShares", {}, {"CpuShares": 10001}, "28.5.2", 400, "range of CPUShares is from 1 to 10000"),
    ("CpuPercent", {}, {"CpuPercent": 101}, "28.5.2", 400, "range of CPUPercent is from 1 to 100"),
    ("CpuCount", {}, {"CpuCount": -1}, "28.5.2", 400, "invalid CPUCount: CPUCount cannot be negative"),
    ("NanoCpus", {}, {"NanoCpus": 10**9, "CpuPercent": 5}, "28.5.2", 400,
     "conflicting options: Nano CPUs and CPU Percent cannot both be set"),
    ("NanoCpus", {}, {"NanoCpus": 10**9, "CpuShares": 5}, "28.5.2", 400,
     "conflicting options: Nano CPUs and CPU Shares cannot both be set"),
    ("NanoCpus", {}, {"NanoCpus": 99 * 10**9}, "28.5.2", 400,
     "range of CPUs is from 0.01 to 4.00, as there are only 4 CPUs available"),
    ("BlkioDeviceReadBps", {}, {"BlkioDeviceReadBps": BPS}, "28.5.2", 400, WINDOWS + "BlkioDeviceReadBps"),
    ("BlkioDeviceReadIOps", {}, {"BlkioDeviceReadIOps": BPS}, "28.5.2", 400, WINDOWS + "BlkioDeviceReadIOps"),
    ("BlkioDeviceWriteBps", {}, {"BlkioDeviceWriteBps": BPS}, "28.5.2", 400, WINDOWS + "BlkioDeviceWriteBps"),
    ("BlkioDeviceWriteIOps", {}, {"BlkioDeviceWriteIOps": BPS}, "28.5.2", 400, WINDOWS + "BlkioDeviceWriteIOps"),
    ("BlkioWeight", {}, {"BlkioWeight": 10}, "28.5.2", 400, WINDOWS + "BlkioWeight"),
    ("BlkioWeightDevice", {}, {"BlkioWeightDevice": BPS}, "28.5.2", 400, WINDOWS + "BlkioWeightDevice"),
    ("CgroupParent", {}, {"CgroupParent": "x"}, "28.5.2", 400, WINDOWS + "CgroupParent"),
    ("CpuPeriod", {}, {"CpuPeriod": 10}, "28.5.2", 400, WINDOWS + "CPUPeriod"),
    ("CpusetCpus", {}, {"CpusetCpus": "0"}, "28.5.2", 400, WINDOWS + "CpusetCpus"),
    ("CpusetMems", {}, {"CpusetMems": "0"}, "28.5.2", 400, WINDOWS + "CpusetMems"),
    ("KernelMemory", {}, {"KernelMemory": 1}, "20.10.24", 400, WINDOWS + "KernelMemory"),
    ("MemoryReservation", {}, {"MemoryReservation": 1}, "28.5.2", 400, WINDOWS + "MemoryReservation"),
    ("MemorySwap", {}, {"MemorySwap": 1}, "28.5.2", 400, WINDOWS + "MemorySwap"),
    ("MemorySwappiness", {}, {"MemorySwappiness": 0}, "28.5.2", 400, WINDOWS + "MemorySwappiness"),
    ("OomKillDisable", {}, {"OomKillDisable": True}, "28.5.2", 400, WINDOWS + "OomKillDisable"),
    ("PidsLimit", {}, {"PidsLimit": 5}, "28.5.2", 400, WINDOWS + "PidsLimit"),
    ("Ulimits", {}, {"Ulimits": [{"Name": "x"}]}, "28.5.2", 400, WINDOWS + "Ulimits"),
    ("wrong type", {}, {"Memory": "1g"}, "20.10.24", 500,
     "json: cannot unmarshal string into Go struct field HostConfig.HostConfig.Memory of type int64"),
]  # fmt: skip


@pytest.mark.parametrize(("option", "config", "host", "version", "status", "text"), CASES)
def test_refused(make, option, config, host, version, status, text):
    box = make(version=version).up()
    body = {"Image": "mcr.microsoft.com/windows/nanoserver:ltsc2022", **config, "HostConfig": host}
    assert box.ask("POST", "/containers/create", body) == (status, text)
    assert box.engine.containers == {}


def test_every_row_has_a_case():
    by_client = {"Isolation"}  # asked below, on client editions
    options = {row.option for row in (*DECODING, *SETTINGS)}
    assert options <= {case[0] for case in CASES} | by_client


@pytest.mark.parametrize(
    "host",
    [
        {"IpcMode": "host"}, {"PidMode": "host"}, {"ShmSize": 65536}, {"UTSMode": "host"}, {"UsernsMode": "host"},
        {"CapAdd": ["ALL"]}, {"Sysctls": {"a": "b"}}, {"GroupAdd": ["x"]}, {"OomScoreAdj": 5}, {"Init": True},
        {"Tmpfs": {"/x": ""}}, {"MaskedPaths": ["/x"]}, {"CgroupnsMode": "host"}, {"MemorySwappiness": -1},
        {"OomKillDisable": False}, {"StorageOpt": {"size": "40G"}}, {"NoSuchMember": 1}, {"nanocpus": 2 * 10**9},
    ],
)  # fmt: skip
def test_accepted_and_ignored(box, host):
    box.create(HostConfig=host, start=True)
    assert box.state()["Running"]


@pytest.mark.parametrize(
    ("version", "build", "status"),
    [("20.10.24", 17134, 400), ("20.10.24", 17763, 201), ("17.6.2", 17763, 400), ("23.0.6", 19045, 201)],
)
def test_process_isolation_on_clients(make, version, build, status):
    host = {"release": None, "build": build, "edition": "Professional", "installation": "Client"}
    registry = {"base:1": {"os_version": f"10.0.{build}.1"}}
    box = make(host, version=version, registry=registry, images=["base:1"]).up()
    answer = box.ask("POST", "/containers/create", {"Image": "base:1", "HostConfig": {"Isolation": "process"}})
    assert answer[0] == status
    if status == 400:
        assert answer[1].startswith("Windows client operating systems")


def test_cpu_settings_that_lose_become_zero_with_a_warning(box):
    response = box.client.post(
        "/containers/create?name=web",
        json={"Image": "mcr.microsoft.com/windows/nanoserver:ltsc2022",
              "HostConfig": {"CpuCount": 2, "CpuShares": 5, "Isolation": "process"}},
    )  # fmt: skip
    assert response.json["Warnings"] == [
        "Conflicting options: CPU count takes priority over CPU shares on Windows Server Containers. CPU shares "
        "discarded"
    ]
    assert box.get("/containers/web/json")["HostConfig"]["CpuShares"] == 0
