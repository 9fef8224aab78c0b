# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The status of a fleet as a table for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.status.sums import several

WIDTH = 100  # of a terminal
# Title -> the width that a column keeps where they do not all fit.
COLUMNS = {"HOST": 12, "CONTAINER": 12, "PROJECT": 8, "IMAGE": 20, "MODE": 7, "STATE": 16}
GAP = 2
AGES = (("d", 86400), ("h", 3600), ("min", 60), ("s", 1))
PLACE = "    "
NTSTATUS = 0x80000000  # from here on exit codes are known by their hexadecimal digits


def table(hosts: Sequence[Mapping[str, Any]]) -> list[str]:
    """Its lines; under a row what has drifted and what is behind, under a host what is not about a container."""
    told = [(host, row) for host in hosts for row in host["containers"]]
    if not told and not any(host["error"] or host["drift"] for host in hosts):
        return ["No container fits."]
    cells = [list(COLUMNS), *([host["name"], *_cells(row)] for host, row in told)]
    widths = _widths(cells)
    lines = list(_line(cells[0], widths))
    for host in hosts:
        for row in host["containers"]:
            lines += _line([host["name"], *_cells(row)], widths)
            for one in row["drift"]:
                lines += _under(f"drift: {one['text']}")
            for one in row["behind"]:
                lines += _under(f"behind: {one['text']}")
        if host["error"]:
            lines += textwrap.wrap(f"{host['name']}  not known: {host['error']}", WIDTH, subsequent_indent=PLACE)
        for one in host["drift"]:
            lines += textwrap.wrap(
                f"{host['name']}  drift: {called(one)} {one['text']}", WIDTH, subsequent_indent=PLACE
            )
    return lines


def called(one: Mapping[str, str]) -> str:
    """`network back`, `volume data`, `project shop`."""
    return f"{one['kind']} {one['item']}" if one["kind"] in ("network", "volume") else str(one["item"])


def _cells(row: Mapping[str, Any]) -> list[str]:
    return [str(row["name"]), row["project"] or "-", row["image"] or "-", mode_word(row), state_words(row)]


def mode_word(row: Mapping[str, Any]) -> str:
    return str(row["mode"] or "-")


def state_words(row: Mapping[str, Any]) -> str:
    """`running 3 d, healthy, 2 restarts`; without its age where that is not told."""
    if row["state"] == "absent":
        return "not there"
    words = [f"{row['state']} {age(row.get('seconds'))}".strip()]
    if row["health"]:
        words.append(str(row["health"]))
    if row["exit_code"] is not None:
        words.append(f"code {row['exit_code']}" if row["exit_code"] < NTSTATUS else f"code 0x{row['exit_code']:08X}")
    if row["restarting"] and row["state"] != "restarting":
        words.append("restarts again and again")
    if row["restarts"]:
        words.append(several(row["restarts"], "restart"))
    if row["unread"]:
        words.append("not read")
    return ", ".join(words)


def age(seconds: int | None) -> str:
    """The largest unit of which there is one at least."""
    if seconds is None:
        return ""
    return next((f"{seconds // size} {unit}" for unit, size in AGES if seconds >= size), "0 s")


def _widths(cells: Sequence[Sequence[str]]) -> list[int]:
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    least = list(COLUMNS.values())
    while sum(widths) + GAP * (len(widths) - 1) > WIDTH:  # the one with most to spare gives way
        widths[max(range(len(widths)), key=lambda place: widths[place] - least[place])] -= 1
    return widths


def _line(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    parts = [textwrap.wrap(text, width) or [""] for text, width in zip(cells, widths, strict=True)]
    for index in range(max(map(len, parts))):
        row = [
            (part[index] if index < len(part) else "").ljust(width) for part, width in zip(parts, widths, strict=True)
        ]
        yield (" " * GAP).join(row).rstrip()


def _under(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=PLACE, subsequent_indent=PLACE * 2)
