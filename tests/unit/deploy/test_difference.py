"""What the engine changes by itself is no difference, and what really differs is one."""

from __future__ import annotations

import copy
from typing import Any

import plain_container
import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import read_set
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.difference import difference
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.sequences import create_body
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container, ImageConfig
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.options import OPTIONS

FULL: dict[str, Any] = {
    "name": "web",
    "image": "nano:2022",
    "isolation": "process",
    "command": ["ping"],
    "entrypoint": ["run.exe"],
    "env": {"A": "1"},
    "ports": ["8080:80"],
    "mounts": [{"source": "C:\\Data", "target": "C:\\In"}],
    "memory": "1g",
    "cpus": 1.5,
    "restart_policy": "always",
    "labels": {"tier": "1"},
    "network": "lan",
    "devices": ["class/5B45201D-F2F2-4F3B-85BB-30FF1F953599"],
    "credential_spec": "file://web.json",
    "user": "ContainerUser",
    "working_dir": "C:\\App",
    "hostname": "Box",
    "annotations": {"a": "b"},
}
OTHER: dict[str, Any] = {
    "command": ["pong"],
    "entrypoint": ["walk.exe"],
    "env": {"A": "2"},
    "ports": ["8081:80"],
    "mounts": [],
    "memory": "2g",
    "cpus": 2,
    "restart_policy": "no",
    "labels": {"tier": "2"},
    "network": "nat",
    "networks": {"lan": {"aliases": ["other"], "mac_address": "00-15-5d-01-02-03"}},
    "devices": [],
    "credential_spec": "file://other.json",
    "user": "ContainerAdministrator",
    "working_dir": "C:\\Other",
    "hostname": "other",
    "annotations": {"a": "c"},
    "healthcheck": {"test": ["CMD", "other.exe"], "interval": "10s", "retries": 2},
    "stop_signal": "SIGKILL",
    "stop_timeout": 0,
    "domainname": "other.example.com",
    "dns": ["10.0.0.54"],
    "dns_search": ["other.example.com"],
    "tty": False,
    "stdin_open": False,
    "cpu_count": 3,
    "cpu_percent": 60,
    "cpu_shares": 600,
    "io_maximum_iops": 200,
    "io_maximum_bandwidth": "20m",
    "storage_opt": {"size": "50g"},
    "log_driver": "json-file",
    "log_options": {"max-size": "20m"},
}
FULL |= {
    "networks": {"lan": {"aliases": ["db", "database"], "ipv4_address": "172.30.0.10"}},
    "healthcheck": {"test": ["CMD", "check.exe"], "interval": "10s", "retries": 2},
    "stop_signal": "SIGTERM",
    "stop_timeout": "1m30s",
    "domainname": "corp.example.com",
    "dns": ["10.0.0.53"],
    "dns_search": ["corp.example.com"],
    "tty": True,
    "stdin_open": True,
    "cpu_count": 2,
    "io_maximum_iops": 100,
    "io_maximum_bandwidth": "10m",
    "storage_opt": {"size": "40g"},
    "log_driver": "local",
    "log_options": {"max-size": "10m"},
}
# The engine takes them not beside cpus and, isolated as a process, not beside each other.
APART = {"cpu_percent": 50, "cpu_shares": 500}


def full(name: str) -> dict[str, Any]:
    """All options that can stand beside this one."""
    if name == "network":  # networks says it as well
        return {key: value for key, value in FULL.items() if key != "networks"}
    if name not in APART:
        return FULL
    return {key: value for key, value in FULL.items() if key not in ("cpus", "cpu_count")} | {name: APART[name]}


IMAGE = ImageFacts(
    "nano:2022", id="sha256:1", config=ImageConfig(env=("PATH=x",), cmd=("cmd",), labels={"base": "nano"})
)


def created(options: dict[str, Any]) -> dict[str, Any]:
    """What inspect gives of a container that was created so."""
    (spec,) = read_set([options], None)
    body = create_body(spec, "shop", "0.1.0")
    if not body.get("Entrypoint"):
        body.setdefault("Cmd", ["cmd"])
    host = {
        **plain_container.HOST,
        **body.pop("HostConfig"),
    }
    endpoints = (body.pop("NetworkingConfig", None) or {}).get("EndpointsConfig") or {host["NetworkMode"]: {}}
    log = host["LogConfig"]
    host["LogConfig"] = {"Type": log.get("Type", "json-file"), "Config": log.get("Config", {})}
    plain = {**plain_container.CONFIG, "Hostname": "f" * 12}
    return {
        "Id": "f" * 64,
        "Image": "sha256:1",
        "Name": "/web",
        "State": {"Status": "running", "Running": True, "Paused": False, "Restarting": False},
        "HostConfig": host,
        "NetworkSettings": {
            "Networks": {key: {"MacAddress": "00:15:5d:00:00:01", **one} for key, one in endpoints.items()}
        },
        "Config": {**plain, **body, "Env": ["PATH=x", *body.get("Env", [])]},
    }


