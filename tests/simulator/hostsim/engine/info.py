"""What does the engine say of itself and its host? (A1, isolation.md 1.12)"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .host import Host
from .names import long_id
from .networks import DRIVERS
from .versions import EngineVersion
from .wording import stamp

if TYPE_CHECKING:
    from .engine import Engine

LOG_DRIVERS = ("awslogs", "etwlogs", "fluentd", "gcplogs", "gelf", "json-file", "local", "splunk", "syslog")
GROUPS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def operating_system(host: Host, version: EngineVersion) -> str:
    """With the edition from ProductName and the release before 23.0, without it since (A1.3 to A1.5, A1.9)."""
    build = f"(OS Build {host.build}.{host.revision})" if host.revision else f"(OS Build {host.build})"
    if version.number < (23, 0):
        release = f" Version {host.release_id}" if host.release_id else ""
        return f"{host.product}{release} {build}"
    release = host.display_version or host.release_id
    server = "" if host.client else " Server"
    return f"Microsoft Windows{server}{' Version ' + release if release else ''} {build}"


def kernel_version(host: Host) -> str:
    """`10.0 20348 (BuildLabEx)`; the revision in BuildLabEx is not the host's (A1.2)."""
    return f"10.0 {host.build} ({host.build_lab})"


def engine_id(seed: str, version: EngineVersion) -> str:
    """Twelve groups of four before 23.0, a UUID since (A1.4)."""
    digits = long_id("engine", seed)
    if version.number >= (23, 0):
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"
    letters = "".join(GROUPS[int(long_id(digits, n)[:2], 16) % 32] for n in range(48))
    return ":".join(letters[n : n + 4] for n in range(0, 48, 4))


def info(engine: Engine) -> dict[str, Any]:
    """The body of GET /info (A1.11)."""
    host, version = engine.host(), engine.version
    states = [container.state.status for container in engine.containers.values()]
    old = {"KernelMemory": False, "KernelMemoryTCP": False} if version.number < (23, 0) else {}
    logs = sorted([*LOG_DRIVERS, "logentries"]) if version.number < (23, 0) else list(LOG_DRIVERS)
    return {
        "ID": engine_id(engine.name, version), "Containers": len(states), "ContainersRunning": states.count("running"),
        "ContainersPaused": states.count("paused"),
        "ContainersStopped": len(states) - states.count("running") - states.count("paused"),
        "Images": len(engine.images.by_id), "Driver": "windowsfilter", "DriverStatus": [["Windows", ""]],
        "Plugins": {"Volume": ["local"], "Network": list(DRIVERS), "Authorization": None, "Log": logs},
        "MemoryLimit": False, "SwapLimit": False, **old, "CpuCfsPeriod": False,
        "CpuCfsQuota": False,
        "CPUShares": False,
        "CPUSet": False, "PidsLimit": False, "IPv4Forwarding": True, "BridgeNfIptables": False,
        "BridgeNfIp6tables": False, "NFd": -1, "OomKillDisable": False, "NGoroutines": 31,
        "SystemTime": stamp(engine.now()), "CgroupDriver": "", "NEventsListener": 0,
        "KernelVersion": kernel_version(host), "OperatingSystem": operating_system(host, version),
        "OSVersion": f"10.0.{host.build}", "OSType": "windows", "Architecture": "x86_64",
        "IndexServerAddress": "https://index.docker.io/v1/",
        "NCPU": host.processors, "MemTotal": host.memory, "GenericResources": None, "DockerRootDir": engine.data_root,
        "Name": host.name,
        "ServerVersion": version.text, "Runtimes": None, "DefaultRuntime": "",
        "Swarm": {
            "NodeID": "", "NodeAddr": "", "LocalNodeState": "inactive", "ControlAvailable": False, "Error": "",
            "RemoteManagers": None,
        },
        "LiveRestoreEnabled": False, "Isolation": engine.default_isolation, "InitBinary": "",
        "ContainerdCommit": {"ID": "", "Expected": ""}, "RuncCommit": {"ID": "", "Expected": ""},
        "InitCommit": {"ID": "", "Expected": ""}, "SecurityOptions": [], "Warnings": None,
        **engine.settings.told(),
    }  # fmt: skip


def version(engine: Engine) -> dict[str, Any]:
    """The body of GET /version."""
    of, kernel = engine.version, kernel_version(engine.host())
    details = {
        "ApiVersion": of.api, "Arch": "amd64", "BuildTime": of.built,
        "Experimental": str(bool(engine.settings.values.get("experimental"))).lower(), "GitCommit": of.commit,
        "GoVersion": of.go, "KernelVersion": kernel, "MinAPIVersion": of.min_api, "Os": "windows",
    }  # fmt: skip
    return {
        "Platform": {"Name": "Docker Engine - Community"},
        "Components": [{"Name": "Engine", "Version": of.text, "Details": details}], "Version": of.text,
        "ApiVersion": of.api, "MinAPIVersion": of.min_api, "GitCommit": of.commit, "GoVersion": of.go, "Os": "windows",
        "Arch": "amd64", "KernelVersion": kernel, "BuildTime": of.built,
    }  # fmt: skip
