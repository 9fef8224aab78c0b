# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of the host for its features, and is the answer enough? Quick looks first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.features.difference import TITLES
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers import registry
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Look
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.reboot import BOOT_LOOK
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.feature_states import PENDING
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host import host_looks, known_host, slow_looks
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import (
    LOOK_NAMES,
    REBOOT_MARKS,
    SERVICING_NOW,
)

Host = dict[str, Any]

__all__ = ["asked_slowly", "host_of", "leaves_open", "quick_looks", "slow_looks", "whats_busy", "whole_looks"]


def quick_looks() -> list[Look]:
    """The boot look tells for how long Windows runs, by which a reboot is noticed (host/reboot.py)."""
    return [*host_looks(features=False), BOOT_LOOK]


def whole_looks() -> list[Look]:
    """What is asked once something was done: the features themselves."""
    return host_looks(features=True)


def asked_slowly(answers: Sequence[Answer]) -> bool:
    """Whether the slow looks' answers stand behind those of the quick ones."""
    return len(answers) > len(quick_looks())


def host_of(answers: Sequence[Answer]) -> Host:
    """The host of the answers to `quick_looks()`, with or without those to `slow_looks()` behind them. Raises
    HostProblem."""
    quick = len(host_looks(features=False))
    return known_host([*answers[:quick], *answers[quick + 1 :]])


def leaves_open(host: Host, wanted: Mapping[str, bool]) -> bool:
    """Only a feature that is wanted and seen at work needs no slow look: what is seen says nothing of one that is to
    go."""
    return any(not on or host["features"].get(feature) != "in_use" for feature, on in wanted.items())


def whats_busy(answers: Sequence[Answer], wanted: Mapping[str, bool]) -> str | None:
    """What Windows still does after a reboot, of the answers to `whole_looks()`; None when the wanted features have
    come to rest, as what was wanted or not. A restart that others wait for is not meant."""
    mark, path = answers[LOOK_NAMES.index(f"reboot_{SERVICING_NOW}")], REBOOT_MARKS[SERVICING_NOW].path
    if not mark.ok:
        return f"whether Windows still configures could not be read ({mark.error.text or mark.error.type})"
    if registry.key(mark.value, path).exists:
        return "Windows still configures what was changed (RebootInProgress)"
    states = known_host(answers)["features"]
    for feature in wanted:
        if states[feature] in PENDING:
            return f"{TITLES[feature]} is still {states[feature]}"
        if states[feature] == "unknown":
            return f"the state of {TITLES[feature]} cannot be read yet"
    return None
