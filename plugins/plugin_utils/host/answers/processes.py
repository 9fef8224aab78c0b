# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which processes does the host have, and whose are they?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import at, read_rows


@dataclass(frozen=True)
class Process:
    """A row of Win32_Process. `created` is a date (docs/verbs.md) or None (the idle process has none); `owner` and
    `owner_error` are there only for the images whose owners were asked for."""

    pid: int = at("ProcessId")
    name: str = at("Name")
    session: int | None = at("SessionId", None)
    created: str | None = at("CreationDate", None)
    owner: str | None = at("Owner", None)
    owner_error: str | None = at("OwnerError", None)


def processes(value: Any) -> tuple[Process, ...]:
    return read_rows(Process, value, "the look processes")
