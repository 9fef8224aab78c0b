"""What the engine answered, each reply with its request."""

from __future__ import annotations

import json
from typing import Any

import plain_container
import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import (
    Binding,
    Container,
    Device,
    Distribution,
    Image,
    Mount,
    Platform,
    Policy,
    Row,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.daemon import Info, Top, Version
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem, WrongShape
from mutations import survived

# A2.2: servercore 1809 under engine 19.03, with what a recreate compares filled in.
INSPECT = {
    "Id": "1be91944",
    "State": {
        "Status": "running",
        "Running": True,
        "Paused": False,
        "Restarting": False,
        "OOMKilled": False,
        "Dead": False,
        "Pid": 3212,
        "ExitCode": 0,
        "Error": "",
        "StartedAt": "2019-11-10T18:18:40.8331626Z",
        "FinishedAt": "0001-01-01T00:00:00Z",
    },
    "Image": "sha256:8392a5f2",
    "Name": "/shared",
    "HostConfig": {
        **plain_container.HOST,
        "Binds": ["c:\\bind_mount:c:\\temp"],
        "NetworkMode": "default",
        "PortBindings": {"80/tcp": [{"HostIp": "", "HostPort": "8080"}], "81/tcp": None},
        "RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 3},
        "SecurityOpt": None,
        "Isolation": "Process",
        "Memory": 1073741824,
        "NanoCpus": 0,
        "Devices": [{"PathOnHost": "class/5B45201D", "PathInContainer": "", "CgroupPermissions": ""}],
        "Mounts": [{"Type": "bind", "Source": "C:\\data", "Target": "C:\\data", "ReadOnly": True}],
    },
    "Config": {
        **plain_container.CONFIG,
        "Hostname": "1be91944c46e",
        "User": "",
        "Env": None,
        "Cmd": ["powershell"],
        "Image": "mcr.microsoft.com/windows/servercore:1809",
        "WorkingDir": "",
        "Entrypoint": None,
        "Labels": {"a": "b"},
    },
}
ROW = {"Id": "1be91944", "Names": ["/shared"], "Image": "servercore", "State": "running", "Labels": None}
IMAGE = {
    "Id": "sha256:105d76d0",
    "Os": "windows",
    "OsVersion": "10.0.14393",
    "Architecture": "amd64",
    "RepoDigests": ["nano@sha256:aee7"],
    "Config": {"Cmd": None, "Labels": None},
}
DISTRIBUTION = {
    "Descriptor": {"digest": "sha256:41f4"},
    "Platforms": [{"architecture": "amd64", "os": "windows", "os.version": "10.0.17763.6054"}],
}
TOP = {
    "Titles": ["Name", "PID", "CPU", "Private Working Set"],
    "Processes": [["ping.exe", "3964", "00:00:00.031", "856.1kB"]],
}
KEYS = ["version", "image", "boxes", "listed"]
REQUESTS = [
    {"path": "/version"},
    {"path": "/images/x/json", "only_if": {}},
    {"path": "/containers/{}/json", "each": {"request": 3, "field": "Id"}},
    {"path": "/containers/json"},
]
ENTRIES = [
    {"status": 200, "body": json.dumps({"Version": "28.5.2"})},
    {"skipped": True},
    {"each": [{"for": "1be91944", "status": 200, "body": json.dumps(INSPECT)}]},
    {"status": 200, "body": json.dumps([ROW])},
]


def replies(*changed: Any) -> EngineReplies:
    return EngineReplies(KEYS, REQUESTS, [*changed, *ENTRIES[len(changed) :]])


def test_each_reply_is_read_by_its_key() -> None:
    told = replies()
    assert "version" in told and "other" not in told
    assert told.reply("version").found(Version) == Version("28.5.2")
    assert told.reply("image").status is None
    assert told.reply("image").found(Image) is None
    ((name, reply),) = told.each("boxes")
    assert (name, reply.asked, reply.look) == (
        "1be91944",
        "/containers/1be91944/json",
        "the engine's GET /containers/1be91944/json",
    )


@pytest.mark.parametrize(
    "listed",
    [
        {"status": 200, "body": "[]"},
        {"status": 200, "body": json.dumps([ROW, ROW])},
        {"status": 200, "body": json.dumps([{**ROW, "Id": "other"}])},
        {"status": 500, "body": "[]"},
    ],
)
def test_a_list_and_the_answers_for_its_rows_agree(listed: dict[str, Any]) -> None:
    told = replies(*ENTRIES[:3], listed)
    with pytest.raises(HostProblem):
        told.each("boxes")


def test_a_request_without_a_condition_is_not_skipped() -> None:
    with pytest.raises(WrongShape, match="skipped"):
        replies({"skipped": True})


OF_HOST_CONFIG = (
    "Isolation", "Memory", "NanoCpus", "RestartPolicy", "NetworkMode", "Devices", "SecurityOpt", "Binds",
    "PortBindings", "CpuCount", "CpuPercent", "CpuShares", "IOMaximumIOps", "IOMaximumBandwidth", "Dns", "DnsSearch",
    "LogConfig",
)  # fmt: skip
OF_CONFIG = (
    "Env", "Cmd", "Entrypoint", "Labels", "User", "WorkingDir", "Hostname", "Image", "Domainname", "Tty", "OpenStdin",
)  # fmt: skip
PLANNED = [
    *(("HostConfig", name) for name in OF_HOST_CONFIG),
    *(("Config", name) for name in OF_CONFIG),
    *(("State", name) for name in ("Status", "Running", "Paused", "Restarting")),
]
GO_WRITES_NULL = {
    "Dns",
    "DnsSearch",
    "Devices",
    "SecurityOpt",
    "Binds",
    "PortBindings",
    "Env",
    "Cmd",
    "Entrypoint",
    "Labels",
}


@pytest.mark.parametrize(("part", "name"), PLANNED)
def test_what_a_plan_rests_on_has_to_be_told(part: str, name: str) -> None:
    inside = dict(INSPECT[part])  # type: ignore[call-overload]
    for told in (
        {key: value for key, value in inside.items() if key != name},
        *([] if name in GO_WRITES_NULL else [{**inside, name: None}]),
        {**inside, name: 1.5},
    ):
        with pytest.raises(WrongShape, match=f"{part}.{name}"):
            read(Container, {**INSPECT, part: told}, "x")
    if name in GO_WRITES_NULL:
        assert read(Container, {**INSPECT, part: {**inside, name: None}}, "x")


def test_only_404_is_absence() -> None:
    gone = {"status": 404, "body": '{"message": "no such image"}'}
    assert replies(gone).reply("version").found(Version) is None
    for status, body, words in (
        (500, '{"message": "the daemon is broken"}', "with status 500: the daemon is broken"),
        (400, "client version 1.99 is too new", "with status 400: client version 1.99 is too new"),
        (503, "", "with status 503: no text"),
        (500, '{"message": 5}', "with status 500"),
        (500, "[" * 20_000, "with status 500"),
        (204, "", "with status 204"),
    ):
        reply = replies({"status": status, "body": body}).reply("version")
        with pytest.raises(HostProblem, match="GET /version") as caught:
            reply.found(Version)
        assert words in str(caught.value)
        with pytest.raises(HostProblem):
            reply.rows(Row)
    with pytest.raises(HostProblem):
        replies(gone).reply("version").rows(Row)


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (None, None),
        ({}, None),
        (ENTRIES[:2], None),
        ([*ENTRIES, {}], None),
        ([{}, *ENTRIES[1:]], "0.status"),
        ([{"status": "200"}, *ENTRIES[1:]], "0.status"),
        ([{"status": 200, "body": {}}, *ENTRIES[1:]], "0.body"),
        ([*ENTRIES[:2], {"each": [{"status": 200}]}], "2.each.0.for"),
    ],
)
def test_a_look_of_a_wrong_shape(value: Any, field: str | None) -> None:
    if value is None:
        with pytest.raises(WrongShape):
            EngineReplies(KEYS, REQUESTS, value)
        return
    with pytest.raises(WrongShape) as caught:
        EngineReplies(KEYS, REQUESTS, value)
    assert field is None or caught.value.field == field


