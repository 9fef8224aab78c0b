"""Is there room for what is pulled and started? Only what is surely little is told (K6)."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.weights import Weight
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.room import (
    GIB,
    MEASURED_BELOW,
    PULL_NEEDS,
    START_NEEDS,
    engine_disk,
    little_room,
    measured,
    no_room,
    no_room_for_pulls,
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
    told = little_room({"disks": [disk("C:", free, system=True, engine=True)]}, [Weight()] * pulls, starts)
    assert bool(told) is bool(words)
    assert words in (told or "")


def test_it_is_the_drive_of_the_engines_folder_that_counts() -> None:
    assert engine_disk({"disks": [SYSTEM, DATA]}) == DATA
    assert little_room({"disks": [SYSTEM, DATA]}, [Weight()], 1) is None
    assert engine_disk({"disks": [SYSTEM, disk("D:", 1)]}) == SYSTEM
    assert engine_disk({"disks": [disk("D:", 1)]}) is None
    for host in ({}, {"disks": None}, {"disks": []}):
        assert little_room(host, [Weight()], 1) is None


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


HERE = Weight({"base": 4 * GIB, "own": 1 * GIB})
UNSAID = Weight(unsaid="registry.example does not answer")


def full(free: int | None) -> dict[str, Any]:
    return {"disks": [disk("C:", free, system=True, engine=True)]}


@pytest.mark.parametrize(
    ("free", "there", "refused", "warned"),
    [
        (1 * GIB - 1, {"base"}, "takes 1.0 GiB", "little"),
        (1 * GIB, {"base"}, None, "1.0 GiB of layers"),
        (3 * GIB, {"base"}, None, None),
        (3 * GIB, set(), "takes 5.0 GiB", "5.0 GiB of layers"),
        (14 * GIB, set(), None, "5.0 GiB of layers"),
        (15 * GIB, set(), None, None),
        (2 * GIB, {"base", "own"}, None, None),
        (3 * GIB, None, None, "about 6 GB"),
        (None, set(), None, None),
    ],
)
def test_what_is_weighed_is_refused_where_it_does_not_even_fit_packed(
    free: int | None, there: Any, refused: str | None, warned: str | None
) -> None:
    said = no_room_for_pulls(full(free), {"registry.example/app:1": HERE}, there)
    assert (said is None) == (refused is None) and (refused or "") in (said or "")
    told = little_room(full(free), [HERE], 0, there)
    assert (told is None) == (warned is None) and (warned or "") in (told or "")


def test_what_nobody_weighs_is_warned_of_with_the_reason() -> None:
    assert no_room_for_pulls(full(0), {"registry.example/app:1": UNSAID}, set()) is None
    told = str(little_room(full(5 * GIB), [HERE, UNSAID], 0, {"base"}))
    assert (
        "Core alone takes about 6 GB (how much this one takes is not known: registry.example does not answer)" in told
    )
    # what is known of the others still counts
    said = str(no_room_for_pulls(full(GIB), {"registry.example/app:1": HERE, "registry.example/b:1": UNSAID}, set()))
    assert "(registry.example/app:1) takes 5.0 GiB" in said and "check_room: false" in said


def test_layers_that_two_images_share_count_once() -> None:
    two = {"a": HERE, "b": Weight({"base": 4 * GIB, "other": GIB})}
    assert no_room_for_pulls(full(6 * GIB), two, set()) is None
    assert "(a, b) takes 6.0 GiB" in str(no_room_for_pulls(full(6 * GIB - 1), two, set()))


def test_who_has_much_room_is_not_measured() -> None:
    assert measured(full(MEASURED_BELOW - 1)) and not measured(full(MEASURED_BELOW))
    assert not measured(full(None)) and not measured({})
