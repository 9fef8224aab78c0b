# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which faults of the engine itself does a declaration meet, on which versions, and what do they come to? A table with
one reader."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """`first` and `last` are the versions that have it, `option` and `value` what of a container meets it. `before`
    warns of it ({engine}: the version), `after` says what happened, by the kind of the step (host/steps.py) whose
    answer did not come; None is for all others."""

    first: tuple[int, ...]
    last: tuple[int, ...]
    option: str
    value: str
    before: str
    after: dict[str | None, str]
    source: str


_UPDATE = "Update the engine to 29.1.4 or newer, or leave network: none out."
FAULTS: tuple[Fault, ...] = (
    Fault(
        first=(26, 1, 0),
        last=(29, 1, 3),
        option="network",
        value="none",
        before="engine {engine} crashes when a container without a network stops while another one has one "
        "(moby#51822), and all containers end with it; update the engine to 29.1.4 or newer, or leave the option out",
        after={
            "start": "Engine {engine} cuts the start of a container without a network off while another container of "
            f"the host has one (moby#51822); the engine itself and the other containers go on. {_UPDATE}",
            None: "Engine {engine} crashes when a container without a network ends while another one has one "
            "(moby#51822): all containers of this host have ended with it. When the service docker runs again (by "
            "itself where it is set to, or Start-Service docker), those with a restart policy come back, the others "
            f"stay down until they are deployed again. {_UPDATE}",
        },
        source="https://github.com/moby/moby/issues/51822; libnetwork/network_windows.go",
    ),
)


def faults_of(engine: str, option: str, value: str) -> list[Fault]:
    """The faults that a container with this value of an option meets on an engine of this version (`28.5.2`, with
    whatever stands behind it); empty where the version is not known."""
    found = re.match(r"(\d+)\.(\d+)\.(\d+)", engine)
    number = tuple(int(part) for part in found.groups()) if found else None
    return [
        fault
        for fault in FAULTS
        if number is not None and fault.first <= number <= fault.last and (option, value) == (fault.option, fault.value)
    ]
