# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All parts of a host in one task: what it must be, its features, its engine, its containers, project by project, and
the proof."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy import sets
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.part import ContainersPart
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.report import sets_of_failed
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.weighed import weigh_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine import declared as engine
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.part import EnginePart
from ansible_collections.winfleet.containers.plugins.plugin_utils.features import declared as features
from ansible_collections.winfleet.containers.plugins.plugin_utils.features.part import FeaturesPart
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.converge import ConvergeAction
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Part, Result
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.require import (
    REQUIRE,
    RequirePart,
    require_spelt,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.part import KeepPart
from ansible_collections.winfleet.containers.plugins.plugin_utils.prove.part import ProofPart

ARGUMENTS: dict[str, Any] = {
    "require": {"type": "dict", "default": {}, "options": REQUIRE},
    # whether the host may go down has no default here: it is asked for where something depends on it
    "features": {"type": "dict", "options": {**features.ARGUMENTS, "reboot": {"type": "bool"}}},
    "engine": {"type": "dict", "options": engine.ARGUMENTS},
    "sets": {"type": "list", "elements": "dict", "default": [], "options": sets.ARGUMENTS},
    "proof": {"type": "dict", "options": {"require": {"type": "bool", "default": True}}},
}


class ActionModule(ConvergeAction):
    ARGUMENTS = ARGUMENTS

    def spelt(self, given: dict[str, Any]) -> dict[str, Any]:
        spelling = {"features": features.spelt, "require": require_spelt}
        return {
            name: spelling[name](value) if name in spelling and isinstance(value, dict) else value
            for name, value in given.items()
        }

    def read(self, options: dict[str, Any]) -> dict[str, Any]:
        problems: list[str] = []
        declared: list[Any] = []
        try:
            declared = sets.read_sets(options["sets"], self.found)
        except Refused as refused:
            problems += refused.problems
        if options["features"] is not None:
            try:
                options["features"] = features.read(options["features"])
            except Refused as refused:
                problems += [f"features: {text}" for text in refused.problems]
        if options["engine"] is not None:
            try:
                options["engine"] = engine.read(options["engine"], self.found)
            except Refused as refused:
                problems += [f"engine.{text}" for text in refused.problems]
        if problems:
            raise Refused(problems)
        return {**options, "sets": declared}

    def beside_arguments(self, options: dict[str, Any]) -> list[Any]:
        return [env for one in options["sets"] for env in one.from_files]

    def parts(self, options: dict[str, Any]) -> list[Part]:
        declared = options["sets"]
        made: list[Part] = [RequirePart(options["require"])]
        if options["features"] is not None:
            modes = [*options["features"]["isolation_modes"], *sets.modes_of(declared)]
            made.append(
                FeaturesPart(
                    {**options["features"], "isolation_modes": sorted(set(modes))},
                    must_say=any(one.wanted for one in declared) or options["engine"] is not None,
                )
            )
        if options["engine"] is not None:
            made.append(EnginePart(options["engine"], alone=False))
        made += [
            ContainersPart(one, several=len(declared) > 1, alone=False, mask=self._masker.text, weigh=weigh_of(one))
            for one in declared
        ]
        proven = [one for one in declared if any(spec["state"] == "started" and not spec["once"] for spec in one.specs)]
        if options["proof"] is not None and proven:
            made.append(
                ProofPart(
                    projects=[one.project for one in proven],
                    require=options["proof"]["require"],
                    declared={
                        spec["name"]: spec["isolation"] for one in proven for spec in one.wanted if not spec["once"]
                    },
                )
            )
        if any(one.keep is not None for one in declared):
            made.append(KeepPart(declared))
        return made

    def joined(self, results: dict[str, Result], parts: Sequence[Part]) -> Result:
        """The projects' results stand together, in the order in which they were declared."""
        projects = [part.name for part in parts if isinstance(part, ContainersPart)]
        told: Result = {name: found for name, found in results.items() if name not in projects}
        if KeepPart.name in told:
            told[KeepPart.name] = told[KeepPart.name][KeepPart.name]
        return {**told, "sets": [results[name] for name in projects if name in results]}

    def of_failed(self, result: Result) -> Result:
        told = {**result, "sets": sets_of_failed(result.get("sets", []))}
        return {key: value for key, value in told.items() if key != "host"}