def differs(
    options: dict[str, Any], inspect: dict[str, Any], image: ImageFacts = IMAGE, default: str = "process"
) -> dict[str, Any]:
    (spec,) = read_set([options], None)
    container = read(Container, inspect, "the engine's GET /containers/web/json")
    return difference(spec, container, image, default, "shop", {"d" * 64: "db"}, "json-file")


def changed(inspect: dict[str, Any], part: str, **fields: Any) -> dict[str, Any]:
    copied = copy.deepcopy(inspect)
    copied[part].update(fields)
    return copied


def test_the_samples_walk_the_whole_table() -> None:
    assert set(OTHER) == set(OPTIONS)
    assert set(OPTIONS) < {*FULL, *APART}


def test_nothing_differs_from_what_was_sent() -> None:
    assert differs(FULL, created(FULL)) == {}


@pytest.mark.parametrize("name", OPTIONS)
def test_each_option_is_sent_read_back_and_compared(name: str) -> None:
    other = {**full(name), name: OTHER[name]}
    assert set(differs(other, created(full(name)))) == {name}
    assert set(differs(full(name), created(other))) == {name}
    assert differs(other, created(other)) == {}


@pytest.mark.parametrize("name", OPTIONS)
def test_each_option_that_is_taken_out_of_the_declaration_differs(name: str) -> None:
    without = {key: value for key, value in full(name).items() if key != name}
    assert set(differs(without, created(full(name)))) == {name}
    assert differs(without, created(without)) == {}


# What the engine does to a value by itself (moby): where in inspect, and what stands there.
LEVELLED: list[tuple[str, dict[str, Any]]] = [
    ("HostConfig", {"Isolation": "Process"}),
    ("HostConfig", {"Mounts": None, "Binds": ["c:\\data:c:\\in"]}),
    ("HostConfig", {"Mounts": [{"Type": "bind", "Source": "c:\\data\\", "Target": "c:/in"}]}),
    ("HostConfig", {"Runtime": "io.containerd.runhcs.v1"}),
    ("HostConfig", {"ConsoleSize": [30, 120], "CpuShares": 0}),
    ("Config", {"Hostname": "BOX"}),
    ("Config", {"WorkingDir": "c:\\app"}),
    ("Config", {"Env": ["Path=x", "a=1"]}),
    ("Config", {"User": "containeruser"}),
]


@pytest.mark.parametrize(("part", "fields"), LEVELLED)
def test_what_the_engine_changes_by_itself_is_no_difference(part: str, fields: dict[str, Any]) -> None:
    assert differs(FULL, changed(created(FULL), part, **fields)) == {}


@pytest.mark.parametrize("aliases", [[], ["db"], ["box", "db"]])
def test_an_engine_may_put_the_names_of_a_container_among_its_aliases(aliases: list[str]) -> None:
    """Before API 1.45 (seen at docker.io 20.10): the short id and the host name."""
    options = {**FULL, "hostname": "box", "networks": {"lan": {"aliases": aliases}}}
    told = created(options)
    told["NetworkSettings"]["Networks"]["lan"]["Aliases"] = [*dict.fromkeys([*aliases, "f" * 12, "box"])]
    assert differs(options, told) == {}
    told["NetworkSettings"]["Networks"]["lan"]["Aliases"].append("other")
    assert set(differs(options, told)) == {"networks"}


@pytest.mark.parametrize("mode", ["", "default", "nat"])
def test_three_names_of_the_nat_network(mode: str) -> None:
    plain = {"name": "web", "image": "nano:2022", "isolation": "process"}
    assert differs(plain, changed(created(plain), "HostConfig", NetworkMode=mode)) == {}


def test_a_joined_network_is_compared_by_the_other_containers_name() -> None:
    plain = {"name": "web", "image": "nano:2022", "isolation": "process", "network": "container:db"}
    assert differs(plain, changed(created(plain), "HostConfig", NetworkMode="container:" + "d" * 64)) == {}
    assert "network" in differs(plain, changed(created(plain), "HostConfig", NetworkMode="container:" + "e" * 64))


@pytest.mark.parametrize(
    ("binds", "kind"),
    [
        (["c:\\data:c:\\in:ro"], "read only"),
        (["data:c:\\in"], "a volume"),
        (["\\\\.\\pipe\\x:\\\\.\\pipe\\x"], "a pipe"),
        (["//./pipe/x://./pipe/x"], "a pipe with slashes"),
        (["c:\\other:c:\\in"], "another folder"),
    ],
)
def test_binds_of_other_tools_are_read(binds: list[str], kind: str) -> None:
    assert set(differs(FULL, changed(created(FULL), "HostConfig", Mounts=None, Binds=binds))) == {"mounts"}, kind


