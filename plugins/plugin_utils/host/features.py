# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which Windows features must be enabled or disabled, and must the host be rebooted? Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.prerequisites import hypervisor
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import effective_mode
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.editions import edition

Host = dict[str, Any]

# The feature's name where it is changed, by provider. On clients the Hyper-V feature without -All lacks its parts.
NAMES: dict[str, dict[str, str]] = {
    "server_manager": {"containers": "Containers", "hyper_v": "Hyper-V"},
    "dism": {"containers": "Containers", "hyper_v": "Microsoft-Hyper-V-All"},
}
PROVIDER = {"server": "server_manager", "client": "dism"}
TITLES = {"containers": "the Containers feature", "hyper_v": "Hyper-V"}
# What a state needs so that the feature is wanted on (True) or off (False): a step, only a reboot, or nothing.
NEEDS: dict[tuple[str, bool], str] = {
    ("enabled", True): "nothing",
    ("enable_pending", True): "reboot",
    ("disable_pending", True): "step",
    ("disabled", True): "step",
    ("removed", True): "step",
    ("unknown", True): "step",
    ("unavailable", True): "impossible",
    ("enabled", False): "step",
    ("enable_pending", False): "step",
    ("disable_pending", False): "reboot",
    ("disabled", False): "nothing",
    ("removed", False): "nothing",
    ("unknown", False): "step",
    ("unavailable", False): "nothing",
}


@dataclass
class FeaturePlan:
    """`wanted` is {feature: bool}; `pending` says that a reboot is needed for what is on its way already. Whether the
    steps need one Windows says when they are done."""

    wanted: dict[str, bool]
    steps: list[Step] = field(default_factory=list)
    pending: bool = False
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def wants(host: Host, containers: bool, hyper_v: str, isolation_modes: Sequence[str]) -> dict[str, bool]:
    """`auto` enables Hyper-V where a declared mode comes to hyperv on this host, and otherwise leaves it as it is."""
    wanted = {"containers": containers}
    if hyper_v != "auto":
        wanted["hyper_v"] = hyper_v == "true"
    elif any(effective_mode(host, mode) == "hyperv" for mode in isolation_modes):
        wanted["hyper_v"] = True
    return wanted


def feature_plan(host: Host, wanted: Mapping[str, bool], source: Sequence[str]) -> FeaturePlan:
    """The steps, or the reasons why not."""
    made = FeaturePlan(dict(wanted))
    provider = PROVIDER.get(str(host.get("kind")), "server_manager")
    states = host.get("features") or {}
    needs = {feature: NEEDS[states.get(feature) or "unknown", on] for feature, on in wanted.items()}
    made.problems += [
        problem for feature, on in wanted.items() if on and (problem := _refusal(host, feature, needs[feature]))
    ]
    verdict = hypervisor(host, prepared=True) if wanted.get("hyper_v") and needs["hyper_v"] != "nothing" else {}
    if verdict.get("verdict") == "no" and not made.problems:
        made.problems.append(_hypervisor_text(verdict))
    if verdict.get("verdict") == "unknown":
        made.warnings.append("hyper_v: " + _hypervisor_text(verdict))
    for action, on in (("enable", True), ("disable", False)):
        features = [feature for feature in wanted if wanted[feature] is on and needs[feature] == "step"]
        if features:
            made.steps.append(_step(provider, action, features, source if on else ()))
    made.pending = "reboot" in needs.values()
    return made


def _refusal(host: Host, feature: str, need: str) -> str | None:
    known = edition(host.get("edition"), host.get("product_type"))
    lacks = (known.containers if feature == "containers" else known.hyper_v) is False
    if not lacks and need != "impossible":
        return None
    what = host.get("product") or f"edition {host.get('edition')}"
    return (
        f"{feature}: {what} (edition {host.get('edition')}) does not have {TITLES[feature]}; take the host out "
        "of this group, or "
        "use a host with Windows Server (not Essentials), or Windows 10 or 11 Pro, Enterprise or Education"
    )


def _hypervisor_text(verdict: Mapping[str, Any]) -> str:
    facts = "; ".join(dict.fromkeys(reason["fact"] for reason in verdict["reasons"]))
    return f"hyper_v: Hyper-V cannot run on this host: {facts}. {' '.join(verdict['remedies'])}".strip()


def _step(provider: str, action: str, features: Sequence[str], source: Sequence[str]) -> Step:
    step: Step = {
        "verb": "feature",
        "item": "features",
        "provider": provider,
        "action": action,
        "names": [NAMES[provider][feature] for feature in features],
    }
    if source:
        step["source"] = list(source)
    if provider == "server_manager" and action == "enable" and "hyper_v" in features:
        step["management_tools"] = True
    return step


# The states that are what was asked for, at once and after a reboot.
REACHED = {True: ("enabled",), False: ("disabled", "removed", "unavailable")}
UNDER_WAY = {True: ("enable_pending",), False: ("disable_pending",)}


def not_reached(features: Mapping[str, str], wanted: Mapping[str, bool], pending_counts: bool) -> list[str]:
    """What was asked for and is not so once everything was done; `pending_counts` where the reboot is still to come."""
    return [
        f"{TITLES[feature]} is {features.get(feature, 'unknown')} and was to be {'enabled' if on else 'disabled'}"
        for feature, on in wanted.items()
        if features.get(feature) not in REACHED[on] + (UNDER_WAY[on] if pending_counts else ())
    ]
