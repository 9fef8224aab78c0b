# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The test runnable_on: does an image run on a host in an isolation mode?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.offline import judged


def runnable_on(image_os_version: Any, host: Any, mode: Any, prepared: bool = False) -> bool:
    """See runnable_on.yml."""
    try:
        return judged(host, image_os_version, mode, prepared)["verdict"] in ("yes", "by_rule")
    except (TypeError, ValueError) as error:
        raise AnsibleFilterError(f"runnable_on: {error}") from error


class TestModule:
    """The collection's tests."""

    def tests(self) -> dict[str, Callable[..., bool]]:
        """Name to function."""
        return {"runnable_on": runnable_on}
