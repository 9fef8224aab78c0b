"""Boxes for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
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


DAY_VERSIONS = ["20.10.24", "26.1.4", "28.5.2", "29.7.2"]


@pytest.fixture(params=DAY_VERSIONS)
def day(request: Any, tmp_path: Path) -> Iterator[tuple[Box, str]]:
    """A Server 2022 without images, and the address at which its engine answers other people's clients."""
    box = Box(SERVER_2022, version=request.param, images=[]).up()
    path = tmp_path / "docker_engine"
    box.engine.listen(str(path))
    yield box, f"unix://{path}"
    box.machine.stop_service("docker")
    box.engine.close()
