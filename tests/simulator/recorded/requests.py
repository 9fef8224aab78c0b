"""Does an engine answer the other requests as the recorded one? They are asked one after the other of a fresh
engine."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from hostsim.engine.errors import ConnectionDropped

from .creation import in_windows_words
from .rows import Asked, without_ids


def ask(asked: Asked, row: Mapping[str, Any]) -> tuple[int, str]:
    """The status (0: the connection was cut), and the words of an error or the body."""
    body: dict[str, Any] = {}
    if "raw" in row:
        body = {"data": row["raw"], "content_type": row.get("content_type", "application/json")}
    elif "body" in row:
        body = {"data": json.dumps(row["body"]), "content_type": row.get("content_type", "application/json")}
    try:
        answer = asked.ask(row["method"], row["path"], **body)
    except ConnectionDropped:
        return 0, ""
    text = answer.text
    if answer.status_code >= 400 and answer.is_json and text.strip():
        text = json.loads(text)["message"]
    return answer.status_code, _without_ids(text)


def difference(version: str, row: Mapping[str, Any], status: int, text: str) -> list[str]:
    """What differs. What a good answer holds is compared where states are (creation.py, daily.py)."""
    recorded, words = row["answers"][version]
    if status != recorded:
        return [f"status {status} ({text[:160]}), recorded {recorded} ({words[:160]})"]
    wanted = _without_ids(in_windows_words(words))
    return [] if status < 400 or _unordered(text) == _unordered(wanted) else [f"says {text!r}, recorded {wanted!r}"]


def case_of(row: Mapping[str, Any]) -> str:
    """How left_out.py calls a row."""
    name = (row.get("body") or {}).get("Name") if isinstance(row.get("body"), dict) else None
    return f"{row['method']} {row['path']}" + (f" {name}" if row["path"] == "/volumes/create" and name else "")


def _without_ids(text: str) -> str:
    # what the engine cuts to twelve digits as well
    return re.sub(r"(?<![0-9a-f])[0-9a-f]{12}(?![0-9a-f])", "<id>", str(without_ids(text)))


def _unordered(text: str) -> str:
    """Go gives the elements of a table in any order."""
    found = re.fullmatch(r"(.* has active endpoints \()(.*)\)", text)
    return found[1] + ", ".join(sorted(found[2].split(", "))) if found else text