def test_one_answer_and_a_list_of_them_are_not_the_same() -> None:
    with pytest.raises(WrongShape):
        replies().reply("boxes")
    with pytest.raises(WrongShape):
        replies().each("version")


def test_a_container() -> None:
    box = read(Container, INSPECT, "x")
    assert (box.id, box.name, box.image, box.isolation, box.runs) == (
        "1be91944",
        "shared",
        "sha256:8392a5f2",
        "process",
        True,
    )
    assert box.host.restart_policy == Policy("on-failure", 3)
    assert box.host.port_bindings == {"80/tcp": (Binding("8080"),), "81/tcp": None}
    assert box.host.mounts == (Mount("bind", "C:\\data", "C:\\data", True),)
    assert box.host.devices == (Device("class/5B45201D"),)
    assert box.host.annotations is None
    assert (box.config.cmd, box.config.entrypoint, box.config.env) == (("powershell",), None, ())
    assert box.labels == {"a": "b"}


def test_running_is_said_of_one_that_waits_for_its_next_start() -> None:
    restarting = {**INSPECT, "State": {**INSPECT["State"], "Status": "restarting", "Restarting": True}}  # type: ignore[dict-item]
    assert not read(Container, restarting, "x").runs


def test_rows_images_and_what_a_registry_says() -> None:
    assert read(Row, ROW, "x") == Row(id="1be91944", names=("/shared",), image="servercore", state="running", labels={})
    assert read(Row, {"Id": "1", "Names": None, "Labels": None, "State": "dead"}, "x").name == ""
    assert read(Image, IMAGE, "x").os_version == "10.0.14393"
    assert read(Distribution, DISTRIBUTION, "x") == Distribution(
        digest="sha256:41f4", platforms=(Platform("windows", "10.0.17763.6054", "amd64"),)
    )
    assert read(Distribution, {"Platforms": None}, "x") == Distribution(platforms=())


