# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is each running container really isolated as declared? With evidence taken from the host."""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.converge import ConvergeAction
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Part
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.declared import ARGUMENTS, read
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.part import ProofPart


class ActionModule(ConvergeAction):
    ARGUMENTS = ARGUMENTS

    def read(self, options: dict[str, Any]) -> dict[str, Any]:
        return read(options)

    def parts(self, options: dict[str, Any]) -> list[Part]:
        projects = [options["project"]] if options["project"] else []
        return [ProofPart(projects, options["names"] or [], options["require"])]
