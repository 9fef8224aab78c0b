# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is there room on the host for what a run pulls and starts? Where a drive has not very much, registries are asked what
the images take that are not there; where they do not say, only what is surely little is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.weights import Weight, brought

GIB = 1024**3
# Server Core's layers take about 6 GB once they are unpacked, and are downloaded beside that.
PULL_NEEDS = 10 * GIB
# With more than that free nobody is asked: no image that Microsoft publishes takes as much.
MEASURED_BELOW = 40 * GIB
# What a packed layer takes while it is pulled, by the least: the engine downloads it beside what it unpacks. Windows'
# layers unpack to somewhat more than twice of it (servercore:ltsc2022: 2.1 GB and 5 GB).
TIMES_UNPACKED = 3
# A container's own layer begins with some 100 MB, and grows with all that it writes.
START_NEEDS = 1 * GIB


def engine_disk(host: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The drive of the engine's folder, of a host's facts; where it is not known, that of Windows, on which it is by
    default. None where no drive was told."""
    disks = host.get("disks") or []
    return next((disk for key in ("engine", "system") for disk in disks if disk[key]), None)


def _with_known_room(host: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The engine's drive, None where it is not known what is free on it."""
    disk = engine_disk(host)
    return disk if disk is not None and disk["free"] is not None else None


def measured(host: Mapping[str, Any]) -> bool:
    """Whether the images that are pulled are worth a question, by the room that is left."""
    disk = _with_known_room(host)
    return disk is not None and disk["free"] < MEASURED_BELOW


def little_room(
    host: Mapping[str, Any], pulls: Sequence[Weight], starts: int, there: Collection[str] | None = None
) -> str | None:
    """What is to be said before images are pulled and `starts` containers are started. `there` are the layers (their
    diff_ids) that the host has, None where nobody asked."""
    disk = _with_known_room(host)
    if disk is None:
        return None
    packed = brought(pulls, there or ())
    known = bool(pulls) and there is not None and not any(weight.unsaid for weight in pulls)
    for met, needs, what in (
        (bool(pulls) and not known, PULL_NEEDS, f"a pull: Windows Server Core alone takes about 6 GB{_unsaid(pulls)}"),
        (
            bool(packed) and known,
            packed * TIMES_UNPACKED,
            f"what is pulled: {in_gib(packed)} of layers that are not there yet, and about twice that once they are "
            "unpacked",
        ),
        (bool(starts), START_NEEDS, "a start: each container writes a layer of its own"),
    ):
        if met and disk["free"] < needs:
            return (
                f"drive {disk['drive']}, where the engine keeps images and containers, has {in_gib(disk['free'])} "
                f"free; that is little for {what}. Free space there (docker system prune removes what nobody uses), or "
                "move the engine's data-root"
            )
    return None


def _unsaid(pulls: Sequence[Weight]) -> str:
    why = list(dict.fromkeys(weight.unsaid for weight in pulls if weight.unsaid))
    return f" (how much this one takes is not known: {'; '.join(why)})" if why else ""


def no_room_for_pulls(
    host: Mapping[str, Any], pulls: Mapping[str, Weight], there: Collection[str] | None
) -> str | None:
    """Where the layers that are pulled take more than there is even while they are packed. `pulls` by reference."""
    disk = _with_known_room(host)
    if disk is None or there is None:
        return None
    needed = brought(pulls.values(), there)
    if needed <= disk["free"]:
        return None
    names = ", ".join(name for name, weight in pulls.items() if brought([weight], there))
    return (
        f"images: drive {disk['drive']}, where the engine keeps them, has {in_gib(disk['free'])} free, and what is "
        f"to be pulled ({names}) takes {in_gib(needed)} before it is even unpacked; free space there (docker system "
        "prune removes what nobody uses), or move the engine's data-root. check_room: false leaves the question out, "
        "where a pull that was cut off has left its layers there"
    )


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
