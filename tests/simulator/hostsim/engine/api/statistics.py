"""The requests about what a container uses: stats and top."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from .. import stats as used
from ..top import top as processes_of
from .answers import answer, flag, stream

if TYPE_CHECKING:
    from ..engine import Engine

SAMPLE = 1.0  # seconds between two samples (moby daemon/stats collector)


def top(engine: Engine, request: Request, name: str) -> Response:
    """GET /containers/NAME/top."""
    with engine.lock:
        return answer(processes_of(engine, name, request.args.get("ps_args", "")))


def stats(engine: Engine, request: Request, name: str) -> Response:
    """GET /containers/NAME/stats: one answer of two samples, or of one (`one-shot`), or a sample each second."""
    with engine.lock:
        container = engine.find(name)
        streams = flag(request, "stream", default=True)
        runs = container.state.running
        if not runs and not streams:
            return answer(used.nothing(container, engine.version))
    if streams:
        return stream(_samples(engine, container), end=b"\n")
    if flag(request, "one-shot"):
        with engine.lock:
            return answer(used.sample(engine, container, None))
    with engine.lock:
        first = used.sample(engine, container, None)
    time.sleep(SAMPLE)
    with engine.lock:
        return answer(used.sample(engine, container, first))


def _samples(engine: Engine, container: Any) -> Iterator[Any]:
    before: dict[str, Any] | None = None
    while engine.running and not container.removed:
        with engine.lock:
            before = used.sample(engine, container, before)
        yield before
        with engine.lock:
            engine.changed.wait(SAMPLE)
