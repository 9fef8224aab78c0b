"""What host_info says of the engine of a host: a table of hosts, each answered look by look."""

from __future__ import annotations

import base64
import json
import ntpath
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Course, Open
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge import engine_remarks
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_files import LONGEST_CONFIG, STRAY
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host import host_looks
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import LOOK_NAMES
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.part import HostPart
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import judge_modes
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_holes import holes
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import known
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_versions import newest_for
from host_answers import FAILED, key, ok, server_2022

TODAY = date(2026, 11, 27)
USUAL = r"C:\Program Files\docker\dockerd.exe"
CONFIG = r"C:\ProgramData\docker\config\daemon.json"
NO_PIPE = {"ok": False, "error": {"type": "System.TimeoutException", "code": "x", "text": "late"}}
NEWEST = str(newest_for(20348, 3))


def service(name: str = "docker", path: str = f'"{USUAL}" --run-service', state: str = "Stopped") -> dict[str, Any]:
    return {"Name": name, "State": state, "StartMode": "Auto", "PathName": path}


def said(version: str, os_type: str = "windows", **info: Any) -> dict[str, Any]:
    bodies = [
        {"Version": version, "ApiVersion": "1.51", "Os": os_type},
        {"OSType": os_type, "Isolation": "process", **info},
    ]
    return ok([{"status": 200, "body": json.dumps(body)} for body in bodies])


@dataclass
class Machine:
    """`files` is path -> version of what is there; `texts` path -> content; `parameters` what a wrapper runs."""

    services: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, str | None] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    engine: dict[str, Any] = field(default_factory=lambda: NO_PIPE)
    build: int = 20348
    broken: tuple[str, ...] = ()
    calls: list[list[dict[str, Any]]] = field(default_factory=list)

    def answer(self, look: dict[str, Any], named: dict[str, dict[str, Any]]) -> dict[str, Any]:
        verb = str(look["verb"])
        if verb in self.broken:
            return FAILED
        if look in host_looks():
            return named[LOOK_NAMES[host_looks().index(look)]]
        if verb == "cim":
            return ok([row for row in self.services if "dockerd" in row["PathName"].lower()])
        if verb == "registry":
            assert look["path"].endswith(r"\Parameters")
            return key(bool(self.parameters), **self.parameters)
        if verb == "text":
            there = {path.lower(): content for path, content in self.texts.items()}
            content = there.get(look["path"].lower())
            if content is None:
                return ok({"exists": False, "Length": None, "content": None})
            fits = len(content) <= look["most"]
            told = base64.b64encode(content).decode() if fits else None
            return ok({"exists": True, "Length": len(content), "content": told})
        assert verb == "file" and look["versions"] is True
        there = {path.lower(): version for path, version in self.files.items()}
        return ok(
            [
                {
                    "path": path,
                    "exists": path.lower() in there,
                    "FileVersion": there.get(path.lower()) and f"{there[path.lower()]}.0",
                    "ProductVersion": there.get(path.lower()),
                }
                for path in look["paths"]
            ]
        )

    def host(self) -> dict[str, Any]:
        named = server_2022()
        named["services"] = ok(
            [*self.services, *(row for row in named["services"]["value"] if row["Name"] != "docker")]
        )
        named["engine"] = self.engine
        named["windows"]["value"]["values"]["CurrentBuild"] = str(self.build)
        named["disks"] = ok(
            [
                {"DeviceID": "C:", "FileSystem": "NTFS", "FreeSpace": 2**36, "Size": 2**37},
                {"DeviceID": "D:", "FileSystem": "ReFS", "FreeSpace": 2**40, "Size": 2**41},
            ]
        )
        part = HostPart(today=TODAY)
        looks: Sequence[dict[str, Any]] = part.looks(Course())
        answers: list[Answer] = []
        for _call in range(5):
            self.calls.append(list(looks))
            answers += [read(Answer, self.answer(look, named), "an answer") for look in looks]
            decided = part.decide(answers, Course())
            if not isinstance(decided, Open):
                return decided.result["host"]
            looks = decided.looks
        raise AssertionError("it asks for ever")


