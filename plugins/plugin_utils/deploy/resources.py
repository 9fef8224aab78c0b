# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much may a container take? Processors, disk, throughput: the options beside memory and cpus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import UNITS, size_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Problem, shown

#: The engine's own bounds (moby daemon/daemon_windows.go verifyPlatformContainerResources, recorded)
MOST_SHARES, MOST_PERCENT = 10000, 100
MOST = 2**31 - 1  # of the numbers that the engine itself does not bound


def number(least: int, most: int, what: str) -> Callable[[Any], int]:
    """A reader of whole numbers between both."""

    def read(value: Any) -> int:
        if isinstance(value, bool) or not least <= value <= most:
            raise ValueError(f"allowed is {what} from {least} to {most}")
        return int(value)

    return read


cpu_count = number(1, 1024, "a number of processors")
cpu_percent = number(1, MOST_PERCENT, "a part of the host's processors, in percent,")
cpu_shares = number(1, MOST_SHARES, "a weight")
io_maximum_iops = number(1, MOST, "a number of operations in a second")


def io_maximum_bandwidth(value: Any) -> int:
    """Bytes in a second."""
    found = size_of(value)
    if not found:
        raise ValueError("allowed are bytes in a second, such as 10m")
    return found


def storage_opt(value: Mapping[str, Any]) -> dict[str, str]:
    """The engine for Windows reads size alone, and takes any other key without a word (recorded)."""
    others = sorted(key for key in value if key != "size")
    if others:
        raise ValueError(f"Windows reads size alone, and nothing would come of {', '.join(others)}; leave it out")
    if "size" not in value:
        raise ValueError("size is missing; allowed is {size: 40g}")
    size = value["size"]
    if (size_of(size) or 0) < UNITS["g"]:
        raise ValueError(f"size: {shown(size, 'allowed is a size such as 40g, at least 1g', False)}")
    return {"size": str(size)}


#: Which of them the engine refuses beside each other (recorded), in both modes
NOT_BESIDE_CPUS = ("cpu_percent", "cpu_shares")
#: Of these it takes the first and drops the others in a container that is isolated as a process (recorded)
ONE_OF = ("cpu_count", "cpu_shares", "cpu_percent")


def conflicts(spec: Mapping[str, Any]) -> list[Problem]:
    """Limits that cannot be declared beside each other."""
    found = [
        (name, shown(spec[name], "the engine takes it not beside cpus; leave one of them out", False))
        for name in NOT_BESIDE_CPUS
        if spec[name] and spec["cpus"]
    ]
    given = [name for name in ONE_OF if spec[name]]
    if spec["isolation"] != "hyperv" and len(given) > 1 and not found:
        kept, *dropped = given
        found += [
            (
                name,
                shown(
                    spec[name],
                    f"beside {kept} the engine drops it, unless the container is isolated with hyperv; leave one of "
                    "them out",
                    False,
                ),
            )
            for name in dropped
        ]
    return found
