# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter preflight_lines: what would one say of a host in a few lines?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.report.preflight import preflight_lines


class FilterModule:
    """The collection's filter for playbooks/preflight.yml."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Name to function."""
        return {"preflight_lines": preflight_lines}
