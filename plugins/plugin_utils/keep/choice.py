# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""To which of the kept sets does a way back lead?"""

from __future__ import annotations

from collections.abc import Sequence

from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.record import SHOWN, Kept

KEEP = "keep (containers_keep) says how many sets are kept, and deploy.yml keeps them by itself"


def chosen(sets: Sequence[Kept], declared: str, to: str | None) -> int:
    """The place of the set, the latest being 0. `declared` is the digest of what the inventory declares: a host whose
    latest set is another one did not get there, or is back already. `to` is the beginning of a digest. Raises
    ValueError."""
    if not sets:
        raise ValueError(f"no set of it is kept on this host, so that there is no way back; {KEEP}")
    if to is not None:
        found = [place for place, one in enumerate(sets) if one.digest.startswith(to.lower())]
        if len(found) != 1:
            raise ValueError(f"to: {to!r} is the beginning of {len(found) or 'none'} of the kept sets: {_told(sets)}")
        return found[0]
    if sets[0].digest != declared:
        return 0
    if len(sets) == 1:
        raise ValueError(f"the only set that is kept on this host is the declared one ({_told(sets)}); {KEEP}")
    return 1


def _told(sets: Sequence[Kept]) -> str:
    return ", ".join(f"{one.digest[:SHOWN]} ({', '.join(sorted(one.images)) or 'no image'})" for one in sets)
