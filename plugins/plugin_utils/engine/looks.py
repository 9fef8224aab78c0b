# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of a host about its engine? Quick looks first; each further stage is asked only where the one before
leaves a question open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine import places
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Look
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host import host_looks
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_installers import SERVICE_NAMES

SEARCHED = ("Name", "DisplayName", "State", "StartMode", "PathName", "ProcessId")
LONGEST_CONFIG = 1024 * 1024  # bytes


def quick_looks(folder: str) -> list[Look]:
    """The host's, and behind them those of the place where the engine is declared to be."""
    return [
        *host_looks(features=False),
        {"verb": "service", "names": list(SERVICE_NAMES)},
        {"verb": "registry", "path": places.ENVIRONMENT, "names": ["Path"]},
        *place_looks(folder, places.joined(places.DATA_ROOT, places.CONFIG)),
    ]


def place_looks(folder: str, config: str) -> list[Look]:
    """Of a folder with an engine's programs, and a daemon.json."""
    return [
        {
            "verb": "file",
            "paths": [
                places.joined(folder, places.DAEMON),
                places.joined(folder, places.CLIENT),
                places.work_folder(folder),
                places.STRAY,
            ],
            "versions": True,
        },
        {"verb": "text", "path": places.joined(folder, places.NOTE), "most": 65536},
        {"verb": "text", "path": config, "most": LONGEST_CONFIG},
    ]


def search_looks() -> list[Look]:
    """A service of a name that nobody knows."""
    return [
        {
            "verb": "cim",
            "class": "Win32_Service",
            "properties": list(SEARCHED),
            "filter": "PathName LIKE '%dockerd%'",
        }
    ]


def wrapper_looks(service: str) -> list[Look]:
    """What a wrapper runs: nssm and srvany keep it below their service."""
    return [
        {
            "verb": "registry",
            "path": rf"HKLM:\SYSTEM\CurrentControlSet\Services\{service}\Parameters",
            "names": ["Application", "AppParameters"],
        }
    ]


def deep_looks(runs: bool, accounts: Sequence[str], archives: Sequence[str]) -> list[Look]:
    """What an act needs to know: the containers of an engine that `runs`, whether accounts are there, the archives'
    digests, and what the drives are formatted as."""
    looks: list[Look] = [
        {
            "verb": "cim",
            "class": "Win32_LogicalDisk",
            "properties": ["DeviceID", "FileSystem", "FreeSpace", "Size"],
            "filter": "DriveType = 3",
        },
        {"verb": "accounts", "names": list(accounts)},
        {"verb": "file", "paths": list(archives), "digests": True},
    ]
    if runs:
        looks.append({"verb": "engine", "requests": [{"path": "/containers/json?all=1"}], "services": [places.SERVICE]})
    return looks


def answered(looks: Sequence[Look], answers: Sequence[Any]) -> dict[str, Any]:
    """The answers by verb; where several looks have one verb, a list of them."""
    found: dict[str, Any] = {}
    for look, answer in zip(looks, answers, strict=True):
        verb = str(look["verb"])
        if verb == "text":
            found.setdefault(verb, []).append(answer)
        else:
            found[verb] = answer
    return found
