# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The features as a part of a run: quick looks, a decision, and what came of it once the host is back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

from ansible_collections.winfleet.containers.plugins.plugin_utils.features.difference import (
    REACHED,
    UNDER_WAY,
    Difference,
    difference,
    not_reached,
    reboot_asked,
    reboot_due,
    wants,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.features.recipe import doing, name_step, steps
from ansible_collections.winfleet.containers.plugins.plugin_utils.features.seen import (
    asked_slowly,
    host_of,
    leaves_open,
    quick_looks,
    slow_looks,
    whats_busy,
    whole_looks,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import (
    Course,
    Decision,
    Done,
    Look,
    Open,
    Part,
    Reboot,
    Result,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host import host_from


@dataclass
class FeaturesDecision(Decision):
    """`wanted` is {feature: bool}, which the conclusion compares with what has become of it."""

    wanted: dict[str, bool] = field(default_factory=dict)


class FeaturesPart(Part):
    name = "features"

    def __init__(self, options: Mapping[str, Any], must_say: bool = False) -> None:
        """`options` as features/declared.py reads them. `must_say`: other parts need what the features bring, so that
        a `reboot` that nobody declared (None) is asked for."""
        self._options = options
        self._asks = must_say and options["reboot"] is None

    def looks(self, course: Course) -> list[Look]:
        return quick_looks()

    def decide(self, answers: Sequence[Answer], course: Course) -> Decision | Open:
        options, host = self._options, host_of(answers)
        wanted = wants(host, options["containers"], options["hyper_v"], options["isolation_modes"])
        if not asked_slowly(answers) and leaves_open(host, wanted):
            return Open(slow_looks())
        found = difference(host, wanted)
        if found.problems:
            raise Refused(found.problems, {"features": {"before": host["features"], "after": host["features"]}})
        needs = [*found.features("step"), *found.features("reboot")]
        if self._asks and needs:
            raise Refused([reboot_asked(needs)], {"features": {"before": host["features"], "after": host["features"]}})
        return self._decision(host, found)

    def _decision(self, host: dict[str, Any], found: Difference) -> FeaturesDecision:
        options, states, wanted = self._options, host["features"], found.wanted
        made = steps(host, found, options["source"], options["reboot"])
        ours = bool(found.features("step") or found.features("reboot"))
        warnings = list(found.warnings)
        if found.features("reboot") and not options["reboot"]:
            warnings.append(reboot_due(found.features("reboot")))
        if host.get("reboot_pending") and not ours:
            reasons = "; ".join(host.get("reboot_reasons") or [])
            warnings.append(f"A reboot is pending on this host for other reasons ({reasons}); it is not made here.")
        changing = {name: on for name, on in wanted.items() if states[name] not in REACHED[on]} if made else {}
        rebooting = bool(made) and made[-1]["verb"] == "reboot"
        return FeaturesDecision(
            result={
                "features": {"before": states, "after": states},
                "reboot_required": ours or bool(host.get("reboot_pending")),
                "rebooted": False,
            },
            steps=made,
            looks=whole_looks() if made else [],
            doing=doing(made),
            name_step=name_step,
            before={name: states[name] for name in changing},
            after={name: "enabled" if on else "disabled" for name, on in changing.items()},
            warnings=warnings,
            reboot=Reboot(options["reboot_timeout"], whole_looks(), partial(whats_busy, wanted=wanted))
            if rebooting
            else None,
            wanted=wanted,
        )

    def conclude(self, decision: Decision, done: Done) -> Result:
        host = host_from(done.looks)
        rebooted = done.rebooted is not None
        result: Result = {
            "features": {"before": decision.result["features"]["before"], "after": host["features"]},
            "rebooted": rebooted,
            "reboot_required": bool(host.get("reboot_pending")),
        }
        if done.rebooted is not None:
            result["elapsed"] = round(done.rebooted)
        if done.reboots > 1:
            result["reboots"] = done.reboots
        wanted = cast(FeaturesDecision, decision).wanted
        waiting = [name for name, on in wanted.items() if host["features"].get(name) in UNDER_WAY[on]]
        if waiting and not self._options["reboot"]:
            decision.warnings.append(reboot_due(waiting))
        if not done.unfinished:
            when = "After the reboot" if rebooted else "After the features were changed"
            _verify(host, wanted, when, pending_counts=not rebooted)
        return result


def _verify(host: dict[str, Any], wanted: Mapping[str, bool], when: str, pending_counts: bool) -> None:
    problems = not_reached(host["features"], wanted, pending_counts)
    if problems:
        name = host.get("name") or "the host"
        raise HostProblem(f"{when} {'; '.join(problems)}. See C:\\Windows\\Logs\\CBS\\CBS.log on {name}.")
