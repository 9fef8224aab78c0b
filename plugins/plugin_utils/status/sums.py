# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The status of a fleet in numbers, and in a few sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any


def sums(hosts: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many hosts and containers there are, and how many of them want attention. A host that is not known, and one
    of whose declared containers something could not be compared, is `unknown`."""
    rows = [row for host in hosts for row in host["containers"]]
    behind = Counter(kind for row in rows for kind in {one["kind"] for one in row["behind"]})
    return {
        "hosts": len(hosts),
        "containers": sum(row["state"] != "absent" for row in rows),
        "running": sum(row["state"] == "running" for row in rows),
        "unhealthy": sum(row["health"] == "unhealthy" for row in rows),
        "drifted": sum(is_drifted(host) for host in hosts),
        "unknown": sum(is_unknown(host) for host in hosts),
        "undeclared": sum(not host["compared"] for host in hosts),
        "behind_tag": behind["tag"],
        "behind_host": behind["image"],
        "hosts_behind": sum(
            any(one["kind"] == "host" for row in host["containers"] for one in row["behind"]) for host in hosts
        ),
    }


def kinds(host: Mapping[str, Any]) -> set[str]:
    """The kinds of drift of a host."""
    return {one["kind"] for one in (*host["drift"], *(one for row in host["containers"] for one in row["drift"]))}


def is_drifted(host: Mapping[str, Any]) -> bool:
    return bool(kinds(host) - {"unknown"})


def is_unknown(host: Mapping[str, Any]) -> bool:
    return bool(host["error"]) or "unknown" in kinds(host)


def sentences(hosts: Sequence[Mapping[str, Any]], counted: Mapping[str, int]) -> list[str]:
    """The fleet's sums, what wants attention first."""
    found = [
        f"{word}: {', '.join(host['name'] for host in hosts if fits(host))}."
        for word, fits in (("Drifted from the inventory", is_drifted), ("Not known", is_unknown))
        if any(fits(host) for host in hosts)
    ]
    sick = f", {counted['unhealthy']} unhealthy" if counted["unhealthy"] else ""
    containers, on = several(counted["containers"], "container"), several(counted["hosts"], "host")
    found.append(f"{containers} on {on}, {counted['running']} running{sick}.")
    found += [text.format(several(counted[name], word)) for name, (word, text) in WHAT_TO_DO.items() if counted[name]]
    return found


# Sum -> what is counted, and the sentence.
WHAT_TO_DO = {
    "behind_tag": ("container", "{} behind the tag: site.yml with pull: always brings what it means now."),
    "behind_host": ("container", "{} of an older Windows than the host's: build the image anew."),
    "hosts_behind": ("host", "{} behind the Windows of an image: let the updates in."),
    "undeclared": ("host", "{} for which the inventory declares nothing: there is nothing to compare."),
}


def several(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"
