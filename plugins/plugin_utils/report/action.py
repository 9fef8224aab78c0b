# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of the modules that are told of a fleet: they run on the controller alone and ask no host anything."""

from __future__ import annotations

from abc import abstractmethod
from datetime import UTC, datetime
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import checked, lines
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.plain import plain

# What is known of a host, as far as each of them takes it
MEMBER: dict[str, dict[str, Any]] = {
    "name": {"type": "str", "required": True},
    "host": {"type": "dict", "default": {}},
    "error": {"type": "str", "default": ""},
    "sets": {"type": "list", "elements": "dict", "default": []},
    "judged": {"type": "list", "elements": "dict", "default": []},
    "seen": {"type": "dict", "default": {}},
}


class FleetAction(ActionBase):
    """`SPEC` are the options; what `told` returns of them is the result."""

    TRANSFERS_FILES = False
    _supports_check_mode = True
    _supports_async = False
    SPEC: dict[str, dict[str, Any]] = {}

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result: dict[str, Any] = super().run(tmp, task_vars)
        options, problems = checked(self.SPEC, plain(self._task.args))
        problems = problems or self.wrong(options)
        if problems:
            raise AnsibleActionFail("\n".join(lines(problems)))
        return {**result, **self.told(options, datetime.now(UTC))}

    def wrong(self, options: dict[str, Any]) -> list[tuple[str, str]]:
        """What is wrong with the options although each of them is well-formed."""
        return []

    @abstractmethod
    def told(self, options: dict[str, Any], now: datetime) -> dict[str, Any]:
        """Raises AnsibleActionFail."""
