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

import ipaddress
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


def _unknown_capability(name: str) -> Callable[[Request], dict[str, Any] | None]:
    def fault(request: Request) -> dict[str, Any] | None:
        for capability in request.host.get(name) or []:
            bare = str(capability).upper().removeprefix("CAP_")
            if bare != "ALL":  # Windows has none (moby oci/caps, utils_other.go)
                return {"value": f"CAP_{bare}"}
        return None

    return fault


def _port(text: str) -> bool:
    """go-connections nat.ParsePort: nothing is port 0."""
    return not text or (text.isdigit() and int(text) <= 65535)


def _ports(text: str) -> bool:
    """nat.ParsePortRange: one port, or the first and the last."""
    first, dash, last = text.partition("-")
    if not dash:
        return _port(text)
    return bool(first and last) and _port(first) and _port(last) and int(first) <= int(last)


def _bad_port(request: Request) -> dict[str, Any] | None:
    typed = request.version.number >= (29, 0)
    for port, bindings in (request.host["PortBindings"] or {}).items():
        number = port.partition("/")[0]
        if typed and int(number or 0) == 0:
            return {"value": port}
        if not typed and not _port(number):
            return {"value": number}
        for binding in bindings or []:
            if not _ports(str(binding["HostPort"])):
                return {"value": binding["HostPort"]}
    return None


def _bad_extra_host(request: Request) -> dict[str, Any] | None:
    for entry in request.host["ExtraHosts"] or []:
        name, colon, _address = str(entry).partition(":")
        if not colon or not name:
            return {"value": entry}
    return None


def _bad_extra_address(request: Request) -> dict[str, Any] | None:
    for entry in request.host["ExtraHosts"] or []:
        address = str(entry).partition(":")[2]
        try:
            ipaddress.ip_address(address.strip("[]"))
        except ValueError:
            if address != "host-gateway":
                return {"value": address}
    return None


def _short_of(member: str) -> Callable[[Request], dict[str, Any] | None]:
    """A time of the health check that is no time: 0 stands for the default."""

    def fault(request: Request) -> dict[str, Any] | None:
        value = (request.config.get("Healthcheck") or {}).get(member) or 0
        return {} if value != 0 and value < 1_000_000 else None

    return fault


SIGNALS = frozenset(
    [
        "ABRT",
        "ALRM",
        "BUS",
        "CHLD",
        "CLD",
        "CONT",
        "FPE",
        "HUP",
        "ILL",
        "INT",
        "IO",
        "IOT",
        "KILL",
        "PIPE",
        "POLL",
        "PROF",
        "PWR",
        "QUIT",
        "SEGV",
        "STKFLT",
        "STOP",
        "SYS",
        "TERM",
        "TRAP",
        "TSTP",
        "TTIN",
        "TTOU",
        "URG",
        "USR1",
        "USR2",
        "VTALRM",
        "WINCH",
        "XCPU",
        "XFSZ",
    ]
)


def _bad_signal(request: Request) -> dict[str, Any] | None:
    text = str(request.config.get("StopSignal") or "")
    if not text or text.upper().removeprefix("SIG") in SIGNALS:
        return None
    return None if re.fullmatch(r"-?\d+", text) and int(text) != 0 else {"value": text}


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
    Refusal("NetworkMode", _when(lambda r: r.host["NetworkMode"] == "container:"),
            _always("invalid network mode: invalid container format container:<name|id>")),
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
    Refusal("StopSignal", _bad_signal, _always("invalid signal: {value}")),
    Refusal("Env", _when(lambda r: "" in (r.config.get("Env") or [])), _always("invalid environment variable: ")),
    Refusal("Env", lambda r: next(({"value": e} for e in r.config.get("Env") or [] if e.startswith("=")), None),
            _always("invalid environment variable: {value}")),
    *(Refusal("Healthcheck", _short_of(member), _always(f"{member} in Healthcheck cannot be less than 1ms"))
      for member in ("Interval", "Timeout")),
    Refusal("Healthcheck", _when(lambda r: (r.config.get("Healthcheck") or {}).get("Retries", 0) < 0),
            _always("Retries in Healthcheck cannot be negative")),
    *(Refusal("Healthcheck", _short_of(member), _always(f"{member} in Healthcheck cannot be less than 1ms"))
      for member in ("StartPeriod", "StartInterval")),
    Refusal("AutoRemove", _when(lambda r: r.host["AutoRemove"] and _policy(r)[0] not in ("", "no")),
            _always("can't create 'AutoRemove' container with restart policy")),
    Refusal("ExtraHosts", _bad_extra_host, _always('bad format for add-host: "{value}"')),
    Refusal("ExtraHosts", _bad_extra_address, _always('invalid IP address in add-host: "{value}"')),
    Refusal("PortBindings", _bad_port, _always('invalid port specification: "{value}"')),
    Refusal("RestartPolicy", lambda r: None if _policy(r)[0] in POLICIES else {"value": _policy(r)[0]},
            (((25, 0), 400, "invalid restart policy: unknown policy '{value}'; use one of 'no', 'always', "
                            "'on-failure', or 'unless-stopped'"),
             (OLDEST, 400, "invalid restart policy '{value}'"))),
    Refusal("RestartPolicy",
    _when(lambda r: r.version.number >= (25, 0) and _policy(r)[1] < 0 and _policy(r)[0] != "on-failure"),
            _always("invalid restart policy: maximum retry count can only be used with 'on-failure' and cannot be "
                    "negative")),
    Refusal("RestartPolicy",
    lambda r: {"value": _policy(r)[0]} if _policy(r)[1] and _policy(r)[0] != "on-failure" else None,
            (((25, 0), 400, "invalid restart policy: maximum retry count can only be used with 'on-failure'"),
             (OLDEST, 400, "maximum retry count cannot be used with restart policy '{value}'"))),
    Refusal("RestartPolicy", _when(lambda r: _policy(r)[1] < 0),
            (((25, 0), 400, "invalid restart policy: maximum retry count cannot be negative"),
             (OLDEST, 400, "maximum retry count cannot be negative"))),
    Refusal("Annotations", _when(lambda r: "" in (r.host.get("Annotations") or {})),
            _always("invalid Annotations: the empty string is not permitted as an annotation key")),
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
