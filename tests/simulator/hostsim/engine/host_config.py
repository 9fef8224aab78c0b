"""Which members has a container's HostConfig, what are their defaults, and what does the engine keep of a request?

Names: A2.2 (inspect of a Windows container, engine 19.03). Defaults: a real 20.10.24 (the empty lists of A2.2 are
what the docker
command sends). Which version has which member: moby api/types/container.
"""

from __future__ import annotations

import copy
from typing import Any

from .texts import refusal
from .versions import EngineVersion, Number

ALWAYS: Number = (0,)
STILL: Number = (999,)

# member, default, since, until (exclusive)
MEMBERS: tuple[tuple[str, Any, Number, Number], ...] = (
    ("Binds", None, ALWAYS, STILL),
    ("ContainerIDFile", "", ALWAYS, STILL),
    ("LogConfig", {"Type": "json-file", "Config": {}}, ALWAYS, STILL),
    ("NetworkMode", "default", ALWAYS, STILL),
    ("PortBindings", None, ALWAYS, STILL),
    ("RestartPolicy", {"Name": "no", "MaximumRetryCount": 0}, ALWAYS, STILL),
    ("AutoRemove", False, ALWAYS, STILL),
    ("VolumeDriver", "", ALWAYS, STILL),
    ("VolumesFrom", None, ALWAYS, STILL),
    ("ConsoleSize", [0, 0], ALWAYS, STILL),
    ("CapAdd", None, ALWAYS, STILL),
    ("CapDrop", None, ALWAYS, STILL),
    ("Capabilities", None, (19, 3), (20, 10)),
    ("CgroupnsMode", "", (20, 10), STILL),
    ("Dns", None, ALWAYS, STILL),
    ("DnsOptions", None, ALWAYS, STILL),
    ("DnsSearch", None, ALWAYS, STILL),
    ("ExtraHosts", None, ALWAYS, STILL),
    ("GroupAdd", None, ALWAYS, STILL),
    ("IpcMode", "", ALWAYS, STILL),
    ("Cgroup", "", ALWAYS, STILL),
    ("Links", None, ALWAYS, STILL),
    ("OomScoreAdj", 0, ALWAYS, STILL),
    ("PidMode", "", ALWAYS, STILL),
    ("Privileged", False, ALWAYS, STILL),
    ("PublishAllPorts", False, ALWAYS, STILL),
    ("ReadonlyRootfs", False, ALWAYS, STILL),
    ("SecurityOpt", None, ALWAYS, STILL),
    ("UTSMode", "", ALWAYS, STILL),
    ("UsernsMode", "", ALWAYS, STILL),
    ("ShmSize", 0, ALWAYS, STILL),
    ("Isolation", "", ALWAYS, STILL),
    ("CpuShares", 0, ALWAYS, STILL),
    ("Memory", 0, ALWAYS, STILL),
    ("NanoCpus", 0, ALWAYS, STILL),
    ("CgroupParent", "", ALWAYS, STILL),
    ("BlkioWeight", 0, ALWAYS, STILL),
    ("BlkioWeightDevice", None, ALWAYS, STILL),
    ("BlkioDeviceReadBps", None, ALWAYS, STILL),
    ("BlkioDeviceWriteBps", None, ALWAYS, STILL),
    ("BlkioDeviceReadIOps", None, ALWAYS, STILL),
    ("BlkioDeviceWriteIOps", None, ALWAYS, STILL),
    ("CpuPeriod", 0, ALWAYS, STILL),
    ("CpuQuota", 0, ALWAYS, STILL),
    ("CpuRealtimePeriod", 0, ALWAYS, STILL),
    ("CpuRealtimeRuntime", 0, ALWAYS, STILL),
    ("CpusetCpus", "", ALWAYS, STILL),
    ("CpusetMems", "", ALWAYS, STILL),
    ("Devices", None, ALWAYS, STILL),
    ("DeviceCgroupRules", None, ALWAYS, STILL),
    ("DeviceRequests", None, (19, 3), STILL),
    ("KernelMemory", 0, ALWAYS, (23, 0)),
    ("KernelMemoryTCP", 0, (19, 3), (23, 0)),
    ("MemoryReservation", 0, ALWAYS, STILL),
    ("MemorySwap", 0, ALWAYS, STILL),
    ("MemorySwappiness", None, ALWAYS, STILL),
    ("OomKillDisable", False, ALWAYS, STILL),
    ("PidsLimit", None, ALWAYS, STILL),
    ("Ulimits", None, ALWAYS, STILL),
    ("CpuCount", 0, ALWAYS, STILL),
    ("CpuPercent", 0, ALWAYS, STILL),
    ("IOMaximumIOps", 0, ALWAYS, STILL),
    ("IOMaximumBandwidth", 0, ALWAYS, STILL),
    ("MaskedPaths", None, ALWAYS, STILL),
    ("ReadonlyPaths", None, ALWAYS, STILL),
)
# members that inspect shows only where they have a value (omitempty)
ONLY_WHEN_SET: tuple[tuple[str, Number], ...] = (
    ("Mounts", ALWAYS), ("StorageOpt", ALWAYS), ("Tmpfs", ALWAYS), ("Sysctls", ALWAYS), ("Runtime", ALWAYS),
    ("Init", ALWAYS), ("Annotations", (24, 0)),
)  # fmt: skip
GO_TYPES: dict[type, str] = {bool: "bool", int: "int64", str: "string"}


def read_host_config(given: dict[str, Any] | None, version: EngineVersion) -> dict[str, Any]:
    """The HostConfig that the engine stores for a request's: known members only, defaults filled in.

    Names match in any case, as Go's decoder does. Raises ApiError for a member of the wrong simple type.
    """
    request = {name.lower(): value for name, value in (given or {}).items()}
    stored: dict[str, Any] = {}
    for name, default, first, last in MEMBERS:
        if not first <= version.number < last:
            continue
        value = request.get(name.lower())
        _check_type(name, value, default, version)
        stored[name] = copy.deepcopy(default) if value is None else copy.deepcopy(value)
    for name, first in ONLY_WHEN_SET:
        value = request.get(name.lower())
        if version.number >= first and value not in (None, {}, [], ""):
            stored[name] = copy.deepcopy(value)
    policy = stored["RestartPolicy"]
    unnamed = "no" if version.number >= (23, 0) else ""  # moby daemon/create.go; 20.10.24 keeps it empty
    stored["RestartPolicy"] = {
        "Name": policy.get("Name") or unnamed,
        "MaximumRetryCount": policy.get("MaximumRetryCount") or 0,
    }
    stored["NetworkMode"] = stored["NetworkMode"] or "default"
    log = stored["LogConfig"]
    stored["LogConfig"] = {"Type": log.get("Type") or "json-file", "Config": log.get("Config") or {}}
    if stored.get("MemorySwappiness") == -1:
        stored["MemorySwappiness"] = None  # moby fixMemorySwappiness
    return stored


def _check_type(name: str, value: Any, default: Any, version: EngineVersion) -> None:
    wanted = GO_TYPES.get(type(default))
    if value is None or wanted is None or type(value) is type(default):
        return
    given = {str: "string", bool: "bool", list: "array", dict: "object"}.get(type(value), "number")
    raise refusal("wrong_type", version, given=given, wanted=wanted, name=name)
