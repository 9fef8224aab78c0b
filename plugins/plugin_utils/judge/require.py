# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is this host what it must be? Asked before anything else of a run, and told with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Course, Decision, Look, Part
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host import host_looks, known_host
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import judge_modes
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.isolation_modes import MODES, spelt_modes

REQUIRE: dict[str, Any] = {
    "build": {"type": "int"},
    "editions": {"type": "list", "elements": "str"},
    "isolation": {"type": "list", "elements": "str", "choices": list(MODES)},
}


def require_spelt(given: Mapping[str, Any]) -> dict[str, Any]:
    """Spellings of isolation modes levelled out."""
    modes = given.get("isolation")
    return {**given, "isolation": spelt_modes(modes)} if isinstance(modes, list) else dict(given)


class RequirePart(Part):
    """Its result is the host's facts, as far as the quick looks tell them."""

    name = "host"

    def __init__(self, require: Mapping[str, Any]) -> None:
        self._require = {name: wanted for name, wanted in require.items() if wanted is not None}

    def looks(self, course: Course) -> list[Look]:
        return host_looks(features=False)

    def decide(self, answers: Sequence[Answer], course: Course) -> Decision:
        host = known_host(answers)
        problems = [
            text
            for rule, check in RULES.items()
            if rule in self._require and (text := check(host, self._require[rule]))
        ]
        if problems:
            raise Refused(problems)
        return Decision(result=host)


def _build(host: Mapping[str, Any], least: int) -> str | None:
    if host["build"] >= least:
        return None
    return (
        f"require.build: the host runs build {host['build']} ({host.get('product')}), and {least} or newer is "
        "asked for: upgrade the host, or take it out of this group"
    )


def _editions(host: Mapping[str, Any], wanted: Sequence[str]) -> str | None:
    if host.get("edition") in wanted:
        return None
    return (
        f"require.editions: the host is edition {host.get('edition')} ({host.get('product')}), and "
        f"{' or '.join(wanted)} is asked for: take the host out of this group, or add its edition"
    )


def _isolation(host: Mapping[str, Any], wanted: Sequence[str]) -> str | None:
    """Once its features are enabled."""
    modes = judge_modes(dict(host), prepared=True)
    lacking = {mode: modes[mode] for mode in wanted if modes[mode]["verdict"] == "no"}
    if not lacking:
        return None
    rules = dict.fromkeys(reason["rule"] for told in lacking.values() for reason in told["reasons"])
    remedies = dict.fromkeys(text for told in lacking.values() for text in told["remedies"])
    return (
        f"require.isolation: the host ({host.get('product')}) cannot run {' or '.join(lacking)} isolation: "
        f"{'; '.join(rules)}. {' '.join(remedies)}"
    )


RULES: dict[str, Callable[[Mapping[str, Any], Any], str | None]] = {
    "build": _build,
    "editions": _editions,
    "isolation": _isolation,
}
