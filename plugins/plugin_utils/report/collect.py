# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was declared, seen, judged and proven on a host in all its projects, as one member of a fleet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.status.drift import unjudged
from ansible_collections.winfleet.containers.plugins.plugin_utils.status.rows import host_status


def member(given: Mapping[str, Any]) -> dict[str, Any]:
    """A member as report/hosts.py takes it, of what the module fleet_report is given for a host.

    `sets` are projects as the module container_host takes them, `judged` what the module containers said of each of
    them in check mode, in the same order.
    """
    sets, judged = given.get("sets") or [], given.get("judged") or []
    return {
        **{key: value for key, value in given.items() if key not in ("sets", "judged", "seen")},
        "declared": [*(given.get("declared") or []), *_declared(sets)],
        "seen": [row for said in judged for row in said.get("containers") or []],
        "verdicts": [*(given.get("verdicts") or []), *(row for said in judged for row in said.get("verdicts") or [])],
        **_status(given),
        "problems": list(_problems(given.get("host") or {}, sets, judged)),
    }


def _status(given: Mapping[str, Any]) -> dict[str, Any]:
    """`running`: every container of the host, without its age, which is another one at each look; `drift`: what has
    drifted beside them."""
    if not given.get("seen"):
        return {}
    found = host_status(given)
    rows = [{key: value for key, value in row.items() if key != "seconds"} for row in found["containers"]]
    return {"running": rows, "drift": [one for one in found["drift"] if one["kind"] in ("network", "volume")]}


def _declared(sets: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in sets:
        containers = one.get("containers")
        for spec in containers if isinstance(containers, list) else []:
            if isinstance(spec, Mapping):
                more = {"isolation": one["isolation"]} if one.get("isolation") and not spec.get("isolation") else {}
                yield {**spec, **more, "project": str(one.get("project") or "")}


def _problems(
    host: Mapping[str, Any], sets: Sequence[Mapping[str, Any]], judged: Sequence[Mapping[str, Any]]
) -> Iterator[dict[str, str]]:
    """Why a project could not be judged at all: where the engine does not run, that says it already."""
    if (host.get("engine") or {}).get("state") != "running":
        return
    for project, text in unjudged(sets, judged):
        yield {"project": project, "text": text}
