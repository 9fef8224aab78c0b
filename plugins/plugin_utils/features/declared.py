# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which features does the playbook declare?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, shown
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.isolation_modes import (
    ISOLATION_MODES,
    spelt_modes,
)

ARGUMENTS: dict[str, Any] = {
    "containers": {"type": "bool", "default": True},
    "hyper_v": {"type": "str", "choices": ["auto", "true", "false"], "default": "auto"},
    "isolation_modes": {"type": "list", "elements": "str", "choices": list(ISOLATION_MODES), "default": []},
    "source": {"type": "list", "elements": "str", "default": []},
    "reboot": {"type": "bool", "default": False},
    "reboot_timeout": {"type": "int", "default": 1200},
}


def spelt(given: Mapping[str, Any]) -> dict[str, Any]:
    """YAML's `true` is a truth value and means the text; spellings of isolation modes are levelled out."""
    spelt = dict(given)
    if spelt.get("hyper_v") is not None:
        spelt["hyper_v"] = str(spelt["hyper_v"]).lower()
    if isinstance(spelt.get("isolation_modes"), list):
        spelt["isolation_modes"] = spelt_modes(spelt["isolation_modes"])
    return spelt


def read(options: dict[str, Any]) -> dict[str, Any]:
    """Door checks beyond the types. Raises Refused."""
    if options["reboot_timeout"] < 1:
        raise Refused([f"reboot_timeout: {shown(options['reboot_timeout'], 'allowed are seconds from 1', False)}"])
    return options
