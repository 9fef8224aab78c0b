# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does a file hold?"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import at, read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import WrongShape


@dataclass(frozen=True)
class Text:
    """`content` is None where the file is not there, or is longer than was asked for; `length` in bytes."""

    exists: bool
    length: int | None
    content: bytes | None


@dataclass(frozen=True)
class _Said:
    exists: bool = at("exists")
    length: int | None = at("Length", None)
    content: str | None = at("content", None)


def text(value: Any, path: str) -> Text:
    look = f"the look text ({path})"
    said = read(_Said, value, look)
    try:
        content = None if said.content is None else base64.b64decode(said.content, validate=True)
    except (ValueError, binascii.Error):
        raise WrongShape(look, "content", "no base64", "bytes in base64") from None
    return Text(said.exists, said.length, content)
