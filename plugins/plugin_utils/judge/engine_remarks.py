# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be said of the engine of a host that nobody would guess from its facts? One rule a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_standing import version_of, why_not_here

Host = Mapping[str, Any]


def remarks(host: Host) -> list[str]:
    """Sentences, each with the way out."""
    return [text for rule in RULES if (text := rule(host))]


def of_another(host: Host) -> str | None:
    """What is there instead of an engine of ours, by its name."""
    source = _engine(host).get("source") or {}
    if not source or source["may_change"]:
        return None
    return f"there is {source['title']} (service {_engine(host)['service']}): {source['why_not'].rstrip('.')}."


def linux(host: Host) -> str | None:
    if _engine(host).get("os_type") != "linux":
        return None
    return (
        "it runs Linux containers: switch it to Windows containers (DockerCli.exe -SwitchDaemon), or install an engine "
        "as a service."
    )


def cannot_start(host: Host) -> str | None:
    """Of an engine that is there, and that this Windows cannot run: its file's version."""
    engine = _engine(host)
    why = why_not_here(host) if engine.get("state") != "running" else None
    if not why:
        return None
    place = f" ({engine['path']})" if engine.get("path") else ""
    return f"engine {version_of(host)}{place} is there and cannot start: {why.rstrip('.')}."


def no_service(host: Host) -> str | None:
    engine = _engine(host)
    if not engine.get("file_version") or engine.get("service") or engine.get("state") != "absent":
        return None
    return f"{engine['path']} is there, and no service runs it: declare an engine with that folder, or remove it."


def stray(host: Host) -> str | None:
    engine = _engine(host)
    if not engine.get("stray_config"):
        return None
    return (
        f"{engine['stray_config']} is there, and no engine reads it: move what it says to {engine.get('config_path')}."
    )


def _engine(host: Host) -> Mapping[str, Any]:
    return host.get("engine") or {}


RULES: tuple[Callable[[Host], str | None], ...] = (of_another, linux, cannot_start, no_service, stray)
