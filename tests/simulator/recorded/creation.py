"""Does an engine create and start containers as the recorded one? A row of create.jsonl or start.jsonl, asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .rows import Asked, leaves, plain, without_ids

#: Members of inspect that the recording leaves out (data/README.md), and those beside them that are ids, dates, names
_NOT_RECORDED = re.compile(
    r"^(Id|Created|LogPath|Name|State\.(Pid|StartedAt|FinishedAt)|GraphDriver\b.*|NetworkSettings\b.*|"
    r"Config\.Hostname|Storage\b.*|ImageManifestDescriptor\b.*)$"
)
# Which images have which id is the recording's; which image it is, Config.Image says.
_IMAGE = "Image"


def difference(asked: Asked, kind: str, row: Mapping[str, Any]) -> list[str]:
    """What differs, in words; empty where the engine answers as the recorded one. `kind` is `create` or `start`."""
    query = f"?{row['query']}" if row.get("query") else ""
    made = asked.ask("POST", f"/containers/create{query}", json=row["body"])
    last = made
    identifier = made.json.get("Id") if made.status_code == 201 else None
    if kind == "start" and identifier:
        last = asked.ask("POST", f"/containers/{identifier}/start")
    found = []
    if last.status_code != row["status"]:
        found.append(f"status {last.status_code}, recorded {row['status']}")
    said, recorded = _said(last, identifier), in_windows_words(row["answer"])
    if said != recorded:
        found.append(f"says {said!r}, recorded {recorded!r}")
    if identifier is not None:
        if "inspect" in row and not found:
            seen = without_ids(leaves(asked.ask("GET", f"/containers/{identifier}/json").json))
            if "State.Error" in seen:
                seen["State.Error"] = in_windows_words(seen["State.Error"])
            found += _unlike(seen, _expected(asked, kind, row))
        asked.ask("DELETE", f"/containers/{identifier}?force=1&v=1")
    return found


#: Wine's words, and Windows' own for the same code
WINE = {
    "Das System kann die angegebene Datei nicht finden.": "The system cannot find the file specified.",  # hostsim's
    "File not found.": "The system cannot find the file specified.",
    "Directory is not empty.": "The directory is not empty.",
    "Path not found.": "The system cannot find the path specified.",
    "Invalid handle.": "The handle is invalid.",
    "winapi error #10048": "Only one usage of each socket address (protocol/network address/port) is normally "
    "permitted.",
    "Connection refused.": "No connection could be made because the target machine actively refused it.",
}


def in_windows_words(text: str) -> str:
    """The recorded text; containers have other names here."""
    for wine, windows in WINE.items():
        text = text.replace(wine, windows) if windows not in text else text
    return re.sub(r"endpoint \S+ on network", "endpoint <name> on network", text)


def _expected(asked: Asked, kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    usual = plain(f"{kind}-plain-{row['moby']}.json")
    lacks = set(row.get("inspect_lacks", ()))
    wanted: dict[str, Any] = without_ids(
        {place: value for place, value in {**usual, **row["inspect"]}.items() if place not in lacks}
    )
    if "State.Error" in wanted:
        wanted["State.Error"] = in_windows_words(wanted["State.Error"])
    return wanted


def _unlike(seen: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    found = []
    for place in sorted({*seen, *wanted}):
        if _NOT_RECORDED.match(place) or place == _IMAGE:
            continue
        if place not in seen:
            found.append(f"{place} lacks, recorded {wanted[place]!r}")
        elif place not in wanted:
            found.append(f"{place} = {seen[place]!r}, not recorded")
        elif seen[place] != wanted[place]:
            found.append(f"{place} = {seen[place]!r}, recorded {wanted[place]!r}")
    return found


def _said(response: Any, identifier: str | None) -> str:
    """As the recording has it: the message of an error, the warnings of a creation, nothing of a start."""
    if response.status_code == 201:
        import json

        return "warnings: " + json.dumps(response.json["Warnings"])
    if response.status_code == 204:
        return ""
    told = response.json if response.is_json else {}
    text = str(told.get("message", response.text) if isinstance(told, dict) else response.text)
    text = re.sub(r"endpoint \S+ on network", "endpoint <name> on network", text)
    if identifier:
        text = text.replace(identifier, "<id>")
    return re.sub(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", "<id>", text)
