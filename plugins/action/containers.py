# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deploys a declared set of containers, each with its declared isolation mode."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import ARGUMENTS, read_declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.part import ContainersPart
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.weighed import weigh_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.converge import ConvergeAction
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Part, Result
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.part import KeepPart


class ActionModule(ConvergeAction):
    ARGUMENTS = ARGUMENTS

    def read(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"declared": read_declared(options, self.found)}

    def beside_arguments(self, options: dict[str, Any]) -> list[Any]:
        return list(options["declared"].from_files)

    def parts(self, options: dict[str, Any]) -> list[Part]:
        declared = options["declared"]
        made: list[Part] = [ContainersPart(declared, mask=self._masker.text, weigh=weigh_of(declared))]
        return made if declared.keep is None else [*made, KeepPart([declared])]

    def joined(self, results: dict[str, Result], parts: Sequence[Part]) -> Result:
        deployed, *kept = parts
        made = results.get(deployed.name, {})
        return {**made, "kept": results[kept[0].name]["kept"][0]} if kept and kept[0].name in results else made