ZIP = "Docker's archive, registered by hand (or Microsoft's script since August 2026)"
MIRANTIS = "Mirantis Container Runtime (or Docker EE of Microsoft's package provider)"
SYSTEM32 = r"C:\Windows\System32\dockerd.exe"
D_ROOT = rf'"{USUAL}" --run-service --data-root D:\docker'
# name -> (the machine, the calls that it takes, what its engine's facts say)
HOSTS: dict[str, tuple[Machine, int, dict[str, Any]]] = {
    "absent": (
        Machine(),
        1,
        {"state": "absent", "source": None, "path": None, "data_root": None, "config_path": None, "update_to": None},
    ),
    "running": (
        Machine([service(state="Running")], {USUAL: "28.5.2"}, engine=said("28.5.2", DockerRootDir=r"D:\docker")),
        1,
        {
            "state": "running",
            "version": "28.5.2",
            "file_version": "28.5.2",
            "source": ZIP,
            "service": "docker",
            "path": USUAL,
            "data_root": r"D:\docker",
            "data_root_free": 2**40,
            "data_root_file_system": "ReFS",
            "config_path": CONFIG,
            "config": None,
            "config_error": None,
            "update_to": NEWEST,
            "holes": [hole.id for hole in holes(known("28.5.2"))],
            "remarks": [],
        },
    ),
    "of this collection": (
        Machine([service()], {USUAL: NEWEST, r"C:\Program Files\docker\dockerd.winfleet.json": None}),
        1,
        {"state": "stopped", "source": "this collection", "file_version": NEWEST, "update_to": None, "holes": []},
    ),
    "in System32": (
        Machine(
            [service(path=r"C:\Windows\system32\dockerd.exe --run-service")],
            {r"C:\Windows\System32\dockerd.exe": "27.5.1"},
        ),
        1,
        {"source": "Microsoft's script install-docker-ce.ps1", "file_version": "27.5.1", "update_to": NEWEST},
    ),
    "elsewhere, with its own configuration": (
        Machine(
            [service(path=r'"D:\engine\dockerd.exe" --run-service --config-file D:\engine\daemon.json')],
            {r"D:\engine\dockerd.exe": "28.5.2"},
            {r"D:\engine\daemon.json": b'{"data-root": "D:\\\\data"}'},
        ),
        3,
        {
            "path": r"D:\engine\dockerd.exe",
            "config_path": r"D:\engine\daemon.json",
            "config": {"data-root": r"D:\data"},
            "data_root": r"D:\data",
            "data_root_free": 2**40,
        },
    ),
    "data root as a flag": (
        Machine([service(path=D_ROOT)], {USUAL: "28.5.2"}, {r"D:\docker\config\daemon.json": b"{}"}),
        2,
        {"data_root": r"D:\docker", "config_path": r"D:\docker\config\daemon.json", "config": {}},
    ),
    "a service of another name": (
        Machine([service("engine2", r"D:\engine\dockerd.exe --run-service")], {r"D:\engine\dockerd.exe": "28.5.2"}),
        2,
        {"state": "stopped", "service": "engine2", "file_version": "28.5.2"},
    ),
    "a wrapper": (
        Machine(
            [service(path=r"C:\tools\nssm.exe")],
            {r"D:\e\dockerd.exe": "28.5.2"},
            parameters={"Application": r"D:\e\dockerd.exe", "AppParameters": r"--data-root D:\docker"},
        ),
        4,
        {
            "state": "stopped",
            "source": "a service wrapper",
            "path": r"D:\e\dockerd.exe",
            "file_version": "28.5.2",
            "data_root": r"D:\docker",
        },
    ),
    "a wrapper that does not tell": (
        Machine([service(path=r"C:\tools\winsw.exe")], {USUAL: "28.5.2"}),
        2,
        {"source": "a service wrapper", "path": USUAL, "file_version": "28.5.2"},
    ),
    "Mirantis": (
        Machine([service()], {USUAL: "25.0.8", r"C:\Program Files\docker\metadata.json": None}),
        1,
        {
            "source": "Mirantis Container Runtime (or Docker EE of Microsoft's package provider)",
            "file_version": "25.0.8",
        },
    ),
    "Stevedore": (
        Machine(
            [service("stevedore", r'"C:\Program Files\Stevedore\dockerd.exe" --run-service')],
            {r"C:\Program Files\Stevedore\dockerd.exe": "28.5.2"},
        ),
        2,
        {"state": "stopped", "source": "Stevedore", "service": "stevedore", "file_version": "28.5.2"},
    ),
    "Docker Desktop": (
        Machine([service("com.docker.service", r'"C:\Program Files\Docker\Docker\com.docker.service"')]),
        1,
        {"state": "desktop", "source": "Docker Desktop", "path": None, "data_root": None, "update_to": None},
    ),
    "Docker Desktop in Linux mode": (
        Machine(
            [service("com.docker.service", r"C:\x.exe", "Running")],
            engine=said("28.5.2", "linux", DockerRootDir="/var/lib/docker"),
        ),
        1,
        {"state": "running", "source": "Docker Desktop", "holes": [], "update_to": None, "out_of_support": None},
    ),
    "containerd alone": (
        Machine([service("containerd", r"C:\containerd\containerd.exe --run-service", "Running")]),
        1,
        {"state": "absent", "source": "containerd without a Docker engine", "path": None, "data_root": None},
    ),
    "no service for its programs": (
        Machine(files={USUAL: "28.5.2"}),
        1,
        {"state": "absent", "source": None, "path": USUAL, "file_version": "28.5.2"},
    ),
    "Server 2016 with a newer one": (
        Machine([service()], {USUAL: "29.5.1"}, build=14393),
        1,
        {"state": "stopped", "version": None, "file_version": "29.5.1", "path": USUAL, "update_to": None},
    ),
    "Server 2016 with an older one": (
        Machine([service()], {USUAL: "20.10.9"}, build=14393),
        1,
        {"update_to": "20.10.24", "remarks": []},
    ),
    "broken JSON": (
        Machine([service()], {USUAL: NEWEST}, {CONFIG: b'{\n  "debug": true,\n}'}),
        1,
        {"config": None, "config_path": CONFIG, "config_error": "line "},
    ),
    "a BOM": (Machine([service()], {}, {CONFIG: b'\xef\xbb\xbf{"debug": true}'}), 1, {"config": {"debug": True}}),
    "UTF-16": (Machine([service()], {}, {CONFIG: '{"debug": true}'.encode("utf-16")}), 1, {"config": {"debug": True}}),
    "no text": (Machine([service()], {}, {CONFIG: b'{"labels": ["\xe4"]}'}), 1, {"config": None, "config_error": ""}),
    "too long": (
        Machine([service()], {}, {CONFIG: b" " * (LONGEST_CONFIG + 1)}),
        1,
        {"config": None, "config_error": f"it is longer than {LONGEST_CONFIG} bytes"},
    ),
    "the wrong place": (Machine([service()], {STRAY: None, USUAL: NEWEST}), 1, {"stray_config": STRAY, "config": None}),
}
# what of these hosts nobody would guess from the facts
REMARKS = {
    "Docker Desktop": "there is Docker Desktop (service com.docker.service): Docker Desktop manages its engine itself",
    "Docker Desktop in Linux mode": "it runs Linux containers: switch it to Windows containers",
    "containerd alone": "there is containerd without a Docker engine (service containerd)",
    "no service for its programs": rf"{USUAL} is there, and no service runs it",
    "Server 2016 with a newer one": rf"engine 29.5.1 ({USUAL}) is there and cannot start: ",
    "the wrong place": f"{STRAY} is there, and no engine reads it: move what it says to {CONFIG}",
}


