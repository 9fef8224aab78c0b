"""Every message that the engine, Windows or a feature call is known to give has a cause, a step and a way out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_codes import (
    CODES,
    EVENTS,
    HCS_CODES,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_texts import TEXTS
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_errors import HCS_FAMILIES, explain

STEPS = {"pull", "create", "start", "run", "exec", "stop", "engine", "feature", "connect", "archive"}
MESSAGES = [
    tuple(part.strip() for part in line.split("|", 2))
    for line in (Path(__file__).parent / "data" / "messages.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("cause", "step", "text"), MESSAGES)
def test_message(cause: str, step: str, text: str) -> None:
    told = explain(text)
    assert told is not None
    assert cause in (told["cause"] or "")
    assert told["step"] == step
    assert told["way_out"] and told["source"]


@pytest.mark.parametrize("low", sorted(HCS_CODES))
@pytest.mark.parametrize("family", HCS_FAMILIES)
def test_both_families_mean_the_same(family: int, low: int) -> None:
    code = f"0x{family + low:08X}"
    by_text, by_code = explain(f"irgendein Text ({code})"), explain("", code=code.lower())
    assert by_text == by_code
    assert by_text is not None
    assert by_text["cause"] == HCS_CODES[low].cause
    assert by_text["code"] == code.lower()


@pytest.mark.parametrize("code", sorted(CODES))
def test_codes(code: int) -> None:
    spellings = [f"0x{code:x}", f"0x{code:08X}", *([str(code), str(code - 2**32)] if code >= 2**31 else [])]
    for spelling in spellings:
        told = explain("(unknown words)", code=spelling)
        assert told is not None
        assert told["cause"] == CODES[code].cause


def test_every_explanation_is_whole() -> None:
    for row in [*HCS_CODES.values(), *CODES.values(), *EVENTS.values(), *(row for _pattern, row in TEXTS)]:
        assert row.step in STEPS
        assert row.cause and row.way_out.endswith(".") and row.source


def test_every_text_has_a_message() -> None:
    for pattern, _row in TEXTS:
        assert any(re.search(pattern, text, re.IGNORECASE | re.DOTALL) for _cause, _step, text in MESSAGES), pattern


def test_codes_go_before_words() -> None:
    told = explain("No hypervisor is present on this system. (0xc0370106)")
    assert told is not None
    assert told["code"] == "0xc0370106"
    assert "ended while it started" in (told["cause"] or "")
    other = explain("No hypervisor is present on this system.", code="0xc0370101")
    assert other is not None
    assert "does not fit the host" in (other["cause"] or "")


@pytest.mark.parametrize(
    "text",
    ["", "something else", "0xdeadbeef", "container 1234567890abcdef failed", "id 8037010112", "offset 0x20 of 0x2"],
)
def test_what_is_not_known_is_not_explained(text: str) -> None:
    assert explain(text) is None


def test_a_code_that_is_none_is_no_error() -> None:
    assert explain("nothing", code="status") is None
    told = explain("No hypervisor is present on this system.", code="500")
    assert told is not None and told["code"] is None
