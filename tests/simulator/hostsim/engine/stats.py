"""What does a container use, as the engine tells it? (recorded; moby daemon/stats_windows.go)"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .container import Container
from .versions import EngineVersion
from .wording import stamp

if TYPE_CHECKING:
    from .engine import Engine

BLKIO = (
    "io_service_bytes_recursive", "io_serviced_recursive", "io_queue_recursive", "io_service_time_recursive",
    "io_wait_time_recursive", "io_merged_recursive", "io_time_recursive", "sectors_recursive",
)  # fmt: skip
NAMES_SYSTEM = (29, 0)


def nothing(container: Container, version: EngineVersion) -> dict[str, Any]:
    """Of one that does not run: no sample was ever taken."""
    return {
        "name": f"/{container.name}", "id": container.id, **_system(version), "read": stamp(None),
        "preread": stamp(None), "pids_stats": {}, "blkio_stats": dict.fromkeys(BLKIO), "num_procs": 0,
        "storage_stats": {}, "cpu_stats": _cpu(0.0), "precpu_stats": _cpu(0.0), "memory_stats": {},
    }  # fmt: skip


def sample(engine: Engine, container: Container, before: dict[str, Any] | None) -> dict[str, Any]:
    """A sample, with the CPU of the one before it. 28 names the container where there was one before alone."""
    if not container.state.running:
        return nothing(container, engine.version)
    rows = engine.machine.hcs_processes(container.id)
    memory = sum(row["PrivateWorkingSet"] for row in rows)
    named = before is not None or engine.version.number >= NAMES_SYSTEM
    whose = {"name": f"/{container.name}", "id": container.id} if named else {}
    return {
        **whose, **_system(engine.version), "read": stamp(engine.now()),
        "preread": before["read"] if before else stamp(None),
        "pids_stats": {}, "blkio_stats": dict.fromkeys(BLKIO), "num_procs": engine.host().processors,
        "storage_stats": {
            "read_count_normalized": 100 * len(rows), "read_size_bytes": 409_600 * len(rows),
            "write_count_normalized": 50 * len(rows), "write_size_bytes": 204_800 * len(rows),
        },
        "cpu_stats": _cpu(sum(row["CPU"] for row in rows)),
        "precpu_stats": before["cpu_stats"] if before else _cpu(0.0),
        "memory_stats": {
            "commitbytes": 2 * memory, "commitpeakbytes": 3 * memory, "privateworkingset": memory,
        },
        "networks": {
            endpoint["EndpointID"]: {
                "rx_bytes": 1000, "rx_packets": 10, "rx_errors": 0, "rx_dropped": 1,
                "tx_bytes": 2000, "tx_packets": 20, "tx_errors": 0, "tx_dropped": 2,
            }
            for endpoint in container.endpoints.values() if endpoint["EndpointID"]
        },
    }  # fmt: skip


def _system(version: EngineVersion) -> dict[str, str]:
    return {"os_type": "windows"} if version.number >= NAMES_SYSTEM else {}


def _cpu(seconds: float) -> dict[str, Any]:
    total = int(seconds * 1e7)  # in units of 100 ns
    kernel = total * 3 // 5
    return {
        "cpu_usage": {"total_usage": total, "usage_in_kernelmode": kernel, "usage_in_usermode": total - kernel},
        "throttling_data": {"periods": 0, "throttled_periods": 0, "throttled_time": 0},
    }
