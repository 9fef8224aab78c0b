# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Since when does Windows run, and what does its boot entry say of the hypervisor?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import at, kind, read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import WrongShape

LOOK = "the look boot"
_LAUNCH_TYPE = re.compile(r"hypervisorlaunchtype\s+(\w+)", re.IGNORECASE)
LAUNCH_TYPES = {"auto": "auto", "off": "off"}


@dataclass(frozen=True)
class Boot:
    """`uptime` in seconds. `entry` is the ANSWER of bcdedit, None where it was not asked."""

    uptime: float = at("Uptime")
    entry: Answer | None = at("entry", None)

    @property
    def launch_type(self) -> str | None:
        """hypervisorlaunchtype of the boot entry: "auto", "off", or None where it is not told."""
        if self.entry is None or not self.entry.ok:
            return None
        if not isinstance(self.entry.value, str):
            raise WrongShape(LOOK, "entry.value", kind(self.entry.value), "a text")
        found = _LAUNCH_TYPE.search(self.entry.value)
        return LAUNCH_TYPES.get(found[1].lower()) if found else None


def boot(value: Any) -> Boot:
    return read(Boot, value, LOOK)
