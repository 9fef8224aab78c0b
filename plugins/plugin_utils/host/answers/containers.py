# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A container, an image and what belongs to them, as the engine's API tells of them (moby api/types/container).

What a plan rests on has to be told. Go writes null for a list or a table that is empty (`nullable`), and leaves others
out where they are empty (`omitted`, Go's `omitempty`): nothing else counts as empty. What says only a word more about
a container has a default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import at, nullable, omitted

Texts = Mapping[str, str]
Health = Mapping[str, Any]


@dataclass(frozen=True)
class Published:
    """A port of a row; `host` is None where it is exposed only."""

    host: int | None = omitted("PublicPort", None)
    protocol: str = at("Type", "tcp")


@dataclass(frozen=True)
class MountPoint:
    """`Mounts` of a container or a row: what is mounted in it, declared or not. `name` is that of a volume."""

    type: str = at("Type", "")
    name: str = at("Name", "")
    target: str = at("Destination", "")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of `/containers/json`."""

    id: str = at("Id")
    names: tuple[str, ...] = nullable("Names", ())
    image: str = at("Image", "")
    image_id: str = at("ImageID", "")
    state: str = at("State")
    labels: Texts = nullable("Labels", {})
    ports: tuple[Published, ...] = at("Ports", ())
    mounted: tuple[MountPoint, ...] = at("Mounts", ())
    networks: Mapping[str, Any] = at("NetworkSettings.Networks", {})

    @property
    def name(self) -> str:
        return (self.names or ("",))[0].removeprefix("/")

    @property
    def runs(self) -> bool:
        """As State.Running of the container says it (moby container/state.go StateString)."""
        return self.state in ("running", "paused", "restarting")


@dataclass(frozen=True)
class State:
    """`status` is the engine's own word: running, exited, created, paused, restarting, removing, dead. `health` is
    None where the container has no health check."""

    status: str = at("Status")
    running: bool = at("Running")
    paused: bool = at("Paused")
    restarting: bool = at("Restarting")
    dead: bool = at("Dead", False)
    exit_code: int = at("ExitCode", 0)
    error: str = at("Error", "")
    started: str = at("StartedAt", "")
    health: str | None = at("Health.Status", None)


@dataclass(frozen=True, kw_only=True)
class Config:
    """What a container keeps. `cmd` and `entrypoint` are None where there is none."""

    env: tuple[str, ...] = nullable("Env", ())
    cmd: tuple[str, ...] | None = nullable("Cmd", None)
    entrypoint: tuple[str, ...] | None = nullable("Entrypoint", None)
    labels: Texts = nullable("Labels", {})
    user: str = at("User")
    working_dir: str = at("WorkingDir")
    hostname: str = at("Hostname")
    image: str = at("Image")
    domainname: str = at("Domainname")
    tty: bool = at("Tty")
    stdin_open: bool = at("OpenStdin")
    stop_timeout: int | None = omitted("StopTimeout", None)
    stop_signal: str = omitted("StopSignal", "")
    healthcheck: Health = omitted("Healthcheck", {})


@dataclass(frozen=True)
class ImageConfig:
    """What an image brings: as a container's, and since API 1.50 without what is empty (moby api/types/image,
    dockerspec.DockerOCIImageConfig)."""

    env: tuple[str, ...] = at("Env", ())
    cmd: tuple[str, ...] | None = at("Cmd", None)
    entrypoint: tuple[str, ...] | None = at("Entrypoint", None)
    labels: Texts = at("Labels", {})
    user: str = omitted("User", "")
    working_dir: str = omitted("WorkingDir", "")
    volumes: Mapping[str, Any] = at("Volumes", {})
    stop_signal: str = omitted("StopSignal", "")
    healthcheck: Health = omitted("Healthcheck", {})


NO_IMAGE = ImageConfig()  # one that brings nothing, or that is not known


@dataclass(frozen=True)
class Mount:
    """`HostConfig.Mounts`, as it was sent."""

    type: str = omitted("Type", "")
    source: str = omitted("Source", "")
    target: str = omitted("Target", "")
    read_only: bool = omitted("ReadOnly", False)


@dataclass(frozen=True)
class Binding:
    port: str = at("HostPort")


@dataclass(frozen=True)
class Policy:
    name: str = at("Name")
    retries: int = at("MaximumRetryCount")


@dataclass(frozen=True)
class Device:
    path: str = at("PathOnHost")


@dataclass(frozen=True)
class LogConfig:
    driver: str = at("Type")
    options: Texts = nullable("Config", {})


@dataclass(frozen=True, kw_only=True)
class HostConfig:
    """`annotations` is None where the engine does not tell them (before API 1.43). Mounts and
    annotations are left out where there are none (Go's `omitempty`)."""

    isolation: str = at("Isolation")
    memory: int = at("Memory")
    nano_cpus: int = at("NanoCpus")
    restart_policy: Policy = at("RestartPolicy")
    network_mode: str = at("NetworkMode")
    devices: tuple[Device, ...] = nullable("Devices", ())
    security_opt: tuple[str, ...] = nullable("SecurityOpt", ())
    mounts: tuple[Mount, ...] = at("Mounts", ())
    binds: tuple[str, ...] = nullable("Binds", ())
    port_bindings: Mapping[str, tuple[Binding, ...] | None] = nullable("PortBindings", {})
    annotations: Texts | None = at("Annotations", None)
    log: LogConfig = at("LogConfig")
    cpu_count: int = at("CpuCount")
    cpu_percent: int = at("CpuPercent")
    cpu_shares: int = at("CpuShares")
    dns: tuple[str, ...] = nullable("Dns", ())
    dns_search: tuple[str, ...] = nullable("DnsSearch", ())
    io_maximum_bandwidth: int = at("IOMaximumBandwidth")
    io_maximum_iops: int = at("IOMaximumIOps")
    storage_opt: Texts = omitted("StorageOpt", {})


@dataclass(frozen=True)
class Beside:
    """What of `HostConfig` cannot be declared, by the words of docker_container."""

    auto_remove: bool = at("AutoRemove", False)
    dns_opts: tuple[str, ...] = at("DnsOptions", ())
    etc_hosts: tuple[str, ...] = at("ExtraHosts", ())
    links: tuple[str, ...] = at("Links", ())
    publish_all_ports: bool = at("PublishAllPorts", False)
    volumes_from: tuple[str, ...] = at("VolumesFrom", ())


@dataclass(frozen=True)
class Address:
    """What was asked for, and no address that the engine has given."""

    v4: str = at("IPv4Address", "")


@dataclass(frozen=True)
class Endpoint:
    """A container's place in one network. `network` is the id of the network, which stays where the container stops."""

    network: str = at("NetworkID", "")
    aliases: tuple[str, ...] = at("Aliases", ())
    asked: Address = at("IPAMConfig", Address())
    mac: str = at("MacAddress", "")


@dataclass(frozen=True, kw_only=True)
class Container:
    """`/containers/ID/json`; `image` is the id of its image."""

    id: str = at("Id")
    slashed_name: str = at("Name")
    state: State = at("State")
    config: Config = at("Config")
    host: HostConfig = at("HostConfig")
    image: str = at("Image")
    restarts: int = at("RestartCount", 0)
    mounted: tuple[MountPoint, ...] = at("Mounts", ())
    beside: Beside = at("HostConfig")
    endpoints: Mapping[str, Endpoint] = at("NetworkSettings.Networks", {})

    @property
    def name(self) -> str:
        return self.slashed_name.removeprefix("/")

    @property
    def labels(self) -> Texts:
        return self.config.labels

    @property
    def isolation(self) -> str:
        """The mode that the engine stored at create; texts keep the caller's case (moby
        api/types/container/hostconfig.go)."""
        return (self.host.isolation or "default").lower()

    @property
    def runs(self) -> bool:
        """Running is true of a container that waits for its next start as well (moby/moby#39740)."""
        return self.state.running and not self.state.restarting


@dataclass(frozen=True, kw_only=True)
class Image:
    """`/images/REFERENCE/json`."""

    id: str = at("Id")
    os: str | None = at("Os", None)
    os_version: str | None = at("OsVersion", None)
    architecture: str | None = at("Architecture", None)
    tags: tuple[str, ...] = at("RepoTags", ())
    digests: tuple[str, ...] = nullable("RepoDigests", ())
    config: ImageConfig = at("Config")


@dataclass(frozen=True)
class Platform:
    """One entry of a manifest list."""

    os: str | None = at("os", None)
    os_version: str | None = at(("os.version",), None)
    architecture: str | None = at("architecture", None)


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """`/distribution/REFERENCE/json`: what the registry says of a reference."""

    digest: str | None = at("Descriptor.digest", None)
    platforms: tuple[Platform, ...] = nullable("Platforms", ())
