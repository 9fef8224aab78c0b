"""A host's engine as the view of its containers asks it: bodies as moby 28 writes them, for pure tests."""

from __future__ import annotations

import json
from typing import Any

import plain_container
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.daemon import Info
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.seen import Seen, questions_about, seen
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.which import Which

NOW = "2026-11-24T09:00:00.5Z"
ENGINE = Info(isolation="process", time=NOW)
LABELS = {
    "winfleet.project": "shop",
    "winfleet.version": "0.1.0",
    "winfleet.digest": "sha256:1",
    "winfleet.isolation": "process",
}
CREATED = "2026-11-24T08:00:00.1234567Z"
STARTED = "2026-11-24T08:00:01Z"
NEVER = "0001-01-01T00:00:00Z"
STATE = {
    "Status": "running",
    "Running": True,
    "Paused": False,
    "Restarting": False,
    "Dead": False,
    "ExitCode": 0,
    "Error": "",
    "StartedAt": STARTED,
    "FinishedAt": NEVER,
}
ENDED = {**STATE, "Status": "exited", "Running": False, "ExitCode": 5, "FinishedAt": "2026-11-24T08:59:00Z"}


def box(name: str, number: int = 1, state: Any = None, labels: Any = None, **more: Any) -> dict[str, Any]:
    """`/containers/ID/json`; `more` are members of it, `HostConfig`, `Config` and `NetworkSettings` beside what is
    plain."""
    identifier = f"{number:04x}" * 16
    return {
        "Id": identifier,
        "Name": f"/{name}",
        "Created": CREATED,
        "Image": "sha256:nano",
        "State": {**STATE, **(state or {})},
        "RestartCount": 0,
        "Mounts": [],
        **more,
        "HostConfig": {
            **plain_container.HOST,
            "Isolation": "process",
            "NetworkMode": "nat",
            **more.get("HostConfig", {}),
        },
        "Config": {
            **plain_container.CONFIG,
            "Hostname": identifier[:12],
            "Image": "nano:2022",
            "Labels": LABELS if labels is None else labels,
            "Cmd": ["ping", "-t"],
            **more.get("Config", {}),
        },
        "NetworkSettings": {"Ports": {}, "Networks": {"nat": {"NetworkID": "n1"}}, **more.get("NetworkSettings", {})},
    }


def row(of: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Its row in `/containers/json`."""
    return {
        "Id": of["Id"],
        "Names": [of["Name"]],
        "Image": of["Config"]["Image"],
        "ImageID": of["Image"],
        "Created": 1763971200,
        "State": of["State"]["Status"],
        "Labels": of["Config"]["Labels"],
        "Mounts": of["Mounts"],
        "NetworkSettings": {"Networks": of["NetworkSettings"]["Networks"]},
        **more,
    }


NAT = {
    "Id": "n1",
    "Name": "nat",
    "Driver": "nat",
    "Created": "2026-11-20T06:00:00Z",
    "IPAM": {"Config": [{"Subnet": "172.20.0.0/16", "Gateway": "172.20.0.1"}]},
    "Labels": {},
}
NONE = {"Id": "n2", "Name": "none", "Driver": "null", "IPAM": {"Config": None}, "Labels": None}
DATA = {
    "Name": "Data",
    "Driver": "local",
    "Labels": None,
    "Mountpoint": "C:\\v\\data",
    "CreatedAt": "2026-11-24T08:00:00Z",
}
IMAGE = {
    "Id": "sha256:nano",
    "RepoTags": ["nano:2022"],
    "RepoDigests": ["nano@sha256:1"],
    "Created": 1700000000,
    "Size": 300,
}
ABOUT = {"Id": "sha256:nano", "OsVersion": "10.0.20348.1", "Architecture": "amd64", "Os": "windows"}


def reply(body: Any, status: int = 200) -> dict[str, Any]:
    return {"status": status, "body": json.dumps(body)}


def error(text: str = "out of paper", status: int = 500) -> dict[str, Any]:
    return reply({"message": text}, status)


def answers(boxes: Any, **more: Any) -> dict[str, Any]:
    """The entries of the look by their keys."""
    rows = [row(one) for one in boxes]
    return {
        "listed": reply(rows),
        "inspect": {"each": [{"for": one["Id"], **reply(one)} for one in boxes]},
        "all": reply(rows),
        "networks": reply([NONE, NAT]),
        "volumes": reply({"Volumes": [DATA], "Warnings": None}),
        "images": reply([IMAGE]),
        "about": {"each": [{"for": "sha256:nano", **reply(ABOUT)}]},
        **more,
    }


def seen_of(
    said: dict[str, Any], which: Which | None = None, around: tuple[bool, bool, bool] = (True, True, True)
) -> Seen:
    which = which or Which()
    questions = questions_about(which, *around)
    value = [said[key] for key in questions.keys]
    return seen(EngineReplies(questions.keys, questions.requests, value), which)
