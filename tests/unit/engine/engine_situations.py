"""Hosts as they are met, what is declared of them, and what a run must come to: the table of the engine's tests."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from model_host import CONFIG, FOLDER, JOB, OWN, ROOT, WEB, ModelHost, archive, program, sha, source

Given = dict[str, Any]
PLAY = tempfile.TemporaryDirectory()  # of the controller; goes with the process
NOTE = f"{FOLDER}\\dockerd.winfleet.json".lower()


@dataclass(frozen=True)
class Situation:
    """`make` brings the host about and says what is declared. `action` is what the run does, `version` what answers
    after it, `refused` words of the reason where it is refused instead; `assumes`: check mode takes for granted that a
    task before it brings what is lacking."""

    name: str
    make: Callable[[ModelHost], Given]
    action: str = "none"
    version: str | None = None
    refused: str = ""
    assumes: bool = False
    config: dict[str, Any] | None = None
    check: Callable[[ModelHost], None] = field(default=lambda host: None)


def ours(host: ModelHost, version: str = "28.5.2", **more: Any) -> None:
    host.has_engine(version, **more)
    host.write(NOTE, b'{"by": "winfleet.containers"}\n')
    host.write(f"{ROOT}\\config\\x", b"")
    host.path += f";{FOLDER}"


def with_containers(host: ModelHost) -> None:
    host.runs(WEB, "web")
    host.runs(JOB, "job")


def both_run(host: ModelHost) -> None:
    assert {row["state"] for row in host.containers.values()} == {"running"}


def _bare(host: ModelHost) -> Given:
    return source(host, "29.7.2")


def _bare_configured(host: ModelHost) -> Given:
    return {**source(host, "29.7.2"), "config": {"exec-opts": ["isolation=hyperv"], "debug": True}}


def _from_controller(host: ModelHost) -> Given:
    path = Path(PLAY.name, "docker.zip")
    path.write_bytes(archive("29.7.2"))
    host.local[str(path)] = path.read_bytes()
    return {"version": "29.7.2", "archive": str(path), "checksum": sha(archive("29.7.2"))}


def _on_host(host: ModelHost) -> Given:
    host.write("C:\\install\\docker.zip", archive("29.7.2"))
    return {
        "version": "29.7.2",
        "archive": "C:/install/docker.zip",
        "checksum": "SHA256:" + sha(archive("29.7.2")).upper(),
    }


def _older(host: ModelHost) -> Given:
    ours(host)
    with_containers(host)
    return source(host, "29.7.2")


def _older_of_others(host: ModelHost) -> Given:
    host.has_engine("28.5.2")
    with_containers(host)
    return {**source(host, "29.7.2"), "adopt": True}


def _older_not_adopted(host: ModelHost) -> Given:
    host.has_engine("28.5.2")
    return source(host, "29.7.2")


def _newer(host: ModelHost) -> Given:
    ours(host, "29.7.2")
    return source(host, "28.5.2")


def _same_line(host: ModelHost) -> Given:
    ours(host, "28.5.2")
    with_containers(host)
    return source(host, "28.5.1")


def _elsewhere(host: ModelHost) -> Given:
    host.has_engine("28.5.2", folder="C:\\Windows\\System32")
    return {**source(host, "29.7.2"), "adopt": True}


def _elsewhere_declared(host: ModelHost) -> Given:
    host.has_engine("28.5.2", folder="D:\\docker")
    return {**source(host, "29.7.2"), "adopt": True, "path": FOLDER}


def _wrapper(host: ModelHost) -> Given:
    host.has_engine("28.5.2")
    host.services["docker"]["path"] = '"C:\\tools\\nssm.exe"'
    host.services["docker"]["parameters"] = {"Application": f"{FOLDER}\\dockerd.exe", "AppParameters": "--debug"}
    host.write("C:\\tools\\nssm.exe", program("28.5.2"))
    return {"adopt": True}


def _broken(host: ModelHost) -> Given:
    ours(host)
    host.write(CONFIG, b'{\n  "debug": true,\n}')
    return {"config": {"debug": False}}


def _bom(host: ModelHost) -> Given:
    ours(host)
    host.write(CONFIG, b"\xef\xbb\xbf" + b'{"debug": true}')
    return {"config": {"experimental": True}}


def _utf16(host: ModelHost) -> Given:
    ours(host)
    host.write(CONFIG, '\ufeff{"debug": true}'.encode("utf-16-le"))
    return {"config": {"experimental": True}}


def _flag(host: ModelHost) -> Given:
    ours(host, path=OWN + " --log-driver=json-file")
    return {"config": {"log-driver": "local"}}


def _flag_moved(host: ModelHost) -> Given:
    return {**_flag(host), "move_flags": True}


def _stray(host: ModelHost) -> Given:
    ours(host)
    host.write("C:\\ProgramData\\docker\\daemon.json", b"{}")
    return {}


def _desktop(host: ModelHost) -> Given:
    host.has_engine("28.5.2", folder="C:\\Program Files\\Docker\\Docker\\resources", name="com.docker.service")
    return source(host, "29.7.2")


def _linux(host: ModelHost) -> Given:
    host.has_engine("28.5.2")
    host.os_type = "linux"
    return {"config": {"debug": True}}


def _containerd(host: ModelHost) -> Given:
    host.services["containerd"] = {
        "path": '"C:\\c\\containerd.exe" --run-service',
        "state": "Running",
        "start": "Auto",
        "process": 7,
    }
    return source(host, "29.7.2")


def _configured(host: ModelHost) -> Given:
    ours(host)
    host.write(CONFIG, json.dumps({"labels": ["a=1"], "debug": True}).encode())
    with_containers(host)
    return {"config": {"debug": None, "labels": ["b=2"]}, "merge": "append"}


def _group(host: ModelHost) -> Given:
    ours(host)
    return {"config": {"group": "docker-people"}}


def _stopped(host: ModelHost) -> Given:
    ours(host)
    host.stop("docker")
    return {}


def _disabled(host: ModelHost) -> Given:
    ours(host)
    host.stop("docker")
    host.services["docker"]["start"] = "Disabled"
    return {}


def _old_windows(host: ModelHost) -> Given:
    host.build = 14393
    return source(host, "29.7.2")


def _no_feature(host: ModelHost) -> Given:
    host.features = False
    return source(host, "29.7.2")


def _holes(host: ModelHost) -> Given:
    return source(host, "28.5.2")


def _allowed_holes(host: ModelHost) -> Given:
    from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_holes import holes
    from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import version

    found = version("28.5.2")
    assert found is not None
    return {**source(host, "28.5.2"), "allow_known_holes": [hole.id for hole in holes(found)]}


def _tcp(host: ModelHost) -> Given:
    ours(host)
    return {"config": {"hosts": ["npipe://", "tcp://0.0.0.0:2375"]}}


def _absent(host: ModelHost) -> Given:
    ours(host)
    return {"state": "absent"}


def _absent_running(host: ModelHost) -> Given:
    ours(host)
    with_containers(host)
    return {"state": "absent"}


def _absent_stopping(host: ModelHost) -> Given:
    return {**_absent_running(host), "stop_containers": True}


def _absent_data(host: ModelHost) -> Given:
    return {**_absent_stopping(host), "data": "absent"}


def _refs(host: ModelHost) -> Given:
    ours(host)
    host.drives.append({"DeviceID": "D:", "FileSystem": "ReFS", "FreeSpace": 1, "Size": 2})
    return {"config": {"data-root": "D:\\docker"}}


def _moves_root(host: ModelHost) -> Given:
    ours(host)
    host.drives.append({"DeviceID": "D:", "FileSystem": "NTFS", "FreeSpace": 1, "Size": 2})
    return {"config": {"data-root": "D:\\docker"}}


def gone(host: ModelHost) -> None:
    assert "docker" not in host.services and f"{FOLDER}\\dockerd.exe".lower() not in host.files
    assert NOTE not in host.files and FOLDER not in host.path


SITUATIONS = [
    Situation("bare", _bare, "install", "29.7.2"),
    Situation(
        "bare, configured",
        _bare_configured,
        "install",
        "29.7.2",
        config={"exec-opts": ["isolation=hyperv"], "debug": True},
    ),
    Situation("archive of the controller", _from_controller, "install", "29.7.2"),
    Situation("archive on the host", _on_host, "install", "29.7.2"),
    Situation("older", _older, "upgrade", "29.7.2", check=both_run),
    Situation("older, installed by others, adopted", _older_of_others, "upgrade", "29.7.2", check=both_run),
    Situation("older, installed by others", _older_not_adopted, refused="adopt: true"),
    Situation("newer", _newer, refused="29.7.2"),
    Situation("newer of the same line", _same_line, "downgrade", "28.5.1", check=both_run),
    Situation("other place", _elsewhere, "upgrade", "29.7.2"),
    Situation("other place than declared", _elsewhere_declared, refused="is not moved"),
    Situation("wrapper", _wrapper, "configure", "28.5.2"),
    Situation("broken JSON", _broken, refused="line "),
    Situation("BOM", _bom, "configure", "28.5.2", config={"debug": True, "experimental": True}),
    Situation("UTF-16", _utf16, "configure", "28.5.2", config={"debug": True, "experimental": True}),
    Situation("key and flag", _flag, refused="move_flags: true"),
    Situation("key and flag, moved", _flag_moved, "configure", "28.5.2", config={"log-driver": "local"}),
    Situation("stray file", _stray, "none", "28.5.2"),
    Situation("Desktop", _desktop, refused="Docker Desktop"),
    Situation("Linux mode", _linux, refused="Linux containers"),
    Situation("containerd only", _containerd, "install", "29.7.2"),
    Situation("configured", _configured, "configure", "28.5.2", config={"labels": ["a=1", "b=2"]}, check=both_run),
    Situation("group is made", _group, "configure", "28.5.2", config={"group": "docker-people"}),
    Situation("stopped", _stopped, "start", "28.5.2"),
    Situation("disabled", _disabled, "start", "28.5.2"),
    Situation("Server 2016 and a new engine", _old_windows, refused="20.10.24"),
    Situation("no feature", _no_feature, refused="Containers feature", assumes=True),
    Situation("known holes", _holes, refused="allow_known_holes"),
    Situation("known holes, allowed", _allowed_holes, "install", "28.5.2"),
    Situation("TCP without TLS", _tcp, refused="allow_insecure_tcp"),
    Situation("data-root on ReFS", _refs, refused="ReFS"),
    Situation("data-root moves", _moves_root, "configure", "28.5.2"),
    Situation("absent", _absent, "remove", None, check=gone),
    Situation("absent, containers run", _absent_running, refused="stop_containers: true"),
    Situation("absent, containers are stopped", _absent_stopping, "remove", None, check=gone),
    Situation("absent with its data", _absent_data, "remove", None, check=gone),
]
