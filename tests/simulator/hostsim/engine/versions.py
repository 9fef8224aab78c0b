"""Which API versions does which engine version speak, and which build is it?

Rows are "since that engine version", newest first (moby api/common.go at the tags; isolation.md 1.12).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Number = tuple[int, ...]

# (since, newest API, oldest API)
API_VERSIONS: tuple[tuple[Number, str, str], ...] = (
    ((29, 6), "1.55", "1.40"),  # real-engine.md 5
    ((29, 3), "1.54", "1.40"),
    ((29, 2), "1.53", "1.44"),
    ((29, 0), "1.52", "1.44"),
    ((28, 3), "1.51", "1.24"),
    ((28, 2), "1.50", "1.24"),
    ((28, 1), "1.49", "1.24"),
    ((28, 0), "1.48", "1.24"),
    ((27, 2), "1.47", "1.24"),
    ((27, 0), "1.46", "1.24"),
    ((26, 0), "1.45", "1.24"),
    ((25, 0), "1.44", "1.24"),
    ((24, 0), "1.43", "1.24"),
    ((23, 0), "1.42", "1.24"),
    ((20, 10), "1.41", "1.24"),
    ((19, 3), "1.40", "1.24"),
    ((18, 9), "1.39", "1.24"),
    ((18, 6), "1.38", "1.24"),
    ((17, 6), "1.30", "1.24"),
    ((0,), "1.27", "1.24"),
)

# (since, Go version, commit, date of the build); 20.10 is A1.5, the others are of the same shape
BUILDS: tuple[tuple[Number, str, str, str], ...] = (
    ((29, 0), "go1.25.4", "e9c8a6c", "2025-11-10T21:50:00.000000000+00:00"),
    ((28, 0), "go1.24.9", "89c5e8f", "2025-11-05T14:43:00.000000000+00:00"),
    ((27, 0), "go1.22.11", "4c9b3b0", "2025-01-22T13:41:00.000000000+00:00"),
    ((25, 0), "go1.21.8", "061aa95", "2024-03-20T15:16:00.000000000+00:00"),
    ((23, 0), "go1.19.7", "59118bf", "2023-04-04T18:07:00.000000000+00:00"),
    ((0,), "go1.13.15", "e1bf5b9c13", "2021-08-19T18:53:20.000000000+00:00"),
)


@dataclass(frozen=True)
class EngineVersion:
    """An engine version: its text, its parts as numbers (for comparing), and what it speaks."""

    text: str
    number: Number
    api: str
    min_api: str
    go: str
    commit: str
    built: str


def engine_version(text: str) -> EngineVersion:
    """Read a version such as `28.5.2` or `20.10.24`; ValueError for what is none."""
    found = re.match(r"(\d+)\.(\d+)(?:\.(\d+))?", text)
    if not found:
        raise ValueError(f"not an engine version: {text!r}")
    number = tuple(int(part or 0) for part in found.groups())
    api, min_api = since(API_VERSIONS, number)
    go, commit, built = since(BUILDS, number)
    return EngineVersion(text, number, api, min_api, go, commit, built)


def since(table: Sequence[Sequence[Any]], number: Number) -> tuple[Any, ...]:
    """The values of the first row (newest first) whose `since` is not newer than `number`."""
    return next(tuple(row[1:]) for row in table if number >= row[0])


def api_number(text: str) -> tuple[int, int]:
    """`1.41` as (1, 41)."""
    major, _, minor = text.partition(".")
    return int(major), int(minor or 0)
