# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which options does Windows refuse or ignore, and why? The engine refuses some and silently ignores others; both are
said here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypedDict


class RefusedOption(TypedDict):
    """`action`: "refuse" (the engine would refuse it, or it would give a false sense of safety) or "warn" (it has no
    effect and does no harm). `harmless` are values that ask for nothing, apart from empty ones."""

    action: str
    reason: str
    source: str
    harmless: tuple[Any, ...]


_RUNCONFIG = "moby/moby daemon/internal/runconfig/hostconfig_windows.go"
_RESOURCES = "moby/moby daemon/daemon_windows.go verifyPlatformContainerResources"
_IGNORED = "moby/moby daemon/oci_windows.go (never reads it)"
_VALIDATED = "moby 28.5.2 and 29.7.2, recorded (each name but ALL is refused)"
_CONTAINERS = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/manage-containers/hyperv-container"


def _engine(what: str, source: str = _RESOURCES, harmless: tuple[Any, ...] = ()) -> RefusedOption:
    reason = f"Windows does not support {what}; the engine refuses the container"
    return RefusedOption(action="refuse", reason=reason, source=source, harmless=harmless)


def _ignored(what: str, action: str = "refuse") -> RefusedOption:
    reason = f"the engine accepts it on Windows and ignores it: {what}"
    return RefusedOption(action=action, reason=reason, source=_IGNORED, harmless=())


def _nothing_to_share(what: str) -> RefusedOption:
    reason = f"Windows has no {what} that containers could share; the engine accepts the option and ignores it"
    return RefusedOption(action="refuse", reason=reason, source=_CONTAINERS, harmless=("private", "none", "default"))


# Names as options are written in playbooks and compose files; the API's spelling (CapAdd) is read as well.
REFUSED_OPTIONS: dict[str, RefusedOption] = {
    "privileged": _engine("privileged containers", _RUNCONFIG),
    "readonly_rootfs": _engine("a read-only root file system", _RUNCONFIG),
    "read_only": _engine("a read-only root file system", _RUNCONFIG),
    "cpu_realtime_period": _engine("real-time CPU scheduling", _RUNCONFIG),
    "cpu_realtime_runtime": _engine("real-time CPU scheduling", _RUNCONFIG),
    "cpu_rt_period": _engine("real-time CPU scheduling", _RUNCONFIG),
    "cpu_rt_runtime": _engine("real-time CPU scheduling", _RUNCONFIG),
    "blkio_device_read_bps": _engine("block device limits"),
    "blkio_device_read_iops": _engine("block device limits"),
    "blkio_device_write_bps": _engine("block device limits"),
    "blkio_device_write_iops": _engine("block device limits"),
    "blkio_weight": _engine("block device limits"),
    "blkio_weight_device": _engine("block device limits"),
    "cgroup_parent": _engine("control groups"),
    "cpu_period": _engine("CPU periods; use cpus"),
    "cpuset_cpus": _engine("CPU sets; use cpus"),
    "cpuset": _engine("CPU sets; use cpus"),
    "cpuset_mems": _engine("memory nodes"),
    "memory_reservation": _engine("memory reservation; use memory"),
    "mem_reservation": _engine("memory reservation; use memory"),
    "memory_swap": _engine("swap limits; use memory"),
    "memswap_limit": _engine("swap limits; use memory"),
    "memory_swappiness": _engine("swappiness, 0 neither", harmless=(-1,)),
    "mem_swappiness": _engine("swappiness, 0 neither", harmless=(-1,)),
    "oom_kill_disable": _engine("switching off the out-of-memory killer"),
    "pids_limit": _engine("a limit of processes", harmless=(-1,)),
    "ulimits": _engine("ulimits"),
    "cap_add": _engine("capabilities", _VALIDATED, harmless=(["ALL"],)),
    "cap_drop": _engine("capabilities", _VALIDATED, harmless=(["ALL"],)),
    "sysctls": _ignored("Windows has no sysctls"),
    "userns_mode": _ignored("Windows has no user namespaces"),
    "cgroupns_mode": _ignored("Windows has no control groups"),
    "cgroup": _ignored("Windows has no control groups"),
    "group_add": _ignored("Windows containers take no further groups"),
    "masked_paths": _ignored("nothing would be masked"),
    "tmpfs": _ignored("Windows has no tmpfs"),
    "links": _ignored("use names on a user-defined network"),
    "oom_score_adj": _ignored("Windows has no out-of-memory killer", action="warn"),
    "init": _ignored("Windows containers bring their own session", action="warn"),
    "shm_size": _nothing_to_share("shared memory"),
    "ipc_mode": _nothing_to_share("shared memory and no shared synchronisation objects"),
    "ipc": _nothing_to_share("shared memory and no shared synchronisation objects"),
    "pid_mode": _nothing_to_share("process namespace"),
    "pid": _nothing_to_share("process namespace"),
    "uts_mode": _nothing_to_share("UTS namespace"),
    "uts": _nothing_to_share("UTS namespace"),
    "checkpoint": _engine("checkpoints", "moby/moby daemon/internal/libcontainerd/local"),
}


# Options of which even the empty value asks for something.
COUNTS_WHEN_ZERO = frozenset({"memory_swappiness", "mem_swappiness"})


@dataclass(frozen=True)
class CpuConflict:
    """Two CPU options that do not go together. `only` is the isolation in which that is so, None for both."""

    options: tuple[str, str]
    action: str
    reason: str
    only: str | None = None


CPU_CONFLICTS: tuple[CpuConflict, ...] = (
    CpuConflict(("cpus", "cpu_percent"), "refuse", "cpus and cpu_percent cannot both be set"),
    CpuConflict(("cpus", "cpu_shares"), "refuse", "cpus and cpu_shares cannot both be set"),
    CpuConflict(
        ("cpu_count", "cpu_shares"), "warn", "cpu_count goes before cpu_shares, which the engine sets to 0", "process"
    ),
    CpuConflict(
        ("cpu_count", "cpu_percent"), "warn", "cpu_count goes before cpu_percent, which the engine sets to 0", "process"
    ),
    CpuConflict(
        ("cpu_shares", "cpu_percent"),
        "warn",
        "cpu_shares goes before cpu_percent, which the engine sets to 0",
        "process",
    ),
)

# option -> (least, most); "processors" is the host's number of processors.
CPU_RANGES: dict[str, tuple[float, float | str | None]] = {
    "cpu_shares": (1, 10000),
    "cpu_percent": (1, 100),
    "cpu_count": (0, None),
    "cpus": (0.01, "processors"),
}
