"""What may differ between two fronts that are asked the same? Dates, process ids, the engine's ids and addresses."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from typing import Any

# Keys whose numbers or texts are drawn anew on every machine.
DRAWN = {
    "ProcessId", "ParentProcessId", "SessionId", "Pid", "RuntimeId", "Subnet", "Gateway", "IPAddress", "MacAddress",
    "SystemTime", "Uptime", "Created", "ID", "timeNano", "time",
}  # fmt: skip
FORMS = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)"), "DATE"),
    (re.compile(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"), "GUID"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "ID"),
    (re.compile(r"\b[0-9a-f]{12}\b"), "SHORT"),
    (re.compile(r"\b(?:Less than a second|About a minute|\d+ (?:second|minute)s?)\b"), "DURATION"),
    # what a process of a container has used of the processor
    (re.compile(r"\b\d\d:\d\d:\d\d\.\d{3}\b"), "CPU"),
    # a web server of the cases
    (re.compile(r"\b127\.0\.0\.1:\d+"), "SERVER"),
    # the lock's file lies below the ProgramData of each host, on the machine of the tests where that is no Windows
    (re.compile(r"\S*winfleet[\\/]containers\.lock"), "LOCK"),
)

# Texts of exceptions are .NET's and PowerShell's: they differ from version to version, and from language to language.
EXCEPTION = ("System.", "Microsoft.")


def comparable(value: Any, key: str = "") -> Any:
    """The value with all that is drawn or timed put out of the way; JSON texts are looked into."""
    if isinstance(value, dict):
        if str(value.get("type")).startswith(EXCEPTION):
            value = {**value, "text": "TEXT"}
        return {name: comparable(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [comparable(inner, key) for inner in value]
    if key in DRAWN and value is not None:
        return key
    if isinstance(value, str):
        return _text(b64decode(value).decode() if key == "progress" else value)
    return value


def _text(text: str) -> Any:
    if text[:1] in ("{", "["):
        try:
            return {"json": comparable(json.loads(text))}
        except ValueError:
            pass
    for form, word in FORMS:
        text = form.sub(word, text)
    return text
