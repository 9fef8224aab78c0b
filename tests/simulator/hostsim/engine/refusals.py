"""What does the engine refuse when a container is created (and again when it is started)?

Two tables, walked in the engine's own order by `check`: a row says which option it is about, when it is refused, and
with which text
since which engine version. What is in no row is accepted: ulimit-like options that Windows has no use for are
ignored by
the real engine too (isolation.md 1.5). Texts: isolation.md 1.3, 1.4 (moby daemon/internal/runconfig,
daemon/daemon_windows.go,
daemon/container.go). Statuses below 23.0: runconfig's own checks answer 500 there (asked of a real 20.10.24).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .errors import ApiError
from .versions import EngineVersion, Number, since

OLDEST: Number = (0,)
Texts = tuple[tuple[Number, int, str], ...]


@dataclass(frozen=True)
class Request:
    """What the checks look at: the stored forms of the request's Config and HostConfig, and the host."""

    config: dict[str, Any]
    host: dict[str, Any]
    version: EngineVersion
    hyperv: bool  # how it would run: the request's isolation, or the engine's default
    client: bool
    build: int
    processors: int


@dataclass(frozen=True)
class Refusal:
    """A row: `fault` gives None (accepted) or the values for the text's fields."""

    option: str
    fault: Callable[[Request], dict[str, Any] | None]
    texts: Texts


def _when(test: Callable[[Request], Any]) -> Callable[[Request], dict[str, Any] | None]:
    return lambda request: {"value": test(request)} if test(request) else None


def _set(name: str) -> Callable[[Request], dict[str, Any] | None]:
    return _when(lambda request: request.host.get(name))


def _decode(new: str, old: str) -> Texts:
    return (((28, 0), 400, new), ((23, 0), 400, old), (OLDEST, 500, old))


def _always(text: str) -> Texts:
    return ((OLDEST, 400, text),)


def _shares_network(request: Request) -> bool:
    return str(request.host["NetworkMode"]).startswith("container:")


def _policy(request: Request) -> tuple[str, int]:
    policy = request.host["RestartPolicy"]
    return policy["Name"], policy["MaximumRetryCount"]


POLICIES = ("", "no", "always", "on-failure", "unless-stopped")
ISOLATIONS = ("", "default", "process", "hyperv")
CONFLICT = "conflicting options: {} and the container type network mode"
CAPABILITIES = frozenset(
    [
        "AUDIT_CONTROL",
        "AUDIT_READ",
        "AUDIT_WRITE",
        "BLOCK_SUSPEND",
        "BPF",
        "CHECKPOINT_RESTORE",
        "CHOWN",
        "DAC_OVERRIDE",
        "DAC_READ_SEARCH",
        "FOWNER",
        "FSETID",
        "IPC_LOCK",
        "IPC_OWNER",
        "KILL",
        "LEASE",
        "LINUX_IMMUTABLE",
        "MAC_ADMIN",
        "MAC_OVERRIDE",
        "MKNOD",
        "NET_ADMIN",
        "NET_BIND_SERVICE",
        "NET_BROADCAST",
        "NET_RAW",
        "PERFMON",
        "SETFCAP",
        "SETGID",
        "SETPCAP",
        "SETUID",
        "SYSLOG",
        "SYS_ADMIN",
        "SYS_BOOT",
        "SYS_CHROOT",
        "SYS_MODULE",
        "SYS_NICE",
        "SYS_PACCT",
        "SYS_PTRACE",
        "SYS_RAWIO",
        "SYS_RESOURCE",
        "SYS_TIME",
        "SYS_TTY_CONFIG",
        "WAKE_ALARM",
        "ALL",
    ]
)


def _unknown_capability(name: str) -> Callable[[Request], dict[str, Any] | None]:
    def fault(request: Request) -> dict[str, Any] | None:
        for capability in request.host.get(name) or []:
            bare = str(capability).upper().removeprefix("CAP_")
            if bare not in CAPABILITIES:
                return {"value": f"CAP_{bare}"}
        return None

    return fault


def _bad_port(request: Request) -> dict[str, Any] | None:
    for bindings in (request.host["PortBindings"] or {}).values():
        for binding in bindings or []:
            port = str(binding.get("HostPort") or "0")
            if not re.fullmatch(r"\d+(-\d+)?", port) or int(port.split("-")[0]) > 65535:
                return {"value": port}
    return None


def _bad_working_dir(request: Request) -> dict[str, Any] | None:
    folder = request.config.get("WorkingDir") or ""
    return None if not folder or re.match(r"^([A-Za-z]:)?[\\/]", folder) else {"value": folder}


