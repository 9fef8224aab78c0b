"""What do the `filters` of a request mean?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from .texts import refusal
from .versions import EngineVersion

Filters = dict[str, list[str]]


def read_filters(text: str | None, accepted: Iterable[str] | None, version: EngineVersion) -> Filters:
    """{name: [values]} from both JSON forms ({"label": ["a"]} and {"label": {"a": true}}); `accepted` None takes any
    name. Raises ApiError."""
    if not text:
        return {}
    try:
        raw = json.loads(text)
        if not isinstance(raw, dict):
            raise ValueError
        filters = {name: list(values) for name, values in raw.items() if isinstance(values, list | dict)}
        if len(filters) != len(raw):
            raise ValueError
    except ValueError as error:
        problem = f"invalid character in {text[:20]!r}"
        raise refusal("bad_filters", version, problem=problem) from error
    for name in filters:
        if accepted is not None and name not in accepted:
            raise refusal("invalid_filter", version, filter=name)
    return filters


def has_labels(labels: Mapping[str, str] | None, wanted: list[str]) -> bool:
    """Whether all of `key` and `key=value` hold."""
    have = labels or {}
    return all(
        (key in have and (not equals or have[key] == value))
        for key, equals, value in (text.partition("=") for text in wanted)
    )


def matches(value: str, wanted: list[str]) -> bool:
    """Whether any of the regular expressions is found in the value (moby's filters.Match); none given is a match."""
    return not wanted or any(_found(pattern, value) for pattern in wanted)


def one_of(value: str, wanted: list[str]) -> bool:
    """Whether the value is one of those given; none given is a match."""
    return not wanted or value in wanted


def _found(pattern: str, value: str) -> bool:
    try:
        return pattern == value or re.search(pattern, value) is not None
    except re.error:
        return False


def prunable(labels: Mapping[str, str] | None, created: datetime, filters: Filters, now: datetime) -> bool:
    """Whether a prune with these filters takes what has these labels and is so old."""
    until = [moment(text, now) for text in filters.get("until", [])]
    return (
        has_labels(labels, filters.get("label", []))
        and not any(has_labels(labels, [text]) for text in filters.get("label!", []))
        and all(created.timestamp() < bound for bound in until)
    )


def moment(text: str, now: datetime) -> float:
    """Seconds since 1970 of a moment, or of so much time ago (`10m`)."""
    ago = re.fullmatch(r"(\d+(?:\.\d+)?)([smh])", text)
    if ago:
        return now.timestamp() - float(ago[1]) * {"s": 1, "m": 60, "h": 3600}[ago[2]]
    try:
        return float(text)
    except ValueError:
        return datetime.fromisoformat(text).timestamp()
