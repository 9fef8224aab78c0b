"""What does an engine say that runs Linux containers, as Docker Desktop's does in Linux mode? It sits in a virtual
machine of its own behind the same pipe (moby's Linux members; the texts of Desktop GK)."""

from __future__ import annotations

from typing import Any

KERNEL = "5.15.167.4-microsoft-standard-WSL2"
NETWORKS = ("bridge", "host", "ipvlan", "macvlan", "null", "overlay")


def info(body: dict[str, Any]) -> dict[str, Any]:
    """GET /info."""
    on = dict.fromkeys(
        ("MemoryLimit", "SwapLimit", "CpuCfsPeriod", "CpuCfsQuota", "CPUShares", "CPUSet", "PidsLimit"), True
    )
    return {
        **{name: value for name, value in body.items() if name != "Isolation"}, **on, "Isolation": "",
        "OSType": "linux", "OSVersion": "", "OperatingSystem": "Docker Desktop", "KernelVersion": KERNEL,
        "Driver": "overlay2", "DriverStatus": [["Backing Filesystem", "extfs"]], "DockerRootDir": "/var/lib/docker",
        "Plugins": {**body["Plugins"], "Network": list(NETWORKS)}, "CgroupDriver": "cgroupfs", "CgroupVersion": "2",
        "Name": "docker-desktop", "DefaultRuntime": "runc", "InitBinary": "docker-init",
        "SecurityOptions": ["name=seccomp,profile=unconfined", "name=cgroupns"],
    }  # fmt: skip


def version(body: dict[str, Any]) -> dict[str, Any]:
    """GET /version."""
    details = {**body["Components"][0]["Details"], "Os": "linux", "KernelVersion": KERNEL}
    engine = {**body["Components"][0], "Details": details}
    return {
        **body,
        "Platform": {"Name": "Docker Desktop"},
        "Components": [engine],
        "Os": "linux",
        "KernelVersion": KERNEL,
    }
