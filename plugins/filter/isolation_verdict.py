# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter isolation_verdict: would an image run on a host, in an isolation mode, and why not?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.offline import judged


def isolation_verdict(host: Any, image_os_version: Any, mode: Any, prepared: bool = False) -> dict[str, Any]:
    """See isolation_verdict.yml."""
    try:
        return judged(host, image_os_version, mode, prepared)
    except (TypeError, ValueError) as error:
        raise AnsibleFilterError(f"isolation_verdict: {error}") from error


class FilterModule:
    """The collection's filters."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Name to function."""
        return {"isolation_verdict": isolation_verdict}
