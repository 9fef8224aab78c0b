# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is this host, and which isolation modes can it run?"""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.converge import ConvergeAction
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Part
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.part import HostPart
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.isolation_modes import ISOLATION_MODES

IMAGE_OPTIONS: dict[str, Any] = {
    "os_version": {"type": "str", "required": True},
    "isolation": {"type": "str", "choices": list(ISOLATION_MODES), "default": "default"},
}
ARGUMENTS: dict[str, Any] = {
    "images": {"type": "list", "elements": "dict", "default": [], "options": IMAGE_OPTIONS},
    "disk_usage": {"type": "bool", "default": False},
}


class ActionModule(ConvergeAction):
    ARGUMENTS = ARGUMENTS

    def parts(self, options: dict[str, Any]) -> list[Part]:
        return [HostPart(options["images"], options["disk_usage"])]
