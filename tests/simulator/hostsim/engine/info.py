"""What does the engine say of itself and its host? (A1, isolation.md 1.12)"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import linux
from .host import Host
from .names import long_id
from .network_checks import DRIVERS
from .versions import EngineVersion, Number, api_number
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


#: Members of /info that came and went: (name, since, before); the rest is of every version (moby api/types/system)
MEMBERS: tuple[tuple[str, Number, Number], ...] = (
    ("KernelMemory", (0,), (23, 0)),
    ("KernelMemoryTCP", (0,), (23, 0)),
    ("BridgeNfIptables", (0,), (28, 2)),
    ("BridgeNfIp6tables", (0,), (28, 2)),
    ("CDISpecDirs", (25, 0), (999,)),
)
#: Since this engine they are sent to older clients alone, which API versions before the second (moby getInfo)
FOR_OLD_CLIENTS: tuple[tuple[tuple[str, ...], Number, tuple[int, int]], ...] = (
    (("BridgeNfIptables", "BridgeNfIp6tables"), (28, 2), (1, 50)),
)
NO_NONDISTRIBUTABLE = ((28, 0), (1, 47))
#: Where a list or table is empty, this version and later say null
NULLS_SINCE = (28, 0)
CDI = ["/etc/cdi", "/var/run/cdi"]


def info(engine: Engine, api: tuple[int, int] | None = None) -> dict[str, Any]:
    """The body of GET /info (A1.11) in a version of the API, the engine's newest where none is said."""
    host, version = engine.host(), engine.version
    api = api or api_number(version.api)
    states = [container.state.status for container in engine.containers.values()]
    logs = sorted([*LOG_DRIVERS, "logentries"]) if version.number < (23, 0) else list(LOG_DRIVERS)
    nothing: list[str] | None = None if version.number >= NULLS_SINCE else []
    running, paused = states.count("running") + states.count("restarting"), states.count("paused")
    body: dict[str, Any] = {
        "ID": engine_id(engine.name, version), "Containers": len(states), "ContainersRunning": running,
        "ContainersPaused": paused, "ContainersStopped": len(states) - running - paused,
        "Images": len(engine.images.by_id), "Driver": "windowsfilter", "DriverStatus": [["Windows", ""]],
        "Plugins": {"Volume": ["local"], "Network": list(DRIVERS), "Authorization": None, "Log": logs},
        "MemoryLimit": False, "SwapLimit": False, "KernelMemory": False, "KernelMemoryTCP": False,
        "CpuCfsPeriod": False, "CpuCfsQuota": False, "CPUShares": False, "CPUSet": False, "PidsLimit": False,
        "IPv4Forwarding": True, "BridgeNfIptables": False, "BridgeNfIp6tables": False, "NFd": -1,
        "OomKillDisable": False, "NGoroutines": 31, "SystemTime": stamp(engine.now()), "CgroupDriver": "",
        "NEventsListener": 0, "KernelVersion": kernel_version(host),
        "OperatingSystem": operating_system(host, version), "OSVersion": f"10.0.{host.build}", "OSType": "windows",
        "Architecture": "x86_64", "IndexServerAddress": "https://index.docker.io/v1/",
        "NCPU": host.processors, "MemTotal": host.memory, "GenericResources": None, "DockerRootDir": engine.data_root,
        "Name": host.name,
        "ServerVersion": version.text, "Runtimes": None, "DefaultRuntime": "",
        "Swarm": {
            "NodeID": "", "NodeAddr": "", "LocalNodeState": "inactive", "ControlAvailable": False, "Error": "",
            "RemoteManagers": None,
        },
        "LiveRestoreEnabled": False, "Isolation": engine.default_isolation, "InitBinary": "",
        **{name: _commit(version, api) for name in ("ContainerdCommit", "RuncCommit", "InitCommit")},
        "SecurityOptions": nothing, "CDISpecDirs": list(CDI), "Warnings": None, **engine.settings.told(),
    }  # fmt: skip
    body["RegistryConfig"] = {**_registries(version, api), **body["RegistryConfig"]}
    gone = {name for name, since, before in MEMBERS if not since <= version.number < before}
    back = {
        name for names, since, before in FOR_OLD_CLIENTS for name in names if version.number >= since and api < before
    }
    told = {name: value for name, value in body.items() if name not in gone or name in back}
    return linux.info(told) if engine.mode == "linux" else told


def _registries(version: EngineVersion, api: tuple[int, int]) -> dict[str, Any]:
    since, before = NO_NONDISTRIBUTABLE
    if version.number >= since and api >= before:
        return {}
    value: list[str] | None = None if version.number >= since else []
    return {f"AllowNondistributableArtifacts{what}": value for what in ("CIDRs", "Hostnames")}


def _commit(version: EngineVersion, api: tuple[int, int]) -> dict[str, str]:
    """`Expected` is the id once more; 28.1 left it out where it is empty, for older clients as well."""
    told = version.number < (28, 1) or (version.number >= (29, 0) and api < (1, 49))
    return {"ID": "", "Expected": ""} if told else {"ID": ""}


def version(engine: Engine) -> dict[str, Any]:
    """The body of GET /version."""
    of, kernel = engine.version, kernel_version(engine.host())
    details = {
        "ApiVersion": of.api, "Arch": "amd64", "BuildTime": of.built,
        "Experimental": str(bool(engine.settings.values.get("experimental"))).lower(), "GitCommit": of.commit,
        "GoVersion": of.go, "KernelVersion": kernel, "MinAPIVersion": of.min_api, "Os": "windows",
    }  # fmt: skip
    body = {
        "Platform": {"Name": "Docker Engine - Community"},
        "Components": [{"Name": "Engine", "Version": of.text, "Details": details}], "Version": of.text,
        "ApiVersion": of.api, "MinAPIVersion": of.min_api, "GitCommit": of.commit, "GoVersion": of.go, "Os": "windows",
        "Arch": "amd64", "KernelVersion": kernel, "BuildTime": of.built,
    }  # fmt: skip
    return linux.version(body) if engine.mode == "linux" else body
