"""Versions are read from whatever says them, and compare as versions."""

from __future__ import annotations

from itertools import pairwise

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import (
    RELEASED,
    STAGES,
    Version,
    known,
    version,
)
from hypothesis import given
from hypothesis import strategies as st

NUMBERS = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
ENDS = st.sampled_from(["", "-rc.1", "-rc.2", "-beta.1", "-alpha2", "-rc10", "-ce", "-1", "-ce-rc1"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("29.7.2", "29.7.2"),
        ("v29.7.2", "29.7.2"),
        ("docker-v29.7.2", "29.7.2"),
        (" 29.7.2\r\n", "29.7.2"),
        ("19.03.5", "19.03.5"),
        ("19.3.5", "19.03.5"),
        ("18.06.3-ce", "18.06.3"),
        ("17.06.0-ce-rc1", "17.06.0-rc.1"),
        ("20.10.24-ce", "20.10.24"),
        ("20.10.24.0", "20.10.24"),
        ("25.0.8-rc.1", "25.0.8-rc.1"),
        ("26.0.0-rc3", "26.0.0-rc.3"),
        ("22.06.0-beta.0", "22.6.0-beta.0"),
        ("23.0.9-1", "23.0.9-1"),
        ("17.06.2-ee-16", "17.06.2-16"),
        ("28.5.2+azure-1", "28.5.2-1"),
        ("27.2.0-desktop", "27.2.0"),
        ("1.13.1", "1.13.1"),
        ("Docker version 29.7.2, build 1a2b3c4", "29.7.2"),
        ("29.7.2, ", "29.7.2"),
        ("docker version 23.0.9-1, build abc", "23.0.9-1"),
    ],
)
def test_read(text: str, said: str) -> None:
    found = known(text)
    assert str(found) == said
    assert version(str(found)) == found


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "29",
        "29.7",
        "29.7.x",
        "latest",
        "master-dockerproject-2022-03-26",
        "29.7.2 29.7.3",
        "a29.7.2",
        "29.7.2-",
        "-1.2.3",
        "29.-7.2",
        "1.2.3.4.5",
        "٢٩.7.2",
        "podman version 5.0.0",
        "9999999999.0.0",
    ],
)
def test_says_none(text: str | None) -> None:
    assert version(text) is None
    with pytest.raises(ValueError, match="is not a version"):
        known(str(text))


@pytest.mark.parametrize(
    "ascending",
    [
        ["20.10.9", "20.10.24", "23.0.0", "28.5.2", "28.10.0", "29.0.0", "29.7.2", "29.10.1"],
        ["1.13.1", "17.06.2", "18.09.9", "19.03.15", "20.10.0"],
        ["29.0.0-dev", "29.0.0-tp0", "29.0.0-alpha.1", "29.0.0-beta.1", "29.0.0-rc.2", "29.0.0-rc.10", "29.0.0"],
        ["23.0.9", "23.0.9-1", "23.0.9-2", "23.0.9-10", "23.0.10"],
    ],
)
def test_order(ascending: list[str]) -> None:
    found = [known(text) for text in ascending]
    assert sorted(found) == found
    assert all(left < right for left, right in pairwise(found))


def test_an_edition_or_spelling_makes_no_other_version() -> None:
    assert known("20.10.24-ce") == known("20.10.24") == known("v20.10.24.0")
    assert known("26.0.0-rc3") == known("26.0.0-rc.3")
    assert len({known("26.0.0-rc3"), known("26.0.0-rc.3"), known("v26.0.0-RC3")}) == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("18.09.9", "18.09"),
        ("19.03.5", "19.03"),
        ("20.10.24-ce", "20.10"),
        ("23.0.9-1", "23.0"),
        ("26.0.2", "26.0"),
        ("26.1.5", "26.1"),
        ("27.5.1", "27"),
        ("29.0.0-rc.1", "29"),
        ("29.10.1", "29"),
        ("31.2.0", "31"),
    ],
)
def test_line(text: str, line: str) -> None:
    assert known(text).line == line


def test_release_of_a_build_or_candidate() -> None:
    for text in ("23.0.9-1", "23.0.9-rc.2", "23.0.9"):
        assert known(text).release == Version(23, 0, 9)
        assert known(text).release.released
    assert not known("23.0.9-rc.2").released
    assert known("23.0.9-1").released


@given(NUMBERS, NUMBERS)
def test_compare_as_their_numbers(left: tuple[int, int, int], right: tuple[int, int, int]) -> None:
    one, other = known("{}.{}.{}".format(*left)), known("{}.{}.{}".format(*right))
    assert (one < other, one == other, one > other) == (left < right, left == right, left > right)


@given(NUMBERS, ENDS)
def test_written_and_read_again(numbers: tuple[int, int, int], end: str) -> None:
    found = known("{}.{}.{}".format(*numbers) + end)
    again = known(str(found))
    assert (again, str(again), hash(again)) == (found, str(found), hash(found))
    assert found.release.line == found.line


@given(NUMBERS, ENDS, ENDS)
def test_candidates_before_and_builds_after_the_release(numbers: tuple[int, int, int], one: str, other: str) -> None:
    text = "{}.{}.{}".format(*numbers)
    release, left, right = known(text), known(text + one), known(text + other)
    for found in (left, right):
        assert (found < release) == (found.stage in STAGES.values())
        assert (found > release) == (found.stage == RELEASED and found.revision > 0)
    assert (left < right) == (right > left)
    assert (left <= right) or (right <= left)
