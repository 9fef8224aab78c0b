# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which ways from one version of the engine to an older one are closed, because the newer stores things otherwise?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .engine_version import Version, known
from .engine_versions import newest_of_line

AS_OF = date(2026, 11, 27)


@dataclass(frozen=True)
class Boundary:
    """What `since` and later store in a way that no older version reads, with the sources."""

    since: str
    what: str
    sources: tuple[str, ...]


# Sought in moby's source and history up to 29.7.2 by the word downgrade. The other boundary found there, the networks'
# endpoint count of 28.1.0, is kept readable for older engines on purpose (moby/moby#49812).
BOUNDARIES: tuple[Boundary, ...] = (
    Boundary(
        "29.0.0-rc.2",
        # 29 writes "addrv6": "" and "llAddrs": null always; the older decoder fails on both
        # (v28.5.2 libnetwork/endpoint_info.go). Networks with a size asked of the default pools: release notes 29.0.0.
        "29 writes the endpoints of containers into the network store in a form that older engines cannot decode "
        "(empty addresses, lists that are null), so that a network with one can be neither taken over nor removed, and "
        "networks whose size was asked of the default pools become unusable",
        (
            "https://github.com/moby/moby/pull/51223",
            "https://github.com/moby/moby/blob/v28.5.2/libnetwork/endpoint_info.go",
            "https://github.com/moby/moby/pull/50114",
        ),
    ),
)


def refused(old: Version, new: Version) -> str | None:
    """Why the engine must not go from `old` to `new`, and the ways out; None where it may: the same or a newer
    version, an older one of the same line, or one before which nothing was stored otherwise."""
    if new >= old or new.line == old.line:
        return None
    for boundary in reversed(BOUNDARIES):
        since = known(boundary.since)
        if new < since <= old:
            return (
                f"Docker engine {old} must not be replaced by the older {new}: {boundary.what}. Stay with "
                f"{newest_of_line(old) or old}, or remove the engine with its data (state: absent, data: absent) and "
                f"install {new} anew."
            )
    return None
