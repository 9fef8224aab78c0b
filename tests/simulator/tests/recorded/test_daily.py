"""A day's work is answered as moby's own daemon for Windows did it: leaf by leaf, row after row."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from recorded.daily import AREAS, case_of, recorded, replay
from recorded.left_out import LEFT_OUT, why_left_out
from recorded.rows import VERSIONS

Told = Callable[[str, object], None]  # goes into the summary at the end (conftest.py)
LEAST = 0.90  # of the rows, those left out among those that do not agree
FILES = [(version, area) for version in VERSIONS for area in AREAS if recorded(version, area)]


@pytest.mark.parametrize(("version", "area"), FILES, ids=lambda value: value)
def test_the_recorded_rows(version: str, area: str, record_property: Told) -> None:
    differ: dict[str, list[str]] = {}
    rows = agree = 0
    for row, found in replay(version, area):
        rows += 1
        agree += not found
        if found:
            differ.setdefault(case_of(row), []).extend(found)
    record_property(
        "told",
        f"recorded, daily {version} {area}: {agree} of {rows} rows agree; left out: {', '.join(differ) or 'none'}",
    )
    assert {case: found for case, found in differ.items() if not why_left_out("daily", version, case)} == {}
    assert agree >= LEAST * rows


def test_the_list_of_what_is_left_out_names_recorded_rows() -> None:
    known = {case_of(row) for version, area in FILES for row in recorded(version, area)}
    assert [case for kind, _version, case in LEFT_OUT if kind == "daily" and case not in known] == []
