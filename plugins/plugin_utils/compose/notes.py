# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be said of a key of a compose file: which file, which service, which key, which value, and the way out?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.scanned import Scan
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import brief
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.compose_keys import REFUSE, WARN, foreign
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.secret_forms import secret_key


@dataclass(frozen=True)
class Around:
    """What a service is read by: `names` of the containers by their service, `several` the services with copies,
    `completed` those for whose end another one waits, `networks` of the file, `bare` whether its network `default` is
    declared by nobody, `pull` of the set, `mac` the service's own address."""

    names: Mapping[str, str]
    several: frozenset[str] = frozenset()
    completed: frozenset[str] = frozenset()
    bare: bool = True
    pull: str = "missing"
    mac: str | None = None


@dataclass(frozen=True)
class Notes:
    """What is wrong (`problems`), and (container, text) of what is left out (`warnings`), of one service; `key` is the
    one that is read."""

    scan: Scan
    service: str
    container: str
    key: str = ""
    problems: list[str] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)

    def at(self, key: str) -> Notes:
        return replace(self, key=key)

    def refuse(self, text: str, part: str = "") -> None:
        where = self.scan.where(self.service, self.key.partition(".")[0])
        self.problems.append(f"{where}: service {self.service}: {self._of(part)}: {text}")

    def warn(self, key: str, value: Any = None, text: str = "") -> None:
        """`key` is left out, for what the table says of it unless `text` does."""
        why = text or f"has no effect here: {foreign(key, value)[1]}"
        self.warnings.append((self.container, f"{self.scan.where(self.service, key.partition('.')[0])}: {key} {why}"))

    def foreign(self, key: str, value: Any) -> None:
        """A key that is no option here, refused, warned of or passed over as the table says."""
        action, text = foreign(key, value)
        if action == REFUSE:
            self.at(key).refuse(f"{brief(key, value)} is refused: {text}")
        elif action == WARN:
            self.warn(key, value)

    def _of(self, part: str) -> str:
        return called(f"{self.key}.{part}" if part else self.key)


def called(key: str) -> str:
    """A key whose name alone would hide the first word of what is said of it (knowledge/secret_forms.py)."""
    return f"{key} of the service" if any(map(secret_key, key.split("."))) else key
