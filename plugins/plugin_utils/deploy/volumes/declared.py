# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which volumes does a set declare? As the playbook says it, in the manner of compose, or everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.kinds import (
    Label,
    owner_labels,
    read_kind,
    texts,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, checked, shown

VOLUME_OPTIONS: dict[str, Any] = {
    "name": {"type": "str"},
    "external": {"type": "bool", "default": False},
    "driver": {"type": "str", "default": "local"},
    "driver_opts": {"type": "dict"},
    "labels": {"type": "raw"},
}
NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]+")  # moby volume/local
LONGEST_NAME = 255
RESERVED = re.compile(r"(con|prn|nul|aux|com[1-9]|lpt[1-9])", re.IGNORECASE)


@dataclass(frozen=True)
class VolumeSpec:
    """One declared volume of the driver local. `key` is what the set calls it, `name` what the host does, in lower case
    as the engine for Windows keeps it."""

    key: str
    name: str
    external: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def item(self) -> str:
        return f"volume {self.name}"

    def labels_of(self, project: str) -> dict[str, str]:
        return {**self.labels, **owner_labels(project)}


def read_volumes(given: Any) -> list[VolumeSpec]:
    """The declared volumes by name. Raises Refused with all that is wrong."""
    return read_kind("volumes", given, _read, lambda spec: spec.name)


def _read(label: Label, key: str, given: Mapping[str, Any]) -> VolumeSpec:
    options, problems = checked(VOLUME_OPTIONS, {name: value for name, value in given.items() if value is not None})
    name = str(options.get("name") or key).lower()
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME or RESERVED.fullmatch(name):
        allowed = "allowed are two or more letters, digits, '_', '.' and '-', the first a letter or a digit"
        problems.append(("name", shown(name, allowed, False)))
    if options.get("driver", "local") != "local":
        problems.append(("driver", shown(options["driver"], "Windows has the driver local alone", False)))
    if options.get("driver_opts"):
        problems.append(("driver_opts", "the engine refuses any on Windows: mount the folder itself (type: bind)"))
    if options.get("external") and given.get("labels"):
        problems.append(("labels", "an external volume is used as it is: leave the labels out, or external"))
    labels, wrong = texts("labels", options.get("labels"))
    problems += wrong
    if problems:
        raise Refused([f"{label}: {option}: {text}" for option, text in problems])
    return VolumeSpec(key, name, options["external"], labels)
