"""What failures of machine steps mean: the whole table."""

from __future__ import annotations

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Failure
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.failure import machine_failure
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.step_failures import ROWS, Row, known


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.means[:40])
def test_each_row_is_met_and_says_a_way_out(row: Row) -> None:
    verb = row.verbs[0] if row.verbs else "file"
    failures = [Failure(kind, "", "x") for kind in row.types] + [Failure("x", code, "x") for code in row.codes]
    assert failures and row.source
    for failure in failures:
        assert known(verb, failure) is row
        assert machine_failure({"verb": verb}, failure).startswith(row.means)


@pytest.mark.parametrize("code", ["0x80070070", "0x80070005"])
def test_codes_come_before_words(code: str) -> None:
    german = Failure("System.IO.IOException", code, "Es steht nicht genug Speicherplatz zur Verfügung.")
    assert "Speicherplatz" in machine_failure({"verb": "unpack"}, german)
    assert not machine_failure({"verb": "unpack"}, german).startswith("Windows says")


def test_what_is_not_known_is_told_in_windows_words() -> None:
    told = machine_failure({"verb": "file"}, Failure("System.Exception", "0x80131500", "So\nnot."))
    assert told == "Windows says: So not. (0x80131500)"
