# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How are a plan's reasons and values told?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import Spec
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.difference import Difference
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.listed import first_of

NAMED, MOST_NAMES = ("networks", "labels", "options"), 6


def because(differs: Mapping[str, Difference]) -> str:
    """`isolation is process and must be hyperv; env differs`: values only where they are short."""
    return "; ".join(
        f"{name} is {pair.before} and must be {pair.after}"
        if all(isinstance(value, (str, int, float)) and len(str(value)) < 60 for value in (pair.before, pair.after))
        else f"{name} differs{_of(name, pair)}"
        for name, pair in sorted(differs.items())
    )


def _of(name: str, pair: Difference) -> str:
    """Which networks, labels or options of a network; the keys of other options may be secrets, or many."""
    if name not in NAMED:
        return ""
    keys = [key for key in sorted({*pair.before, *pair.after}) if pair.before.get(key) != pair.after.get(key)]
    return f" ({first_of(keys, MOST_NAMES)})"


# What says nothing in a diff: the name stands over it, the others are no options of their own.
SILENT = frozenset({"name", "allow_piercing", "service", "restarts"})
OF_ONCE = frozenset({"exit_codes", "rerun"})


def shown(spec: Spec) -> dict[str, Any]:
    """The declared options that say something, secrets hidden."""
    hidden = {"env": dict.fromkeys(spec["env"] or {}, "(hidden)"), "credential_spec": "(hidden)"}
    silent = SILENT if spec["once"] else SILENT | OF_ONCE
    return {
        key: hidden.get(key, value)
        for key, value in spec.items()
        if value not in (None, [], {}, False) and key not in silent
    }
