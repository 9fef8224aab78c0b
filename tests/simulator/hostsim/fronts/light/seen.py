"""Is what an act rests on still so? (docs/verbs.md, `seen`)"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hostsim.fronts.light.answers import Failed, document, field_texts, limited
from hostsim.fronts.light.host import Host
from hostsim.fronts.light.pipe import Pipe, Response

CONNECT_SECONDS, ANSWER_SECONDS = 5, 60


def compare(host: Host, seen: list[dict[str, Any]]) -> int:
    """How many were compared, over one connection for each pipe. Raises Failed at the first difference."""
    pipes: dict[str, Pipe] = {}
    try:
        for item in seen:
            name = item.get("pipe") or "docker_engine"
            if name not in pipes:
                pipes[name] = Pipe(host, name, CONNECT_SECONDS)
            _compare(item, pipes[name].ask("GET", item["path"], ANSWER_SECONDS))
    finally:
        for pipe in pipes.values():
            pipe.close()
    return len(seen)


def _compare(item: dict[str, Any], response: Response) -> None:
    path = item["path"]
    if response["status"] != item["status"]:
        raise _changed(f"The status of {path} is {response['status']} and was {item['status']}.")
    for field, was in sorted((item.get("fields") or {}).items()):
        now = (field_texts(document(response["body"]), field) or [""])[0]
        if now != was:
            raise _changed(f"{field} of {path} is '{limited(now)}' and was '{limited(was)}'.")
    if item.get("rows"):
        now_all, was_all = set(field_texts(document(response["body"]), item["rows"])), set(item["values"])
        if now_all != was_all:
            raise _changed(f"{item['rows']} of {path} is now {_names(now_all)} and was {_names(was_all)}.")


def _names(texts: Iterable[str]) -> str:
    return limited(", ".join(sorted(texts)), 1000) or "nothing"


def _changed(text: str) -> Failed:
    return Failed("changed", "", text)
