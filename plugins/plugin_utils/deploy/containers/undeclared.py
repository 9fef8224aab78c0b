# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does a container have that cannot be declared? Whoever made it with our labels by hand, or changed it since, may
have set it: it is not as declared then, and is created anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container


def undeclared(container: Container) -> list[str]:
    """The words of what was set: one that nobody gave it to has nothing there, or what is empty (recorded: the plain
    containers of moby 28.5.2 and 29.7.2)."""
    beside = container.beside
    return sorted(item.name for item in fields(beside) if _set(getattr(beside, item.name)))


def _set(value: Any) -> bool:
    """A list or a table of nothing asks for nothing."""
    if isinstance(value, Mapping):
        return any(_set(item) for item in value.values())
    if isinstance(value, (list, tuple)):
        return any(_set(item) for item in value)
    return bool(value)
