"""The other requests are answered as moby's own daemon for Windows did: status and words of each row, in their
order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from recorded.left_out import LEFT_OUT, why_left_out
from recorded.requests import ask, case_of, difference
from recorded.rows import VERSIONS, Asked, read

Told = Callable[[str, object], None]  # goes into the summary at the end (conftest.py)
LEAST = 0.95  # of the rows, those left out among those that do not agree


@pytest.mark.parametrize("version", VERSIONS)
def test_the_recorded_rows(version: str, record_property: Told) -> None:
    asked = Asked(version)
    differ: dict[str, list[str]] = {}
    agree, all_of = Counter[str](), Counter[str]()
    for row in read("requests.jsonl"):
        status, text = ask(asked, row)
        if version not in row.get("answers", {}):
            continue
        found = difference(version, row, status, text)
        all_of[row["area"]] += 1
        agree[row["area"]] += not found
        if found:
            differ[case_of(row)] = found
    areas = ", ".join(f"{area} {agree[area]}/{count}" for area, count in sorted(all_of.items()) if agree[area] != count)
    record_property(
        "told",
        f"recorded, requests {version}: {agree.total()} of {all_of.total()} rows agree; not all: {areas or 'none'}",
    )
    assert {case: found for case, found in differ.items() if not why_left_out("requests", version, case)} == {}
    assert agree.total() >= LEAST * all_of.total()


def test_the_list_of_what_is_left_out_names_recorded_rows() -> None:
    known = {case_of(row) for row in read("requests.jsonl")}
    assert [case for kind, _version, case in LEFT_OUT if kind == "requests" and case not in known] == []
