"""What can be changed in a container that exists? On Windows the restart policy alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import decoding
from .container import Container
from .go_json import read
from .texts import refusal
from .wire import config, host_config, update_config

if TYPE_CHECKING:
    from .engine import Engine

# moby daemon/container/container_windows.go UpdateContainer
RESOURCES = (
    "CpuShares", "Memory", "NanoCpus", "CgroupParent", "BlkioWeight", "BlkioWeightDevice", "BlkioDeviceReadBps",
    "BlkioDeviceWriteBps", "BlkioDeviceReadIOps", "BlkioDeviceWriteIOps", "CpuPeriod", "CpuQuota", "CpuRealtimePeriod",
    "CpuRealtimeRuntime", "CpusetCpus", "CpusetMems", "Devices", "DeviceCgroupRules", "KernelMemory",
    "MemoryReservation",
    "MemorySwap", "MemorySwappiness", "OomKillDisable", "PidsLimit", "Ulimits", "CpuCount", "CpuPercent",
    "IOMaximumIOps",
    "IOMaximumBandwidth",
)  # fmt: skip


def update_container(engine: Engine, container: Container, body: dict[str, Any]) -> None:
    """POST /containers/NAME/update. Raises ApiError 400 for anything but a restart policy."""
    asked = decoding.decoded(update_config(engine.version.number), body, engine.version)
    wanted = {**host_config(engine.version.number).zero, **asked}
    decoding.settle(wanted, engine.version)
    if not (wanted.get("RestartPolicy") or {}).get("Name"):
        wanted["RestartPolicy"] = {"Name": "", "MaximumRetryCount": 0}  # what has no name asks for nothing
    engine.creation.check_settings(engine.creation.request(read(config(engine.version.number >= (29, 0)), {}), wanted))
    if any(wanted.get(name) for name in RESOURCES):
        raise refusal("update_resources", engine.version, id=container.id)
    policy = {key.lower(): value for key, value in body.items()}.get("restartpolicy") or {}
    if policy.get("Name"):
        if container.host_config["AutoRemove"] and policy["Name"] != "no":
            raise refusal("update_auto_remove", engine.version, id=container.id)
        container.host_config["RestartPolicy"] = wanted["RestartPolicy"]
    engine.log(container, "update")