def test_what_the_engine_says_of_itself() -> None:
    assert read(Info, {"OSType": "windows", "Isolation": "hyperv", "ServerVersion": "23.0.3"}, "x") == Info(
        "23.0.3", "windows", "hyperv"
    )
    assert read(Version, {"Version": "20.10.7", "ApiVersion": "1.41", "Os": "windows"}, "x") == Version(
        "20.10.7", "1.41", "windows"
    )


def test_top_is_read_by_its_titles() -> None:
    assert read(Top, TOP, "x").processes("x") == ((3964, "ping.exe"),)
    turned = {"Titles": ["PID", "Name"], "Processes": [["8", "cmd.exe"]]}
    assert read(Top, turned, "x").processes("x") == ((8, "cmd.exe"),)
    assert read(Top, {"Titles": ["Name", "PID"], "Processes": None}, "x").processes("x") == ()


SHAPES = {
    "container": (Container, INSPECT),
    "row": (Row, ROW),
    "image": (Image, IMAGE),
    "distribution": (Distribution, DISTRIBUTION),
    "info": (Info, {"OSType": "windows", "Isolation": "hyperv", "ServerVersion": "23.0.3"}),
    "version": (Version, {"Version": "20.10.7", "ApiVersion": "1.41", "Os": "windows"}),
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_mutation_is_read_or_refused(name: str) -> None:
    shape, good = SHAPES[name]

    def use(value: Any) -> None:
        told: Any = read(shape, value, "the look x")
        for derived in ("name", "isolation", "runs", "labels"):
            getattr(told, derived, None)

    fine, refused = survived(use, good, WrongShape)
    assert fine and refused


def test_every_mutation_of_a_top_is_read_or_refused() -> None:
    fine, refused = survived(lambda value: read(Top, value, "x").processes("x"), TOP, WrongShape)
    assert fine and refused


def test_every_mutation_of_a_look_is_read_or_refused() -> None:
    def use(value: Any) -> None:
        told = EngineReplies(KEYS, REQUESTS, value)
        told.reply("version").found(Version)
        told.reply("image").found(Image)
        for _name, reply in told.each("boxes"):
            reply.found(Container)
            reply.message.encode()

    fine, refused = survived(use, ENTRIES, HostProblem)
    assert fine and refused
