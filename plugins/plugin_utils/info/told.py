# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does the engine tell of containers, networks, volumes and images where somebody wants to see them all? (moby
api/types) What only says a word more has a default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.networks.seen import Network
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.volumes.seen import Volume
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container, Row
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import at, nullable


@dataclass(frozen=True, kw_only=True)
class Listed(Row):
    """One row of `/containers/json`; `created` in seconds since 1970."""

    image_id: str = at("ImageID", "")
    created: int | None = at("Created", None)


@dataclass(frozen=True)
class Point:
    """`Mounts` of a container; `name` is that of a volume."""

    type: str = at("Type", "")
    name: str = at("Name", "")
    source: str = at("Source", "")
    target: str = at("Destination", "")
    writable: bool | None = at("RW", None)


@dataclass(frozen=True)
class Place:
    """What a container has in one network; all of it is empty while it does not run."""

    address: str = at("IPAddress", "")
    gateway: str = at("Gateway", "")
    mac: str = at("MacAddress", "")
    aliases: tuple[str, ...] = at("Aliases", ())


@dataclass(frozen=True)
class Bound:
    """A port of the host; `port` is empty where the engine chooses it at the start."""

    address: str = at("HostIp", "")
    port: str = at("HostPort", "")


@dataclass(frozen=True, kw_only=True)
class Shown(Container):
    """`/containers/ID/json`. `bound` are the ports that were asked for, `published` those that it has now."""

    created: str = at("Created", "")
    finished: str = at("State.FinishedAt", "")
    failing: int = at("State.Health.FailingStreak", 0)
    points: tuple[Point, ...] = at("Mounts", ())
    places: Mapping[str, Place] = at("NetworkSettings.Networks", {})
    bound: Mapping[str, tuple[Bound, ...] | None] = at("HostConfig.PortBindings", {})
    published: Mapping[str, tuple[Bound, ...] | None] = at("NetworkSettings.Ports", {})


@dataclass(frozen=True, kw_only=True)
class ListedNetwork(Network):
    """One row of `/networks`."""

    created: str = at("Created", "")


@dataclass(frozen=True, kw_only=True)
class ListedVolume(Volume):
    """One row of `/volumes`."""

    created: str = at("CreatedAt", "")
    mountpoint: str = at("Mountpoint", "")


@dataclass(frozen=True)
class ListedVolumes:
    """`warnings` are of drivers that could not be asked."""

    rows: tuple[ListedVolume, ...] = nullable("Volumes", ())
    warnings: tuple[str, ...] = at("Warnings", ())


@dataclass(frozen=True, kw_only=True)
class ListedImage:
    """One row of `/images/json`; `created` in seconds since 1970, `size` in bytes."""

    id: str = at("Id")
    tags: tuple[str, ...] = nullable("RepoTags", ())
    digests: tuple[str, ...] = nullable("RepoDigests", ())
    created: int | None = at("Created", None)
    size: int | None = at("Size", None)


@dataclass(frozen=True, kw_only=True)
class AboutImage:
    """`/images/ID/json`."""

    id: str = at("Id")
    os_version: str | None = at("OsVersion", None)
    architecture: str | None = at("Architecture", None)
