# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What have containers said?"""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.converge import ConvergeAction
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Part
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.asked_logs import ARGUMENTS, read
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.lines import Asked
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.logs_part import LogsPart
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.which import Which


class ActionModule(ConvergeAction):
    ARGUMENTS = ARGUMENTS

    def read(self, options: dict[str, Any]) -> dict[str, Any]:
        return read(options)

    def parts(self, options: dict[str, Any]) -> list[Part]:
        streams = tuple(name for name in ("stdout", "stderr") if options[name])
        asked = Asked(options["tail"], options["max_bytes"], options["timestamps"], streams)
        which = Which(options["project"], tuple(options["names"]))
        return [LogsPart(which, asked, options["since"], self._masker.text)]
