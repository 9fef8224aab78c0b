# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fleet's report as plain data: what is written as JSON, and what the page shows. docs/report.md describes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.report import engines
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.containers import over_the_fleet
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.hosts import host_row
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.matrix import cells, columns
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.summary import summary
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.todo import todo

SCHEMA = 1


def document(
    fleet: Iterable[Mapping[str, Any]],
    generated: datetime,
    title: str,
    tags: Sequence[str],
    left_out: Sequence[str] = (),
) -> dict[str, Any]:
    """The report of a fleet.

    `fleet`: one member a host, as `report/hosts.py` takes it, only `name` must be there. `left_out`: names of hosts
    that are not Windows. `generated`: a time in UTC; its day decides about the end of support. `tags`: the base images
    of the drawing.
    """
    members = sorted(fleet, key=lambda member: natural(str(member["name"])))
    rows = [host_row(member, generated.date()) for member in members]
    rows.sort(key=lambda row: (not row["reached"], row["kind"] != "server", -(row["build"] or 0)))
    images, without_column = columns(rows, tags)
    hosts = {str(member["name"]): member.get("host") or {} for member in members}
    for row in rows:
        row["cells"] = cells(hosts[row["name"]], row, images)
    told = todo(rows)
    return {
        "schema": SCHEMA,
        "title": title,
        "generated": stamp(generated),
        "summary": summary(rows, told, left_out),
        "images": images,
        "images_left_out": without_column,
        "hosts": rows,
        "engines": engines.over_the_fleet(rows),
        "containers": over_the_fleet(rows),
        "todo": told,
        "left_out": sorted(left_out, key=natural),
    }


def stamp(now: datetime) -> str:
    """A time in UTC, as what is written of a fleet has it."""
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def natural(name: str) -> list[tuple[int, str]]:
    """A sort key in which `web-9` comes before `web-10`."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"([0-9]+)", name.lower())]
