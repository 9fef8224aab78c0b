# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What did Microsoft publish about which image runs on which host? The tables as they were printed, and one reader.

P = process isolation, H = Hyper-V isolation, - = listed as not supported, . = not on that page.
"""

from __future__ import annotations

from dataclasses import dataclass

PAGE = "https://learn.microsoft.com/en-us/virtualization/windowscontainers/deploy-containers/version-compatibility"
_REPOSITORY = "https://github.com/MicrosoftDocs/Virtualization-Documentation/blob"
_FILE = "virtualization/windowscontainers/deploy-containers/version-compatibility.md"

# Row label -> kind, lowest and highest host build for which the row speaks.
HOSTS: dict[str, tuple[str, int, int]] = {
    "Server 2025": ("server", 26100, 26100),
    "Server 2022": ("server", 20348, 20348),
    "Server 20H2": ("server", 19042, 19042),
    "Server 2004": ("server", 19041, 19041),
    "Server 1909": ("server", 18363, 18363),
    "Server 1903": ("server", 18362, 18362),
    "Server 2019": ("server", 17763, 17763),
    "Server 1803": ("server", 17134, 17134),
    "Server 2016": ("server", 14393, 14393),
    # The page names neither 25H2 nor anything later; it says "Windows 11" and, for 2025 images, "from 24H2".
    "Windows 11 24H2+": ("client", 26100, 26200),
    "Windows 11": ("client", 22000, 26099),
    "Windows 10": ("client", 14393, 19999),
    "Win11 21H2": ("client", 22000, 22000),
    "Win10 20H2": ("client", 19042, 19042),
    "Win10 2004": ("client", 19041, 19041),
    "Win10 1909": ("client", 18363, 18363),
    "Win10 1903": ("client", 18362, 18362),
    "Win10 1809": ("client", 17763, 17763),
    "Win10 1803": ("client", 17134, 17134),
    "Win10 1709": ("client", 16299, 16299),
}

IMAGES: dict[str, int] = {
    "2016": 14393,
    "1803": 17134,
    "2019": 17763,
    "1903": 18362,
    "1909": 18363,
    "2004": 19041,
    "20H2": 19042,
    "2022": 20348,
    "2025": 26100,
}

# (source, table); the newest page first: it decides where two pages speak of the same cell.
TABLES: tuple[tuple[str, str], ...] = (
    (
        PAGE,
        """
        Host             | 2016 | 2019 | 2022 | 2025
        Server 2025      | H    | H    | PH   | PH
        Server 2022      | H    | H    | PH   | -
        Server 2019      | H    | PH   | -    | -
        Server 2016      | PH   | -    | -    | -
        Windows 11 24H2+ | H    | H    | PH   | PH
        Windows 11       | H    | H    | PH   | -
        Windows 10       | H    | H    | -    | -
        """,
    ),
    (
        f"{_REPOSITORY}/64b6d114/{_FILE} and 60c30aaf for 1803 and 1709",
        """
        Host        | 2016 | 1803 | 2019 | 1903 | 1909 | 2004 | 20H2 | 2022
        Server 2022 | H    | .    | H    | H    | H    | H    | H    | PH
        Server 20H2 | H    | .    | H    | H    | H    | H    | PH   | -
        Server 2004 | H    | .    | H    | H    | H    | PH   | -    | -
        Server 1909 | H    | H    | H    | H    | PH   | -    | -    | -
        Server 1903 | H    | H    | H    | PH   | -    | -    | -    | -
        Server 2019 | H    | H    | PH   | -    | -    | -    | -    | -
        Server 1803 | H    | PH   | -    | -    | -    | -    | -    | -
        Server 2016 | PH   | -    | -    | -    | -    | -    | -    | -
        Win11 21H2  | H    | .    | H    | H    | H    | H    | H    | PH
        Win10 20H2  | H    | .    | H    | H    | H    | H    | PH   | -
        Win10 2004  | H    | .    | H    | H    | H    | PH   | -    | -
        Win10 1909  | H    | .    | H    | H    | H    | -    | -    | -
        Win10 1903  | H    | H    | H    | H    | -    | -    | -    | -
        Win10 1809  | H    | H    | H    | -    | -    | -    | -    | -
        Win10 1803  | H    | H    | -    | -    | -    | -    | -    | -
        Win10 1709  | H    | -    | -    | -    | -    | -    | -    | -
        """,
    ),
)


@dataclass(frozen=True)
class Cell:
    """One printed cell: the modes it lists ("PH", "H", "-"), the row's label, and the page."""

    modes: str
    row: str
    source: str

    def lists(self, mode: str) -> bool:
        """Does the cell list this mode ("process" or "hyperv")?"""
        return {"process": "P", "hyperv": "H"}[mode] in self.modes


def _cells() -> list[tuple[str, int, int, int, Cell]]:
    cells = []
    for source, text in TABLES:
        head, *rows = [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]
        for label, *printed in rows:
            kind, low, high = HOSTS[label]
            for image, modes in zip(head[1:], printed, strict=True):
                if modes != ".":
                    cells.append((kind, low, high, IMAGES[image], Cell(modes, label, source)))
    return cells


_CELLS = _cells()


def published(kind: str | None, host_build: int, image_build: int) -> Cell | None:
    """The published cell for a host and an image, None where no page has one. A row that names the release goes before
    one that spans several (Windows 10)."""
    found = [
        (high - low, cell)
        for cell_kind, low, high, image, cell in _CELLS
        if cell_kind == kind and image == image_build and low <= host_build <= high
    ]
    return min(found, key=lambda row: row[0])[1] if found else None
