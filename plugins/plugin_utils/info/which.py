# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which containers are meant? All of the host, those of a project, or those of these names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.declared import owner
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import LONGEST
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Row
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import shown
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import path_of

# Those of a container that was kept after it failed are names as well (deploy/values.py), so that its log can be read.
_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]+")
FORM = (
    f"allowed are two to {LONGEST} letters, digits, '_', '.' and '-', the first a letter or a digit; several names are "
    "a list"
)


@dataclass(frozen=True)
class Which:
    """Without `project` and `names` all of them."""

    project: str | None = None
    names: tuple[str, ...] = ()

    @property
    def all(self) -> bool:
        return not self.project and not self.names

    @property
    def path(self) -> str:
        """The engine's list of them. Its name filter is a regular expression, which matches names with and without
        their slash."""
        filters: dict[str, Any] | None = None
        if self.names:
            filters = {"name": [f"^/{name.replace('.', '[.]')}$" for name in self.names]}
        elif self.project:
            filters = {"label": [f"winfleet.project={self.project}"]}
        return path_of("/containers/json", all=True, filters=filters)

    def means(self, row: Row) -> bool:
        """Only what carries all of our labels is a project's."""
        if self.names:
            return row.name in self.names
        return self.all or owner(row.labels) == self.project

    def missing(self, found: Iterable[str]) -> list[str]:
        """The names that none of these containers has."""
        return sorted(set(self.names).difference(found))


def wrong_names(option: str, names: Iterable[str]) -> list[str]:
    """What is wrong with the names that were given."""
    return [
        f"{option}: {shown(name, FORM, False)}" for name in names if len(name) > LONGEST or not _NAME.fullmatch(name)
    ]
