# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plain data out of what Ansible hands over."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.written import (
    Dated,
    Misread,
    OddKey,
    as_written,
    misread,
)


def plain(value: Any) -> Any:
    """The same data in JSON's own types: Ansible's values are tagged subclasses of them, and its containers are
    lazy. What YAML took for something else than what was written stays known (written.py)."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value if isinstance(value, Dated) else str(value)
    if isinstance(value, int):
        return value if isinstance(value, Misread) else misread(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, Mapping):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if isinstance(value, datetime.date):
        return Dated(value, as_written(value))
    return str(value)


def _key(key: Any) -> str:
    return str(key) if isinstance(key, str) and not isinstance(key, OddKey) else OddKey(key)
