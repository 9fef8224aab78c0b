# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which features differ from what is wanted, and what does each of them need?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.prerequisites import hypervisor
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import effective_mode
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.editions import edition

Host = dict[str, Any]

TITLES = {"containers": "the Containers feature", "hyper_v": "Hyper-V"}
# What a state needs so that the feature is wanted on (True) or off (False): a step, only a reboot, or nothing.
NEEDS: dict[tuple[str, bool], str] = {
    ("enabled", True): "nothing",
    ("in_use", True): "nothing",
    ("enable_pending", True): "reboot",
    ("disable_pending", True): "step",
    ("disabled", True): "step",
    ("removed", True): "step",
    ("unknown", True): "step",
    ("unavailable", True): "impossible",
    ("enabled", False): "step",
    ("in_use", False): "step",
    ("enable_pending", False): "step",
    ("disable_pending", False): "reboot",
    ("disabled", False): "nothing",
    ("removed", False): "nothing",
    ("unknown", False): "step",
    ("unavailable", False): "nothing",
}
# The states that are what was asked for, at once and after a reboot.
REACHED = {
    on: tuple(state for (state, way), need in NEEDS.items() if way is on and need == "nothing") for on in (True, False)
}
UNDER_WAY = {
    on: tuple(state for (state, way), need in NEEDS.items() if way is on and need == "reboot") for on in (True, False)
}


@dataclass
class Difference:
    """`wanted` is {feature: bool}, `needs` what NEEDS says of each. Where there are `problems` nothing may be done."""

    wanted: dict[str, bool]
    needs: dict[str, str]
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def features(self, need: str, on: bool | None = None) -> list[str]:
        return [name for name, wanted in self.wanted.items() if self.needs[name] == need and on in (None, wanted)]


def wants(host: Host, containers: bool, hyper_v: str, isolation_modes: Sequence[str]) -> dict[str, bool]:
    """`auto` enables Hyper-V where a declared mode comes to hyperv on this host, and otherwise leaves it as it is."""
    wanted = {"containers": containers}
    if hyper_v != "auto":
        wanted["hyper_v"] = hyper_v == "true"
    elif any(effective_mode(host, mode) == "hyperv" for mode in isolation_modes):
        wanted["hyper_v"] = True
    return wanted


def difference(host: Host, wanted: Mapping[str, bool]) -> Difference:
    """What each feature needs, or the reasons why it cannot be."""
    states = host.get("features") or {}
    made = Difference(dict(wanted), {name: NEEDS[states.get(name) or "unknown", on] for name, on in wanted.items()})
    made.problems += [
        problem for name, on in wanted.items() if on and (problem := _refusal(host, name, made.needs[name]))
    ]
    verdict = hypervisor(host, prepared=True) if wanted.get("hyper_v") and made.needs["hyper_v"] != "nothing" else {}
    if verdict.get("verdict") == "no" and not made.problems:
        made.problems.append(_hypervisor_text(verdict, "Hyper-V cannot run on this host"))
    if verdict.get("verdict") == "unknown":
        made.warnings.append(_hypervisor_text(verdict, "whether Hyper-V can run on this host is not known"))
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


def _hypervisor_text(verdict: Mapping[str, Any], what: str) -> str:
    facts = "; ".join(dict.fromkeys(reason["fact"] for reason in verdict["reasons"]))
    return f"hyper_v: {what}: {facts}. {' '.join(verdict['remedies'])}".strip()


def reboot_asked(features: Sequence[str]) -> str:
    """Why nothing is done where nobody said whether the host may go down."""
    return (
        f"features.reboot: Windows may need a reboot for {_titles(features)}, and nobody declared whether this run may "
        "reboot the host. true (host_reboot: true for site.yml) lets it, and winfleet_serial limits how many hosts are "
        "worked on at once; false changes the features and leaves the reboot to you"
    )


def reboot_due(features: Sequence[str]) -> str:
    """What is left to do once the features were changed without a reboot."""
    waits = "waits" if len(features) == 1 else "wait"
    return (
        f"{_titles(features)} {waits} for a reboot of the host, which is not made here since reboot is not true "
        "(host_reboot for the roles and site.yml)."
    )


def _titles(features: Sequence[str]) -> str:
    return " and ".join(TITLES[name] for name in features)


def not_reached(features: Mapping[str, str], wanted: Mapping[str, bool], pending_counts: bool) -> list[str]:
    """What was asked for and is not so once everything was done; `pending_counts` where the reboot is still to come."""
    return [
        f"{TITLES[feature]} is {features.get(feature, 'unknown')} and was to be {'enabled' if on else 'disabled'}"
        for feature, on in wanted.items()
        if features.get(feature) not in REACHED[on] + (UNDER_WAY[on] if pending_counts else ())
    ]
