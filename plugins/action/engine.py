# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs, configures, upgrades and removes the engine of a host."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.declared import ARGUMENTS, read
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.part import EnginePart
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.converge import ConvergeAction
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Part, Result


class ActionModule(ConvergeAction):
    ARGUMENTS = ARGUMENTS

    def read(self, options: dict[str, Any]) -> dict[str, Any]:
        return {**options, "declared": read(options, self.found)}

    def parts(self, options: dict[str, Any]) -> list[Part]:
        return [EnginePart(options["declared"])]

    def joined(self, results: dict[str, Result], parts: Sequence[Part]) -> Result:
        return {"engine": results["engine"]} if "engine" in results else {}
