"""docs/options.md is what the table says, and each of its rows is."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_options import ROWS

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("options_doc", ROOT / "tools" / "options_doc.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_is_current(tool: ModuleType) -> None:
    """`python tools/options_doc.py` writes it anew."""
    assert (ROOT / "docs" / "options.md").read_text("utf-8") == tool.document()


def test_every_row_is_told_once(tool: ModuleType) -> None:
    told = tool.document().splitlines()
    assert sorted(row for _title, rows in tool.SECTIONS for row in map(tool.line, rows)) == sorted(map(tool.line, ROWS))
    assert all(told.count(tool.line(row)) == 1 for row in ROWS)
    assert all(line.count(" | ") == len(tool.COLUMNS) - 1 for line in told if line.startswith("| "))
