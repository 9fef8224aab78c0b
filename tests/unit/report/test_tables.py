"""The whole of each small table: cells, outcomes, support, levels, counts."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge import engine_state
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import RELEASES, release
from ansible_collections.winfleet.containers.plugins.plugin_utils.report import (
    containers,
    findings,
    hosts,
    matrix,
    page,
    standing,
    summary,
    support,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.report.document import document
from broken_fleet import WENT_WRONG, broken_fleet

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
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
    outcomes = {wanted for wanted, _fits in standing.RULES}
    assert outcomes == set(standing.OUTCOME_ORDER) == set(page.OUTCOME_WORDS) == set(summary.OUTCOME_PHRASES)
    assert list(page.OUTCOME_WORDS) == list(standing.OUTCOME_ORDER)
    signs = [sign for sign, _word in page.OUTCOME_WORDS.values()]
    assert len(set(signs)) == len(signs)


# What was declared and seen, and how it stands.
STANDINGS: list[tuple[dict[str, Any], str]] = [
    ({"stands": "gone"}, "missing"),
    ({"stands": "gone", "verdict": "yes", "proof": ""}, "missing"),
    ({"stands": "gone", "verdict": "no"}, "refused"),
    ({"stands": "gone", "refused": True}, "refused"),
    ({"stands": "gone", "wanted": "stopped"}, "missing"),
    ({"stands": "gone", "wanted": "absent"}, "resting"),
    ({"stands": "down", "wanted": "absent"}, "left"),
    ({"stands": "down"}, "stopped"),
    ({"stands": "down", "verdict": "yes", "proof": "inconclusive"}, "stopped"),
    ({"stands": "down", "wanted": "stopped"}, "resting"),
    ({"stands": "up", "wanted": "stopped"}, "differs"),
    ({"stands": "start_failed", "verdict": "yes"}, "start_failed"),
    ({"stands": "start_failed", "wanted": "stopped"}, "resting"),
    ({"stands": "start_failed", "wanted": "absent"}, "left"),
    ({"stands": "dead", "verdict": "yes"}, "dead"),
    ({"stands": "dead", "wanted": "stopped"}, "dead"),
    ({"stands": "dead", "wanted": "absent"}, "left"),
    ({"stands": "removing", "proof": "proven"}, "removing"),
    ({"stands": "removing", "wanted": "stopped"}, "removing"),
    ({"stands": "restarting", "verdict": "yes"}, "restarting"),
    ({"stands": "restarting", "proof": "proven"}, "restarting"),
    ({"stands": "unhealthy", "proof": "proven"}, "unhealthy"),
    ({"stands": "up", "declared": "hyperv", "claimed": "process", "proof": "proven"}, "refuted"),
    ({"declared": "process", "claimed": "hyperv", "proof": "proven"}, "refuted"),
    ({"declared": "hyperv", "claimed": "process", "verdict": "yes"}, "refuted"),
    ({"stands": "up", "declared": "default", "claimed": "process", "proof": "proven"}, "proven"),
    ({"stands": "up", "proof": "refuted", "differs": frozenset({"image"})}, "refuted"),
    ({"stands": "up", "proof": "proven", "differs": frozenset({"image", "env"})}, "other_image"),
    ({"stands": "up", "proof": "proven", "differs": frozenset({"env"})}, "differs"),
    ({"stands": "up", "proof": "proven", "refused": True}, "refused"),
    ({"stands": "up", "proof": "proven"}, "proven"),
    ({"stands": "up"}, "runs"),
    ({}, "unknown"),
]


@pytest.mark.parametrize(("facts", "wanted"), STANDINGS)
def test_what_is_declared_is_compared_with_what_is_there(facts: dict[str, Any], wanted: str) -> None:
    assert standing.standing(standing.Facts(**facts)) == wanted


def test_each_rule_is_the_first_that_fits_somewhere() -> None:
    """So that no row of the table is there for nothing."""
    first = {
        next(place for place, (_name, fits) in enumerate(standing.RULES) if fits(standing.Facts(**facts)))
        for facts in [
            *(facts for facts, _wanted in STANDINGS),
            *({"proof": proof or "", "verdict": verdict or ""} for proof, verdict, _wanted in OUTCOMES),
        ]
    }
    assert first == set(range(len(standing.RULES)))


def test_what_is_never_proven_never_counts_as_proven() -> None:
    """A walk over everything that can be known of a container."""
    for stands, wanted, declared, claimed, verdict, proof in itertools.product(
        ["", *set(standing.STANDS.values())],
        ("started", "stopped", "absent"),
        ("", "default", "process", "hyperv"),
        ("", "process", "hyperv"),
        ("", "no", "yes"),
        ("", "proven", "refuted", "inconclusive"),
    ):
        told = standing.standing(standing.Facts(wanted, stands, declared, claimed, verdict, proof))
        if told == "proven":
            assert (wanted, proof) == ("started", "proven")
            assert stands in ("", "up")
            assert {declared, claimed} != {"process", "hyperv"}


def test_every_finding_has_its_section_and_level() -> None:
    for section, level, _what, remedy in standing.OUTCOMES.values():
        assert level in findings.LEVELS
        assert section in findings.SECTIONS or (section, remedy) == ("", "")
    assert {section for section, _level in findings.LACKS.values()} <= set(findings.SECTIONS)
    assert {level for _section, level in findings.LACKS.values()} <= set(findings.LEVELS)
    assert set(page.SECTION_NOTES) == set(findings.SECTIONS)


def test_every_state_of_an_engine_that_is_not_running_has_its_remedy() -> None:
    assert set(hosts.ENGINE_REMEDIES) == set(engine_state.STATES) - {"running"}
    assert set(standing.STANDS_BY_ENGINE) <= set(hosts.ENGINE_REMEDIES)
    texts = [*hosts.ENGINE_REMEDIES.values(), *(row[3] for row in standing.OUTCOMES.values())]
    there = {path.name for path in (page.ASSETS.parents[3] / "roles").iterdir()}
    there |= {path.stem for path in (page.ASSETS.parents[3] / "playbooks").iterdir()}
    there |= {path.stem for path in (page.ASSETS.parents[1].parent / "modules").iterdir()}
    for text in texts:
        assert set(re.findall(r"winfleet\.containers\.([a-z_]+)", text)) <= there


def test_every_verdict_level_and_count_has_its_words() -> None:
    assert set(hosts.VERDICTS) == set(page.VERDICT_WORDS)
    assert tuple(page.LEVEL_WORDS) == findings.LEVELS
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


# What the module containers says of one in check mode -> how it stands.
SEEN: list[tuple[dict[str, Any], str]] = [
    ({"state": "running"}, "up"),
    ({"state": "running", "health": "healthy", "restarts": 3, "restarting": False, "actions": []}, "up"),
    ({"state": "running", "restarts": 3, "restarting": True, "actions": ["wait"]}, "restarting"),
    ({"state": "running", "restarts": 3, "restarting": True, "actions": ["recreate"]}, "restarting"),
    ({"state": "running", "restarts": 0, "restarting": False, "actions": ["wait"], "health": "starting"}, "up"),
    ({"state": "running", "health": "unhealthy", "restarting": True, "actions": ["wait"]}, "unhealthy"),
    ({"state": "restarting", "actions": ["wait"]}, "restarting"),
    ({"state": "start_failed"}, "start_failed"),
    ({"state": "dead"}, "dead"),
    ({"state": "removing"}, "removing"),
    ({"state": "created"}, "down"),
    ({"state": "a word of later"}, ""),
    ({}, ""),
]


@pytest.mark.parametrize(("seen", "wanted"), SEEN)
def test_where_it_stands_is_what_was_seen(seen: dict[str, Any], wanted: str) -> None:
    assert containers._stands(seen, {}, "running") == wanted


def test_why_one_is_broken_is_told_with_its_exit_code_in_words() -> None:
    (gone, halted, loop, mode, fine) = sorted_rows()
    told = {row["name"]: [finding["why"] for finding in row["findings"]] for row in (gone, halted, loop, mode, fine)}
    assert told["srv-halted"] == [["The engine says: exited, exit code 5."]]
    assert told["srv-loop"] == [["The engine says: restarting, exit code 5, 6 times started anew."]]
    assert told["srv-fine"] == []


def sorted_rows() -> list[dict[str, Any]]:
    told = document(broken_fleet(), NOW, "Fleet", [])
    rows = {row["name"]: row for row in told["hosts"]}
    return [rows[name] for name in WENT_WRONG]


def test_every_outcome_is_documented_with_its_level() -> None:
    text = (Path(__file__).parents[3] / "docs" / "report.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| (bad|warn|unknown|ok) \|", text, re.MULTILINE)
    assert dict(rows) == {name: row[1] for name, row in standing.OUTCOMES.items()}
