"""Which hosts does a fleet file describe? Reads and checks it; nothing is started here.

hosts:      NAME: the description of one host (README, "The fleet file")
registry:   REFERENCE: an image that can be pulled, {os_version, size, layers} or {platforms: [...]}
registries: HOST: how a registry behaves, {login, users, private, faults}
users:      NAME: password; one administrator with a random password where it is left out
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from hostsim.engine.registry_rows import IMAGE_KEYS, read_entry, read_host
from hostsim.machine.description import Description, describe
from hostsim.machine.installations import KEYS as ENGINE_KEYS
from hostsim.machine.installations import Installation

SECTIONS = ("hosts", "registry", "registries", "users")
HOST_KEYS = (
    "release", "build", "revision", "edition", "installation", "domain_role", "virtual", "nested", "processors",
    "memory", "virtualization_firmware", "slat", "features", "removed_features", "features_without_restart", "engine",
    "images", "paths", "files", "groups", "disks", "net_framework", "outage", "settle", "messages",
)  # fmt: skip
HOST_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,61}[A-Za-z0-9])?")
ADMINISTRATOR = "vagrant"


class FleetError(ValueError):
    """A fleet file that cannot be brought up: the text names the file, the host and the key."""


@dataclass(frozen=True)
class HostPlan:
    """One host: its entry in the file, what that says of the machine, and what the engine gets."""

    name: str
    entry: dict[str, Any]
    description: Description
    engine: Installation
    images: tuple[str, ...]


@dataclass(frozen=True)
class Fleet:
    hosts: tuple[HostPlan, ...]
    registry: dict[str, dict[str, Any]]
    registries: dict[str, dict[str, Any]]
    users: dict[str, str]


def read_fleet(path: Path) -> Fleet:
    """The fleet of a file. Raises FleetError."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FleetError(f"{path}: {error.strerror}.") from error
    except yaml.YAMLError as error:
        raise FleetError(f"{path} is not YAML: {' '.join(str(error).split())}") from error
    try:
        return fleet_from(document)
    except ValueError as error:
        raise FleetError(f"{path}: {error}") from error


def fleet_from(document: Any) -> Fleet:
    """The fleet of a parsed fleet file. Raises FleetError, or ValueError of the machine's own checks."""
    sections = _table("the fleet file", document, SECTIONS)
    hosts = _table("hosts", sections.get("hosts"))
    if not hosts:
        raise FleetError("'hosts' must name at least one host.")
    registry = {
        str(reference): _table(f"image {reference} of the registry", image, IMAGE_KEYS)
        for reference, image in _table("registry", sections.get("registry")).items()
    }
    for reference, image in registry.items():
        read_entry(reference, image)  # what cannot be read is told here, with the file's name
    registries = {
        str(host): _table(f"registry {host}", about)
        for host, about in _table("registries", sections.get("registries")).items()
    }
    for host, about in registries.items():
        read_host(host, about)
    users = {str(name): str(word) for name, word in _table("users", sections.get("users")).items()}
    plans = tuple(_host(str(name), host, registry) for name, host in hosts.items())
    return Fleet(plans, registry, registries, users or {ADMINISTRATOR: f"Aa1-{secrets.token_urlsafe(15)}"})


def _host(name: str, host: Any, registry: Mapping[str, Any]) -> HostPlan:
    if not HOST_NAME.fullmatch(name):
        raise FleetError(f"host {name!r}: a host's name has letters, digits, '-' and '.', at most 63 of them.")
    entry = _table(f"host {name}", host, HOST_KEYS)
    _table(f"host {name}: engine", entry.get("engine"), ENGINE_KEYS)
    description = describe(entry, name)
    images = tuple(str(image) for image in entry.get("images") or ())
    unknown = [image for image in images if image not in registry]
    if unknown:
        raise FleetError(f"host {name}: the image {unknown[0]} is not in the fleet's registry.")
    if description.engine.state == "running" and "containers" not in {
        feature.lower() for feature in description.features
    }:
        raise FleetError(f"host {name}: an engine can be running only where the feature Containers is enabled.")
    return HostPlan(name, entry, description, description.engine, images)


def _table(what: str, value: Any, allowed: tuple[str, ...] | None = None) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise FleetError(f"{what} must be a table of names and values.")
    for key in value:
        if allowed is not None and key not in allowed:
            raise FleetError(f"{what}: '{key}' is unknown; known are {', '.join(allowed)}.")
    return value
