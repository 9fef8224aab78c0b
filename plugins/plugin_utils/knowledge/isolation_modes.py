# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How are isolation modes spelled? One spelling inside, many at the door."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

MODES = ("process", "hyperv")
ISOLATION_MODES = (*MODES, "default")


def spelt_modes(modes: Sequence[Any]) -> list[Any]:
    """The modes in the one spelling; what is none stays, for the validator to tell."""
    try:
        return [isolation(mode) for mode in modes]
    except ValueError:
        return list(modes)


def isolation(value: Any) -> str:
    """`hyper-v`, `HyperV` and the like are `hyperv`. Raises ValueError with what is allowed."""
    mode = re.sub(r"[-_ ]", "", str(value).lower())
    if mode not in ISOLATION_MODES:
        raise ValueError("allowed are process, hyperv and default")
    return mode
