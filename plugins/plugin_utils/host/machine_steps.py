# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps that change files, services and programs of a machine (docs/verbs.md), as data."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import path_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step


def download(url: str, path: str, sha256: str, timeout: int, headers: dict[str, str]) -> Step:
    step: Step = {"verb": "download", "url": url, "path": path, "sha256": sha256, "timeout": timeout}
    return {**step, "headers": headers} if headers else step


def unpack(archive: str, sha256: str, folder: str, holding: str) -> Step:
    return {"verb": "unpack", "archive": archive, "sha256": sha256, "folder": folder, "holding": holding}


def make_folder(path: str) -> Step:
    return {"verb": "folder", "do": "create", "path": path}


def remove_folder(path: str) -> Step:
    return {"verb": "folder", "do": "remove", "path": path}


def write(path: str, content: bytes, backup: str | None = None) -> Step:
    step: Step = {"verb": "file", "do": "write", "path": path, "content": base64.b64encode(content).decode("ascii")}
    return {**step, "backup": backup} if backup else step


def move(path: str, to: str) -> Step:
    """What is not there is not moved, and that is no failure: which programs an archive brings is seen on the host."""
    return {"verb": "file", "do": "move", "path": path, "to": to, "maybe": True}


def remove(path: str) -> Step:
    return {"verb": "file", "do": "remove", "path": path}


def start_service(name: str, timeout: int) -> Step:
    return {"verb": "service", "do": "start", "name": name, "timeout": timeout}


def stop_service(name: str, timeout: int) -> Step:
    return {"verb": "service", "do": "stop", "name": name, "timeout": timeout}


def change_service(name: str, **to: str) -> Step:
    """`path`: its ImagePath; `start`: auto, delayed, manual, disabled."""
    return {"verb": "service", "do": "change", "name": name, **to}


def create_service(name: str, path: str, display: str, start: str = "auto") -> Step:
    return {"verb": "service", "do": "create", "name": name, "path": path, "display": display, "start": start}


def delete_service(name: str) -> Step:
    return {"verb": "service", "do": "delete", "name": name}


def program_version(path: str, expected: str) -> Step:
    return {"verb": "dockerd", "do": "version", "path": path, "arguments": [], "expect": expected}


def validate(path: str, arguments: Sequence[str]) -> Step:
    return {"verb": "dockerd", "do": "validate", "path": path, "arguments": list(arguments)}


def register(path: str, arguments: Sequence[str]) -> Step:
    return {"verb": "dockerd", "do": "register", "path": path, "arguments": list(arguments)}


def unregister(path: str, arguments: Sequence[str]) -> Step:
    return {"verb": "dockerd", "do": "unregister", "path": path, "arguments": list(arguments)}


def make_group(name: str) -> Step:
    return {"verb": "group", "do": "create", "name": name}


def add_to_path(folder: str) -> Step:
    return {"verb": "environment", "do": "add", "name": "Path", "value": folder}


def remove_from_path(folder: str) -> Step:
    return {"verb": "environment", "do": "remove", "name": "Path", "value": folder}


def wait_for_engine(service: str, timeout: int, version: str | None = None) -> Step:
    """Only a pipe that answers is an engine that is up; `version`, where it is known, which one."""
    wanted = {"values": [version], "fail_values": {}} if version else {"values": ["windows"], "fail_values": {}}
    return {
        "verb": "wait",
        "path": path_of("/version"),
        "field": "Version" if version else "Os",
        **wanted,
        "services": [service],
        "timeout": timeout,
    }


def last_events(source: str, count: int = 8) -> dict[str, Any]:
    return {"verb": "events", "source": source, "count": count}
