# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of settings may be shown: passwords of proxies, tokens of log drivers and what else is secret is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_settings import SETTINGS

_NOTHING = Masker()
# Their names sound like secrets' (`authorization-plugins`), and the engine's own keys are known better
_OPEN = frozenset(row.key for row in SETTINGS if not row.secret)


def shown(settings: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of it with every secret hidden (knowledge/secret_forms.py)."""
    return {key: _one(key, value) for key, value in settings.items()}


def _one(key: str, value: Any) -> Any:
    masked = _NOTHING.data({"value" if key in _OPEN else key: value})
    return next(iter(masked.values()))
