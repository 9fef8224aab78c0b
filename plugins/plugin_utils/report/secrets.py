# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a host's data must never be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

MASK = "********"

# `pass` counts only at the start of a word: not `compass`.
_SECRET_WORD = (
    r"(?:password|passwd|passphrase|(?<![a-z])pass|pwd|secret|token"
    r"|(?:api|access|private)[_-]?key|credentials?|authorization)"
)
# At the end of a key, or followed by another part of it: not `tokenizer`, `passenger`.
_SECRET_KEY = re.compile(rf"{_SECRET_WORD}(?:$|[_\-. ])", re.IGNORECASE)
_ASSIGNMENT = re.compile(
    rf"""(?ix)
    ( (?<![a-z]) [\w.-]*? {_SECRET_WORD} ["']? \s* (?:=|:\s) \s* (?:(?:basic|bearer)\s+)? )
    ( "[^"]*" | '[^']*' | [^\s,;&"']+ )
    """
)
_USER_IN_URL = re.compile(r"(?i)([a-z][a-z0-9+.-]*://)[^/\s@]+@")

# A shorter value of `env` is a word like `true` or `8080`, which the texts need.
_LEAST_VALUE = 6
_LEAST_SECRET_VALUE = 3


def secret_key(key: str) -> bool:
    """Whether what stands under `key` is a secret by its name: `DB_PASSWORD`, `apiKey`, `registry.token`."""
    return bool(_SECRET_KEY.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key)))


def environment_values(containers: Iterable[Mapping[str, Any]]) -> list[str]:
    """The values of the containers' `env`, longest first: they are masked wherever a text of the host repeats them.

    `env` may be a dictionary or a list of `KEY=VALUE`.
    """
    found = set()
    for container in containers:
        env = container.get("env") or {}
        pairs = env.items() if isinstance(env, Mapping) else (str(item).partition("=")[::2] for item in env)
        for key, value in pairs:
            text = str(value)
            if len(text) >= (_LEAST_SECRET_VALUE if secret_key(str(key)) else _LEAST_VALUE):
                found.add(text)
    return sorted(found, key=lambda value: (-len(value), value))


def mask(text: str, values: Iterable[str] = ()) -> str:
    """`text` without the `values`, without what follows `password=` and its like, and without the user in a URL."""
    for value in values:
        text = text.replace(value, MASK)
    text = _ASSIGNMENT.sub(rf"\g<1>{MASK}", text)
    return _USER_IN_URL.sub(rf"\g<1>{MASK}@", text)


def masked(data: Any, values: Iterable[str] = ()) -> Any:
    """A copy of plain data whose texts are masked, and whatever stands under a secret key whole."""
    if isinstance(data, Mapping):
        return {str(key): MASK if secret_key(str(key)) else masked(value, values) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [masked(item, values) for item in data]
    if isinstance(data, str):
        return mask(data, values)
    return data
