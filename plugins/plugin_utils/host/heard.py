# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which texts of a program's answer are errors that somebody will read? They are masked as soon as they are heard:
what is told of them later is cut to a length, and of half a secret nobody knows that it is one.

What is compared (a container's env, its labels) stays as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.evidence import evidence_of

Mask = Callable[[str], str]

DEEPEST = 12  # the programs write no deeper (ConvertTo-Json -Depth)
REFUSED = 400  # from this HTTP status on the engine's body is an error
# Where the engine tells an error in JSON: of a request, in the stream of a pull, in a container's state.
_TOLD = re.compile(r'("(?:message|error|Error)"\s*:\s*)("(?:[^"\\]|\\.)+")')


def looked(said: Mapping[str, Any], mask: Mask) -> dict[str, Any]:
    """The answer of `_look` with its errors masked."""
    return {key: _heard(value, mask, done=False) for key, value in said.items()}


def acted(said: Mapping[str, Any], mask: Mask) -> dict[str, Any]:
    """The answer of `_act`: what its steps were answered is read for errors only, also where the status is good."""
    return {key: _heard(value, mask, done=key in ("steps", "undone")) for key, value in said.items()}


def _heard(value: Any, mask: Mask, done: bool, depth: int = 1) -> Any:
    if depth > DEEPEST:
        return value
    if isinstance(value, list):
        return [_heard(item, mask, done, depth + 1) for item in value]
    if not isinstance(value, Mapping):
        return value
    made = {
        key: evidence_of(item, mask) if done and key == "evidence" else _heard(item, mask, done, depth + 1)
        for key, item in value.items()
    }
    status, body, text = value.get("status"), value.get("body"), value.get("text")
    if isinstance(body, str) and (done or (isinstance(status, int) and status >= REFUSED)):
        made["body"] = _body(body, mask)
    if isinstance(text, str) and "type" in value:
        made["text"] = _body(text, mask)
    return made


def _body(body: str, mask: Mask) -> str:
    """JSON stays JSON."""
    if not body.lstrip().startswith("{"):
        return mask(body)
    return _TOLD.sub(lambda found: found[1] + _string(found[2], mask), body)


def _string(literal: str, mask: Mask) -> str:
    try:
        return json.dumps(mask(json.loads(literal, strict=False)))
    except ValueError:
        return f'"{mask(literal[1:-1])}"'
