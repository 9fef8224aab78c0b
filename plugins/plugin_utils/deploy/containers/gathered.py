# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does a container declare in several ways? The options of one thing, brought together before they are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.environment import Found, from_files, joined
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.mounted import (
    MOUNT_OPTIONS,
    mount,
    settled,
    short,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import texts
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Problem, checked


@dataclass(frozen=True)
class Around:
    """What the set says for all of its containers: the `mode` of those that declare none, the host's folder to which
    sources of mounts are relative, and how a file of the controller is `found` (Ansible's own search)."""

    mode: str | None = None
    project_dir: str | None = None
    found: Found = str


def environment(options: dict[str, Any], around: Around, failed: AbstractSet[str]) -> list[Problem]:
    """Makes one `env` of env, env_file and secrets; returns what is wrong with them."""
    if failed & {"env", "env_file", "secrets"} or not (options.get("env_file") or options.get("secrets")):
        return []
    read: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    readers: dict[str, Callable[[], dict[str, str]]] = {
        "env": lambda: texts(options.get("env") or {}),
        "secrets": lambda: texts(options.get("secrets") or {}),
        "env_file": lambda: from_files(options.get("env_file") or [], around.found),
    }
    for name, reader in readers.items():
        try:
            read[name] = reader()
        except ValueError as error:
            problems.append((name, str(error)))
    if problems:
        return problems
    try:
        options["env"] = joined(read["env_file"], read["env"], read["secrets"])
    except ValueError as error:
        return [("secrets", str(error))]
    return []


def mounts_of(options: dict[str, Any], around: Around, failed: AbstractSet[str]) -> list[Problem]:
    """Makes one list `mounts` of mounts and volumes, with whole sources; returns what is wrong with them."""
    if failed & {"mounts", "volumes"}:
        return []
    problems: list[Problem] = []
    made: list[Mapping[str, Any]] = []
    for name in ("mounts", "volumes"):
        for item in options.get(name) or []:
            try:
                made.append(mount(settled(_mount(item), around.project_dir)))
            except ValueError as error:
                problems.append((name, str(error)))
    if not problems:
        options["mounts"] = made
    return problems


def _mount(item: Any) -> Mapping[str, Any]:
    """Of one item of mounts, or of volumes in either of compose's forms. Raises ValueError."""
    if isinstance(item, str):
        return short(item)
    if not isinstance(item, Mapping):
        raise ValueError(
            f"{item!r} is not allowed; allowed is SOURCE:TARGET[:ro], or type, source, target and read_only"
        )
    told, wrong = checked(MOUNT_OPTIONS, item, inside="mounts")
    if wrong:
        raise ValueError("; ".join(f"{name}: {text}" if name else text for name, text in wrong))
    return told