@pytest.mark.parametrize("name", HOSTS)
def test_what_is_told_of_an_engine(name: str) -> None:
    machine, calls, wanted = HOSTS[name]
    machine.calls.clear()
    engine = machine.host()["engine"]
    told = {
        **engine,
        "source": (engine.get("source") or {}).get("title"),
        "holes": [hole["id"] for hole in engine["holes"]],
    }
    for fact, value in wanted.items():
        if fact == "config_error" and value is not None:
            assert str(told[fact]).startswith(value) and told[fact], told[fact]
        else:
            assert told.get(fact) == value, fact
    assert len(machine.calls) == calls
    if name in REMARKS:
        assert any(text.startswith(REMARKS[name]) for text in engine["remarks"]), engine["remarks"]


def test_every_remark_is_one_of_the_table_and_is_a_sentence() -> None:
    rules = set()
    for name in REMARKS:
        host = HOSTS[name][0].host()
        rules |= {rule.__name__ for rule in engine_remarks.RULES if rule(host)}
        assert all(text.endswith(".") and "\n" not in text for text in host["engine"]["remarks"])
    assert rules == {rule.__name__ for rule in engine_remarks.RULES}


def test_the_way_out_of_a_newer_engine_on_server_2016_is_told() -> None:
    host = HOSTS["Server 2016 with a newer one"][0].host()
    (text,) = host["engine"]["remarks"]
    assert "20.10.24" in text
    reasons = judge_modes(host)["process"]["reasons"]  # the verdict knows it as well
    assert [reason["value"] for reason in reasons if reason["rule"].startswith("engine 23.0")] == ["engine 29.5.1"]


