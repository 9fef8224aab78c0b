# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does the stream of a log hold? Bodies that travel in base64, and the frames in which the engine tells stdout
from stderr where there is no terminal (moby api/stdcopy)."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import one_line

FRAME = 8  # bytes of a frame's head: stream, three zeros, length
STREAMS = b"\0\1\2\3"

Frames = list[tuple[int, bytes]]  # stream (1 stdout, 2 stderr), and what was written to it


def decoded(body: Any) -> bytes | None:
    """None for what is no base64."""
    if not isinstance(body, str):
        return None
    try:
        return base64.b64decode(body, validate=True)
    except (ValueError, binascii.Error):
        return None


def refusal(status: Any, body: Any) -> str:
    """The engine's words where it does not hand out a log, in one line."""
    return one_line((decoded(body) or b"").decode("utf-8", "replace")) or f"status {status}"


def frames(data: bytes, whole: bool) -> Frames | None:
    """The frames, of what is not `whole` from the first whole one on; None for what is not in frames."""
    astray = set[int]()  # places from which frames do not lead to the end
    for start in range(1 if whole else len(data)):
        found, place = Frames(), start
        while place < len(data) and place not in astray:
            astray.add(place)
            head = data[place : place + FRAME]
            end = place + FRAME + int.from_bytes(head[4:], "big")
            if head[0] not in STREAMS or head[1:4] != b"\0\0\0" or end > len(data):
                break
            found.append((head[0], data[place + FRAME : end]))
            place = end
        if place == len(data):
            return found
    return None


def without_beginning(data: bytes) -> bytes:
    """From the first whole line on: a line without its beginning may be half a secret."""
    return data.partition(b"\n")[2]
