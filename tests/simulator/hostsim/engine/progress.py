"""How does the engine tell how far it is? moby pkg/progress and pkg/streamformatter; a line is a JSON object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .versions import EngineVersion
from .wording import human_size

Line = dict[str, Any]

CHUNK = 32768  # bytes that one read gives
UPDATES = 8  # a fast machine: at most so many of the updates, which come no sooner than after 100 ms


def update(status: str, identifier: str) -> Line:
    """A layer's new status."""
    return {"status": status, "progressDetail": {}, "id": identifier}


def message(text: str, identifier: str = "") -> Line:
    return {"status": text, **({"id": identifier} if identifier else {})}


def failure(text: str, version: EngineVersion) -> Line:
    """The last line of a stream that failed."""
    if version.number >= (29, 0):
        return {"error": text, "errorDetail": {"message": text}}
    return {"errorDetail": {"message": text}, "error": text}


def bar(status: str, identifier: str, current: int, total: int, version: EngineVersion) -> Line:
    """How far a layer is; 29 leaves the drawn bar out."""
    detail = {name: value for name, value in (("current", current), ("total", total)) if value}
    drawn = {"progress": _drawn(current, total)} if detail and version.number < (29, 0) else {}
    return {"status": status, "progressDetail": detail, **drawn, "id": identifier}


def reading(status: str, identifier: str, size: int, total: int, version: EngineVersion, slow: bool) -> Iterator[Line]:
    """The lines while `size` bytes are read, `total` of which are announced: after each hundredth (512 kB at most)
    and not more often than each 100 ms; a `slow` reader needs that long for each read."""
    least = min(total // 100, 512 * 1024) if total else 512 * 1024
    first = CHUNK * (least // CHUNK + 1)
    step = CHUNK * max(1, -(-size // CHUNK // UPDATES))
    at = first
    while at < size:
        yield bar(status, identifier, at, total, version)
        if not slow and size < CHUNK * 1000:
            break  # all of it within 100 ms
        at += max(step, first)
    yield bar(status, identifier, size, total, version)


def _drawn(current: int, total: int) -> str:
    """moby pkg/jsonmessage, for a terminal of 200 columns."""
    if total <= 0:
        return f"{human_size(current):>8}"
    filled = min(50, int(current / total * 100) // 2)
    numbers = f"{human_size(current):>8}" + (f"/{human_size(total)}" if current <= total else "")
    return f"[{'=' * filled}>{' ' * (50 - filled)}] {numbers}"
