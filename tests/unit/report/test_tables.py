"""The whole of each small table: cells, outcomes, support, levels, counts."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import RELEASES, release
from ansible_collections.winfleet.containers.plugins.plugin_utils.report import (
    containers,
    hosts,
    matrix,
    page,
    summary,
    support,
)

WORDS = (matrix.RUN, matrix.PREPARE, matrix.NO, matrix.UNKNOWN)
CELLS = {
    ("run", "run"): "both",
    ("run", "prepare"): "process",
    ("run", "no"): "process",
    ("run", "unknown"): "process",
    ("prepare", "run"): "hyperv",
    ("no", "run"): "hyperv",
    ("unknown", "run"): "hyperv",
    ("prepare", "prepare"): "prepare",
    ("prepare", "no"): "prepare",
    ("prepare", "unknown"): "prepare",
    ("no", "prepare"): "prepare",
    ("unknown", "prepare"): "prepare",
    ("no", "no"): "no",
    ("no", "unknown"): "unknown",
    ("unknown", "no"): "unknown",
    ("unknown", "unknown"): "unknown",
}


@pytest.mark.parametrize(("process", "hyperv"), list(itertools.product(WORDS, repeat=2)))
def test_every_pair_of_modes_has_its_cell(process: str, hyperv: str) -> None:
    assert matrix.cell(process, hyperv) == CELLS[process, hyperv]


def test_every_cell_can_be_drawn_and_told_apart_without_colour() -> None:
    assert set(CELLS.values()) == set(matrix.CELLS)
    signs = [sign for sign, _meaning in matrix.CELLS.values()]
    assert len(set(signs)) == len(signs)
    template = (page.ASSETS / "page.html.j2").read_text()
    assert all(f'<symbol id="m-{cell}"' in template for cell in matrix.CELLS)


OUTCOMES = [
    ("proven", "no", "proven"),
    ("proven", "yes", "proven"),
    ("refuted", "yes", "refuted"),
    ("refuted", "no", "refuted"),
    ("inconclusive", "yes", "inconclusive"),
    ("inconclusive", "no", "refused"),
    (None, "no", "refused"),
    (None, "yes", "runs"),
    (None, "by_rule", "runs"),
    (None, "unknown", "unknown"),
    (None, None, "unknown"),
    ("a word of later", "a word of later", "unknown"),
]


@pytest.mark.parametrize(("proof", "verdict", "wanted"), OUTCOMES)
def test_how_a_container_stands(proof: str | None, verdict: str | None, wanted: str) -> None:
    assert containers.outcome(proof, verdict) == wanted


def test_every_outcome_has_words_a_place_and_a_phrase() -> None:
    outcomes = {wanted for _proof, _verdict, wanted in containers.OUTCOMES}
    assert outcomes == set(containers.OUTCOME_ORDER) == set(page.OUTCOME_WORDS) == set(summary.OUTCOME_PHRASES)


def test_every_verdict_level_and_count_has_its_words() -> None:
    assert set(hosts.VERDICTS) == set(page.VERDICT_WORDS)
    assert tuple(page.LEVEL_WORDS) == hosts.LEVELS
    assert set(page.FILTERS) == set(summary.COUNTED)


@pytest.mark.parametrize("known", RELEASES, ids=lambda row: f"{row.kind}-{row.build}")
@pytest.mark.parametrize("edition", ["ServerDatacenter", "Professional", "Core", "Enterprise", "ServerRdsh"])
def test_support_walks_through_its_states(known: Any, edition: str) -> None:
    told = support.support(known, edition, date(2016, 1, 1))
    short = known.kind == "client" and edition in ("Professional", "Core")
    assert told["ends"] == (known.mainstream_ends if short else known.extended_ends)
    if told["ends"] is None:
        assert told["state"] == "unknown"
        return
    last = date.fromisoformat(told["ends"])
    days = {0: "ending", 1: "ended", -365: "ending", -366: "supported"}
    states = {after: support.support(known, edition, last + timedelta(after))["state"] for after in days}
    assert states == days


@pytest.mark.parametrize(
    ("known", "edition"), [(None, "Core"), (release(17763, "client"), "EnterpriseS"), (release(30000, "server"), "")]
)
def test_support_that_is_not_known(known: Any, edition: str) -> None:
    assert support.support(known, edition, date(2026, 1, 1)) == {
        "state": "unknown",
        "ends": None,
        "mainstream_ends": None,
    }
