"""Which events does a request of GET /events want? (moby daemon/events/filter.go)"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .filters import Filters, has_labels

#: Kinds of what happened with words behind them: any of them among the filters lets all match by their beginning
WITH_WORDS = ("health_status", "exec_create", "exec_start")
#: These match the beginning of an id or a name, whatever the event is about
BY_BEGINNING = ("daemon", "container", "plugin", "volume", "network", "node", "service", "secret", "config")


def included(event: Mapping[str, Any], filters: Filters) -> bool:
    """Whether all filters match."""
    actor = event["Actor"]
    attributes, name = actor["Attributes"], actor["Attributes"].get("name", "")
    return (
        _is_action(event["Action"], filters.get("event", []))
        and _any(filters.get("type", []), event["Type"])
        and _any(filters.get("scope", []), event["scope"])
        and all(_begins(filters.get(kind, []), actor["ID"], name) for kind in BY_BEGINNING)
        and _of_image(event, filters.get("image", []))
        and has_labels(attributes, filters.get("label", []))
    )


def _any(wanted: list[str], *values: str) -> bool:
    return not wanted or any(value in wanted for value in values)


def _begins(wanted: list[str], *values: str) -> bool:
    return not wanted or any(value.startswith(text) for text in wanted for value in values)


def _is_action(action: str, wanted: list[str]) -> bool:
    return _begins(wanted, action) if any(text in WITH_WORDS for text in wanted) else _any(wanted, action)


def _of_image(event: Mapping[str, Any], wanted: list[str]) -> bool:
    identifier = event["Actor"]["ID"]
    name = event["Actor"]["Attributes"].get("name" if event["Type"] == "image" else "image", "")
    return _any(wanted, identifier, name, _without_tag(identifier), _without_tag(name))


def _without_tag(name: str) -> str:
    """The name without a tag or digest; a colon before a slash is a port's."""
    bare = name.partition("@")[0]
    head, slash, last = bare.rpartition("/")
    return f"{head}{slash}{last.partition(':')[0]}"
