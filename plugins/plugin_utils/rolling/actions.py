# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does a host still have to do, by the module's own words? Nothing is what a host that stands as declared says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

KINDS = {"containers": "", "networks": "network ", "volumes": "volume "}


def deploy_actions(result: Mapping[str, Any]) -> list[str]:
    """Of what container_host returned in check mode: `web: recreate (image is ...)`, one line for each thing."""
    found: list[str] = []
    for one in result.get("sets") or []:
        for kind, word in KINDS.items():
            found += [text for row in one.get(kind) or [] if (text := _told(word, row))]
        found += [f"image {name}: remove" for name in one.get("pruned_images") or []]
    return found


def _told(word: str, row: Mapping[str, Any]) -> str:
    actions = " and ".join(row.get("actions") or [])
    why = "; ".join(row.get("why") or [])
    return f"{word}{row['name']}: {actions}{f' ({why})' if why else ''}" if actions else ""
