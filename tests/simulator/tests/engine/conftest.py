"""Boxes for tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .box import SERVER_2022, Box


@pytest.fixture
def make() -> Callable[..., Box]:
    """Make a box: `make(host, **engine arguments)`; Server 2022 with both features unless a host is given."""

    def build(host: dict[str, Any] | None = None, **engine: Any) -> Box:
        return Box({**SERVER_2022, **(host or {})}, **engine)

    return build


@pytest.fixture
def box(make: Callable[..., Box]) -> Box:
    """A Server 2022 whose engine runs."""
    return make().up()
