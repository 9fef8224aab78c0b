"""Containers are created and started as moby's own daemon for Windows did it: status, words and inspect of each row.

A fourth of what was recorded is kept back by those who recorded it, so that rules count and not rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from recorded.creation import difference
from recorded.left_out import LEFT_OUT, why_left_out
from recorded.rows import VERSIONS, Asked, read

Told = Callable[[str, object], None]  # goes into the summary at the end (conftest.py)
LEAST = 0.98  # of the rows, those left out among those that do not agree


@pytest.fixture(scope="module")
def asked() -> dict[str, Asked]:
    return {version: Asked(version) for version in VERSIONS}


@pytest.mark.parametrize("kind", ["create", "start"])
@pytest.mark.parametrize("version", VERSIONS)
def test_the_recorded_rows(asked: dict[str, Asked], version: str, kind: str, record_property: Told) -> None:
    rows = [row for row in read(f"{kind}.jsonl") if row["moby"] == version]
    differ: dict[str, list[str]] = {}
    agree, all_of = Counter[str](), Counter[str]()
    for row in rows:
        found = difference(asked[version], kind, row)
        all_of[row["area"]] += 1
        agree[row["area"]] += not found
        if found:
            differ[row["case"]] = found
    record_property(
        "told", f"recorded, {kind} {version}: {sum(agree.values())} of {len(rows)} rows agree; " + told(agree, all_of)
    )
    assert sum(agree.values()) >= LEAST * len(rows)
    assert {case: found for case, found in differ.items() if not why_left_out(kind, version, case)} == {}


def told(agree: Counter[str], all_of: Counter[str]) -> str:
    areas = [f"{area} {agree[area]}/{count}" for area, count in sorted(all_of.items()) if agree[area] != count]
    return f"not all: {', '.join(areas)}" if areas else "all areas whole"


def test_the_list_of_what_is_left_out_names_recorded_rows() -> None:
    known: Any = {(kind, row["moby"], row["case"]) for kind in ("create", "start") for row in read(f"{kind}.jsonl")}
    for kind, version, case in LEFT_OUT:
        if kind in ("create", "start"):
            assert any((kind, one, case) in known for one in ([version] if version else VERSIONS)), case
