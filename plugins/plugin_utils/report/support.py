# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long is a host's release still supported?"""

from __future__ import annotations

from datetime import date
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.editions import edition
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import Release

# A year is what it takes to plan the upgrade of a fleet.
ENDING_WITHIN_DAYS = 365

# These families of Windows 10 and 11 are served with Home and Pro; the others, and servers, as long as Enterprise.
_SHORT = ("home", "pro")
# The LTSC editions of Windows 10 and 11 live as long as their own lifecycle pages say, not as their build does.
_OWN_LIFECYCLE = ("enterprises", "enterprisesn", "enterpriseseval", "iotenterprises")


def support(release: Release | None, edition_id: str, today: date) -> dict[str, Any]:
    """`{state, ends, mainstream_ends}` of a release in an edition.

    `state` is supported, ending (within a year), ended or unknown; `ends` is the day of the last security update, an
    ISO date or None; `mainstream_ends` is the last day of a server's mainstream support.
    """
    if release is None or edition_id.lower() in _OWN_LIFECYCLE:
        return {"state": "unknown", "ends": None, "mainstream_ends": None}
    short = release.kind == "client" and edition(edition_id).family in _SHORT
    ends = release.mainstream_ends if short else release.extended_ends
    mainstream = release.mainstream_ends if release.channel == "ltsc" else None
    return {"state": _state(ends, today), "ends": ends, "mainstream_ends": mainstream}


def _state(ends: str | None, today: date) -> str:
    if ends is None:
        return "unknown"
    days = (date.fromisoformat(ends) - today).days
    return "ended" if days < 0 else "ending" if days <= ENDING_WITHIN_DAYS else "supported"
