"""Each hole opens and closes where its row says, for every published version."""

from __future__ import annotations

from datetime import date

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_holes import (
    AS_OF,
    ROWS,
    closed_by,
    holes,
    names,
    summary,
    unallowed,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_holes_rows import Row
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import known
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_versions import (
    VERSIONS,
    Published,
    newest,
    published,
)

# The repair of 25.0.17 and others' later lines are told by moby's history.
ISSUE = ("CVE-2026-41567", "CVE-2026-17106", "CVE-2025-15558")


def test_the_table_as_a_whole() -> None:
    assert date(2026, 11, 1) < AS_OF < date(2027, 11, 1), "look for new holes"
    every = [name for row in ROWS for name in row.ids]
    assert len(every) == len(set(every))
    assert names() == set(every) >= {*ISSUE, "moby#51822"}
    assert not holes(newest())
    assert summary(newest()) == ""
    assert closed_by(newest()) is None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.ids[0])
def test_row(row: Row) -> None:
    assert row.part in ("engine", "client")
    assert row.source.startswith("https://")
    assert row.what and not row.what.endswith(".")
    closed = [known(text) for text in row.closed]
    assert closed == sorted(set(closed))
    assert len({found.line for found in closed}) == len(closed)
    assert all(published(found) for found in closed)
    since = known(row.since) if row.since else None
    assert since is None or (published(since) and since < closed[0])

    def has(text: object) -> bool:
        return row.ids[0] in {hole.id for hole in holes(text)}  # type: ignore[arg-type]

    for one in VERSIONS:
        same = [found for found in closed if found.line == one.version.line]
        shut = one.version >= closed[-1] or bool(same and one.version >= same[0])
        assert has(one.version) is (not shut and (since is None or one.version >= since)), one.version
    for found in closed:
        assert not has(found)
        assert has(known(f"{found}-rc.1")), "a candidate is older than its release"
        assert not has(known(f"{found}-1")), "a packager's later build has what its release has"


@pytest.mark.parametrize("one", VERSIONS, ids=lambda one: str(one.version))
def test_version(one: Published) -> None:
    found = holes(one.version)
    line = summary(one.version)
    assert [hole for part in ("engine", "client") for hole in holes(one.version, part)] == sorted(
        found, key=lambda hole: hole.part, reverse=True
    )
    for hole in found:
        assert hole.fixed_in > one.version
        assert hole.id in line and f"closed in {hole.fixed_in}" in line
        assert hole.id == hole.ids[0]
    assert "\n" not in line
    assert bool(line) is bool(found)
    closing = closed_by(one.version)
    assert (closing is None) is (not found)
    if closing is not None:
        assert closing == max(hole.fixed_in for hole in found)
        assert not {hole.id for hole in holes(closing)} & {hole.id for hole in found if hole.fixed_in.line == "29"}
    assert [hole.id for hole in unallowed(one.version)] == [hole.id for hole in found if hole.refuses]
    assert unallowed(one.version, names()) == []
    assert unallowed(one.version, [f" {name.lower()} " for name in names()]) == []


@pytest.mark.parametrize(
    ("text", "refusing"),
    [
        ("20.10.24", ["CVE-2026-41567", "CVE-2026-17106", "CVE-2025-15558"]),
        ("18.09.9", ["CVE-2026-41567", "CVE-2026-17106"]),
        ("25.0.17", ["CVE-2026-17106", "CVE-2025-15558"]),
        ("26.0.2", ["CVE-2026-41567", "CVE-2026-17106", "CVE-2025-15558"]),
        ("26.1.0", ["CVE-2026-41567", "CVE-2026-17106", "CVE-2025-15558", "moby#51822"]),
        ("28.5.2", ["CVE-2026-41567", "CVE-2026-17106", "CVE-2025-15558", "moby#51822"]),
        ("29.1.3", ["CVE-2026-41567", "CVE-2026-17106", "CVE-2025-15558", "moby#51822"]),
        ("29.1.4", ["CVE-2026-41567", "CVE-2026-17106", "CVE-2025-15558"]),
        ("29.2.0", ["CVE-2026-41567", "CVE-2026-17106"]),
        ("29.5.0", ["CVE-2026-41567", "CVE-2026-17106"]),
        ("29.5.1", ["CVE-2026-17106"]),
        ("29.6.2", ["CVE-2026-17106"]),
        ("29.7.0", []),
        ("29.7.2", []),
        ("29.10.1", []),
        ("30.0.0", []),
    ],
)
def test_what_keeps_a_version_from_being_installed(text: str, refusing: list[str]) -> None:
    assert [hole.id for hole in unallowed(known(text))] == refusing


def test_any_id_of_a_hole_allows_it() -> None:
    old = known("29.6.2")
    assert unallowed(old, ["GHSA-hfg8-hc9c-6c3h"]) == unallowed(old, ["cve-2026-17106"]) == []
    assert [hole.id for hole in unallowed(old, ["CVE-2026-41567", ""])] == ["CVE-2026-17106"]


def test_the_nearest_repair_is_told() -> None:
    fixed = {hole.id: str(hole.fixed_in) for hole in holes(known("25.0.5"))}
    assert fixed["CVE-2026-41567"] == "25.0.17"
    assert fixed["CVE-2024-41110"] == "25.0.6"
    assert fixed["CVE-2026-17106"] == "29.7.0"
    assert {hole.id: str(hole.fixed_in) for hole in holes(known("24.0.9"))}["CVE-2024-41110"] == "27.1.1"


def test_the_summary_for_people() -> None:
    assert summary(known("29.7.2")) == "CVE-2026-92543 (closed in 29.8.2), CVE-2026-56857 (closed in 29.9.0)"
    assert summary(known("29.1.5"), "client") == "CVE-2025-15558 of the command-line client (closed in 29.2.0)"
    assert str(closed_by(known("29.7.2"))) == "29.9.0"
    assert str(closed_by(known("29.1.5"), "client")) == "29.2.0"
    assert closed_by(known("29.2.0"), "client") is None
