"""How does the engine show a container, alone and in the list? Members and their order: A2.2, and a real 20.10.24."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any

from . import endpoints, mounts, wire, wire_values
from .container import Container, State
from .go_json import write
from .versions import EngineVersion, api_number
from .wording import human_duration, stamp

TELLS_PUBLISHED = (29, 0)  # since then ports that are exposed alone are not told (recorded)
EMPTY_NETWORK: dict[str, Any] = {
    "HairpinMode": False, "LinkLocalIPv6Address": "", "LinkLocalIPv6PrefixLen": 0, "SecondaryIPAddresses": None,
    "SecondaryIPv6Addresses": None, "EndpointID": "", "Gateway": "", "GlobalIPv6Address": "", "GlobalIPv6PrefixLen": 0,
    "IPAddress": "", "IPPrefixLen": 0, "IPv6Gateway": "", "MacAddress": "",
}  # fmt: skip


def inspect(
    container: Container,
    version: EngineVersion,
    data_root: str,
    api: tuple[int, int] | None = None,
    size: bool = False,
) -> dict[str, Any]:
    """The body of GET /containers/ID/json in a version of the API, the engine's newest where none is said; a layer of
    Windows has no size."""
    command = container.command or [""]
    folder = f"{data_root}\\containers\\{container.id}"
    log = f"{folder}\\{container.id}-json.log" if container.state.started else ""
    layer = {"ID": container.id, "dir": f"{data_root}\\windowsfilter\\{container.id}"}
    return {
        "Id": container.id, "Created": stamp(container.created), "Path": command[0], "Args": command[1:],
        "State": state(container.state), "Image": container.image.image_id, "ResolvConfPath": "", "HostnamePath": "",
        "HostsPath": "", "LogPath": log, "Name": f"/{container.name}", "RestartCount": container.restart_count,
        "Driver": "windowsfilter", "Platform": "windows", "MountLabel": "", "ProcessLabel": "", "AppArmorProfile": "",
        "ExecIDs": list(container.executions) or None,
        "HostConfig": write(wire.host_config(version.number), container.host_config),
        "GraphDriver": {"Data": None if container.state.dead else layer, "Name": "windowsfilter"},
        **({"SizeRw": 0, "SizeRootFs": 0} if size else {}),
        "Mounts": [mounts.shown(point) for point in container.mounts],
        "Config": write(wire.config(version.number >= wire_values.TYPED_PORTS), container.config),
        "NetworkSettings": network_settings(container, version, api or api_number(version.api)),
    }  # fmt: skip


def state(of: State) -> dict[str, Any]:
    """The member State."""
    health = {}
    if of.health:
        health = {
            "Health": {
                "Status": of.health.status,
                "FailingStreak": of.health.failing_streak,
                "Log": list(of.health.log),
            }
        }
    return {
        "Status": of.status, "Running": of.running, "Paused": of.paused, "Restarting": of.restarting,
        "OOMKilled": False,
        "Dead": of.dead, "Pid": of.pid, "ExitCode": of.exit_code, "Error": of.error, "StartedAt": stamp(of.started),
        "FinishedAt": stamp(of.finished), **health,
    }  # fmt: skip


def network_settings(container: Container, version: EngineVersion, api: tuple[int, int]) -> dict[str, Any]:
    """The member NetworkSettings: the old members stay empty on Windows, `SandboxID` is the container's id (A2.2)."""
    state, joins = container.state, str(container.host_config["NetworkMode"]).startswith("container:")
    sandbox = container.id if state.running and not state.restarting and not joins else ""
    old = dict(EMPTY_NETWORK) if version.number < (29, 0) else {}
    bridge = {"Bridge": ""} if version.number < (29, 0) else {}
    return {
        **bridge, "SandboxID": sandbox, "SandboxKey": sandbox,
        "Ports": copy.deepcopy(_ports(container, version)), **old,
        "Networks": endpoints.shown(container, version, api),
    }  # fmt: skip


def summary(
    container: Container, version: EngineVersion, image_name: str, now: datetime, health: bool = False
) -> dict[str, Any]:
    """The container's row in GET /containers/json; `health`: the API has its member."""
    command = container.command or [""]
    words = [command[0], *(f"'{word}'" if " " in word else word for word in command[1:])]
    # where a volume of its Config lies is looked up by inspect alone (moby daemon/inspect.go addMountPoints)
    points = [mounts.shown(point) | ({"Source": ""} if point.get("OfConfig") else {}) for point in container.mounts]
    return {
        "Id": container.id, "Names": [f"/{container.name}"], "Image": image_name, "ImageID": container.image.image_id,
        "Command": " ".join(words), "Created": int(container.created.timestamp()),
        "Ports": ports_listed(container, version),
        "Labels": dict(container.labels), "State": container.state.status, "Status": status_text(container.state, now),
        "HostConfig": {"NetworkMode": container.host_config["NetworkMode"]},
        "NetworkSettings": {"Networks": endpoints.in_row(container, version)}, "Mounts": points,
        **({"Health": _health_listed(container.state)} if health else {}),
    }  # fmt: skip


def _health_listed(of: State) -> dict[str, Any]:
    if of.health is None:
        return {"Status": "none", "FailingStreak": 0}
    return {"Status": of.health.status, "FailingStreak": of.health.failing_streak}


def status_text(of: State, now: datetime) -> str:
    """What `docker ps` shows as STATUS (moby State.String)."""
    if of.running:
        up = human_duration((now - (of.started or now)).total_seconds())
        ended = human_duration((now - (of.finished or now)).total_seconds())
        if of.paused:
            return f"Up {up} (Paused)"
        if of.restarting:
            return f"Restarting ({of.exit_code}) {ended} ago"
        health = (
            {"starting": " (health: starting)"}.get(of.health.status, f" ({of.health.status})") if of.health else ""
        )
        return f"Up {up}{health}"
    if of.removing:
        return "Removal In Progress"
    if of.dead:
        return "Dead"
    if of.started is None:
        return "Created"
    return f"Exited ({of.exit_code}) {human_duration((now - (of.finished or now)).total_seconds())} ago"


def _ports(container: Container, version: EngineVersion) -> dict[str, Any]:
    every = version.number < TELLS_PUBLISHED
    return {port: bindings for port, bindings in container.ports.items() if bindings or every}


def ports_listed(container: Container, version: EngineVersion) -> list[dict[str, Any]]:
    """The member Ports of the list."""
    rows = []
    for port, bindings in _ports(container, version).items():
        number, _, protocol = port.partition("/")
        if not bindings:
            rows.append({"PrivatePort": int(number), "Type": protocol})
        for binding in bindings or []:
            rows.append({
                "IP": binding["HostIp"], "PrivatePort": int(number), "PublicPort": int(binding["HostPort"]),
                "Type": protocol,
            })  # fmt: skip
    return rows
