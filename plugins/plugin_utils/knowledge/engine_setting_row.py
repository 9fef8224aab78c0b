# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of one key of daemon.json, of one flag of dockerd, whoever reads it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

RECORDED = "moby 28.5.2 and 29.7.2, recorded"
TEXT, SWITCH, NUMBER, TEXTS = "text", "switch", "number", "texts"
TABLE, TABLES, SWITCHES = "table", "tables", "switches"
#: texts in the form NAME=VALUE
PAIRS = "pairs"
PROXIES, BUILDER, NRI = "proxies", "builder", "nri"
LISTS = (TEXTS, PAIRS)


@dataclass(frozen=True)
class Setting:
    """A key that an engine for Windows has. `kind` is the type of its value. `flag` (and `short`) is what dockerd's
    command line calls it, "" where it has none there. The engine has the key since `since` and no longer in `until`
    ("" where every version of the table has it); `flag_since` and `flag_until` say so of the flag where it differs.

    `nothing` says why the engine takes the key and does nothing with it on Windows. `secret`: its value may hold a
    password. `example` is what docs/engine-settings.md shows, `more` what it says there besides `about`."""

    key: str
    kind: str
    about: str
    flag: str = ""
    short: str = ""
    since: str = ""
    until: str = ""
    flag_since: str = ""
    flag_until: str = ""
    nothing: str = ""
    secret: bool = False
    example: Any = None
    more: str = ""
    source: str = RECORDED


@dataclass(frozen=True)
class Flag:
    """A flag that is no key: as a key of the file the engine takes it in silence. `ends`: a true one ends the start."""

    name: str
    about: str
    switch: bool = False
    short: str = ""
    since: str = ""
    until: str = ""
    ends: bool = False
    source: str = RECORDED


@dataclass(frozen=True)
class Lacking:
    """Keys that no engine for Windows has (or none since `since`), why, and the way out."""

    keys: tuple[str, ...]
    why: str
    way_out: str = "leave it out"
    since: str = ""
    source: str = RECORDED
