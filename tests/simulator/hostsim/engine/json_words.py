"""What does Go say of JSON that it cannot read? encoding/json's scanner, as far as requests come to it."""

from __future__ import annotations

import json
from typing import Any

PLACES = {
    "Expecting property name": "looking for beginning of object key string",
    "Expecting ':'": "after object key",
    "Expecting ','": "after object key:value pair",
    "Expecting value": "looking for beginning of value",
}


class NotJson(ValueError):
    """The text is Go's."""


def decode_first(text: str) -> Any:
    """The first value of a text; what follows is not looked at (json.Decoder). Raises NotJson."""
    start = text.lstrip(" \t\r\n")
    if not start:
        raise NotJson("EOF")
    try:
        return json.JSONDecoder().raw_decode(start)[0]
    except json.JSONDecodeError as error:
        if error.pos >= len(start.rstrip()) or error.msg.startswith("Unterminated"):
            raise NotJson("unexpected EOF") from error
        place = next((words for begin, words in PLACES.items() if error.msg.startswith(begin)), "in literal")
        raise NotJson(f"invalid character '{start[error.pos]}' {place}") from error
