"""Readers of the options of how a container runs, what it publishes, mounts and is given: one table each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy import (
    durations,
    mounted,
    published,
    resources,
    surroundings,
    values,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import digest, read_set
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.gathered import Around
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.endpoint import networks
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.healthcheck import healthcheck
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from hypothesis import given
from hypothesis import strategies as st

SECOND = 10**9
WEB = {"name": "web", "image": "nano:2022", "isolation": "process"}


def port(inside: int, host: int | None = None, protocol: str = "tcp") -> dict[str, Any]:
    return {"container_port": inside, "protocol": protocol, "host_port": host}


GOOD: list[tuple[Any, Any, Any]] = [
    (durations.duration, "1m30s", 90 * SECOND),
    (durations.duration, "500ms", SECOND // 2),
    (durations.duration, "1.5h", 5400 * SECOND),
    (durations.seconds, 60, 60),
    (durations.seconds, "60", 60),
    (durations.seconds, "1m", 60),
    (durations.seconds, 0, 0),
    (healthcheck, {"test": "exit 0"}, {"Test": ["CMD-SHELL", "exit 0"]}),
    (healthcheck, {"test": ["CMD", "a.exe", 1]}, {"Test": ["CMD", "a.exe", "1"]}),
    (healthcheck, {"test": ["NONE"]}, {"Test": ["NONE"]}),
    (healthcheck, {"disable": True}, {"Test": ["NONE"]}),
    (healthcheck, {"disable": False, "interval": "10s", "retries": 3}, {"Interval": 10 * SECOND, "Retries": 3}),
    (healthcheck, {"start_period": "30s", "timeout": "5s"}, {"StartPeriod": 30 * SECOND, "Timeout": 5 * SECOND}),
    (published.ports, ["8080-8081:80-81"], [port(80, 8080), port(81, 8081)]),
    (published.ports, ["80-82"], [port(80), port(81), port(82)]),
    (published.ports, ["0.0.0.0:8080:80"], [port(80, 8080)]),
    (published.ports, ["[::]:8080:80/udp"], [port(80, 8080, "udp")]),
    (published.ports, [80, "80"], [port(80)]),
    (published.ports, [{"target": 80, "published": "8080", "protocol": "tcp", "mode": "ingress"}], [port(80, 8080)]),
    (published.ports, [{"target": 80}], [port(80)]),
    (mounted.short, "D:\\a:C:\\b", ("bind", "D:\\a", "C:\\b", False)),
    (mounted.short, "D:/a:C:/b:ro", ("bind", "D:/a", "C:/b", True)),
    (mounted.short, "data:C:\\data", ("volume", "data", "C:\\data", False)),
    (mounted.short, "data:D:", ("volume", "data", "D:", False)),
    (mounted.short, ".\\sub:C:\\data:rw", ("bind", ".\\sub", "C:\\data", False)),
    (mounted.short, "./sub:C:\\data", ("bind", "./sub", "C:\\data", False)),
    (mounted.short, r"\\.\pipe\docker_engine:\\.\pipe\docker_engine",
     ("npipe", r"\\.\pipe\docker_engine", r"\\.\pipe\docker_engine", False)),
    (mounted.short, "//./pipe/x://./pipe/x", ("npipe", "//./pipe/x", "//./pipe/x", False)),
    (networks, ["back"], [{"name": "back", "aliases": [], "ipv4_address": None, "mac_address": None}]),
    (networks, "back", [{"name": "back", "aliases": [], "ipv4_address": None, "mac_address": None}]),
    (networks, {"back": None}, [{"name": "back", "aliases": [], "ipv4_address": None, "mac_address": None}]),
    (networks, {"lan": {}, "back": {"aliases": ["db"]}},
     [{"name": "lan", "aliases": [], "ipv4_address": None, "mac_address": None},
      {"name": "back", "aliases": ["db"], "ipv4_address": None, "mac_address": None}]),
    (networks,
     {"back": {"aliases": ["b", "a", "b"], "ipv4_address": "172.30.0.10", "mac_address": "00-15-5D-01-02-03"}},
     [{"name": "back", "aliases": ["a", "b"], "ipv4_address": "172.30.0.10", "mac_address": "00:15:5d:01:02:03"}]),
    (resources.cpu_count, 2, 2),
    (resources.io_maximum_bandwidth, "10m", 10 * 1024**2),
    (resources.storage_opt, {"size": "40GB"}, {"size": "40GB"}),
    (surroundings.dns, ["10.0.0.53", "fe80::1"], ["10.0.0.53", "fe80::1"]),
    (surroundings.dns_search, ["corp.example.com"], ["corp.example.com"]),
    (surroundings.stop_signal, "sigterm", "sigterm"),
    (surroundings.stop_signal, 9, "9"),
    (surroundings.platform, "windows/amd64", "windows/amd64"),
    (surroundings.log_driver, "etwlogs", "etwlogs"),
]  # fmt: skip
BAD: list[tuple[Any, Any, str]] = [
    (durations.duration, "10", "1m30s"),
    (durations.duration, "ten", "1m30s"),
    (durations.seconds, "500ms", "whole seconds"),
    (durations.seconds, -1, "from 0"),
    (durations.seconds, True, "1m30s"),
    (healthcheck, {}, "nothing is declared"),
    (healthcheck, {"test": ["ping"]}, "CMD"),
    (healthcheck, {"test": ["CMD"]}, "CMD"),
    (healthcheck, {"test": ["CMD-SHELL", "a", "b"]}, "CMD-SHELL"),
    (healthcheck, {"test": ""}, "test"),
    (healthcheck, {"test": "NONE"}, "as a list it is [NONE]"),
    (healthcheck, {"interval": "10"}, "interval: '10'"),
    (healthcheck, {"interval": "10us"}, "least is 1ms"),
    (healthcheck, {"retries": 0}, "from 1"),
    (healthcheck, {"disable": True, "retries": 2}, "leave out retries"),
    (healthcheck, {"test": ["NONE"], "retries": 2}, "switches the check off"),
    (published.ports, ["127.0.0.1:8080:80"], "leave 127.0.0.1 out"),
    (published.ports, [{"target": 80, "host_ip": "10.0.0.1"}], "leave 10.0.0.1 out"),
    (published.ports, ["8080-8082:80-81"], "as many of the one"),
    (published.ports, ["8080-8082:80"], "as many of the one"),
    (published.ports, ["8081-8080:80-81"], "is not allowed"),
    (published.ports, ["8080:80", "8080:81"], "used twice, 8080/tcp"),
    (published.ports, [{"published": 80}], "target is missing"),
    (published.ports, [{"target": 80, "bogus": 1}], "bogus"),
    (published.ports, ["web"], "HOST_PORT"),
    (mounted.short, "C:\\data", "SOURCE:TARGET"),
    (mounted.short, "D:\\a:C:\\b:z", "not z"),
    (mounted.short, "data:/data", "SOURCE:TARGET"),
    (networks, ["a", "b", "a"], "a stands there twice"),
    (networks, ["a", 1], "name of a network"),
    (networks, ["a", "none"], "none is for a container without a network"),
    (networks, ["nat", "default"], "the network nat is meant twice"),
    (networks, ["a", "container:db"], "write it into network"),
    (networks, {"a": {}, "b": ["x"]}, "b: ['x'] is not allowed"),
    (networks, {"a": {}, "b": {"aliases": ["a b"]}}, "b.aliases"),
    (networks, [], "name of a network"),
    (networks, {"a": {"alias": ["x"]}}, "aliases, ipv4_address, mac_address"),
    (networks, {"a": {"aliases": "x"}}, "a list of names"),
    (networks, {"a": {"ipv4_address": "fe80::1"}}, "172.30.0.10"),
    (networks, {"a": {"mac_address": "00:15"}}, "00-15-5d-01-02-03"),
    (networks, {"container:db": None}, "write it into network"),
    (values.exit_codes, [], "one or more numbers"),
    (values.exit_codes, [0, 2**32], "[4294967296] is not allowed"),
    (resources.cpu_percent, 101, "1 to 100"),
    (resources.cpu_percent, 0, "1 to 100"),
    (resources.cpu_shares, 10001, "1 to 10000"),
    (resources.io_maximum_iops, 0, "operations"),
    (resources.io_maximum_bandwidth, "lots", "10m"),
    (resources.storage_opt, {"size": "1m"}, "at least 1g"),
    (resources.storage_opt, {"bogus": 1}, "bogus"),
    (resources.storage_opt, {}, "size is missing"),
    (surroundings.dns, ["ns.example.com"], "address of a name server"),
    (surroundings.dns_search, ["a b"], "domain"),
    (surroundings.stop_signal, 0, "SIGTERM"),
    (surroundings.stop_signal, "TERM now", "SIGTERM"),
    (surroundings.platform, "linux/amd64", "windows"),
    (surroundings.log_driver, "journald", "Linux"),
    (surroundings.log_driver, "JSON-FILE", "json-file"),
]


@pytest.mark.parametrize(("reader", "value", "read"), GOOD)
def test_it_is_read(reader: Any, value: Any, read: Any) -> None:
    found = reader(value)
    assert (tuple(found.values()) if isinstance(read, tuple) else found) == read


@pytest.mark.parametrize(("reader", "value", "words"), BAD)
def test_it_is_not_allowed_and_says_what_is(reader: Any, value: Any, words: str) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]+$") as error:
        reader(value)
    assert words in str(error.value)


@given(st.text(max_size=30))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    for reader in (durations.duration, mounted.short, lambda value: published.ports([value])):
        try:
            reader(text)
        except ValueError as error:
            assert "\n" not in text or str(error)


# What cannot stand beside each other, or lacks something: the option that is named, and words of the way out
TOGETHER: list[tuple[dict[str, Any], str, str]] = [
    ({"cpus": 1, "cpu_shares": 5}, "cpu_shares", "not beside cpus"),
    ({"cpus": 1, "cpu_percent": 5}, "cpu_percent", "not beside cpus"),
    ({"cpu_count": 1, "cpu_percent": 5}, "cpu_percent", "the engine drops it"),
    ({"cpu_count": 1, "cpu_shares": 5}, "cpu_shares", "the engine drops it"),
    ({"cpu_shares": 1, "cpu_percent": 5}, "cpu_percent", "the engine drops it"),
    ({"network": "lan", "networks": ["back"]}, "networks", "keep one of both"),
    ({"network": "lan", "networks": ["back", "front"]}, "networks", "'back, front' is not allowed; network says lan"),
    ({"network": "container:db", "networks": ["back", "front"]}, "networks", "keep one of both"),
    ({"network": "container:db", "dns": ["10.0.0.53"]}, "dns", "brings the name servers"),
    ({"log_driver": "json-file", "log_options": {"bogus": "x"}}, "log_options", "bogus: the log driver json-file has"),
    ({"log_driver": "json-file", "log_options": {"max-size": "lots"}}, "log_options", "no size, such as 10m"),
    ({"log_driver": "gelf"}, "log_options", "gelf-address: the log driver gelf needs it"),
    ({"volumes": [".\\x:C:\\x"]}, "volumes", "give project_dir at the set"),
    ({"mounts": [{"source": "..\\x", "target": "C:\\x"}]}, "mounts", "give project_dir at the set"),
    ({"volumes": ["a1:C:\\x"], "mounts": [{"source": "D:\\x", "target": "c:\\X"}]}, "mounts", "one target, c:\\x"),
    ({"volumes": ["a1:C:"]}, "volumes", "cannot be the drive C: itself"),
    ({"volumes": ["a1:C:\\x\\..\\..\\windows"]}, "volumes", "that Windows reads otherwise"),
    ({"volumes": ["a1:C:\\x.", "a2:C:\\x"]}, "volumes", "that Windows reads otherwise"),
    ({"volumes": ["a1:C:\\x\\\\y"]}, "volumes", "that Windows reads otherwise"),
    ({"volumes": [f"{'a' * 256}:C:\\x"]}, "volumes", "255 are allowed"),
    ({"domainname": ""}, "domainname", "'' is not allowed; allowed is a domain"),
    ({"network": "container:web"}, "network", "it is the container itself"),
    ({"exit_codes": [0]}, "exit_codes", "give once: true"),
    ({"rerun": "always"}, "rerun", "give once: true"),
    ({"volumes": [{"type": "tmpfs", "target": "C:\\x"}]}, "volumes", "bind, volume, npipe"),
    ({"env": {"A": "1"}, "secrets": {"a": "2"}}, "secrets", "A stands in env as well"),
    ({"env_file": "none.env"}, "env_file", "none.env"),
    ({"env_file": 7}, "env_file", "the path of a file"),
]


@pytest.mark.parametrize(("options", "name", "words"), TOGETHER)
def test_one_line_names_container_option_and_way_out(options: dict[str, Any], name: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read_set([{**WEB, **options}], None)
    (problem,) = refused.value.problems
    called = "secrets of env" if name == "secrets" else name
    assert problem.startswith(f"container web: {called}: ") and words in problem
    assert words in Masker({**WEB, **options}).text(problem)


def test_isolated_with_hyperv_the_engine_keeps_all_three() -> None:
    options = {"isolation": "hyperv", "cpu_count": 1, "cpu_shares": 5, "cpu_percent": 5}
    assert read_set([{**WEB, **options}], None)[0]["cpu_percent"] == 5


def test_relative_sources_are_below_the_folder_of_the_set() -> None:
    volumes = [".\\conf:C:\\conf:ro", "../shared:C:\\shared", "data:C:\\data", {"source": "./x", "target": "C:\\x"}]
    (spec,) = read_set([{**WEB, "volumes": volumes}], None, Around(project_dir="D:\\shop\\app"))
    assert [(mount["type"], mount["source"]) for mount in spec["mounts"]] == [
        ("bind", "D:\\shop\\app\\conf"),
        ("volume", "data"),
        ("bind", "D:\\shop\\shared"),
        ("bind", "D:\\shop\\app\\x"),
    ]


def test_files_of_the_controller_become_the_environment(tmp_path: Path) -> None:
    """Later files win over earlier ones, env over all of them, whatever the case of a name."""
    (tmp_path / "a.env").write_text("# a comment\nA=1\r\nB=2=3\n\nPath=x\n", encoding="utf-8")
    (tmp_path / "b.env").write_text("A=4\nC=\n", encoding="utf-8")
    options = {"env_file": ["a.env", {"path": "b.env"}], "env": {"PATH": "y"}, "secrets": {"PIN": "4711"}}
    (spec,) = read_set([{**WEB, **options}], None, Around(found=lambda name: str(tmp_path / name)))
    assert spec["env"] == {"A": "4", "B": "2=3", "C": "", "PATH": "y", "PIN": "4711"}
    assert "secrets" not in spec and "env_file" not in spec


@pytest.mark.parametrize("text", ["no assignment\n", "=x\n"])
def test_a_file_that_is_none_is_named_and_not_shown(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.env").write_text(f"A=hunter22\n{text}", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_set([{**WEB, "env_file": "a.env"}], None, Around(found=lambda name: str(tmp_path / name)))
    (problem,) = refused.value.problems
    assert problem.startswith("container web: env_file: a.env") and "hunter22" not in problem


def test_a_file_that_need_not_be_there(tmp_path: Path) -> None:
    def found(name: str) -> str:
        raise Refused([f"{name} is not on the controller"])

    (spec,) = read_set([{**WEB, "env_file": [{"path": "a.env", "required": False}]}], None, Around(found=found))
    assert spec["env"] == {}


def test_the_digest_of_a_container_that_declares_none_of_them_is_what_it_was() -> None:
    """Recorded with the version before; it is in the labels of containers that run."""
    (spec,) = read_set([{**WEB, "env": {"A": "1"}, "ports": ["8080:80"]}], None)
    assert digest(spec) == "17ec5d3a85b66b6ab457aa211831a6010c9d99477cdb34dccf578c3882cdcfd1"
    assert digest({**spec, "tty": True}) != digest(spec)
