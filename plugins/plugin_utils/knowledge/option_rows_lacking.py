# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which options has Windows not got? The engine refuses some of them, and accepts others in silence, without effect."""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_row import (
    NO_EFFECT,
    OCI,
    RECORDED,
    REFUSED,
    RESOURCES,
    Refusal,
    Row,
    host_config,
    words,
)

_CONTAINERS = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/manage-containers/hyperv-container"


def _refused(
    what: str,
    member: str,
    compose: str,
    theirs: str,
    also: str = "",
    way_out: str = "Leave it out.",
    said: str | None = None,
    source: str = RECORDED,
    **more: Any,
) -> Row:
    refusal = Refusal("all others" if more.get("nothing") else "any", said or f"Windows does not support {member}$")
    return Row(
        **{
            "source": source,
            "compose": words(compose),
            "docker_container": words(theirs),
            "also": words(also),
            "api": host_config(member),
            "engine": REFUSED,
            "refuses": (refusal,),
            "lacks": what,
            "way_out": way_out,
            **more,
        }
    )


def _ignored(
    why: str,
    member: str,
    compose: str = "",
    theirs: str = "",
    also: str = "",
    way_out: str = "Leave it out.",
    **more: Any,
) -> Row:
    return Row(
        **{
            "source": f"{RECORDED}; {OCI}",
            "compose": words(compose),
            "docker_container": words(theirs),
            "also": words(also),
            "api": host_config(member),
            "engine": NO_EFFECT,
            "lacks": why,
            "way_out": way_out,
            **more,
        }
    )


def _unshared(what: str, member: str, compose: str, theirs: str, also: str) -> Row:
    return _ignored(
        f"Windows has no {what} that containers could share",
        member,
        compose,
        theirs,
        also,
        "Leave it out: each container has its own.",
        nothing=("private", "none", "default"),
        source=f"{RECORDED}; {_CONTAINERS}",
    )


_BLOCK = "Windows has no limits of block devices"
_BANDWIDTH = (
    "Leave it out: io_maximum_bandwidth of the engine limits the container's own drive, and cannot be declared yet."
)

REFUSED_BY_THE_ENGINE: tuple[Row, ...] = (
    _refused("Windows has no privileged containers", "Privileged", "privileged", "privileged",
             said="^invalid option: privileged mode is not supported for Windows containers$"),
    _refused("Windows has no read-only root file system", "ReadonlyRootfs", "read_only", "read_only", "readonly_rootfs",
             "Leave it out; make mounts read-only.",
             "^invalid option: read-only mode is not supported for Windows containers$"),
    _refused("Windows has no real-time scheduling", "CpuRealtimeRuntime", "cpu_rt_runtime", "", "cpu_realtime_runtime",
             "Leave it out; limit others with cpus.",
             "^invalid option: CPU real-time runtime is not supported for Windows containers$"),
    _refused("Windows has no real-time scheduling", "CpuRealtimePeriod", "cpu_rt_period", "", "cpu_realtime_period",
             "Leave it out; limit others with cpus.",
             "^invalid option: CPU real-time period is not supported for Windows containers$",
             "moby/moby daemon/internal/runconfig/hostconfig_windows.go", versions="19.03 and newer"),
    _refused(_BLOCK, "BlkioWeight", "blkio_config blkio_config.weight", "blkio_weight", "", _BANDWIDTH),
    _refused(_BLOCK, "BlkioWeightDevice", "blkio_config.weight_device blkio_config.weight_device.*", "", "",
             _BANDWIDTH),
    _refused(_BLOCK, "BlkioDeviceReadBps", "blkio_config.device_read_bps blkio_config.device_read_bps.*",
             "device_read_bps device_read_bps.*", "", _BANDWIDTH),
    _refused(_BLOCK, "BlkioDeviceReadIOps", "blkio_config.device_read_iops blkio_config.device_read_iops.*",
             "device_read_iops device_read_iops.*", "", _BANDWIDTH),
    _refused(_BLOCK, "BlkioDeviceWriteBps", "blkio_config.device_write_bps blkio_config.device_write_bps.*",
             "device_write_bps device_write_bps.*", "", _BANDWIDTH),
    _refused(_BLOCK, "BlkioDeviceWriteIOps", "blkio_config.device_write_iops blkio_config.device_write_iops.*",
             "device_write_iops device_write_iops.*", "", _BANDWIDTH),
    _refused("Windows has no control groups", "CgroupParent", "cgroup_parent", "cgroup_parent"),
    _refused("Windows has no CPU periods", "CpuPeriod", "cpu_period", "cpu_period", "", "Leave it out; use cpus.",
             "Windows does not support CPUPeriod$"),
    _refused("Windows has no CPU sets", "CpusetCpus", "cpuset", "cpuset_cpus", "", "Leave it out; use cpus."),
    _refused("Windows has no memory nodes", "CpusetMems", "", "cpuset_mems", "", "Leave it out; use memory.", None,
             RESOURCES, versions="19.03 and newer"),
    _refused("Windows has no memory reservation", "MemoryReservation",
             "mem_reservation deploy.resources.reservations.memory", "memory_reservation", "",
             "Leave it out; use memory."),
    _refused("Windows has no swap limits", "MemorySwap", "memswap_limit", "memory_swap", "",
             "Leave it out; use memory."),
    _refused("Windows has no swappiness", "MemorySwappiness", "mem_swappiness", "memory_swappiness", "",
             "Leave it out: zero is a value too.", nothing=(-1,), zero_asks=True),
    _refused("Windows has no out-of-memory killer", "OomKillDisable", "oom_kill_disable", "oom_killer"),
    _refused("Windows has no limit of processes", "PidsLimit", "pids_limit deploy.resources.limits.pids", "pids_limit",
             "", "Leave it out.", nothing=(-1,)),
    _refused("Windows has no ulimits", "Ulimits", "ulimits ulimits.*", "ulimits"),
    _refused("Windows has no capabilities", "CapAdd", "cap_add", "capabilities", "",
             "Leave it out; user says who runs it.", "^invalid CapAdd: unknown capability: ",
             nothing=(["ALL"], ["all"])),
    _refused("Windows has no capabilities", "CapDrop", "cap_drop", "cap_drop", "",
             "Leave it out; user says who runs it.", "^invalid CapDrop: unknown capability: ",
             nothing=(["ALL"], ["all"])),
    Row("moby/moby daemon/internal/libcontainerd/local", also=words("checkpoint checkpoint_dir"), engine=REFUSED,
        refuses=(Refusal("any, at the start", "Windows: Containers do not support checkpoints", 500, "start",
                         "19.03 and newer"),),
        versions="19.03 and newer", lacks="Windows has no checkpoints", way_out="Leave it out."),
)  # fmt: skip

