"""What is refused, what is told, and what is neither, beside the recorded rows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration import values
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.checks import (
    BEFORE,
    accounts_of,
    check,
    opens_tcp,
    paths_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flags import Flags, service_flags
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.merge import merged
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.shown import shown
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_settings import SETTINGS
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import known

NEW, OLD, OLDEST = "29.7.2", "28.5.2", "20.10.24"
ENDS, IDLE, TOLD, FINE = "ends", "idle", "told", "fine"
PIPE = {"hosts": ["npipe://"]}


def flags(line: str) -> Flags:
    return service_flags(f"dockerd.exe --run-service {line}")


def verdict(settings: dict[str, Any], line: str = "", version: str | None = NEW, **about: Any) -> tuple[str, str]:
    """How it is told, and the first text."""
    number = known(version) if version else None
    accounts = {"docker": True, "nobody": False}
    found = check(settings, flags(line), number, accounts, **about)
    declared = check(settings, flags(line), number, accounts, declared=settings.keys(), **about)
    if found.refusals:
        assert declared.refusals == [*found.refusals, *declared.refusals[len(found.refusals) :]] or declared.refusals
        return ENDS, "\n".join(found.refusals)
    if declared.refusals:
        assert found.warnings
        return IDLE, "\n".join(declared.refusals)
    return (TOLD, "\n".join(found.warnings)) if found.warnings else (FINE, "")


# Settings, flags, version, what it is, words of the first text.
CASES: tuple[tuple[dict[str, Any], str, str, str, str], ...] = (
    ({}, "", NEW, FINE, ""),
    # names
    ({"Debug": True}, "", NEW, ENDS, "^Debug: .*is called debug"),
    ({"data_root": "D:\\x"}, "", NEW, ENDS, "^data_root: .*data-root"),
    ({"registry-mirrors ": []}, "", NEW, ENDS, "^registry-mirrors : "),
    ({"label": ["a=b"]}, "", NEW, IDLE, "^label: .*in silence.*the flag --label; the key is called labels"),
    ({"http-proxy": "x"}, "", NEW, IDLE, "below proxies"),
    ({"http-proxy": "x"}, "", OLDEST, ENDS, "^http-proxy: "),
    ({"isolation": "hyperv"}, "", NEW, ENDS, "exec-opts with isolation="),
    ({"bogus": {"debug": True}}, "", NEW, IDLE, "^bogus: .*in silence.*leave it out"),
    ({"bogus": {}}, "", NEW, IDLE, "^bogus: "),
    ({"bogus": {"x": 1}}, "", NEW, ENDS, "^bogus: "),
    ({"live-restore": None}, "", NEW, ENDS, "^live-restore: .*Linux"),
    ({"graph": "D:\\x"}, "", NEW, ENDS, "write data-root"),
    ({"graph": "D:\\x"}, "", OLDEST, FINE, ""),
    ({"cdi-spec-dirs": []}, "", OLDEST, ENDS, "it came with 25.0.0"),
    ({"min-api-version": "1.44"}, "", OLD, ENDS, "it came with 29.0.0"),
    ({"proxies": {}}, "", OLDEST, IDLE, "^proxies: .*it came with 23.0.0"),
    ({"proxies": None}, "", NEW, ENDS, "^proxies: null"),
    ({"proxies": {"no-proxy": "x", "ftp-proxy": "y"}}, "", NEW, ENDS, "^proxies.ftp-proxy: "),
    ({"proxies": {"debug": "x"}}, "", NEW, IDLE, "^proxies.debug: "),
    ({"validate": True}, "", NEW, ENDS, "^validate: .*ends at once"),
    ({"validate": False}, "", NEW, IDLE, "^validate: "),
    ({"unregister-service": "true"}, "", NEW, ENDS, "removes the service"),
    ({"run-service": True}, "", NEW, ENDS, "^run-service: it stands both"),
    ({"mtu": 1400}, "", NEW, IDLE, "^mtu: .*cannot be set on Windows"),
    ({"allow-nondistributable-artifacts": ["x"]}, "", NEW, IDLE, "^allow-non"),
    ({"swarm-raft-election-tick": 3}, "", NEW, ENDS, "no flag"),
    # flags
    ({}, "-H npipe:// -D --exec-opt isolation=hyperv", NEW, FINE, ""),
    ({}, "--live-restore", NEW, ENDS, "^live-restore: the service has the flag.*Linux"),
    ({}, "--feature a", OLD, TOLD, "^features.a: "),
    ({}, "--feature buildkit", "27.5.1", ENDS, "^feature: "),
    ({}, "word", NEW, ENDS, "^word: .*dockerd takes no other words"),
    ({}, "-H unix://", OLD, ENDS, "^hosts: "),
    ({}, "--dns 1.1.1.1,8.8.8.8", NEW, ENDS, "^dns: "),
    ({}, "--dns 1.1.1.1,8.8.8.8", OLD, FINE, ""),
    ({}, "--debug=maybe", NEW, ENDS, "^debug: "),
    ({"debug": True}, "-D", NEW, ENDS, "^debug: it stands both.*move_flags: true"),
    ({"hosts": None}, "-H npipe://", NEW, ENDS, "^hosts: it stands both"),
    ({"hosts": ["npipe://"]}, "-H npipe://", NEW, ENDS, "^hosts: it stands both.*whatever the values"),
    ({"proxies": {"no-proxy": "x"}}, "--no-proxy y", NEW, ENDS, "^proxies: it stands both"),
    ({"proxies": {"no-proxy": "x"}}, "--http-proxy y", NEW, FINE, ""),
    ({"bogus": {"debug": True}}, "-D", NEW, ENDS, "^debug: "),
    ({"host-gateway-ip": "1.1.1.1"}, "--host-gateway-ip 1.1.1.1", NEW, ENDS, "^host-gateway-ip: "),
    ({"service-name": "x"}, "--service-name y", NEW, ENDS, "^service-name: .*out of the file"),
    ({"host": ["x"]}, "-H npipe://", NEW, IDLE, "^host: "),
    ({"data-root": ""}, "--data-root rel", NEW, ENDS, "^data-root: it stands both"),
    # types
    ({"hosts": "npipe://"}, "", NEW, ENDS, '^hosts: "npipe://" .*a list of texts'),
    ({"debug": "true"}, "", NEW, ENDS, "^debug: .*true or false, without quotes"),
    ({"debug": 1}, "", NEW, ENDS, "^debug: "),
    ({"max-concurrent-downloads": True}, "", NEW, ENDS, "^max-concurrent-downloads: "),
    ({"max-concurrent-downloads": 2**63}, "", NEW, ENDS, "^max-concurrent-downloads: "),
    ({"log-opts": {"max-size": "1m", "max-file": 3}}, "", NEW, ENDS, '^log-opts.max-file: 3 .*write "3", in quotes'),
    ({"log-opts": {"compress": True}}, "", NEW, ENDS, 'write "true", in quotes'),
    ({"features": {"buildkit": "true"}}, "", NEW, ENDS, "^features.buildkit: .*without quotes"),
    ({"log-opts": {"tag": ["x"]}}, "", NEW, ENDS, "^log-opts: "),
    ({"builder": {"gc": {"enabled": "yes"}}}, "", NEW, ENDS, "^builder: "),
    ({"builder": {"GC": {"Enabled": True}}}, "", NEW, FINE, ""),
    ({"nri-opts": {"x": "y"}}, "", NEW, ENDS, "^nri-opts.x: "),
    ({"nri-opts": {"enable": "x"}}, "", NEW, ENDS, "^nri-opts: "),
    ({"hosts": None, "log-opts": None, "debug": None, "mtu": None}, "", NEW, IDLE, "^mtu: "),
    ({"dns": [None], "labels": None}, "", NEW, FINE, ""),
    # values
    ({"exec-opts": ["isolation=process", "isolation=hyperv"]}, "", NEW, IDLE, "^exec-opts: .*the last one counts"),
    ({"exec-opts": [" Isolation = HyperV "]}, "", NEW, FINE, ""),
    ({"hosts": ["npipe://", "fd://"]}, "", NEW, ENDS, "^hosts: "),
    ({"hosts": ["npipe://", "unix:///x"]}, "", OLD, ENDS, "before 29.5"),
    ({"hosts": ["npipe://", "unix:///x"]}, "", NEW, FINE, ""),
    ({"hosts": ["npipe://", "tcp://0.0.0.0:0"]}, "", NEW, ENDS, "0 is no port"),
    ({"hosts": ["npipe:////./PIPE/docker_engine"]}, "", NEW, FINE, ""),
    ({"hosts": ["npipe:////./pipe/other"]}, "", NEW, IDLE, "add npipe://"),
    ({"group": "docker,nobody"}, "", NEW, ENDS, '^group: .*no user "nobody"; make it first'),
    ({"group": "docker, docker"}, "", NEW, FINE, ""),
    ({"group": "docker, docker"}, "", OLD, ENDS, "no blanks"),
    ({"group": "docker,"}, "", NEW, ENDS, "comma without a name"),
    ({"group": "who knows"}, "", NEW, FINE, ""),
    ({"group": "nobody", "hosts": ["tcp://127.0.0.1:1"]}, "", NEW, IDLE, "^hosts: "),
    ({}, "-G nobody", NEW, ENDS, "^group: "),
    ({"data-root": "\\\\server\\share"}, "", NEW, ENDS, "no path on a drive"),
    ({"data-root": "D:docker"}, "", NEW, IDLE, "write D:\\\\docker"),
    ({"data-root": "D:/docker"}, "", NEW, FINE, ""),
    ({"storage-opts": ["size"]}, "", NEW, ENDS, "write size=60GB"),
    ({"storage-opts": ["SIZE=1.5 TiB"]}, "", NEW, FINE, ""),
    ({"insecure-registries": ["https://a:5000"]}, "", NEW, TOLD, "write NAME:PORT"),
    ({"insecure-registries": ["fe80::/10", "[::1]:5", "::1", "10.0.0.0/8"]}, "", NEW, FINE, ""),
    ({"insecure-registries": ["a:99999"]}, "", NEW, ENDS, "99999 is no port"),
    ({"registry-mirrors": ["mcr.microsoft.com"]}, "", NEW, ENDS, "begin with https://"),
    ({"registry-mirrors": ["https://a/%zz"]}, "", NEW, ENDS, "no escape"),
    ({"labels": ["a=1", "a=2"]}, "", NEW, ENDS, "another value"),
    ({"dns": ["fe80::1%eth0"]}, "", NEW, FINE, ""),
    ({"dns": ["fe80::1%eth0"]}, "", OLD, ENDS, "^dns: "),
    ({"host-gateway-ips": ["1.1.1.1", "1.1.1.2"]}, "", NEW, ENDS, "more than one IPv4"),
    ({"host-gateway-ips": ["1.1.1.1", "::1"]}, "", NEW, FINE, ""),
    ({"host-gateway-ips": ["1.1.1.1"], "host-gateway-ip": "1.1.1.1"}, "", NEW, ENDS, "one thing"),
    ({"fixed-cidr": "172.30.0.1/20"}, "", NEW, FINE, ""),
    ({"fixed-cidr": "172.30.0.1"}, "", NEW, IDLE, "^fixed-cidr: "),
    ({"features": {"speed": True}}, "", NEW, TOLD, "no feature of this name"),
    ({"node-generic-resources": ["gpu=1", "gpu=2"]}, "", NEW, ENDS, "^node-generic-resources: "),
    ({"min-api-version": "1.55"}, "", NEW, FINE, ""),
    ({"min-api-version": "1.55"}, "", "29.0.0", ENDS, "it is 1.24 to 1.52"),
    ({"min-api-version": "1.99"}, "", "31.0.0", FINE, ""),
    ({"api-cors-header": "*"}, "", OLD, ENDS, "since 28.0"),
    ({"api-cors-header": "*"}, "", "27.5.1", IDLE, "since 27.0"),
    ({"api-cors-header": "*"}, "", OLDEST, FINE, ""),
    ({"default-stop-timeout": -1}, "", NEW, ENDS, "^default-stop-timeout: -1"),
    ({"authorization-plugins": ["x"]}, "", NEW, IDLE, "waits at its start"),
    ({"log-format": "JSON"}, "", NEW, ENDS, "^log-format: "),
    ({"log-level": "WARN", "log-format": "json"}, "", NEW, FINE, ""),
    ({"host-gateway-ip": "gateway"}, "", NEW, ENDS, "^host-gateway-ip: "),
    ({"host-gateway-ips": ["gateway"]}, "", NEW, ENDS, "^host-gateway-ips: "),
    ({"mtu": -1}, "", NEW, ENDS, "^mtu: -1 is not allowed; it is 0 or more"),
    ({"network-diagnostic-port": 70000}, "", NEW, ENDS, "it is 0 to 65535"),
    ({"network-diagnostic-port": 80}, "", NEW, FINE, ""),
    # log drivers
    ({"log-driver": "journald"}, "", NEW, IDLE, "no container does"),
    ({"log-driver": "journald", "log-opts": {"tag": "x"}}, "", NEW, ENDS, "^log-driver: "),
    ({"log-driver": "local", "log-opts": {"tag": "x"}}, "", NEW, FINE, ""),
    ({"log-driver": "local", "log-opts": {"tag": "x"}}, "", OLD, ENDS, "^log-opts.tag: before 29.0.0 "),
    ({"log-driver": "etwlogs", "log-opts": {"max-file": "3"}}, "", NEW, FINE, ""),
    ({"log-driver": "none", "log-opts": {"mode": "x"}}, "", NEW, FINE, ""),
    ({"log-opts": {"max-siez": "1m"}}, "", NEW, ENDS, "^log-opts.max-siez: .*it has compress, "),
    ({"log-opts": {"max-file": "3"}}, "", NEW, IDLE, "add max-size"),
    ({"log-opts": {"max-size": "10m", "max-file": "0"}}, "", NEW, IDLE, "^log-opts.max-file: "),
    ({"log-opts": {"max-size": "10m", "compress": "true"}}, "", NEW, IDLE, "max-file of 2 or more"),
    ({"log-opts": {"max-size": "10m", "max-file": "2", "compress": "true"}}, "", NEW, FINE, ""),
    ({"log-driver": "local", "log-opts": {"max-file": "1"}}, "", NEW, IDLE, "compress is false"),
    ({"log-opts": {"mode": "fast"}}, "", NEW, ENDS, "^log-opts.mode: "),
    ({"log-opts": {"max-buffer-size": "4m"}}, "", NEW, ENDS, "mode non-blocking alone"),
    ({"log-opts": {"mode": "non-blocking", "max-buffer-size": "4x"}}, "", NEW, ENDS, "no size"),
    ({"log-driver": "gelf"}, "", NEW, FINE, ""),
    ({"log-driver": "gelf", "log-opts": {"tag": "x"}}, "", NEW, ENDS, "^log-opts.gelf-address: "),
    ({"log-driver": "gelf", "log-opts": {"gelf-address": "http://a:1"}}, "", NEW, ENDS, "udp://HOST:PORT"),
    ({"log-driver": "syslog", "log-opts": {"syslog-address": "unix:///x"}}, "", NEW, ENDS, "^log-opts.syslog-a"),
    ({"log-driver": "syslog", "log-opts": {"tag": "x"}}, "", NEW, IDLE, "^log-opts.syslog-address: "),
    ({"log-driver": "splunk", "log-opts": {"splunk-url": "x"}}, "", NEW, IDLE, "^log-opts.splunk-token: "),
    ({"log-driver": "awslogs", "log-opts": {"tag": "x"}}, "", NEW, ENDS, "^log-opts.awslogs-group: "),
    ({"log-opts": {"a": "b"}}, "--log-driver none", NEW, FINE, ""),
    # what goes together
    ({"tls": True, **PIPE}, "", NEW, ENDS, "^tls: TLS is on without tlscert and tlskey"),
    ({"tlsverify": False, **PIPE}, "", NEW, ENDS, "^tlsverify: TLS is on"),
    ({"tls": False}, "", NEW, FINE, ""),
    ({"tls": True, "tlscert": "C:\\c", "tlskey": "C:\\k", **PIPE}, "", NEW, TOLD, "without tlscacert"),
    ({"tls": True, "tlscert": "C:\\c", "tlskey": "C:\\k", "tlscacert": "C:\\a"}, "", NEW, IDLE, "^tls: without hosts"),
    ({"tlsverify": True, "tlscert": "C:\\c", "tlskey": "C:\\k", "tlscacert": "C:\\a", **PIPE}, "", NEW, FINE, ""),
    (PIPE, "--tlsverify", NEW, FINE, ""),
    ({"default-runtime": "x"}, "", OLD, ENDS, "^default-runtime: "),
    ({"default-runtime": "io.containerd.runhcs.v1"}, "", NEW, IDLE, "containerd.exe"),
    ({"default-runtime": "io.containerd.runhcs.v1"}, "--containerd \\\\.\\pipe\\c", NEW, FINE, ""),
    ({"features": {"containerd-snapshotter": True}}, "", NEW, ENDS, "^features.containerd-snapshotter: "),
    ({"features": {"containerd-snapshotter": True, "embedded-containerd": True}}, "", NEW, FINE, ""),
    ({"features": {"containerd-snapshotter": True, "embedded-containerd": True}}, "", "29.5.0", ENDS, "containerd"),
    ({"features": {"embedded-containerd": True}, "cri-containerd": True}, "", NEW, ENDS, "^cri-containerd: "),
)  # fmt: skip


@pytest.mark.parametrize(("settings", "line", "version", "kind", "words"), CASES, ids=lambda value: str(value)[:50])
def test_a_case(settings: dict[str, Any], line: str, version: str, kind: str, words: str) -> None:
    found, text = verdict(settings, line, version)
    assert (found, bool(re.search(words, text, re.MULTILINE))) == (kind, True), (found, text)


def test_every_rule_is_of_a_key_and_is_tried() -> None:
    ruled = {key for key, _rule in values.RULES}
    assert ruled <= {row.key for row in SETTINGS}
    tried = {key for settings, *_rest in CASES for key in settings}
    elsewhere = {"dns-search", "max-concurrent-uploads", "max-download-attempts"}  # test_recorded.py has rows of these
    assert ruled - tried == elsewhere | {"exec-root"}


def test_a_folder_on_a_drive_that_is_not_there() -> None:
    for key in ("data-root", "exec-root"):
        assert verdict({key: "q:\\x"}, there={"Q:\\": False})[0] == ENDS
        assert verdict({key: "q:\\x"}, there={"Q:\\": True}) == verdict({key: "q:\\x"}, there={}) == (FINE, "")


ANYTHING: tuple[Any, ...] = (
    None, True, False, 0, -7, 1.5, "", "x", "x=y", "://", [], ["x"], [None], [5], [["x"]], [""],
    {}, {"x": "y"}, {"x": None}, {"x": {"y": "z"}}, {"x": {"y": 1}}, {"x": True}, {"": ""},
)  # fmt: skip


@pytest.mark.parametrize("key", [*(row.key for row in SETTINGS), "bogus", "host", "validate", "http-proxy", ""])
def test_no_value_is_too_odd(key: str) -> None:
    """Whatever a file holds, it is judged, merged and shown."""
    for value in ANYTHING:
        settings = {"log-driver": "syslog", "tls": True, key: value}
        for version in (None, known(OLDEST), known(NEW)):
            checked = check(settings, flags("-H tcp://:1 --log-opt x=y -G x"), version, {}, settings.keys())
            assert all(text.partition(": ")[2] for text in (*checked.refusals, *checked.warnings))
        assert isinstance(opens_tcp(settings, None), list)
        assert all(isinstance(name, str) for name in accounts_of(settings) + paths_of(settings))
        assert shown(settings).keys() == settings.keys()
        assert merged(merged(settings, {key: value}, "append"), {key: value}, "append") == merged(
            settings, {key: value}, "append"
        )


def test_what_is_declared_counts_key_by_key() -> None:
    settings = {"host": ["x"], "label": ["y"]}
    checked = check(settings, None, None, {}, declared=["label"])
    assert [text.partition(":")[0] for text in checked.refusals] == ["label"]
    assert [text.partition(":")[0] for text in checked.warnings] == ["host"]
    nested = check({"log-opts": {"max-size": "x"}}, None, None, {}, declared=["log-opts"])
    assert [text.partition(":")[0] for text in nested.refusals] == ["log-opts.max-size"]


def test_the_way_out_for_what_was_there_before() -> None:
    settings = {"live-restore": True, "host": ["x"], "features": {"speed": True}}
    for text in (*check(settings, None, None, {}).refusals, *check(settings, None, None, {}).warnings):
        assert text.endswith(BEFORE) is not text.startswith("features")
    declared = check(settings, None, None, {}, declared=settings.keys())
    assert len(declared.refusals) == 2 and not [text for text in declared.refusals if BEFORE in text]
    assert BEFORE not in check({}, flags("--live-restore"), None, {}).refusals[0]


def test_without_flags_and_version() -> None:
    assert check({"min-api-version": "1.44", "nri-opts": {}}, None, None, {}).refusals == []
    assert check({"storage-driver": "windowsfilter"}, None, None, {}).refusals != []


def test_accounts() -> None:
    assert accounts_of({"group": " docker , Users,,docker"}) == ["docker", "Users"]
    assert accounts_of({"group": 5}) == accounts_of({"group": ["x"]}) == accounts_of({}) == []
    assert accounts_of({}, flags("-G staff")) == ["staff"]


def test_paths() -> None:
    tls = {"tls": True, "tlscert": "C:\\c.pem", "tlskey": "C:\\k.pem"}
    assert paths_of({"data-root": "d:\\x", "exec-root": "D:\\y", **tls}) == ["D:\\", "C:\\c.pem", "C:\\k.pem"]
    assert paths_of({"data-root": "\\\\s\\x", "tlscert": "C:\\c.pem"}) == []
    assert len(paths_of({}, flags("--tlsverify"))) == 3 and len(paths_of({}, flags("--tls"))) == 3
    assert len(paths_of({"tlsverify": False, "tlscacert": "x"}, flags("--tls"))) == 2
    assert paths_of({"data-root": 5, "tls": True, "tlscert": 5}) == []


@pytest.mark.parametrize("path", ["D:\\", "C:\\c.pem", "C:\\k.pem", "C:\\a.pem"])
def test_what_is_not_there(path: str) -> None:
    settings = {
        "data-root": "D:\\x", "tlsverify": True, "tlscert": "C:\\c.pem", "tlskey": "C:\\k.pem",
        "tlscacert": "C:\\a.pem", **PIPE,
    }  # fmt: skip
    there = dict.fromkeys(paths_of(settings), True)
    assert path in there
    assert verdict(settings, there=there) == (FINE, "")
    kind, text = verdict(settings, there={**there, path: False})
    assert kind == ENDS and "the host has no" in text


# Settings, flags, the listeners that let in everybody.
OPEN: tuple[tuple[dict[str, Any], str, list[str]], ...] = (
    ({}, "", []),
    (PIPE, "", []),
    ({"hosts": ["tcp://0.0.0.0:2375", "npipe://", "127.0.0.1:2376"]}, "", ["tcp://0.0.0.0:2375", "127.0.0.1:2376"]),
    ({}, "-H tcp://:2375", ["tcp://:2375"]),
    ({"hosts": ["tcp://:2376"], "tls": True}, "", []),
    ({"hosts": ["tcp://:2376"], "tls": False}, "", ["tcp://:2376"]),
    ({"hosts": ["tcp://:2376"], "tlsverify": True}, "", []),
    ({"hosts": ["tcp://:2376"], "tlsverify": False}, "", ["tcp://:2376"]),
    ({"hosts": ["tcp://:2376"], "tls": True, "tlsverify": False}, "", ["tcp://:2376"]),
    ({"hosts": ["tcp://:2376"]}, "--tlsverify", []),
    ({"tlsverify": False}, "", ["tcp://127.0.0.1:2376"]),
    ({"hosts": "tcp://:2376"}, "", []),
    ({"hosts": [" tcp://:1 "]}, "", ["tcp://:1"]),
)


@pytest.mark.parametrize(("settings", "line", "found"), OPEN)
def test_open_ports(settings: dict[str, Any], line: str, found: list[str]) -> None:
    assert opens_tcp(settings, flags(line)) == found


def test_before_20_10_tls_alone_asks_for_no_certificate() -> None:
    settings = {"hosts": ["tcp://:2376"], "tls": True}
    assert opens_tcp(settings, None, known("19.03.5")) == ["tcp://:2376"]
    assert opens_tcp(settings, None, known("20.10.0")) == []
