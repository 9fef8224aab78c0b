# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the projects of a host back to the set before, which the host has kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy import sets
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.report import sets_of_failed
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.converge import ConvergeAction
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Part, Result
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.back import BackPart, Way

ARGUMENTS: dict[str, Any] = {
    "sets": {"type": "list", "elements": "dict", "required": True, "options": sets.ARGUMENTS},
    "to": {"type": "str"},
    "unless_well": {"type": "bool", "default": False},
    "env": {"type": "dict", "default": {}, "no_log": True},
}


class ActionModule(ConvergeAction):
    ARGUMENTS = ARGUMENTS

    def read(self, options: dict[str, Any]) -> dict[str, Any]:
        problems = [
            f"env: of the container {name} is no dictionary of names and values"
            for name, values in options["env"].items()
            if not isinstance(values, dict)
        ]
        if options["to"] is not None and not options["to"].strip():
            problems.append("to: is empty; give the first digits of a digest, or leave it out for the set before")
        if options["to"] is not None and len(options["sets"]) > 1:
            problems.append("to: is of one set; give that one alone in sets (deploy_projects)")
        if problems:
            raise Refused(problems)
        return {**options, "sets": sets.read_sets(options["sets"], self.found)}

    def beside_arguments(self, options: dict[str, Any]) -> list[Any]:
        given = [{"env": values} for values in options["env"].values()]
        return [*given, *(env for one in options["sets"] for env in one.from_files)]

    def parts(self, options: dict[str, Any]) -> list[Part]:
        declared = options["sets"]
        way = Way(options["to"], options["unless_well"], options["env"], self.found, self._masker.text)
        return [BackPart(one, way, several=len(declared) > 1) for one in declared]

    def joined(self, results: dict[str, Result], parts: Sequence[Part]) -> Result:
        """In the order in which they were declared."""
        return {"sets": [results[part.name] for part in parts if part.name in results]}

    def of_failed(self, result: Result) -> Result:
        return {**result, "sets": sets_of_failed(result.get("sets", []))}
