# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter deploy_lines: what does each host run now?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.rolling.lines import deploy_lines


class FilterModule:
    """The collection's filter for playbooks/deploy.yml."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Name to function."""
        return {"deploy_lines": deploy_lines}
