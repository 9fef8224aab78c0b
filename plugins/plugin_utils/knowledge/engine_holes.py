# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which known holes does a version of the engine have, and which version closes them?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .engine_holes_rows import AS_OF, ROWS, Row
from .engine_version import Version, known

__all__ = ("AS_OF", "ROWS", "Hole", "closed_by", "holes", "names", "summary", "unallowed")


@dataclass(frozen=True)
class Hole:
    """One hole that a version has. `id` is its name, `ids` all of them; `fixed_in` the nearest version that closes it:
    of the same line where there is one. `refuses` says that it keeps a new installation from being made."""

    id: str
    ids: tuple[str, ...]
    fixed_in: Version
    part: str
    what: str
    source: str
    refuses: bool


def _fixed_in(row: Row, version: Version) -> Version | None:
    """The version that closes a hole for `version`, None where it does not have it."""
    if row.since is not None and version < known(row.since):
        return None
    closed = [known(text) for text in row.closed]
    same_line = [found for found in closed if found.line == version.line]
    if version >= closed[-1] or any(version >= found for found in same_line):
        return None
    return same_line[0] if same_line else closed[-1]


def holes(version: Version, part: str | None = None) -> list[Hole]:
    """The known holes of a version, the most telling first; `part` ("engine", "client") says of which program alone."""
    found = []
    for row in ROWS:
        fixed_in = _fixed_in(row, version)
        if fixed_in is not None and part in (None, row.part):
            found.append(Hole(row.ids[0], row.ids, fixed_in, row.part, row.what, row.source, row.refuses))
    return found


def unallowed(version: Version, allowed: Iterable[str] = (), part: str | None = None) -> list[Hole]:
    """The holes that keep a version from being newly installed, without those that are allowed by any of their ids."""
    names = {name.strip().lower() for name in allowed}
    return [hole for hole in holes(version, part) if hole.refuses and not names & {name.lower() for name in hole.ids}]


def closed_by(version: Version, part: str | None = None) -> Version | None:
    """The version that closes everything known about a version, None where it has no known hole."""
    return max((hole.fixed_in for hole in holes(version, part)), default=None)


def names() -> frozenset[str]:
    """All ids of holes that can be allowed, as they are written."""
    return frozenset(name for row in ROWS for name in row.ids)


def summary(version: Version, part: str | None = None) -> str:
    """One line for people: each hole with what closes it; empty where none is known."""
    return ", ".join(
        f"{hole.id}{' of the command-line client' if hole.part == 'client' else ''} (closed in {hole.fixed_in})"
        for hole in holes(version, part)
    )
