"""The check beside an engine: the simulator's dockerd, which answers as the recorded ones do, starts with each of many
settings and flags, or not, and the check says the same. The pool is made of values that no recorded row has.

Every exception stands in EXCEPTIONS."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.checks import check, paths_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.command_line import quoted
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flags import (
    service_flags,
    settings_of,
    without,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import known
from hostsim.engine.configuration import Ended, Missing, command
from hostsim.engine.configuration.starting import start
from hostsim.engine.versions import engine_version

VERSIONS = ("28.5.2", "29.7.2")
ACCOUNTS = {"docker": True, "Users": True, "nobody": False}
DRIVES = ("C:\\", "D:\\")


class World:
    """A host with the drives C and D and two groups, whose ports are all free."""

    def make_folder(self, path: str) -> str | None:
        if path.startswith("\\\\"):
            return "The system cannot find the path specified."
        return "The system cannot find the file specified." if re.match(r"(?i)[abe-z]:", path) else None

    def has_account(self, name: str) -> bool:
        return ACCOUNTS.get(name, False)

    def port_is_taken(self, address: str) -> bool:
        return int(address.rpartition(":")[2]) > 65535  # Go's own words are others

    def unfit(self) -> str | None:
        return None

    def file_system(self, path: str) -> str:
        return "NTFS"

    def is_client(self) -> bool:
        return False

    def is_old_client(self) -> bool:
        return False


def engine(settings: Mapping[str, Any], arguments: Sequence[str], moby: str) -> tuple[str, str]:
    """How a start of the service ends, and what it says."""

    def read(path: str) -> bytes:
        if not path.endswith(".json"):
            raise Missing(f"open {path}: The system cannot find the file specified.")
        return json.dumps(settings).encode()

    going = command(["--run-service", *arguments], engine_version(moby), read)
    if isinstance(going, Ended):
        return "ends", going.stderr
    if going.task != "run":
        return "ends", going.task
    found = start(going.configuration, engine_version(moby), World())
    return found.result, found.error


# How an engine may end without a refusal; each is a word of its result or of its error.
EXCEPTIONS: dict[str, str] = {
    "failed to dial": "whether a containerd listens at a pipe is the host's",
    "containerd.exe": "whether it is on the PATH is the host's; the check warns, and refuses what is declared",
    "waits": "whether a plugin is there is the host's; the check warns, and refuses what is declared",
}

VALUES: dict[str, list[Any]] = {
    "exec-opts": [
        ["isolation=hyperv"],
        ["isolation=PROCESS"],
        ["isolation=x"],
        ["isolation = hyperv"],
        ["a"],
        ["native.cgroupdriver=x"],
        [],
        None,
        "isolation=x",
        ["isolation=process", "isolation=hyperv"],
        ["=x"],
    ],
    "storage-opts": [
        ["size=60GB"],
        ["size"],
        ["size="],
        ["SIZE=1.5g"],
        ["size=1.2.3"],
        ["a=b"],
        ["size=10 GB"],
        ["size=0"],
        [" size=1"],
    ],
    "hosts": [
        ["npipe://"],
        ["npipe:////./pipe/x"],
        ["tcp://0.0.0.0:2376"],
        ["tcp://[::1]:2376", "npipe://"],
        ["tcp://::1:2376"],
        ["tcp://:2375"],
        ["tcp://"],
        ["tcp://h:0"],
        ["tcp://h:70000"],
        ["tcp://h o:1"],
        ["tcp://h:1/"],
        ["tcp://u@h:1"],
        ["tcp://h:1?x"],
        ["TCP://h:1"],
        ["unix://"],
        ["unix:///x"],
        ["fd://"],
        ["npipe://a://b"],
        [" npipe:// "],
        [""],
        [None],
        [],
        ["0.0.0.0:1"],
        ["h"],
        ["h:"],
        ["h:x"],
        ["ssh://x"],
        ["tcp://[::1"],
        ["tcp://h%41:1"],
        ["tcp://[fe80::1%25eth]:1"],
        ["://x"],
        ["tcp:///x"],
        "npipe://",
    ],
    "group": ["docker", "Users, docker", "docker,Users", "docker,", "nobody", "", None, " docker"],
    "data-root": ["D:\\x", "C:/x", "Q:\\x", "rel", "\\\\s\\x", "", "\\x", "D:x", "D:", "C:\\a b"],
    "exec-root": ["Q:\\x", "D:\\x", ""],
    "registry-mirrors": [
        ["https://a"],
        ["http://a/x"],
        ["HTTPS://a"],
        ["a"],
        ["ftp://a"],
        ["https://a?x"],
        ["https://a#"],
        ["https://a?"],
        ["https://u@a"],
        ["https://a:x"],
        ["https://a b"],
        ["https://"],
        ["://a"],
        ["https://[::1]:5"],
        ["https://a/%zz"],
        ["https:///x"],
        ["https://a:5/"],
        [""],
    ],
    "insecure-registries": [
        ["a:5000"],
        ["10.0.0.0/8"],
        ["10.0.0.1/8"],
        ["a/b"],
        ["a b"],
        ["http://a"],
        ["ftp://a"],
        ["-a"],
        ["a-"],
        ["::1"],
        ["[::1]:5"],
        ["[::1]"],
        ["a:x"],
        ["a:99999"],
        ["a:"],
        [""],
        ["index.docker.io"],
        ["a_b"],
        ["fe80::/10"],
        ["a:-1"],
        ["1.2.3.4"],
        ["https://10.0.0.0/8"],
    ],
    "log-driver": [
        "json-file",
        "bogus",
        "none",
        "",
        "journald",
        "local",
        "etwlogs",
        "syslog",
        "gelf",
        "splunk",
        "awslogs",
        "gcplogs",
        "fluentd",
        None,
    ],
    "log-opts": [
        {"max-size": "10m", "max-file": "3"},
        {"max-size": "x"},
        {"max-file": 3},
        {"a": "b"},
        {"mode": "x"},
        {"mode": "non-blocking", "max-buffer-size": "4m"},
        {"max-buffer-size": "4m"},
        {"mode": "non-blocking", "max-buffer-size": "x"},
        {"tag": "x"},
        {"labels": "a"},
        {},
        None,
        {"max-size": None},
        ["a"],
        {"gelf-address": "udp://h:1"},
        {"gelf-address": "http://h"},
        {"gelf-address": "tcp://h"},
        {"syslog-address": "unix:///x"},
        {"syslog-facility": "x"},
        {"syslog-facility": "23"},
        {"syslog-format": "x"},
        {"awslogs-group": "a"},
        {"splunk-token": "x"},
        {"cache-disabled": "true"},
    ],
    "log-level": ["info", "INFO", "warning", "", None, 5],
    "log-format": ["text", "JSON", "json", "x"],
    "dns": [["1.1.1.1"], ["x"], [""], ["::1"], ["fe80::1%eth0"], ["01.1.1.1"], "1.1.1.1", [None]],
    "dns-search": [["a.b"], ["a b"], ["."], [""], ["1.2"], ["-a"], ["a."], ["x" * 300]],
    "dns-opts": [["x"]],
    "fixed-cidr": ["10.0.0.0/24", "x", ""],
    "bridge": ["none", "x"],
    "labels": [["a=b"], ["a"], ["a=b", "a=c"], ["a=b", "a=b"], ["com.docker.x=1"], ["COM.docker.x=1"], ["=b"], ["a="]],
    "tls": [True, False, None, "true"],
    "tlsverify": [True, False],
    "tlscert": ["C:\\c.pem"],
    "features": [
        {"buildkit": True},
        {"x": True},
        {"containerd-snapshotter": True},
        {"containerd-snapshotter": False},
        {"embedded-containerd": True},
        {"embedded-containerd": True, "containerd-snapshotter": True},
        {"a": "b"},
        None,
        {},
    ],
    "proxies": [{"http-proxy": "http://a:1"}, {"x": "y"}, {"debug": "x"}, {}, None, "x", {"http-proxy": 5}],
    "debug": [True, "true", 1, None],
    "experimental": [True],
    "mtu": [1400, -1, 0, 1500, "1"],
    "max-concurrent-downloads": [-1, 0, 3, 1.5, True, 2**63],
    "max-download-attempts": [-1, 1],
    "default-stop-timeout": [-1, 5],
    "shutdown-timeout": [-1],
    "network-diagnostic-port": [-1, 70000, 80],
    "node-generic-resources": [["a=b"], ["a"], ["a=1"], ["a=-1"], ["a=1", "a=2"], ["a=x", "a=1"], ["a=b=c"]],
    "host-gateway-ip": ["1.2.3.4", "x", "", "::1"],
    "host-gateway-ips": [["1.2.3.4"], ["1.2.3.4", "1.2.3.5"], ["1.2.3.4", "::1"], ["x"]],
    "containerd": ["\\\\.\\pipe\\c"],
    "default-runtime": ["com.docker.hcsshim.v1", "io.containerd.runhcs.v1", "x", ""],
    "cri-containerd": [True, False],
    "min-api-version": ["1.24", "1.40", "1.10", "1.99", "x", "2", "1.44.1"],
    "nri-opts": [{"enable": True}, {"x": 1}, {"enable": "x"}, {}],
    "builder": [{"gc": {"enabled": True}}, {"gc": {"enabled": "x"}}, {}, "x", {"GC": {"Enabled": True}}],
    "cdi-spec-dirs": [["x"]],
    "default-network-opts": [{"nat": {"a": "b"}}, {"nat": "x"}, {}],
    "api-cors-header": ["x", ""],
    "authorization-plugins": [["x"], []],
    "allow-nondistributable-artifacts": [["x"]],
    "deprecated-key-path": ["x"],
    "metrics-addr": ["x"],
    "storage-driver": ["windowsfilter"],
    "graph": ["x"],
    "cluster-store": ["x"],
    "live-restore": [True, False],
    "bogus": [1, {}, {"debug": True}, {"x": 1}, None, []],
    "Debug": [True],
    "host": [["x"]],
    "validate": [True, False, "true"],
    "register-service": [True, False],
    "unregister-service": [True],
    "run-service": [True, False],
    "help": [True],
    "version": [True],
    "restart": [True],
    "config-file": ["x"],
    "service-name": ["x"],
    "http-proxy": ["x"],
    "feature": [{"a": True}],
    "feature ": [1],
    "host ": [1],
    "storage-opt": [{"size": "1"}, ["a"]],
    "log-opt": [{"a": "b"}],
    "swarm-raft-heartbeat-tick": [1],
    "containerd-plugin-namespace": ["x"],
    "containerd-plugins-namespace": ["x"],
    "pidfile": ["x"],
    "raw-logs": [True],
}
ARGUMENTS: list[list[str]] = [
    [],
    ["-H", "npipe://"],
    ["--debug"],
    ["-D"],
    ["--label", "a=b"],
    ["--data-root", "D:\\y"],
    ["--http-proxy", "http://x"],
    ["-G", "docker"],
    ["-G", "nobody"],
    ["--tls"],
    ["--tlsverify"],
    ["--host-gateway-ip", "1.2.3.4"],
    ["--feature", "x"],
    ["--exec-opt", "isolation=x"],
    ["--log-opt", "a=b"],
    ["--log-opt", "max-size=1"],
    ["--log-driver", "x"],
    ["--mtu", "x"],
    ["--dns", "1.1.1.1,2.2.2.2"],
    ["--default-network-opt", "nat=a=b"],
    ["--bogus"],
    ["x"],
    ["--tls=false"],
    ["--debug=x"],
    ["--containerd", "x"],
    ["--default-runtime", "x"],
    ["--config-file", "D:\\c.json"],
    ["--service-name", "d"],
    ["-r"],
    ["--registry-mirror", "x"],
    ["--storage-opt", "size=x"],
    ["--nri-opts", "enable=true"],
    ["--cluster-store", "x"],
    ["-H", ""],
    ["--max-concurrent-downloads=-1"],
]
BESIDE = (
    "hosts", "debug", "labels", "data-root", "proxies", "group", "host-gateway-ip", "host-gateway-ips", "features",
    "log-opts", "bogus", "config-file", "service-name",
)  # fmt: skip
PAIRS = (
    ("log-driver", "log-opts"), ("default-runtime", "containerd"), ("default-runtime", "features"),
    ("features", "containerd"), ("tls", "hosts"), ("tlsverify", "hosts"), ("hosts", "group"),
    ("cri-containerd", "features"), ("host-gateway-ip", "host-gateway-ips"), ("tls", "tlscert"),
)  # fmt: skip


def cases() -> Iterator[tuple[dict[str, Any], list[str]]]:
    for key, told in VALUES.items():
        yield from (({key: value}, []) for value in told)
    for arguments in ARGUMENTS:
        yield {}, arguments
        yield from (({key: VALUES[key][0]}, arguments) for key in BESIDE)
        yield {"bogus": {"debug": True}}, arguments
    for one, other in PAIRS:
        yield from (({one: first, other: second}, []) for first in VALUES[one] for second in VALUES[other])


@pytest.mark.parametrize("moby", VERSIONS)
def test_the_check_says_what_the_engine_does(moby: str) -> None:
    version, wrong, used, count = known(moby), [], set(), 0
    for settings, arguments in cases():
        line = " ".join(["dockerd.exe", "--run-service", *map(quoted, arguments)])
        flags = service_flags(line)
        there = {path: path in DRIVES for path in paths_of(settings, flags)}
        found = check(settings, flags, version, ACCOUNTS, (), there)
        result, error = engine(settings, arguments, moby)
        count += 1
        if bool(found.refusals) is (result != "starts"):
            continue
        reason = next((word for word in EXCEPTIONS if result != "starts" and word in f"{result} {error}"), None)
        if reason is None:
            wrong.append((settings, arguments, result, error, found))
        else:
            used.add(reason)
    assert wrong == []
    assert used == set(EXCEPTIONS)
    assert count > 1400


@pytest.mark.parametrize("moby", VERSIONS)
def test_flags_that_are_moved_into_the_file_mean_the_same(moby: str) -> None:
    """Where the engine starts with flags, it starts with the same in its file."""
    moved = 0
    for arguments in ARGUMENTS:
        if engine({}, arguments, moby)[0] != "starts":
            continue
        line = " ".join(["dockerd.exe", "--run-service", *map(quoted, arguments)])
        settings = settings_of(service_flags(line))
        left = without(line, settings)
        assert engine(settings, [*map(str, left.split()[2:])], moby)[0] == "starts", (settings, left)
        moved += bool(settings)
    assert moved > 12
