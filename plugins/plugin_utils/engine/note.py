# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does this collection remember of an engine that is its own? A small file beside dockerd.exe."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

MOST = 64 * 1024  # bytes
ID_LENGTH = 64  # of a container


@dataclass(frozen=True)
class Note:
    """`start`: the ids of containers that ran before an act stopped the engine and do not run again yet. `waits`: the
    process id of the engine that still runs with what was before a change; 0 where none does. `emptied`: the engine has
    removed what it had, since its data are to go with it."""

    start: tuple[str, ...] = ()
    waits: int = 0
    emptied: bool = False


def read_note(data: bytes | None) -> Note | None:
    """None where there is none or where it says something else: anybody who may write beside the engine may have
    written it, so that it is trusted with nothing but what to start and whether to restart."""
    try:
        told = json.loads((data or b"").decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    ids, waits = told.get("start"), told.get("waits")
    return Note(
        tuple(one for one in ids if _is_id(one)) if isinstance(ids, list) else (),
        waits if isinstance(waits, int) and not isinstance(waits, bool) and 0 <= waits < 2**32 else 0,
        told.get("emptied") is True,
    )


def written_note(note: Note) -> bytes:
    told: dict[str, Any] = {"by": "winfleet.containers"}
    if note.start:
        told["start"] = list(note.start)
    if note.waits:
        told["waits"] = note.waits
    if note.emptied:
        told["emptied"] = True
    return (json.dumps(told, indent=2) + "\n").encode()


def _is_id(text: Any) -> bool:
    return isinstance(text, str) and len(text) == ID_LENGTH and all(one in "0123456789abcdef" for one in text)