def _too_many_cpus(request: Request) -> dict[str, Any] | None:
    nano = request.host["NanoCpus"]
    return {"n": request.processors} if nano < 0 or nano > request.processors * 10**9 else None


def _unsupported(name: str, spoken: str | None = None) -> Refusal:
    return Refusal(name, _set(name), _always(f"invalid option: Windows does not support {spoken or name}"))


# while the request is decoded, at create only
DECODING: tuple[Refusal, ...] = (
    Refusal("Hostname", _when(lambda r: _shares_network(r) and r.config.get("Hostname")),
            _always("conflicting options: hostname and the network mode")),
    Refusal("Links", _when(lambda r: _shares_network(r) and r.host["Links"]),
            _always("conflicting options: container type network can't be used with links. "
                    "This would result in undefined behavior")),
    Refusal("Dns", _when(lambda r: _shares_network(r) and r.host["Dns"]),
            _always("conflicting options: dns and the network mode")),
    Refusal("ExtraHosts", _when(lambda r: _shares_network(r) and r.host["ExtraHosts"]),
            _always("conflicting options: custom host-to-IP mapping and the network mode")),
    Refusal("PortBindings",
    _when(lambda r: _shares_network(r) and (r.host["PortBindings"] or r.host["PublishAllPorts"])),
            _always(CONFLICT.format("port publishing"))),
    Refusal("ExposedPorts", _when(lambda r: _shares_network(r) and r.config.get("ExposedPorts")),
            _always(CONFLICT.format("port exposing"))),
    Refusal("NetworkMode", _when(lambda r: _shares_network(r) and r.host["Isolation"].lower() == "hyperv"),
            _decode("invalid network-mode: using the network stack of another container is not supported while using "
                    "Hyper-V Containers",
                    "Using the network stack of another container is not supported while using Hyper-V Containers")),
    Refusal("Isolation",
    lambda r: None if r.host["Isolation"].lower() in ISOLATIONS else {"value": r.host["Isolation"]},
            _decode("invalid isolation ({value}): Windows supports 'default', 'process', or 'hyperv'",
                    "Invalid isolation: \"{value}\". Windows supports 'default', 'process', or 'hyperv'")),
    Refusal("CpuRealtimePeriod", _set("CpuRealtimePeriod"),
            _decode("invalid option: CPU real-time period is not supported for Windows containers",
                    "Windows does not support CPU real-time period")),
    Refusal("CpuRealtimeRuntime", _set("CpuRealtimeRuntime"),
            _decode("invalid option: CPU real-time runtime is not supported for Windows containers",
                    "Windows does not support CPU real-time runtime")),
    Refusal("Privileged", _set("Privileged"),
            _decode("invalid option: privileged mode is not supported for Windows containers",
                    "Windows does not support privileged mode")),
    Refusal("ReadonlyRootfs", _set("ReadonlyRootfs"),
            _decode("invalid option: read-only mode is not supported for Windows containers",
                    "Windows does not support root filesystem in read-only mode")),
)  # fmt: skip
# by the daemon, at create and again at each start
SETTINGS: tuple[Refusal, ...] = (
    Refusal("WorkingDir", _bad_working_dir,
            _always("the working directory '{value}' is invalid, it needs to be an absolute path")),
    Refusal("Env", lambda r: next(({"value": e} for e in r.config.get("Env") or [] if e.startswith("=")), None),
            _always("invalid environment variable: {value}")),
    Refusal("Healthcheck",
            _when(lambda r: 0 < ((r.config.get("Healthcheck") or {}).get("Interval") or 0) < 1_000_000),
            _always("Interval in Healthcheck cannot be less than 1ms")),
    Refusal("AutoRemove", _when(lambda r: r.host["AutoRemove"] and _policy(r)[0] not in ("", "no")),
            _always("can't create 'AutoRemove' container with restart policy")),
    Refusal("ExtraHosts", lambda r: next(({"value": h} for h in r.host["ExtraHosts"] or [] if ":" not in h), None),
            _always('bad format for add-host: "{value}"')),
    Refusal("PortBindings", _bad_port, _always('invalid port specification: "{value}"')),
    Refusal("RestartPolicy", lambda r: None if _policy(r)[0] in POLICIES else {"value": _policy(r)[0]},
            (((25, 0), 400, "invalid restart policy: unknown policy '{value}'; use one of 'no', 'always', "
                            "'on-failure', or 'unless-stopped'"),
             (OLDEST, 400, "invalid restart policy '{value}'"))),
    Refusal("RestartPolicy",
    lambda r: {"value": _policy(r)[0]} if _policy(r)[1] and _policy(r)[0] != "on-failure" else None,
            (((25, 0), 400, "invalid restart policy: maximum retry count can only be used with 'on-failure'"),
             (OLDEST, 400, "maximum retry count cannot be used with restart policy '{value}'"))),
    Refusal("RestartPolicy", _when(lambda r: _policy(r)[1] < 0),
            (((25, 0), 400, "invalid restart policy: maximum retry count cannot be negative"),
             (OLDEST, 400, "maximum retry count cannot be negative"))),
    Refusal("CapAdd", _unknown_capability("CapAdd"), _always('invalid CapAdd: unknown capability: "{value}"')),
    Refusal("CapDrop", _unknown_capability("CapDrop"), _always('invalid CapDrop: unknown capability: "{value}"')),
    Refusal("Isolation", _when(lambda r: not r.hyperv and r.client and r.build < 17763
                               and (18, 9) <= r.version.number < (23, 0)),
            _always("Windows client operating systems earlier than version 1809 can only run Hyper-V containers")),
    Refusal("Isolation", _when(lambda r: not r.hyperv and r.client and r.version.number < (18, 9)),
            _always("Windows client operating systems only support Hyper-V containers")),
    Refusal("CpuShares", _when(lambda r: not 0 <= r.host["CpuShares"] <= 10000),
            _always("range of CPUShares is from 1 to 10000")),
    Refusal("CpuPercent", _when(lambda r: not 0 <= r.host["CpuPercent"] <= 100),
            _always("range of CPUPercent is from 1 to 100")),
    Refusal("CpuCount", _when(lambda r: r.host["CpuCount"] < 0),
            _always("invalid CPUCount: CPUCount cannot be negative")),
    Refusal("NanoCpus", _when(lambda r: r.host["NanoCpus"] > 0 and r.host["CpuPercent"] > 0),
            _always("conflicting options: Nano CPUs and CPU Percent cannot both be set")),
    Refusal("NanoCpus", _when(lambda r: r.host["NanoCpus"] > 0 and r.host["CpuShares"] > 0),
            _always("conflicting options: Nano CPUs and CPU Shares cannot both be set")),
    Refusal("NanoCpus", _too_many_cpus,
            _always("range of CPUs is from 0.01 to {n}.00, as there are only {n} CPUs available")),
    _unsupported("BlkioDeviceReadBps"),
    _unsupported("BlkioDeviceReadIOps"),
    _unsupported("BlkioDeviceWriteBps"),
    _unsupported("BlkioDeviceWriteIOps"),
    _unsupported("BlkioWeight"),
    _unsupported("BlkioWeightDevice"),
    _unsupported("CgroupParent"),
    _unsupported("CpuPeriod", "CPUPeriod"),
    _unsupported("CpusetCpus"),
    _unsupported("CpusetMems"),
    _unsupported("KernelMemory"),
    _unsupported("MemoryReservation"),
    _unsupported("MemorySwap"),
    Refusal("MemorySwappiness", _when(lambda r: r.host["MemorySwappiness"] is not None),
            _always("invalid option: Windows does not support MemorySwappiness")),
    _unsupported("OomKillDisable"),
    _unsupported("PidsLimit"),
    _unsupported("Ulimits"),
)  # fmt: skip


def check(request: Request, rows: tuple[Refusal, ...]) -> None:
    """Raise the ApiError of the first row that refuses the request."""
    for row in rows:
        values = row.fault(request)
        if values is not None:
            status, text = since(row.texts, request.version.number)
            raise ApiError(status, text.format(**values))


def settle_cpu_conflicts(host: dict[str, Any], hyperv: bool) -> list[str]:
    """Under process isolation the loser of two CPU settings becomes 0.

    Returns the warnings (moby daemon_windows.go).
    """
    losers = (("CpuCount", "count", "CpuShares", "shares"), ("CpuCount", "count", "CpuPercent", "percent"),
              ("CpuShares", "shares", "CpuPercent", "percent"))  # fmt: skip
    warnings = []
    for winner, spoken, loser, lost in losers:
        if not hyperv and host[winner] > 0 and host[loser] > 0:
            host[loser] = 0
            warnings.append(
                f"Conflicting options: CPU {spoken} takes priority over CPU {lost} on Windows Server Containers. "
                f"CPU {lost} discarded"
            )
    return warnings
