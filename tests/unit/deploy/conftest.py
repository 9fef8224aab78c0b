"""Lets these tests, and those of the actions, import the model engine."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from model_engine import ModelEngine


@pytest.fixture(scope="session")
def engine() -> type[ModelEngine]:
    """The class: a property test needs a new engine for each example."""
    return ModelEngine