@pytest.mark.parametrize(
    ("mount", "bind"),
    [
        ({"source": "C:\\Data", "target": "C:\\In", "read_only": True}, "c:\\data:c:\\in:ro"),
        ({"type": "volume", "source": "data", "target": "C:\\In"}, "data:c:\\in"),
        ({"type": "npipe", "source": r"\\.\pipe\x", "target": r"\\.\pipe\x"}, "\\\\.\\pipe\\x:\\\\.\\pipe\\x"),
        ({"source": "C:\\Data", "target": "D:"}, "c:\\data:d:\\:rw"),
    ],
)
def test_binds_and_mounts_that_are_one(mount: dict[str, Any], bind: str) -> None:
    options = {**FULL, "mounts": [mount]}
    assert differs(options, changed(created(options), "HostConfig", Mounts=None, Binds=[bind])) == {}


def test_annotations_of_an_engine_that_drops_them_are_judged_by_the_digest() -> None:
    dropped = created(FULL)
    del dropped["HostConfig"]["Annotations"]
    assert differs(FULL, dropped) == {}
    assert set(differs({**FULL, "annotations": {"a": "c"}}, dropped)) == {"annotations"}


def test_what_the_image_brings_is_no_difference_and_what_it_brought_before_is() -> None:
    plain = {"name": "web", "image": "nano:2022", "isolation": "process"}
    inspect = changed(created(plain), "Config", Labels={**created(plain)["Config"]["Labels"], "base": "nano"})
    assert differs(plain, inspect) == {}
    assert set(differs(plain, changed(inspect, "Config", Env=["PATH=x", "LEFT=over"]))) == {"env"}


def test_another_projects_container_differs() -> None:
    inspect = created(FULL)
    inspect["Config"]["Labels"]["winfleet.project"] = "other"
    assert set(differs(FULL, inspect)) == {"project"}


SAME = ["nano:2022", "docker.io/library/nano:2022", "library/nano:2022"]


@pytest.mark.parametrize(
    ("name", "is_other"), [*((name, False) for name in SAME), ("nano:latest", True), ("own/nano:2022", True)]
)
def test_another_name_of_the_same_image_differs_and_another_spelling_does_not(name: str, is_other: bool) -> None:
    """A container keeps the name that it was created with."""
    plain = {"name": "web", "image": "nano:2022", "isolation": "process"}
    found = differs({**plain, "image": name}, created(plain))
    assert set(found) == ({"image"} if is_other else set())
    if is_other:
        assert (found["image"].before, found["image"].after) == ("nano:2022 (1)", f"{name} (1)")


GONE = ImageFacts("core:2022", os_version="10.0.20348.1")
BROUGHT = {"Env": ["PATH=x", "APP=1"], "User": "ContainerUser", "WorkingDir": "C:\\app", "Cmd": ["serve.exe"]}


@pytest.mark.parametrize(
    "image", [GONE, ImageFacts("core:2022", id="sha256:2", config=IMAGE.config)], ids=["away", "here"]
)
@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ({}, {"image"}),
        ({"env": {"APP": "1"}}, {"image"}),  # declared, and so
        ({"env": {"APP": "2"}}, {"image", "env"}),
        ({"command": ["serve.exe"]}, {"image"}),
        ({"command": ["other.exe"]}, {"image", "command"}),
        ({"user": "ContainerAdministrator"}, {"image", "user"}),
        ({"working_dir": "C:\\app"}, {"image"}),
        ({"labels": {"team": "a"}}, {"image", "labels"}),
    ],
)
def test_what_another_image_brings_is_not_told(declared: dict[str, Any], told: set[str], image: ImageFacts) -> None:
    """Neither what the old image brought nor what the new one will is declared."""
    plain = {"name": "web", "image": "nano:2022", "isolation": "process"}
    inspect = changed(created(plain), "Config", **BROUGHT)
    assert set(differs({**plain, "image": "core:2022", **declared}, inspect, image)) == told


def test_with_its_image_gone_a_declaration_that_lacks_something_is_told_as_another_one() -> None:
    plain = {"name": "web", "image": "nano:2022", "isolation": "process"}
    inspect = created({**plain, "env": {"OLD": "1"}})
    gone = ImageFacts("nano:2022")
    assert set(differs(plain, inspect, gone)) == {"declaration"}
    assert differs({**plain, "env": {"OLD": "1"}}, inspect, gone) == {}


def test_one_that_joins_another_has_that_ones_host_name() -> None:
    joins = {"name": "web", "image": "nano:2022", "isolation": "process", "network": "container:db"}
    started = changed(
        changed(created(joins), "HostConfig", NetworkMode=f"container:{'d' * 64}"), "Config", Hostname="box"
    )
    assert differs(joins, started) == {}
