"""Every case, asked of both fronts: each must answer as the case says, and both alike."""

from __future__ import annotations

import re

import pytest
from asking import CHECKOUT
from cases import Case, all_cases, asked
from comparable import comparable
from expectation import complaints
from fronts import needs_powershell

CASES = [pytest.param(case, id=case.id) for case in all_cases()]


@pytest.mark.parametrize("case", CASES)
def test_the_light_front_answers(case: Case) -> None:
    assert complaints(case.answer, asked("light", case.file).answers[case.name]) == []


@pytest.mark.live
@needs_powershell
@pytest.mark.parametrize("case", CASES)
def test_the_live_front_answers(case: Case) -> None:
    assert complaints(case.answer, asked("live", case.file).answers[case.name]) == []


@pytest.mark.live
@needs_powershell
@pytest.mark.parametrize("case", CASES)
def test_both_fronts_answer_alike(case: Case) -> None:
    live, light = (comparable(asked(front, case.file).answers[case.name]) for front in ("live", "light"))
    assert live == light


def verbs_of_the_page() -> set[str]:
    """The first column of the tables of docs/verbs.md, with the section before it: `look-cim`, `step-engine`."""
    sections = re.split(r"^## ", (CHECKOUT / "docs" / "verbs.md").read_text(encoding="utf-8"), flags=re.M)
    words = {"Looks": "look", "Steps": "step"}
    return {
        f"{word}-{verb}"
        for title, word in words.items()
        for section in sections
        if section.startswith(title)
        for verb in re.findall(r"^\| `(\w+)` \|", section, flags=re.M)
    }


def test_every_verb_of_the_page_has_cases_and_every_case_a_verb() -> None:
    files = {case.file for case in all_cases()}
    assert {file for file in files if not file.startswith("program-")} == verbs_of_the_page()
    assert {file for file in files if file.startswith("program-")} == {"program-_look", "program-_act"}


def test_names_of_cases_are_unique() -> None:
    ids = [case.id for case in all_cases()]
    assert len(ids) == len(set(ids))