WITHOUT_EFFECT: tuple[Row, ...] = (
    _ignored("Windows has no sysctls", "Sysctls", "sysctls", "sysctls"),
    _ignored("Windows has no user namespaces", "UsernsMode", "userns_mode", "userns_mode"),
    _ignored("Windows has no control groups", "CgroupnsMode Cgroup", "cgroup", "cgroupns_mode",
             "cgroup_namespace cgroupns", nothing=("private", "none", "default")),
    _ignored("Windows has no control groups", "DeviceCgroupRules", "device_cgroup_rules", "device_cgroup_rules"),
    _ignored("Windows containers take no further groups", "GroupAdd", "group_add", "groups"),
    _ignored("nothing would be masked", "MaskedPaths", also="masked_paths"),
    _ignored("nothing would be read-only", "ReadonlyPaths", also="readonly_paths",
             way_out="Leave it out; make mounts read-only."),
    _ignored("Windows has no tmpfs", "Tmpfs", "tmpfs", "tmpfs", way_out="Leave it out; use a volume."),
    _ignored("Windows has no links", "Links", "links external_links", "links networks.links",
             way_out="Leave it out; containers of one user-defined network know each other by name.",
             refuses=(Refusal("any, with network container:NAME", r"^conflicting options: container type network"),)),
    _ignored("Windows has no out-of-memory killer", "OomScoreAdj", "oom_score_adj", "oom_score_adj", warns=True),
    _ignored("Windows containers bring their own session", "Init", "init", "init", warns=True),
    _unshared("shared memory", "ShmSize", "shm_size", "shm_size", ""),
    _unshared("shared memory and no shared synchronisation objects", "IpcMode", "ipc", "ipc_mode", ""),
    _unshared("process namespace", "PidMode", "pid", "pid_mode", ""),
    _unshared("UTS namespace", "UTSMode", "uts", "uts", "uts_mode"),
    _ignored("Windows has no CPU quotas", "CpuQuota", "cpu_quota", "cpu_quota", way_out="Leave it out; use cpus."),
    _ignored("Windows has no kernel memory to limit", "KernelMemory KernelMemoryTCP", "", "kernel_memory",
             "kernel_memory_tcp", "Leave it out; use memory."),
    _ignored("one runtime runs all containers of an engine", "Runtime", "runtime", "runtime",
             way_out="Leave it out; isolation says how a container is isolated."),
    _ignored("volumes are folders of the host", "VolumeDriver", "", "volume_driver",
             way_out="Leave it out; name a volume in mounts."),
    _ignored("Windows gives devices by their class", "DeviceRequests",
             "gpus gpus.* deploy.resources.reservations.devices deploy.resources.reservations.devices.*",
             "device_requests device_requests.*", "",
             "Leave it out; devices: [class/5B45201D-F2F2-4F3B-85BB-30FF1F953599] gives the GPU."),
    _ignored("name resolution of Windows containers has no options", "DnsOptions", "dns_opt", "dns_opts"),
    _ignored("no hosts file is written in Windows containers", "ExtraHosts", "extra_hosts", "etc_hosts", "",
             "Leave it out; containers of one user-defined network know each other by name, and the hosts file is the "
             "image's.",
             source=f"{RECORDED}; moby/moby daemon/libnetwork/sandbox_dns_windows.go (does nothing)",
             refuses=(Refusal("what is not NAME:ADDRESS", r"^bad format for add-host: "),
                      Refusal("host-gateway", r"^unable to derive the IP value for host-gateway$", 500, "start"))),
    _ignored("a file on the host of the client", "ContainerIDFile", also="cidfile"),
    _ignored("a member of Linux", "Capabilities"),
)  # fmt: skip
