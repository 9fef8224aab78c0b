"""Makes the mutator's own modules importable, and records the good answers once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))


@pytest.fixture(scope="session")
def recorded() -> list[Any]:
    from situations import situations

    return situations()
