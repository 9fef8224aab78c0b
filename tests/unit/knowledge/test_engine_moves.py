"""The way back is closed only where the newer engine stores things otherwise."""

from __future__ import annotations

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_moves import (
    BOUNDARIES,
    Boundary,
    refused,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import known
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_versions import VERSIONS

ALL = [row.version for row in VERSIONS]


@pytest.mark.parametrize("row", BOUNDARIES, ids=lambda row: row.since)
def test_boundary(row: Boundary) -> None:
    assert row.sources and all(source.startswith("https://") for source in row.sources)
    since = known(row.since)
    told = refused(since, known("20.10.24"))
    assert told is not None
    assert row.what in told and row.since in told and "20.10.24" in told and told.endswith(".")


def test_boundaries_ascend() -> None:
    rows = [known(row.since) for row in BOUNDARIES]
    assert rows == sorted(set(rows))


def test_every_pair_of_published_versions() -> None:
    boundary = known("29.0.0")
    for old in ALL:
        for new in ALL:
            assert bool(refused(old, new)) is (new < boundary <= old), (old, new)


@pytest.mark.parametrize(
    ("old", "new", "closed"),
    [
        ("29.7.2", "28.5.2", True),
        ("29.0.0", "28.5.2", True),
        ("29.0.0-rc.2", "28.5.2", True),
        ("29.0.0-rc.1", "28.5.2", False),
        ("29.7.2", "29.0.0", False),
        ("29.7.2", "29.0.0-rc.1", False),
        ("29.7.2", "29.7.2", False),
        ("28.5.2", "29.7.2", False),
        ("28.5.2", "27.5.1", False),
        ("28.5.2", "20.10.24", False),
        ("30.1.0", "29.7.2", False),
        ("30.1.0", "28.5.2", True),
        ("29.7.2-1", "29.7.2", False),
    ],
)
def test_refused(old: str, new: str, closed: bool) -> None:
    assert bool(refused(known(old), known(new))) is closed


def test_the_sentence_names_both_and_the_ways_out() -> None:
    told = refused(known("29.7.2"), known("28.5.2"))
    assert told is not None
    for words in ("29.7.2", "28.5.2", "endpoints", "Stay with 29.10.1", "data: absent"):
        assert words in told
    beyond = refused(known("30.1.0"), known("28.5.2"))
    assert beyond is not None and "Stay with 30.1.0" in beyond
