# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of the services that were asked for are there, and do they run?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import at, read_rows


@dataclass(frozen=True)
class Service:
    """A row of Win32_Service. `state` is Windows' own word: Running, Stopped, Start Pending ..."""

    name: str = at("Name")
    state: str = at("State")
    start_mode: str | None = at("StartMode", None)
    path: str | None = at("PathName", None)
    display: str | None = at("DisplayName", None)
    process: int | None = at("ProcessId", None)


def services(value: Any) -> tuple[Service, ...]:
    """Those that are there, in the order asked."""
    return read_rows(Service, value, "the look service")
