# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is this host, and which isolation modes can it run?"""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import ISOLATION_MODES
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.converge import Answer, ConvergeAction, Decision
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host import host_from, host_looks
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import judge_image, judge_modes

IMAGE_OPTIONS: dict[str, Any] = {
    "os_version": {"type": "str", "required": True},
    "isolation": {"type": "str", "choices": list(ISOLATION_MODES), "default": "default"},
}
ARGUMENTS: dict[str, Any] = {
    "images": {"type": "list", "elements": "dict", "default": [], "options": IMAGE_OPTIONS},
}


class ActionModule(ConvergeAction):
    ARGUMENTS = ARGUMENTS

    def looks(self, options: dict[str, Any], check: bool) -> list[dict[str, Any]]:
        return host_looks(features=True)

    def decide(self, options: dict[str, Any], answers: list[Answer], check: bool) -> Decision:
        host = host_from([dict(answer) for answer in answers])
        if not host.get("build"):
            raise HostProblem(
                "The host does not say which build of Windows it is: its registry and CIM could not be read. "
                "Connect as a member of its Administrators."
            )
        verdicts = [
            {**image, **judge_image(host, image["os_version"], image["isolation"])} for image in options["images"]
        ]
        return Decision(
            result={
                "host": host,
                "isolation": judge_modes(host),
                "prepared": judge_modes(host, prepared=True),
                "images": verdicts,
            }
        )
