# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes together over a run? The fleet's sums, counted result by result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.status.sums import several

# What was done to a container -> the sum that it belongs to; other actions count as changes of their host alone.
ACTIONS = {
    "create": "created",
    "recreate": "recreated",
    "update": "updated",
    "start": "started",
    "stop": "stopped",
    "remove": "removed",
}
# Sum -> (one, several)
WORDS = {
    "pulled": ("image pulled", "images pulled"),
    "created": ("container created", "containers created"),
    "recreated": ("recreated", "recreated"),
    "updated": ("updated", "updated"),
    "started": ("started", "started"),
    "stopped": ("stopped", "stopped"),
    "removed": ("removed", "removed"),
    "rebooted": ("host rebooted", "hosts rebooted"),
    "engines": ("engine changed", "engines changed"),
}


def count(result: Mapping[str, Any]) -> Counter[str]:
    """Of one result of a module of the collection, what was done there."""
    found: Counter[str] = Counter()
    features = result.get("features") or {}
    found["rebooted"] += bool(result.get("rebooted") or features.get("rebooted"))
    found["engines"] += bool((result.get("engine") or {}).get("changes"))
    for one in result.get("sets") or [result]:
        found["pulled"] += len(one.get("pulled") or ())
        for row in one.get("containers") or ():
            found.update(ACTIONS[action] for action in row.get("actions") or () if action in ACTIONS)
    return +found


def proofs(result: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each container that was judged, with the verdict."""
    told = result.get("proof") or ()
    rows = told.get("proof") or () if isinstance(told, Mapping) else told
    yield from ((str(row.get("name")), str(row.get("verdict"))) for row in rows)


def sentences(
    done: Mapping[str, int],
    proven: Mapping[str, int],
    recap: Mapping[str, Mapping[str, int]],
    away: Collection[str] = (),
) -> Iterator[str]:
    """The end of a run. `recap` as Ansible counts tasks by host; one that was rescued or ignored has not failed. `away`
    are hosts that were not reached, though the play ignored it."""
    lost = [host for host, counts in recap.items() if counts["unreachable"] or host in away]
    of = {
        "failed": [host for host, counts in recap.items() if counts["failures"] and host not in lost],
        "not reached": lost,
    }
    bad = {host for hosts in of.values() for host in hosts}
    changed = [host for host, counts in recap.items() if counts["changed"] and host not in bad]
    numbers = [f"{len(changed)} changed", f"{len(recap) - len(bad) - len(changed)} unchanged"]
    numbers += [f"{len(hosts)} {word}" for word, hosts in of.items() if hosts]
    yield f"{several(len(recap), 'host')}: {', '.join(numbers)}."
    words = [f"{done[name]} {WORDS[name][done[name] != 1]}" for name in WORDS if done.get(name)]
    if words:
        yield f"{', '.join(words)}."
    if proven:
        total = sum(proven.values())
        others = [f"{number} {verdict}" for verdict, number in sorted(proven.items()) if verdict != "proven"]
        yield f"{proven.get('proven', 0)} of {total} containers proven to be isolated as declared{_and(others)}."
    for word, hosts in of.items():
        if hosts:
            yield f"{word}: {', '.join(hosts)}"


def _and(words: Iterable[str]) -> str:
    told = ", ".join(words)
    return f"; {told}" if told else ""
