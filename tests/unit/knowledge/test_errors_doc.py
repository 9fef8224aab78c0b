"""docs/errors.md is what the tables say, and each of its rows is."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_codes import CODES, HCS_CODES
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_places import HNS_CODES, PLACES
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_error_texts import TEXTS
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.exit_codes import EXIT_CODES

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("errors_doc", ROOT / "tools" / "errors_doc.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_is_current(tool: ModuleType) -> None:
    """`python tools/errors_doc.py` writes it anew."""
    assert (ROOT / "docs" / "errors.md").read_text("utf-8") == tool.document()


def test_every_row_is_told(tool: ModuleType) -> None:
    told = tool.document()
    rows = [*HCS_CODES.values(), *CODES.values(), *HNS_CODES.values(), *(row.explanation for row in PLACES)]
    rows += [row for _pattern, row in TEXTS]
    for row in rows:
        assert tool.cell(row.cause) in told and tool.cell(row.way_out) in told
    for number, exit_ in EXIT_CODES.items():
        assert str(number) in told and tool.cell(exit_.means) in told
