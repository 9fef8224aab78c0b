"""What does the engine hold of a request's body once it has decoded it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import wire, wire_networks, wire_values
from .go_json import NotThatType, read
from .texts import refusal
from .versions import EngineVersion

#: Since this version `default` (or nothing) becomes the platform's own network when a container is created
NAMES_DEFAULT_NETWORK = (26, 0)


@dataclass
class CreateRequest:
    """All members, as Go holds them. `endpoints`: {network: settings, or None where the request says null}."""

    config: dict[str, Any]
    host: dict[str, Any]
    endpoints: dict[str, dict[str, Any] | None]


def create_request(body: dict[str, Any], version: EngineVersion) -> CreateRequest:
    """The body of POST /containers/create. Raises ApiError where a value is of another type."""
    found = decoded(wire.create_request(version.number), body, version)
    host = found.pop("HostConfig") or wire.host_config(version.number).zero
    networking = found.pop("NetworkingConfig") or {}
    settle(host, version)
    return CreateRequest(found, host, networking.get("EndpointsConfig") or {})


def endpoint(body: Any, version: EngineVersion) -> dict[str, Any]:
    """The settings of one endpoint. Raises ApiError."""
    settings: dict[str, Any] = decoded(
        wire_networks.endpoint_settings(version.number >= wire_values.TYPED_PORTS), body or {}, version
    )
    return settings


def decoded(type_: Any, body: Any, version: EngineVersion) -> Any:
    """A body read as a type of wire.py. Raises ApiError."""
    try:
        return read(type_, body)
    except NotThatType as error:
        raise refusal("bad_json", version, problem=str(error)) from error


def settle(host: dict[str, Any], version: EngineVersion) -> None:
    """What the engine's handlers make of values before anything is checked (moby daemon/server/router/container)."""
    if host.get("PidsLimit") is not None and host["PidsLimit"] <= 0:
        host["PidsLimit"] = None
    if host.get("MemorySwappiness") == -1:
        host["MemorySwappiness"] = None  # moby fixMemorySwappiness
    host["NetworkMode"] = host["NetworkMode"] or "default"
    if host["NetworkMode"] == "default" and version.number >= NAMES_DEFAULT_NETWORK:
        host["NetworkMode"] = "nat"


EMPTY_BINDINGS = (
    "Following container port(s) have an empty list of port-bindings: {}. Such bindings will be discarded in a future "
    "version."
)


def fill_bindings(host: dict[str, Any], version: EngineVersion) -> list[str]:
    """29 takes a port without bindings for one with any port of the host. The warnings."""
    if version.number < (29, 0):
        return []
    empty = [port for port, bindings in (host["PortBindings"] or {}).items() if not bindings]
    for port in empty:
        host["PortBindings"][port] = [{"HostIp": "", "HostPort": ""}]
    return [EMPTY_BINDINGS.format(", ".join(sorted(empty)))] if empty else []


def complete(host: dict[str, Any], version: EngineVersion) -> None:
    """What the engine fills in when it keeps a container."""
    if version.number >= (29, 0):
        host["PortBindings"] = host["PortBindings"] or {}
    policy = host["RestartPolicy"]
    if version.number >= (23, 0):  # moby daemon/create.go; 20.10.24 keeps it empty
        policy["Name"] = policy["Name"] or "no"
    log = host["LogConfig"]
    log["Type"] = log["Type"] or "json-file"
    log["Config"] = log["Config"] or {}
