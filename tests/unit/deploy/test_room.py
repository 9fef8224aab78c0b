"""Is there room for what is pulled and started? Only what is surely little is told (K6)."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.room import (
    GIB,
    PULL_NEEDS,
    START_NEEDS,
    engine_disk,
    little_room,
    no_room,
)


def disk(drive: str, free: int | None, system: bool = False, engine: bool = False) -> dict[str, Any]:
    return {"drive": drive, "free": free, "size": 127 * GIB, "system": system, "engine": engine}


SYSTEM = disk("C:", 3 * GIB, system=True)
DATA = disk("D:", 90 * GIB, engine=True)


@pytest.mark.parametrize(
    ("free", "pulls", "starts", "words"),
    [
        (PULL_NEEDS, 3, 3, ""),
        (PULL_NEEDS - 1, 1, 1, "a pull"),
        (PULL_NEEDS - 1, 0, 5, ""),
        (START_NEEDS - 1, 0, 5, "a start"),
        (START_NEEDS - 1, 1, 0, "a pull"),
        (0, 0, 1, "0.0 GiB"),
        (0, 0, 0, ""),
        (None, 5, 5, ""),
    ],
)
def test_what_is_little_is_told(free: int | None, pulls: int, starts: int, words: str) -> None:
    told = little_room({"disks": [disk("C:", free, system=True, engine=True)]}, pulls, starts)
    assert bool(told) is bool(words)
    assert words in (told or "")


def test_it_is_the_drive_of_the_engines_folder_that_counts() -> None:
    assert engine_disk({"disks": [SYSTEM, DATA]}) == DATA
    assert little_room({"disks": [SYSTEM, DATA]}, 1, 1) is None
    assert engine_disk({"disks": [SYSTEM, disk("D:", 1)]}) == SYSTEM
    assert engine_disk({"disks": [disk("D:", 1)]}) is None
    for host in ({}, {"disks": None}, {"disks": []}):
        assert little_room(host, 1, 1) is None


@pytest.mark.parametrize(
    ("disks", "size", "said"),
    [
        ([disk("C:", 10 * GIB, system=True, engine=True)], 5 * GIB, False),
        ([disk("C:", 10 * GIB, system=True, engine=True)], 6 * GIB, True),
        ([disk("C:", 10 * GIB, system=True, engine=False), disk("D:", 10 * GIB, engine=True)], 9 * GIB, False),
        ([disk("C:", 10 * GIB, system=True, engine=False), disk("D:", 5 * GIB, engine=True)], 6 * GIB, True),
        ([], 6 * GIB, False),
    ],
)
def test_archives_that_have_no_room_are_refused_before_they_are_sent(disks: Any, size: int, said: bool) -> None:
    text = no_room({"disks": disks}, size)
    assert bool(text) == said and (not said or "are needed at least" in str(text))
    assert no_room({"disks": disks}, 0) is None
