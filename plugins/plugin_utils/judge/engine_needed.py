# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said where a module needs an engine for Windows, and the host has none that answers?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.daemon import Info
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import value
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem, WrongShape
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_state import engine_info
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host import host_from
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import (
    HOST_LOOKS,
    LOOK_NAMES,
    Look,
)

# No part of a run brings one, so that this is said before anything is changed, in check mode as well.
NO_ENGINE = (
    "No engine is installed on this host (there is no service docker). Install one: module and role engine, or "
    "engine_version, engine_archive and engine_checksum for site.yml; and run the play again."
)
# What the service says before the pipe is asked; a running service with a dead pipe is the pipe's own error.
ENGINE_SERVICE = {
    "absent": NO_ENGINE,
    "desktop": "Docker Desktop is installed on this host, and its engine does not run: it does while its user is "
    "logged on. "
    "Log its user on and run the play again, or install an engine as a service.",
    "stopped": "The engine's service docker is stopped. Start it (Start-Service docker) and run the play again; the "
    "Application event log, source docker, says why it ended.",
}


def engine_there(host: Mapping[str, Any]) -> None:
    state = str((host.get("engine") or {}).get("state") or "")
    if state == "stopped" and host.get("reboot_pending"):
        raise HostProblem(
            f"The engine's service docker is stopped, and the host waits for a reboot "
            f"({'; '.join(host.get('reboot_reasons') or [])}): an engine whose Windows feature was enabled starts only "
            "after it. Reboot the host, or let host_features do so (reboot: true; host_reboot: true for the roles and "
            "site.yml), and run the play again. If it is stopped for another reason: Start-Service docker."
        )
    text = ENGINE_SERVICE.get(state)
    if text:
        raise HostProblem(text)


def windows_engine(host: Mapping[str, Any]) -> None:
    """Docker Desktop can be switched to Linux containers, which have no isolation modes."""
    os_type = (host.get("engine") or {}).get("os_type")
    if os_type not in (None, "windows", "linux"):
        raise WrongShape("the engine's GET /info", "OSType", f"{os_type[:40]!r}", "windows or linux")
    if os_type == "linux":
        raise HostProblem(
            "The engine runs Linux containers. Switch it to Windows containers (DockerCli.exe -SwitchDaemon) and run "
            "the play again."
        )


_ASKED = tuple(name for name in LOOK_NAMES if name in ("services", "engine") or name.startswith("reboot_"))


def engine_looks() -> list[Look]:
    """Those of the host's looks that say how its engine stands; none of them takes long."""
    return [look for name, look in zip(LOOK_NAMES, HOST_LOOKS, strict=True) if name in _ASKED]


def host_of(answers: Sequence[Answer]) -> dict[str, Any]:
    """The facts of the answers to `engine_looks()`. Raises WrongShape."""
    said = dict(zip(_ASKED, answers, strict=True))
    return host_from([said.get(name, Answer(False)) for name in LOOK_NAMES])


def answering_engine(answers: Sequence[Answer]) -> Info:
    """What the engine says of itself, of the answers to `engine_looks()`. Raises HostProblem, with the way out, where
    the host has none for Windows that answers."""
    host = host_of(answers)
    engine_there(host)
    engine = answers[_ASKED.index("engine")]
    value(engine, "the engine")
    windows_engine(host)
    return engine_info(engine)
