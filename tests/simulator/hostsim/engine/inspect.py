"""How does the engine show a container, alone and in the list? Members and their order: A2.2, and a real 20.10.24."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any

from . import mounts, wire
from .container import Container, State
from .go_json import write
from .versions import EngineVersion
from .wording import human_duration, stamp

OWN_NETWORKS = ("default", "nat", "none")  # what nobody defined
TELLS_PUBLISHED = (29, 0)  # since then ports that are exposed alone are not told (recorded)
EMPTY_NETWORK: dict[str, Any] = {
    "HairpinMode": False, "LinkLocalIPv6Address": "", "LinkLocalIPv6PrefixLen": 0, "SecondaryIPAddresses": None,
    "SecondaryIPv6Addresses": None, "EndpointID": "", "Gateway": "", "GlobalIPv6Address": "", "GlobalIPv6PrefixLen": 0,
    "IPAddress": "", "IPPrefixLen": 0, "IPv6Gateway": "", "MacAddress": "",
}  # fmt: skip


def inspect(
    container: Container, version: EngineVersion, data_root: str, size: bool = False, short_alias: bool = False
) -> dict[str, Any]:
    """The body of GET /containers/ID/json; a layer of Windows has no size. `short_alias`: the API knows no DNSNames."""
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
        "Config": write(wire.config(version.number >= wire.TYPED_PORTS), container.config),
        "NetworkSettings": network_settings(container, version, short_alias),
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


def network_settings(container: Container, version: EngineVersion, short_alias: bool) -> dict[str, Any]:
    """The member NetworkSettings: the old members stay empty on Windows, `SandboxID` is the container's id (A2.2)."""
    state = container.state
    sandbox = container.id if state.running and not state.restarting else ""
    old = dict(EMPTY_NETWORK) if version.number < (29, 0) else {}
    bridge = {"Bridge": ""} if version.number < (29, 0) else {}
    return {
        **bridge, "SandboxID": sandbox, "SandboxKey": sandbox,
        "Ports": copy.deepcopy(_ports(container, version)), **old,
        "Networks": endpoints(container, version, short_alias),
    }  # fmt: skip


def endpoints(container: Container, version: EngineVersion, short_alias: bool) -> dict[str, Any]:
    """The member Networks."""
    found = {
        name: {**copy.deepcopy(endpoint), **_newer(version, _dns_names(container, endpoint))}
        for name, endpoint in container.endpoints.items()
    }
    for name, endpoint in found.items():
        if short_alias and name not in OWN_NETWORKS:
            names = [*(endpoint["Aliases"] or []), container.id[:12], container.config["Hostname"]]
            endpoint["Aliases"] = list(dict.fromkeys(names))
    return found


def endpoints_listed(container: Container, version: EngineVersion) -> dict[str, Any]:
    """The same in the list: what was asked for is left out, but for the addresses (moby container/view.go)."""
    asked = {"Links": None, "Aliases": None, "DriverOpts": None}
    return {
        name: {**copy.deepcopy(endpoint), **asked, **_newer(version, None)}
        for name, endpoint in (container.listed_endpoints or container.endpoints).items()
    }


def _newer(version: EngineVersion, names: list[str] | None) -> dict[str, Any]:
    """The members that only newer versions have."""
    priority = {"GwPriority": 0} if version.number >= (28, 0) else {}
    return {**priority, **({"DNSNames": names} if version.number >= (26, 0) else {})}


def _dns_names(container: Container, endpoint: dict[str, Any]) -> list[str] | None:
    """Known from the first start on (moby daemon/container_operations.go buildEndpointDNSNames)."""
    if not endpoint["NetworkID"]:
        return None
    names = [container.name, *(endpoint["Aliases"] or []), container.id[:12], container.config["Hostname"]]
    return [name for name in dict.fromkeys(names) if name]


def summary(
    container: Container, version: EngineVersion, image_name: str, now: datetime, health: bool = False
) -> dict[str, Any]:
    """The container's row in GET /containers/json; `health`: the API has its member."""
    command = container.command or [""]
    words = [command[0], *(f"'{word}'" if " " in word else word for word in command[1:])]
    points = [mounts.shown(point) for point in container.mounts]
    return {
        "Id": container.id, "Names": [f"/{container.name}"], "Image": image_name, "ImageID": container.image.image_id,
        "Command": " ".join(words), "Created": int(container.created.timestamp()),
        "Ports": ports_listed(container, version),
        "Labels": dict(container.labels), "State": container.state.status, "Status": status_text(container.state, now),
        "HostConfig": {"NetworkMode": container.host_config["NetworkMode"]},
        "NetworkSettings": {"Networks": endpoints_listed(container, version)}, "Mounts": points,
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
