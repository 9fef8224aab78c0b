"""Which members have the bodies about containers, and of which Go types? moby api/types/container and mount at v28.5.2
and v29.0.0 (both show what they hold by `omitempty`).

A member that came or went is a row of SINCE or UNTIL.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from .go_json import Array, Checked, Map, Member, Pointer, Scalar, Slice, Struct
from .versions import Number
from .wire_networks import networking_config
from .wire_values import (
    BOOL,
    DURATION,
    INT,
    INT64,
    TABLE,
    TEXT,
    TEXTS,
    TYPED_PORTS,
    UINT,
    UINT16,
    UINT64,
    named,
    read_address,
    read_port,
    words,
)


@cache
def config(new: bool) -> Struct:
    """container.Config; its members stand in CreateRequest, by embedding."""
    port = Checked("network.Port", read_port) if new else Scalar("nat.Port", "")
    ports = Map(Struct("", (), ""), port)
    rows: list[Member] = [
        *(Member(name, TEXT) for name in ("Hostname", "Domainname", "User")),
        *(Member(name, BOOL) for name in ("AttachStdin", "AttachStdout", "AttachStderr")),
        Member("ExposedPorts", ports, omitempty=True),
        *(Member(name, BOOL) for name in ("Tty", "OpenStdin", "StdinOnce")),
        Member("Env", TEXTS),
        Member("Cmd", words(new)),
        Member("Healthcheck", Pointer(HEALTHCHECK), omitempty=True),
        Member("ArgsEscaped", BOOL, omitempty=True),
        Member("Image", TEXT),
        Member("Volumes", Map(Struct("", (), ""))),
        Member("WorkingDir", TEXT),
        Member("Entrypoint", words(new)),
        Member("NetworkDisabled", BOOL, omitempty=True),
        *([] if new else [Member("MacAddress", TEXT, omitempty=True)]),
        Member("OnBuild", TEXTS, omitempty=new),
        Member("Labels", TABLE),
        Member("StopSignal", TEXT, omitempty=True),
        Member("StopTimeout", Pointer(INT), omitempty=True),
        Member("Shell", words(new), omitempty=True),
    ]
    return Struct("Config", tuple(rows))


HEALTHCHECK = Struct(
    "HealthcheckConfig",
    (
        Member("Test", TEXTS, omitempty=True),
        *(Member(name, DURATION, omitempty=True) for name in ("Interval", "Timeout", "StartPeriod", "StartInterval")),
        Member("Retries", INT, omitempty=True),
    ),
)
_DRIVER = Struct(
    "Driver", (Member("Name", TEXT, omitempty=True), Member("Options", TABLE, omitempty=True)), package="mount"
)
MOUNT = Struct(
    "Mount",
    (
        Member("Type", Scalar("mount.Type", ""), omitempty=True),
        Member("Source", TEXT, omitempty=True),
        Member("Target", TEXT, omitempty=True),
        Member("ReadOnly", BOOL, omitempty=True),
        Member("Consistency", Scalar("mount.Consistency", ""), omitempty=True),
        Member(
            "BindOptions",
            Pointer(
                Struct(
                    "BindOptions",
                    (
                        Member("Propagation", Scalar("mount.Propagation", ""), omitempty=True),
                        *(
                            Member(name, BOOL, omitempty=True)
                            for name in (
                                "NonRecursive",
                                "CreateMountpoint",
                                "ReadOnlyNonRecursive",
                                "ReadOnlyForceRecursive",
                            )
                        ),
                    ),
                    package="mount",
                )
            ),
            omitempty=True,
        ),
        Member(
            "VolumeOptions",
            Pointer(
                Struct(
                    "VolumeOptions",
                    (
                        Member("NoCopy", BOOL, omitempty=True),
                        Member("Labels", TABLE, omitempty=True),
                        Member("Subpath", TEXT, omitempty=True),
                        Member("DriverConfig", Pointer(_DRIVER), omitempty=True),
                    ),
                    package="mount",
                )
            ),
            omitempty=True,
        ),
        Member(
            "ImageOptions",
            Pointer(Struct("ImageOptions", (Member("Subpath", TEXT, omitempty=True),), package="mount")),
            omitempty=True,
        ),
        Member(
            "TmpfsOptions",
            Pointer(
                Struct(
                    "TmpfsOptions",
                    (
                        Member("SizeBytes", INT64, omitempty=True),
                        Member("Mode", Scalar("uint", 0), omitempty=True),
                        Member("Options", Slice(TEXTS), omitempty=True),
                    ),
                    package="mount",
                )
            ),
            omitempty=True,
        ),
        Member("ClusterOptions", Pointer(Struct("ClusterOptions", (), package="mount")), omitempty=True),
    ),
    package="mount",
)
_WEIGHT = Struct("WeightDevice", (Member("Path", TEXT), Member("Weight", UINT16)), package="blkiodev")
_RATE = Struct("ThrottleDevice", (Member("Path", TEXT), Member("Rate", UINT64)), package="blkiodev")
_DEVICE = Struct(
    "DeviceMapping", tuple(Member(n, TEXT) for n in ("PathOnHost", "PathInContainer", "CgroupPermissions"))
)
_REQUEST = Struct(
    "DeviceRequest",
    (
        Member("Driver", TEXT),
        Member("Count", INT),
        Member("DeviceIDs", TEXTS),
        Member("Capabilities", Slice(TEXTS)),
        Member("Options", TABLE),
    ),
)
_ULIMIT = Struct("Ulimit", (Member("Name", TEXT), Member("Hard", INT64), Member("Soft", INT64)))
_RESOURCES: tuple[tuple[str, Any], ...] = (
    ("CpuShares", INT64),
    ("Memory", INT64),
    ("NanoCpus", INT64),
    ("CgroupParent", TEXT),
    ("BlkioWeight", UINT16),
    ("BlkioWeightDevice", Slice(_WEIGHT)),
    ("BlkioDeviceReadBps", Slice(_RATE)),
    ("BlkioDeviceWriteBps", Slice(_RATE)),
    ("BlkioDeviceReadIOps", Slice(_RATE)),
    ("BlkioDeviceWriteIOps", Slice(_RATE)),
    ("CpuPeriod", INT64),
    ("CpuQuota", INT64),
    ("CpuRealtimePeriod", INT64),
    ("CpuRealtimeRuntime", INT64),
    ("CpusetCpus", TEXT),
    ("CpusetMems", TEXT),
    ("Devices", Slice(_DEVICE)),
    ("DeviceCgroupRules", TEXTS),
    ("DeviceRequests", Slice(_REQUEST)),
    ("KernelMemory", INT64),
    ("KernelMemoryTCP", INT64),
    ("MemoryReservation", INT64),
    ("MemorySwap", INT64),
    ("MemorySwappiness", Pointer(INT64)),
    ("OomKillDisable", Pointer(BOOL)),
    ("PidsLimit", Pointer(INT64)),
    ("Ulimits", Slice(_ULIMIT)),
    ("CpuCount", INT64),
    ("CpuPercent", INT64),
    ("IOMaximumIOps", UINT64),
    ("IOMaximumBandwidth", UINT64),
)
_LOG = Struct("LogConfig", (Member("Type", TEXT), Member("Config", TABLE)))
_POLICY = Struct("RestartPolicy", (Member("Name", named("RestartPolicyMode")), Member("MaximumRetryCount", INT)))
#: Members of Resources that an engine since this version neither reads nor shows, and those that it shows only where
#: set
GONE: dict[str, Number] = {"KernelMemory": (23, 0), "KernelMemoryTCP": (29, 0)}
ONLY_WHEN_SET_SINCE: dict[str, Number] = {"KernelMemoryTCP": (23, 0)}
#: Members of HostConfig that came later
CAME: dict[str, Number] = {
    "CgroupnsMode": (20, 10),
    "Annotations": (24, 0),
    "DeviceRequests": (19, 3),
    "KernelMemoryTCP": (19, 3),
}


@cache
def resources(number: Number) -> tuple[Member, ...]:
    """The members of container.Resources in an engine version."""
    return tuple(
        Member(
            name,
            type_,
            omitempty=number >= ONLY_WHEN_SET_SINCE.get(name, (999,)),
            inside="Resources" if number >= NAMES_EMBEDDED else "",
        )
        for name, type_ in _RESOURCES
        if number >= CAME.get(name, (0,)) and number < GONE.get(name, (999,))
    )


@cache
def host_config(number: Number) -> Struct:
    """container.HostConfig in an engine version."""
    new = number >= TYPED_PORTS
    binding = Struct(
        "PortBinding",
        (Member("HostIp", Checked("netip.Addr", read_address) if new else TEXT), Member("HostPort", TEXT)),
        package="network" if new else "nat",
    )
    port = Checked("network.Port", read_port) if new else Scalar("nat.Port", "")
    ports = Map(Slice(binding), port, called="network.PortMap" if new else "nat.PortMap")
    rows: tuple[Member, ...] = (
        Member("Binds", TEXTS),
        Member("ContainerIDFile", TEXT),
        Member("LogConfig", _LOG),
        Member("NetworkMode", named("NetworkMode")),
        Member("PortBindings", ports),
        Member("RestartPolicy", _POLICY),
        Member("AutoRemove", BOOL),
        Member("VolumeDriver", TEXT),
        Member("VolumesFrom", TEXTS),
        Member("ConsoleSize", Array(UINT, 2)),
        Member("Annotations", TABLE, omitempty=True),
        Member("CapAdd", words(new)),
        Member("CapDrop", words(new)),
        Member("CgroupnsMode", named("CgroupnsMode")),
        Member("Dns", Slice(Checked("netip.Addr", read_address)) if new else TEXTS),
        Member("DnsOptions", TEXTS),
        Member("DnsSearch", TEXTS),
        Member("ExtraHosts", TEXTS),
        Member("GroupAdd", TEXTS),
        Member("IpcMode", named("IpcMode")),
        Member("Cgroup", named("CgroupSpec")),
        Member("Links", TEXTS),
        Member("OomScoreAdj", INT),
        Member("PidMode", named("PidMode")),
        *(Member(name, BOOL) for name in ("Privileged", "PublishAllPorts", "ReadonlyRootfs")),
        Member("SecurityOpt", TEXTS),
        Member("StorageOpt", TABLE, omitempty=True),
        Member("Tmpfs", TABLE, omitempty=True),
        Member("UTSMode", named("UTSMode")),
        Member("UsernsMode", named("UsernsMode")),
        Member("ShmSize", INT64),
        Member("Sysctls", TABLE, omitempty=True),
        Member("Runtime", TEXT, omitempty=True),
        Member("Isolation", named("Isolation")),
        *resources(number),
        Member("Mounts", Slice(MOUNT), omitempty=True),
        Member("MaskedPaths", TEXTS),
        Member("ReadonlyPaths", TEXTS),
        Member("Init", Pointer(BOOL), omitempty=True),
    )
    return Struct("HostConfig", tuple(row for row in rows if number >= CAME.get(row.name, (0,))))


#: Go 1.24 names embedded structs in the path of a member
NAMES_EMBEDDED: Number = (28, 0)


@cache
def create_request(number: Number) -> Struct:
    """container.CreateRequest: a Config with a HostConfig and a NetworkingConfig beside it."""
    new = number >= TYPED_PORTS
    inside = "Config" if number >= NAMES_EMBEDDED else ""
    members = (Member(row.name, row.type, row.omitempty, inside) for row in config(new).members)
    return Struct(
        "CreateRequest" if number >= (26, 0) else "ContainerConfigWrapper",
        (
            *members,
            Member("HostConfig", Pointer(host_config(number))),
            Member("NetworkingConfig", Pointer(networking_config(new))),
        ),
    )


@cache
def update_config(number: Number) -> Struct:
    """container.UpdateConfig."""
    return Struct("UpdateConfig", (*resources(number), Member("RestartPolicy", _POLICY)))
