# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of a host about its engine? Quick looks first; each further stage is asked only where the one before
leaves a question open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine import places
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Look
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host import host_looks
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import LOOK_NAMES

SEARCHED = ("Name", "DisplayName", "State", "StartMode", "PathName", "ProcessId")
LONGEST_CONFIG = 1024 * 1024  # bytes


def quick_looks(folder: str) -> list[Look]:
    """The host's, which tell the services and the drives as well, and behind them those of the place where the engine
    is declared to be."""
    return [
        *host_looks(features=False),
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


def deep_looks(runs: bool, accounts: Sequence[str], archives: Sequence[str], needed: Sequence[str]) -> list[Look]:
    """What an act needs to know: the containers of an engine that `runs`, whether accounts and the files that are
    `needed` are there, and the archives' digests."""
    looks: list[Look] = [
        {"verb": "accounts", "names": list(accounts)},
        {"verb": "file", "paths": list(archives), "digests": True},
        {"verb": "file", "paths": list(needed)},
    ]
    if runs:
        looks.append({"verb": "engine", "requests": [{"path": "/containers/json?all=1"}], "services": [places.SERVICE]})
    return looks


def of_host(name: str, answers: Sequence[Answer]) -> Answer:
    """The answer to one of the host's own looks (judge/host_looks.py), of those to `quick_looks`."""
    return answers[LOOK_NAMES.index(name)]


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
