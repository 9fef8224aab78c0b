"""How does an answer look? The shapes that all verbs share (docs/verbs.md), and how PowerShell would print them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from hostsim.machine import CommandNotFound, WindowsError

Answer = dict[str, Any]

STEERS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

# ConvertTo-Json escapes what would end a line for others: NEL, LS, PS; and half characters have no UTF-8.
ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Failed(Exception):
    """A verb that failed: `type`, `code`, `text` as in docs/verbs.md; the value of a step whose host had answered."""

    def __init__(self, type_: str, code: str, text: str, value: Any = None) -> None:
        super().__init__(text)
        self.type, self.code, self.text, self.value = type_, code, text, value


def failure(type_: str, code: str, text: str) -> Answer:
    return {"ok": False, "error": {"type": type_, "code": code, "text": text}}


def answer(ask: Callable[[], Any]) -> Answer:
    """The ANSWER of one verb: what it returns, or how it failed. What no host would raise passes through."""
    try:
        return {"ok": True, "value": plain(ask())}
    except Failed as error:
        failed = failure(error.type, error.code, error.text)
        return failed if error.value is None else {**failed, "value": plain(error.value)}
    except CommandNotFound as error:
        return failure("System.Management.Automation.CommandNotFoundException", "0x80131501", str(error))
    except WindowsError as error:
        return failure(error.type, error.code, error.text)


def date(value: datetime) -> str:
    """`2026-11-24T08:00:00.0000000Z`: UTC, ticks of 100 ns."""
    utc = value.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond:06d}0Z"


def plain(value: Any) -> Any:
    """The value with its dates as texts, all the way down."""
    if isinstance(value, datetime):
        return date(value)
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def as_text(value: Any) -> str:
    """How a value is compared (docs/verbs.md): `true`, `false`, the empty text for null, else its text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def field_text(value: Any, dotted: str) -> str:
    """The field `State.Running` of a value as text; the empty text where it is not there."""
    for key in dotted.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return as_text(value)


def document(text: str) -> Any:
    """What a JSON text says. Raises Failed as the XML reader does that reads it on a host."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise Failed("System.Xml.XmlException", "0x80131940", f"The text is no JSON: {error}.") from error


def field_texts(value: Any, dotted: str) -> list[str]:
    """The field of each element of a list, or of the one object, as texts."""
    return [field_text(element, dotted) for element in (value if isinstance(value, list) else [value])]


def limited(text: str, most: int = 200) -> str:
    """A text of which nobody knows who wrote it: cut, without half characters and those that steer a terminal."""
    plain = STEERS.sub("?", text)
    return plain if len(plain) <= most else plain[:most] + "..."


def printed(result: dict[str, Any]) -> bytes:
    """The result as `ConvertTo-Json -Compress` prints it, and a Windows line end."""
    text = json.dumps(result, ensure_ascii=False, separators=(",", ":"))
    return ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode() + b"\r\n"


def pick(row: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """The named properties of a row, whatever their case there; null for those it lacks."""
    known = {name.lower(): value for name, value in row.items()}
    return {name: known.get(name.lower()) for name in names}


def chosen(rows: list[dict[str, Any]], key: str, names: list[str]) -> list[dict[str, Any]]:
    """The rows whose `key` is one of the names, in the order of the names; Windows' names know no case."""
    known = {str(row[key]).lower(): row for row in rows}
    return [known[name.lower()] for name in names if name.lower() in known]
