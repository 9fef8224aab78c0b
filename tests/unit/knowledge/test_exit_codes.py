"""What an exit code says, in both of its spellings."""

from __future__ import annotations

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.exit_codes import (
    EXIT_CODES,
    exit_code_text,
    exit_code_way_out,
)


@pytest.mark.parametrize("code", sorted(EXIT_CODES))
def test_every_code_says_what_it_means(code: int) -> None:
    spellings = [code, code - 2**32] if code >= 2**31 else [code]
    for spelling in spellings:
        text = exit_code_text(spelling)
        assert text.startswith(f"exit code {spelling} (") and EXIT_CODES[code].means in text
        assert exit_code_way_out(spelling) == EXIT_CODES[code].way_out


@pytest.mark.parametrize("code", [0, 1, 2, 3, 5, 42, 137, 1234])
def test_a_programs_own_code_is_the_bare_number(code: int) -> None:
    assert (exit_code_text(code), exit_code_way_out(code)) == (f"exit code {code}", "")


@pytest.mark.parametrize("code", [0xC0001234, 0xC0001234 - 2**32, 0xC00002FF])
def test_a_status_that_is_not_known_is_said_to_be_so(code: int) -> None:
    assert "not known here" in exit_code_text(code) and "0xC000" in exit_code_text(code)


def test_the_missing_dll_points_to_the_image() -> None:
    text = exit_code_text(-1073741515)
    assert "0xC0000135 STATUS_DLL_NOT_FOUND" in text and "servercore" in exit_code_way_out(3221225781)
