# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter deploy_why: why did a task of a rolling deploy fail?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.rolling.why import deploy_why


class FilterModule:
    """The collection's filter for playbooks/deploy.yml."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Name to function."""
        return {"deploy_why": deploy_why}
