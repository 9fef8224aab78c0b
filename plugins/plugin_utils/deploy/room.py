# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is there room on the host for what a run pulls and starts? Only what is surely little is told: nobody says before a
pull how large an image is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

GIB = 1024**3
# Server Core's layers take about 6 GB once they are unpacked, and are downloaded beside that.
PULL_NEEDS = 10 * GIB
# A container's own layer begins with some 100 MB, and grows with all that it writes.
START_NEEDS = 1 * GIB


def engine_disk(host: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The drive of the engine's folder, of a host's facts; where it is not known, that of Windows, on which it is by
    default. None where no drive was told."""
    disks = host.get("disks") or []
    return next((disk for key in ("engine", "system") for disk in disks if disk[key]), None)


def little_room(host: Mapping[str, Any], pulls: int, starts: int) -> str | None:
    """What is to be said before `pulls` images are pulled and `starts` containers are started."""
    disk = engine_disk(host)
    if disk is None or disk["free"] is None:
        return None
    for number, needs, what in (
        (pulls, PULL_NEEDS, "a pull: Windows Server Core alone takes about 6 GB"),
        (starts, START_NEEDS, "a start: each container writes a layer of its own"),
    ):
        if number and disk["free"] < needs:
            return (
                f"drive {disk['drive']}, where the engine keeps images and containers, has {in_gib(disk['free'])} "
                f"free; that is little for {what}. Free space there (docker system prune removes what nobody uses), or "
                "move the engine's data-root"
            )
    return None


def no_room(host: Mapping[str, Any], archives: int) -> str | None:
    """Where archives of so many bytes are sent and loaded: they lie on Windows' drive meanwhile, and what is in them
    takes no less on the engine's."""
    needs: dict[str, int] = {}
    free: dict[str, int] = {}
    for disk in (engine_disk(host), next((disk for disk in host.get("disks") or [] if disk["system"]), None)):
        if disk is not None and disk["free"] is not None:
            needs[disk["drive"]] = needs.get(disk["drive"], 0) + archives
            free[disk["drive"]] = disk["free"]
    for drive, needed in needs.items():
        if needed > free[drive]:
            return (
                f"archives: drive {drive} has {in_gib(free[drive])} free, and {in_gib(needed)} are needed at least "
                "while the archives are sent and loaded; free space there"
            )
    return None


def in_gib(size: int) -> str:
    return f"{size / GIB:.1f} GiB"
