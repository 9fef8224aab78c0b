"""Is what an act rests on still so? (docs/verbs.md, `seen`)"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hostsim.fronts.light.answers import Failed, as_text, document, field_texts, limited
from hostsim.fronts.light.files import digest
from hostsim.fronts.light.host import Host
from hostsim.fronts.light.pipe import Pipe, Response
from hostsim.fronts.light.services import row

CONNECT_SECONDS, ANSWER_SECONDS = 5, 60


def compare(host: Host, seen: list[dict[str, Any]]) -> int:
    """How many were compared, over one connection for each pipe. Raises Failed at the first difference."""
    pipes: dict[str, Pipe] = {}
    try:
        for item in seen:
            if item.get("service"):
                _compare_service(host, item)
                continue
            if item.get("file"):
                _compare_file(host, item)
                continue
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


def _compare_service(host: Host, item: dict[str, Any]) -> None:
    name, found = item["service"], row(host, item["service"])
    if found is None:
        if item.get("exists") is not False:
            raise _changed(f"There is no service {name} any more.")
        return
    if item.get("exists") is False:
        raise _changed(f"There was no service {name} and now there is one.")
    for field, was in sorted((item.get("fields") or {}).items()):
        now = as_text(found.get(field))
        if now != was:
            raise _changed(f"{field} of the service {name} is '{limited(now)}' and was '{limited(was)}'.")


def _compare_file(host: Host, item: dict[str, Any]) -> None:
    path, was = item["file"], item.get("SHA256") or ""
    found = host.machine.item(path)
    now = "a folder" if found["directory"] else digest(host, path) if found["exists"] else ""
    if now != was.lower():
        raise _changed(f"SHA256 of {path} is '{now}' and was '{was}'.")


def _names(texts: Iterable[str]) -> str:
    return limited(", ".join(sorted(texts)), 1000) or "nothing"


def _changed(text: str) -> Failed:
    return Failed("changed", "", text)
