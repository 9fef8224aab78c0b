# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Are the paths that were asked for there?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import at, read_rows
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Failure


@dataclass(frozen=True)
class Path:
    """`exists` is None where it cannot be told, and `error` says why; `length` is in bytes, None for a folder.
    `product` and `file` are the versions that a program says of itself, `sha256` a file's digest, where they were asked
    for."""

    path: str = at("path")
    exists: bool | None = at("exists", None)
    directory: bool | None = at("directory", None)
    length: int | None = at("Length", None)
    error: Failure | None = at("error", None)
    product: str | None = at("ProductVersion", None)
    file: str | None = at("FileVersion", None)
    sha256: str | None = at("SHA256", None)


def paths(value: Any) -> tuple[Path, ...]:
    """In the order asked."""
    return read_rows(Path, value, "the look file")
