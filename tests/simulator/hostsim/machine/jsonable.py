"""Turning what the machine holds into what JSON can say."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def jsonable(value: Any) -> Any:
    """Dates become texts (`2026-11-24T08:00:00.000000Z`), tuples and sets lists (sets sorted)."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, dict):
        return {str(key): jsonable(each) for key, each in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(jsonable(each) for each in value)
    if isinstance(value, list | tuple):
        return [jsonable(each) for each in value]
    return value
