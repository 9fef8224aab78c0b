# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Enables the Windows features that containers need, and reboots when, and only when, that is needed."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from ansible.utils.display import Display
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import ISOLATION_MODES, isolation
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.converge import (
    Answer,
    ConvergeAction,
    Decision,
    Result,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, shown
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.features import (
    FeaturePlan,
    feature_plan,
    not_reached,
    wants,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.reboot import BOOT_LOOK, text_of, wait_for_reboot
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step, reboot
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host import host_from, host_looks

ARGUMENTS: dict[str, Any] = {
    "containers": {"type": "bool", "default": True},
    "hyper_v": {"type": "str", "choices": ["auto", "true", "false"], "default": "auto"},
    "isolation_modes": {"type": "list", "elements": "str", "choices": list(ISOLATION_MODES), "default": []},
    "source": {"type": "list", "elements": "str", "default": []},
    "reboot": {"type": "bool", "default": False},
    "reboot_timeout": {"type": "int", "default": 1200},
}
WORDS = {"feature": "changing the Windows features failed", "reboot": "asking Windows for a reboot failed"}


class ActionModule(ConvergeAction):
    ARGUMENTS = ARGUMENTS

    def spelt(self, given: dict[str, Any]) -> dict[str, Any]:
        """YAML's `true` is a truth value and means the text; spellings of isolation modes are levelled out."""
        spelt = dict(given)
        if "hyper_v" in spelt:
            spelt["hyper_v"] = str(spelt["hyper_v"]).lower()
        if isinstance(spelt.get("isolation_modes"), list):
            with contextlib.suppress(ValueError):
                spelt["isolation_modes"] = [isolation(mode) for mode in spelt["isolation_modes"]]
        return spelt

    def read(self, options: dict[str, Any]) -> dict[str, Any]:
        if options["reboot_timeout"] < 1:
            raise Refused([f"reboot_timeout: {shown(options['reboot_timeout'], 'allowed are seconds from 1', False)}"])
        return options

    def looks(self, options: dict[str, Any], check: bool) -> list[dict[str, Any]]:
        return [*host_looks(features=True), BOOT_LOOK]

    def decide(self, options: dict[str, Any], answers: list[Answer], check: bool) -> Decision:
        host = host_from([dict(answer) for answer in answers[:-1]])
        if not host.get("build"):
            raise HostProblem(
                "The host does not say which build of Windows it is; connect as a member of its Administrators."
            )
        wanted = wants(host, options["containers"], options["hyper_v"], options["isolation_modes"])
        made = feature_plan(host, wanted, options["source"])
        if made.problems:
            raise Refused(made.problems, {"features": {"before": host.get("features"), "after": host.get("features")}})
        self._boot = dict(answers[-1])
        return self._decision(options, host, made)

    def _decision(self, options: dict[str, Any], host: dict[str, Any], made: FeaturePlan) -> Decision:
        states = host.get("features") or {}
        ours = bool(made.steps) or made.pending
        required = ours or bool(host.get("reboot_pending"))
        steps: list[Step] = list(made.steps)
        if ours and options["reboot"]:
            after = () if made.pending else range(len(made.steps))
            steps.append({**reboot("Ansible enables Windows features for containers", after=after), "item": "features"})
        self._wanted = made.wanted
        warnings = list(made.warnings)
        if required and not ours:
            reasons = "; ".join(host.get("reboot_reasons") or [])
            warnings.append(f"A reboot is pending on this host for other reasons ({reasons}); it is not made here.")
        changing = {
            feature: on
            for feature, on in made.wanted.items()
            if states.get(feature) != ("enabled" if on else "disabled")
        }
        words = {True: "enabled", False: "disabled"}
        return Decision(
            result={"features": {"before": states, "after": states}, "reboot_required": required, "rebooted": False},
            steps=steps,
            looks=host_looks(features=True),
            doing=doing(steps),
            name_step=lambda step: WORDS[step["verb"]],
            before={feature: states.get(feature) for feature in changing} if steps else {},
            after={feature: words[on] for feature, on in changing.items()} if steps else {},
            warnings=warnings,
        )

    def conclude(self, options: dict[str, Any], decision: Decision, done: Mapping[str, Any]) -> Result:
        before = decision.result["features"]["before"]
        host = host_from(list(done["looks"]))
        result = {
            "features": {"before": before, "after": host.get("features")},
            "rebooted": False,
            "reboot_required": bool(host.get("reboot_pending")),
        }
        if done["unfinished"]:
            return result
        if decision.steps[-1]["verb"] != "reboot" or done["steps"][-1]["value"].get("skipped"):
            _verify(host, self._wanted, "After the features were changed", pending_counts=True)
            return result
        seconds = self._wait(options["reboot_timeout"])
        host = host_from([dict(answer) for answer in self.look(host_looks(features=True))])
        _verify(host, self._wanted, "After the reboot", pending_counts=False)
        states = host.get("features") or {}
        return {
            "features": {"before": before, "after": states},
            "rebooted": True,
            "elapsed": round(seconds),
            "reboot_required": bool(host.get("reboot_pending")),
        }

    def _wait(self, timeout: int) -> float:
        say = Display().display
        say(f"{self._host}: reboots")
        try:
            before = text_of(self._boot)
            return wait_for_reboot(
                lambda: text_of(dict(self.look([BOOT_LOOK])[0])),
                self._forget,
                before,
                timeout,
                lambda text: say(f"{self._host}: {text}"),
            )
        except TimeoutError as error:
            raise HostProblem(
                f"{self._host} did not come back from its reboot within reboot_timeout ({timeout} s): {error}. "
                "Look at its "
                "console; the next run goes on from where it stands."
            ) from error

    def _forget(self) -> None:
        """The connection to the time before the reboot; a host that is away makes a mess of it, which is of no
        interest."""
        with contextlib.suppress(Exception):
            self._connection.close()
        with contextlib.suppress(Exception):
            self._connection.reset()


def _verify(host: dict[str, Any], wanted: Mapping[str, bool], when: str, pending_counts: bool) -> None:
    problems = not_reached(host.get("features") or {}, wanted, pending_counts)
    if problems:
        raise HostProblem(f"{when} {'; '.join(problems)}. See C:\\Windows\\Logs\\CBS\\CBS.log on {host.get('name')}.")


def doing(steps: list[Step]) -> str:
    """`enable Containers, Hyper-V and reboot if Windows needs it`."""
    words = [
        f"{step['action']} {', '.join(step['names'])}"
        if step["verb"] == "feature"
        else "reboot" + (" if Windows needs it" if "only_if" in step else "")
        for step in steps
    ]
    return " and ".join(words)
