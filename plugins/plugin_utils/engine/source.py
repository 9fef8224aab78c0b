# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where does an archive of the engine come from? Told by how it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass

HOST, SHARE, URL, CONTROLLER = "host", "share", "url", "controller"
KINDS: tuple[tuple[str, str], ...] = (
    (URL, r"(?i)https?://[^/\s]+/\S+"),
    (SHARE, r"(\\\\|//)[^\\/]+[\\/][^\\/]+[\\/].+"),
    (HOST, r"[A-Za-z]:[\\/].+"),
)


@dataclass(frozen=True)
class Archive:
    """`place` is a URL, a path of the host or a share as Windows writes it, or a path on the controller; `sha256` in
    lower case; `headers` go with the requests for a URL."""

    kind: str
    place: str
    sha256: str
    headers: dict[str, str]

    @property
    def brought(self) -> bool:
        """Whether it has to be got onto the host first."""
        return self.kind in (URL, CONTROLLER)


def kind_of(place: str) -> str:
    return next((kind for kind, form in KINDS if re.fullmatch(form, place)), CONTROLLER)


def archive(place: str, sha256: str, headers: dict[str, str]) -> Archive:
    kind = kind_of(place)
    return Archive(kind, place.replace("/", "\\") if kind in (HOST, SHARE) else place, sha256, headers)
