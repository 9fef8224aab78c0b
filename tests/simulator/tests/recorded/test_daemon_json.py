"""dockerd reads its command line and daemon.json, and starts with them, as moby's own daemon for Windows did it.

A fourth of what was recorded is kept back by those who recorded it, so that rules count and not rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from recorded.daemon_json import difference, difference_of_start
from recorded.left_out import LEFT_OUT, why_left_out
from recorded.rows import read

Told = Callable[[str, object], None]  # goes into the summary at the end (conftest.py)
LEAST = 0.98  # of the rows, those left out among those that do not agree
KINDS: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "daemon-json-validate": difference,
    "daemon-start": difference_of_start,
}


def test_the_recorded_rows(record_property: Told) -> None:
    differ: dict[tuple[str, str, str], list[str]] = {}
    counts = {}
    for kind, ask in KINDS.items():
        rows = list(read(f"{kind}.jsonl"))
        found = {(kind, row["moby"], row["case"]): problems for row in rows if (problems := ask(row))}
        differ |= found
        counts[kind] = (len(rows) - len(found), len(rows))
    told = "; ".join(f"{kind} {agree} of {all_of} rows agree" for kind, (agree, all_of) in counts.items())
    record_property("told", f"recorded, {told}")
    agree, all_of = (sum(numbers) for numbers in zip(*counts.values(), strict=True))
    assert agree >= LEAST * all_of
    assert {row: problems for row, problems in differ.items() if not why_left_out(*row)} == {}


def test_the_list_of_what_is_left_out_names_recorded_rows() -> None:
    known = {(kind, row["case"]) for kind in KINDS for row in read(f"{kind}.jsonl")}
    assert all((kind, case) in known for kind, _version, case in LEFT_OUT if kind in KINDS)
