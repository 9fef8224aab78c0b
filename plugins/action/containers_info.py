# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which containers, networks, volumes and images are on the host, and how do they stand?"""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.converge import ConvergeAction
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Part
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.declared import ARGUMENTS, read
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.part import InfoPart
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.which import Which


class ActionModule(ConvergeAction):
    ARGUMENTS = ARGUMENTS

    def read(self, options: dict[str, Any]) -> dict[str, Any]:
        return read(options)

    def parts(self, options: dict[str, Any]) -> list[Part]:
        which = Which(options["project"], tuple(options["names"] or ()))
        return [InfoPart(which, options["networks"], options["volumes"], options["images"])]
