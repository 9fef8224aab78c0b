"""The table of published engines: each row can be true, and its readers answer for every row."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import known
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_versions import (
    AS_OF,
    LINES_BY_NAME,
    SOURCES,
    VERSIONS,
    Line,
    Published,
    cannot_run,
    day_of,
    first_build,
    newest,
    newest_for,
    newest_of_line,
    of_docker,
    out_of_support,
    published,
    registers_only_with_feature,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_versions_rows import (
    DOCKERS_LAST,
    FIRST_BUILDS,
    LAST_PUBLISHED,
    LINES,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import RELEASES
from hypothesis import given
from hypothesis import strategies as st

ALL = [row.version for row in VERSIONS]


def test_the_table_as_a_whole() -> None:
    assert sorted(set(ALL)) == ALL
    assert len({line for line, *_rest in LINES}) == len(LINES)
    assert {found.line for found in ALL} == set(LINES_BY_NAME)
    assert set(DOCKERS_LAST) <= set(LINES_BY_NAME)
    assert newest() == ALL[-1] == newest_of_line(known("29.0.0"))
    assert all(source.startswith("https://") for source in (*SOURCES, *(row[2] for row in LAST_PUBLISHED)))
    assert all(known(row[0]) and row[2].startswith("https://") for row in FIRST_BUILDS)
    assert [row[1] for row in FIRST_BUILDS] == sorted(row[1] for row in FIRST_BUILDS)


@pytest.mark.parametrize("row", VERSIONS, ids=lambda row: str(row.version))
def test_version(row: Published) -> None:
    assert row.version.released
    assert published(row.version)
    assert published(known(f"{row.version}-1"))
    assert not published(known(f"{row.version}-rc.1"))
    assert of_docker(row.version) is row.docker
    assert day_of(row.version) == row.day
    assert row.day is None or date(2017, 6, 1) < row.day <= AS_OF
    last = newest_of_line(row.version)
    assert last is not None and last >= row.version
    # 2016 and what has its kernel's age starts what is older than 23.0, everything else starts all.
    assert (cannot_run(row.version, 14393, 3) is None) == (row.version <= known("20.10.24"))
    for build in (17763, 20348, 25398, 26100, 26200):
        assert cannot_run(row.version, build, 3) is None
        assert cannot_run(row.version, build, 1) is None
    assert cannot_run(row.version, 10586, 1)


@pytest.mark.parametrize("minor", sorted({(row.version.major, row.version.minor) for row in VERSIONS}))
def test_days_ascend_within_a_minor_version(minor: tuple[int, int]) -> None:
    rows = [row for row in VERSIONS if (row.version.major, row.version.minor) == minor]
    days = [row.day for row in rows if row.day]
    assert days == sorted(days)
    patches = [row.version.patch for row in rows]
    assert patches == list(range(patches[0], patches[-1] + 1))


@pytest.mark.parametrize("line", LINES_BY_NAME.values(), ids=lambda line: line.name)
def test_line(line: Line) -> None:
    assert line.source.startswith("https://")
    of_line = [row for row in VERSIONS if row.version.line == line.name]
    first = min(row.day for row in of_line if row.day)
    for row in of_line:
        assert newest_of_line(row.version) == of_line[-1].version
        if line.ends is None:
            assert out_of_support(row.version, AS_OF) is None
            assert line.kept_by
            continue
        assert line.ends > first
        assert out_of_support(row.version, line.ends) is None
        told = out_of_support(row.version, line.ends + timedelta(days=1))
        assert told is not None
        assert line.name in told and line.ends.isoformat() in told and str(newest()) in told


@pytest.mark.parametrize(
    ("text", "day", "out"),
    [
        ("20.10.24", "2026-11-27", True),
        ("20.10.24", "2023-01-01", False),
        ("23.0.18", "2026-11-27", True),
        ("25.0.17", "2026-11-27", False),
        ("25.0.17", "2026-12-05", True),
        ("28.5.2", "2026-05-13", False),
        ("28.5.2", "2026-11-27", True),
        ("29.0.0", "2026-11-27", False),
        ("30.0.0", "2026-11-27", False),
        ("1.13.1", "2026-11-27", True),
        ("18.02.0", "2026-11-27", True),
        ("22.06.0-beta.0", "2026-11-27", True),
    ],
)
def test_support(text: str, day: str, out: bool) -> None:
    assert bool(out_of_support(known(text), date.fromisoformat(day))) is out


@pytest.mark.parametrize("text", ["20.10.28", "27.0.0", "28.5.3", "29.0.0-rc.1", "29.99.0", "30.0.0", "23.0.19-1"])
def test_not_published(text: str) -> None:
    assert not published(known(text))
    assert not of_docker(known(text))
    assert day_of(known(text)) is None


@pytest.mark.parametrize(
    ("text", "docker"),
    [
        ("20.10.24", True),
        ("20.10.25", False),
        ("23.0.6", True),
        ("23.0.7", False),
        ("25.0.14", False),
        ("28.5.2", True),
    ],
)
def test_who_publishes(text: str, docker: bool) -> None:
    assert published(known(text))
    assert of_docker(known(text)) is docker


@pytest.mark.parametrize(
    ("build", "kind", "version"),
    [
        (10240, 1, None),
        (14393, 3, "20.10.24"),
        (14393, 2, "20.10.24"),
        (14393, 1, "20.10.24"),
        (14393, None, "20.10.24"),
        (17134, 3, "20.10.24"),
        (17763, 3, "29.10.1"),
        (17763, 1, "29.10.1"),
        (20348, 3, "29.10.1"),
        (26100, 3, "29.10.1"),
        (30000, 3, "29.10.1"),
    ],
)
def test_newest_for(build: int, kind: int | None, version: str | None) -> None:
    found = newest_for(build, kind)
    assert (str(found) if found else None) == version


@pytest.mark.parametrize("row", RELEASES, ids=lambda row: row.name)
def test_every_windows_gets_an_engine_that_starts(row: object) -> None:
    build, kind = row.build, 1 if row.kind == "client" else 3  # type: ignore[attr-defined]
    found = newest_for(build, kind)
    assert found is not None and of_docker(found)
    assert build >= first_build(found)
    assert cannot_run(found, build, kind) is None


@pytest.mark.parametrize(
    ("text", "build", "kind", "words"),
    [
        ("29.7.2", 14393, 3, ("29.7.2", "Windows Server 2016", "14393", "17763", "Take 20.10.24")),
        ("23.0.0", 14393, 1, ("Windows 10, version 1607", "17763", "20.10.24")),
        ("22.06.0-beta.0", 16299, 3, ("Windows Server, version 1709", "17763")),
        ("20.10.25", 14393, 3, ("20.10.25 was never published", "Windows Server 2016", "20.10.24")),
        ("20.10.27-1", 14393, 3, ("never published", "20.10.24")),
        ("20.10.24", 9600, 3, ("14393", "newer Windows")),
        ("30.0.0", 14393, 3, ("17763", "20.10.24")),
    ],
)
def test_cannot_run_says_why_and_the_way_out(text: str, build: int, kind: int, words: tuple[str, ...]) -> None:
    told = cannot_run(known(text), build, kind)
    assert told is not None
    assert all(word in told for word in words), told
    assert told.endswith(".")


@pytest.mark.parametrize("text", ["20.10.24-1", "20.10.24-ce", "20.10.9", "19.03.15", "18.09.0", "20.10.10-rc.1"])
def test_server_2016_starts_what_is_old_enough(text: str) -> None:
    assert cannot_run(known(text), 14393, 3) is None


@given(st.sampled_from(ALL), st.integers(9000, 40000), st.integers(0, 4000))
def test_a_newer_windows_starts_whatever_an_older_one_does(version: object, build: int, more: int) -> None:
    if cannot_run(version, build) is None:  # type: ignore[arg-type]
        assert cannot_run(version, build + more) is None  # type: ignore[arg-type]
    newest_there, newest_later = newest_for(build), newest_for(build + more)
    assert newest_there is None or (newest_later is not None and newest_later >= newest_there)


@pytest.mark.parametrize("row", VERSIONS, ids=lambda row: str(row.version))
def test_registers_only_with_the_feature(row: Published) -> None:
    assert registers_only_with_feature(row.version) is (str(row.version) in ("29.2.0", "29.2.1"))


def test_candidates_register_as_their_source_does() -> None:
    assert not registers_only_with_feature(known("29.3.0-rc.1"))
    assert registers_only_with_feature(known("29.2.1-1"))
