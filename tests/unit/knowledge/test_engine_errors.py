"""Every message that the engine, Windows or a feature call is known to give has a cause, a step and a way out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_codes import (
    CODES,
    EVENTS,
    HCS_CODES,
    Explanation,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_places import (
    HNS_CODES,
    NETWORK_EXISTS,
    PLACES,
    Place,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_texts import TEXTS
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_errors import HCS_FAMILIES, explain

STEPS = {"pull", "create", "start", "run", "exec", "stop", "remove", "engine", "feature", "connect", "archive"}
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


DESTROYS = re.compile(r"Remove-Hns|Remove-Net|prune|remove the image|docker rm|DestroyLayer", re.IGNORECASE)


def everything() -> list[Explanation]:
    rows = [*HCS_CODES.values(), *CODES.values(), *HNS_CODES.values(), *(row for _pattern, row in TEXTS)]
    return [*rows, *(row.explanation for row in PLACES)]


def test_only_a_network_that_is_there_already_is_ever_to_be_removed() -> None:
    rows = {row.cause: row for row in everything() if re.search("Remove-Hns|Remove-Net", row.way_out)}
    assert list(rows.values()) == [NETWORK_EXISTS]
    assert NETWORK_EXISTS.way_out.startswith("Restart") and "cuts the containers" in NETWORK_EXISTS.way_out


def test_no_advice_destroys_without_saying_so() -> None:
    for row in everything():
        for found in DESTROYS.finditer(row.way_out):
            assert re.search(r"Only if|that nothing uses|pull it again", row.way_out), (found[0], row)


@pytest.mark.parametrize(
    ("step", "text", "cause"),
    [
        ("remove", "Access is denied.", "held by another process"),
        ("remove", "Zugriff verweigert (0x5)", "held by another process"),
        ("start", "Access is denied.", "denied access"),
        (None, "Access is denied.", "denied access"),
        ("stop", "failed (0x80070020)", "in use by another process"),
        ("pull", "write C:\\x: no space left on device", "disk is full"),
    ],
)
def test_the_step_decides_before_the_words(step: str | None, text: str, cause: str) -> None:
    told = explain(text, step=step)
    assert told is not None and cause in (told["cause"] or "")


@pytest.mark.parametrize("words", ["Access is denied.", "open C:\\x: Access is denied.", "(0x5)", "denied"])
def test_an_answer_of_the_engine_never_means_its_pipe(words: str) -> None:
    for step in ("start", "remove", "pull", None):
        assert "pipe" not in str((explain(words, step=step) or {}).get("cause"))


@pytest.mark.parametrize("row", PLACES, ids=lambda row: row.explanation.cause[:40])
def test_every_place_by_each_of_its_codes_in_every_spelling(row: Place) -> None:
    said = {
        "giving the container its network": "failed to create endpoint x on network nat",
        "making a network": "failed to create network x",
        "starting the container's program": "during hcs::System::CreateProcess: x",
        "starting the container's system": "during hcs::System::Start",
        "removing the container's files": "failed to remove root filesystem",
        "mounting a layer": "hcsshim::ActivateLayer failed",
        "unpacking a layer": "failed to register layer",
        "running its own helper": "re-exec error",
    }
    for operation in row.operations or (None,):
        for number in row.codes:
            hresult = number if number > 0xFFFF else 0x80070000 | number
            for spelling in (
                f"(0x{number:x})",
                f"(0x{number:X})",
                f"0x{hresult:08x}",
                str(hresult),
                str(hresult - 2**32),
            ):
                told = explain(
                    f"{said.get(operation or '', '')}: unbekannte Worte {spelling}", step=next(iter(row.steps), None)
                )
                assert told is not None, (operation, spelling)
                first = next(
                    other
                    for other in PLACES
                    if (not other.operations or operation in other.operations)
                    and (not other.steps or set(other.steps) & set(row.steps))
                    and number in other.codes
                )
                assert told["cause"] == first.explanation.cause, (operation, spelling)


def test_a_code_that_is_none_is_no_error() -> None:
    assert explain("nothing", code="status") is None
    told = explain("No hypervisor is present on this system.", code="500")
    assert told is not None and told["code"] is None
