# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The version of an engine as a value: read from what people, archives, programs and file properties say, and ordered
as a version is (28.10.0 comes after 28.5.2, a release candidate before its release)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

RELEASED = 9

# What stands before a release, in its order (moby/moby's tags: tp, alpha, beta, rc).
STAGES: dict[str, int] = {"dev": 0, "tp": 1, "alpha": 2, "beta": 3, "preview": 3, "rc": 4}

_TEXT = re.compile(
    r"(?:docker version\s+)?(?:docker-)?v?([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,9})"
    r"(?:\.[0-9]{1,9})?"  # file properties have four numbers
    r"(?:[-+]([0-9a-z][0-9a-z.+-]*))?(?:,.*)?",
    re.IGNORECASE,
)
_STAGE = re.compile(rf"({'|'.join(STAGES)})[.-]?([0-9]{{1,9}})?", re.IGNORECASE)
_REVISION = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, order=True)
class Version:
    """One version. `stage` is RELEASED, or what stands before it with its `number` (rc 2); `revision` is the number of
    a packager's later build of the same release (Mirantis: 23.0.9-1 replaces 23.0.9). Editions (-ce, -ee) are no part
    of it."""

    major: int
    minor: int
    patch: int
    stage: int = RELEASED
    number: int = 0
    revision: int = 0
    suffix: str = field(default="", compare=False)

    def __str__(self) -> str:
        # The lines of 2017 to 2019 are named after a month: 19.03.5.
        minor = f"{self.minor:02d}" if 17 <= self.major <= 19 else str(self.minor)
        return f"{self.major}.{minor}.{self.patch}" + (f"-{self.suffix}" if self.suffix else "")

    @property
    def released(self) -> bool:
        return self.stage == RELEASED

    @property
    def release(self) -> Version:
        """The release that this is a build or a candidate of."""
        return replace(self, stage=RELEASED, number=0, revision=0, suffix="")

    @property
    def line(self) -> str:
        """The name of the line that gets the same patches: "29", "26.1", "20.10", "19.03" (moby's branches)."""
        if self.major >= 27:
            return str(self.major)
        return str(self.release).rpartition(".")[0]


def version(text: str | None) -> Version | None:
    """The version that a text says ("29.7.2", "v29.7.2", "docker-v29.7.2", "20.10.24-ce", "25.0.8-rc.1", "20.10.24.0",
    "Docker version 29.7.2, build 1a2b3c4"), None where it says none."""
    match = _TEXT.fullmatch((text or "").strip())
    if not match:
        return None
    numbers = int(match[1]), int(match[2]), int(match[3])
    stage, number, revision, suffix = RELEASED, 0, 0, ""
    for part in re.split(r"[-+]", match[4] or ""):
        staged = _STAGE.fullmatch(part)
        if staged:
            stage, number = STAGES[staged[1].lower()], int(staged[2] or 0)
            suffix = f"{staged[1].lower()}.{number}" if staged[2] else staged[1].lower()
        elif stage == RELEASED and _REVISION.fullmatch(part):
            revision = int(part)
            suffix = str(revision) if revision else ""
    return Version(*numbers, stage, number, revision, suffix)


def known(text: str) -> Version:
    """The version of a text that is certain to be one: the tables'."""
    found = version(text)
    if found is None:
        raise ValueError(f"{text} is not a version.")
    return found
