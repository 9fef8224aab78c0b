# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a check finds, and with what it looks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flags import Flags
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.shown import shown
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import Version, known

#: the engine does not start with it
ENDS = "ends"
#: it starts, and what was meant does not happen; or it starts only with what a host may have and nobody here knows of.
#: Of a declared key it is refused, of one that was there before it is a warning
IDLE = "idle"
#: it may well be meant so
TOLD = "told"
LONGEST = 120


@dataclass(frozen=True)
class Finding:
    kind: str
    key: str
    text: str

    @property
    def declared_as(self) -> str:
        """The key of the file that it stands in."""
        return self.key.partition(".")[0]


@dataclass(frozen=True)
class Context:
    """`values` are the file's settings over the flags'. `accounts` and `there` say of names and paths whether the host
    has them; of what is not in them nothing is known."""

    values: Mapping[str, Any]
    flags: Flags | None
    version: Version | None
    accounts: Mapping[str, bool] = field(default_factory=dict)
    there: Mapping[str, bool] = field(default_factory=dict)

    def since(self, text: str) -> bool:
        """Whether the engine is that version or a later one; of an unknown one it is so."""
        return self.version is None or self.version.release >= known(text)

    def texts(self, key: str) -> list[str]:
        return [item or "" for item in self.values.get(key) or []]

    def text(self, key: str) -> str:
        return self.values.get(key) or ""

    def table(self, key: str) -> Mapping[str, Any]:
        return self.values.get(key) or {}


def said(key: str, value: Any) -> str:
    """A value as it is told: as JSON, without secrets, cut."""
    masked = shown({key: value})[key]
    text = json.dumps(masked, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