@pytest.mark.parametrize("broken", ["file", "text", "cim", "registry"])
def test_a_look_that_fails_leaves_its_own_facts_out(broken: str) -> None:
    machine = Machine([service()], {USUAL: "28.5.2"}, {CONFIG: b'{"debug": true}'}, broken=(broken,))
    if broken in ("cim", "registry"):  # only those of the engine: the host's own are asked by the same verbs
        machine.broken = ()
        own = Machine.answer

        def failing(look: dict[str, Any], named: dict[str, dict[str, Any]]) -> dict[str, Any]:
            return FAILED if look["verb"] == broken and look not in host_looks() else own(machine, look, named)

        machine.answer = failing  # type: ignore[method-assign]
        machine.services = [service(path=r"C:\tools\nssm.exe")]
    engine = machine.host()["engine"]
    assert engine["state"] == "stopped"
    assert ("file_version" in engine) == (broken != "file")
    assert engine["config"] == (None if broken == "text" else {"debug": True})
    assert bool(engine["config_error"]) == (broken == "text")


SECRETS = {
    "registry-mirrors": ["https://user:hunter2hunter2@mirror.example.com"],
    "proxies": {"http-proxy": "http://user:hunter2hunter2@proxy.example.com:3128"},
    "log-opts": {"splunk-token": "hunter2hunter2", "tag": "x"},
    "debug": True,
}


def test_no_secret_of_daemon_json_is_told_and_its_order_is_kept() -> None:
    machine = Machine([service()], {USUAL: "28.5.2"}, {CONFIG: json.dumps(SECRETS).encode()})
    engine = machine.host()["engine"]
    assert "hunter2" not in json.dumps(engine)
    assert list(engine["config"]) == list(SECRETS)
    assert engine["config"]["debug"] is True
    assert engine["config"]["log-opts"]["tag"] == "x"


def test_the_further_looks_are_few_and_go_along_with_the_first() -> None:
    machine = Machine([service(state="Running")], {USUAL: NEWEST}, engine=said(NEWEST))
    machine.host()
    (looks,) = machine.calls
    further = looks[len(host_looks()) :]
    assert [look["verb"] for look in further] == ["cim", "file", "text"]
    assert all(ntpath.isabs(path) for path in further[1]["paths"])
    assert len(further[1]["paths"]) == len(set(further[1]["paths"])) <= 16
