# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which steps bring the features to what is wanted?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.features.difference import Difference
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step, reboot

# The feature's name where it is changed, by provider. On clients the Hyper-V feature without -All lacks its parts.
NAMES: dict[str, dict[str, str]] = {
    "server_manager": {"containers": "Containers", "hyper_v": "Hyper-V"},
    "dism": {"containers": "Containers", "hyper_v": "Microsoft-Hyper-V-All"},
}
PROVIDER = {"server": "server_manager", "client": "dism"}
ITEM = "features"
WORDS = {"feature": "changing the Windows features failed", "reboot": "asking Windows for a reboot failed"}


def steps(host: dict[str, Any], found: Difference, source: Sequence[str], may_reboot: bool) -> list[Step]:
    """Features first, and behind them a reboot where it is allowed: without a condition where a feature waits for one
    already, else if Windows says that one of the steps needs it."""
    provider = PROVIDER.get(str(host.get("kind")), "server_manager")
    made = [
        _feature(provider, action, features, source if on else ())
        for action, on in (("enable", True), ("disable", False))
        if (features := found.features("step", on))
    ]
    waiting = found.features("reboot")
    if may_reboot and (made or waiting):
        after = () if waiting else range(len(made))
        made.append({**reboot(_message(made), after=after), "item": ITEM})
    return made


def _feature(provider: str, action: str, features: Sequence[str], source: Sequence[str]) -> Step:
    step: Step = {
        "verb": "feature",
        "item": ITEM,
        "provider": provider,
        "action": action,
        "names": [NAMES[provider][feature] for feature in features],
    }
    if source:
        step["source"] = list(source)
    if provider == "server_manager" and action == "enable" and "hyper_v" in features:
        step["management_tools"] = True
    return step


def _message(made: Sequence[Step]) -> str:
    """What shutdown.exe tells those who are logged on."""
    does = [f"{step['action']}s {', '.join(step['names'])}" for step in made]
    return f"Ansible {' and '.join(does)}" if does else "Ansible restarts Windows for features that wait for it"


def doing(made: Sequence[Step]) -> str:
    """`enable Containers, Hyper-V and reboot if Windows needs it`."""
    words = [
        f"{step['action']} {', '.join(step['names'])}"
        if step["verb"] == "feature"
        else "reboot" + (" if Windows needs it" if "only_if" in step else "")
        for step in made
    ]
    return " and ".join(words)


def name_step(step: Step) -> str:
    return WORDS[step["verb"]]
