"""The small compose files of support/compose_files come to what stands beside them, through the real loader."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.source import sourced
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import read_declared
from compose_cases import NAMES, case, options_of


@pytest.mark.parametrize("name", NAMES)
def test_it_comes_to(name: str, tmp_path: Path) -> None:
    one = case(name, tmp_path)
    made = sourced(options_of(one.options), str)
    assert {key: made.options[key] for key in ("containers", "networks", "volumes")} | {
        "told": made.told,
        "left_out": [list(pair) for pair in made.left_out],
    } == one.wanted


@pytest.mark.parametrize("name", NAMES)
def test_the_set_is_accepted(name: str, tmp_path: Path) -> None:
    declared = read_declared(options_of(case(name, tmp_path).options), str)
    assert declared.specs and declared.compose is not None


def test_there_are_ten_at_least() -> None:
    assert len(NAMES) >= 10
