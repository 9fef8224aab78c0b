# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which image is declared? Its reference, as it is written and as the engine completes it."""

from __future__ import annotations

import re

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.secret_forms import holds_credentials


def reference(value: str) -> str:
    """Raises ValueError with what is allowed; a value that may hold a password is not repeated."""
    if holds_credentials(value):
        raise ValueError(
            "it holds a user and a password, which would be seen wherever the image's name is: take them out"
        )
    if not re.fullmatch(r"[a-zA-Z0-9][\w.:/@-]*", value) or value.startswith("sha256:"):
        raise ValueError("allowed is a reference such as mcr.microsoft.com/windows/nanoserver:ltsc2022")
    return value


def same_reference(one: str, other: str) -> bool:
    """`nanoserver` and `docker.io/library/nanoserver:latest` are one image."""
    return _full(one) == _full(other)


def _full(value: str) -> str:
    name = value.removeprefix("docker.io/").removeprefix("library/")
    return name if "@" in name or ":" in name.rpartition("/")[2] else f"{name}:latest"
