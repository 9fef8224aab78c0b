# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is there an engine, and does it work?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.daemon import DiskUsage, Info, Version
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies, Reply
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import parsed, read
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import one_line
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_service import Registered
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.host_looks import DESKTOP, ENGINE_LOOK, SERVICES

# What `engine.state` may be, and what it means (plugins/modules/host_info.py says the same).
STATES = {
    "running": "it answers",
    "failing": "something answers at its pipe, but with an error",
    "stopped": "its service is there and does not run",
    "absent": "there is neither its service nor its pipe",
    "desktop": "Docker Desktop is installed, and its engine does not run: it does while its user is logged on",
    "unreachable": "it was not reached, and whether it is there or runs is not known",
}
NO_PIPE = "System.TimeoutException"  # docs/verbs.md: a pipe that is not there
PATHS = ("/version", "/info")


def engine_facts(
    answer: Answer | None,
    services: Mapping[str, Mapping[str, Any]] | None,
    found: Registered | None = None,
) -> dict[str, Any]:
    """{state, version, api_version, os_type, default_isolation, data_root, error} of the answer to ENGINE_LOOK and the
    `services` of the host's facts (None where they are not known), and {service, path, source} of what is `found` among
    them; without the facts where there is no engine that tells them. Raises WrongShape."""
    own = found.facts() if found is not None else {}
    if answer is None:
        return {"state": "unreachable", "error": None, **own}
    if not answer.ok:
        error = f"{answer.error.type}: {answer.error.text}"
        return {"state": _unreached(answer.error.type, services, found), "error": error, **own}
    replies = EngineReplies(PATHS, ENGINE_LOOK["requests"], answer.value)
    said = [replies.reply(path) for path in PATHS]
    version, info = _body(Version, said[0]) or Version(), _body(Info, said[1]) or Info()
    errors = [
        f"GET {reply.asked} was answered with status {reply.status}: {one_line(reply.message) or 'no text'}"
        for reply in said
        if reply.status != 200
    ]
    return {
        "state": "failing" if errors else "running",
        "version": version.version or info.version,
        "api_version": version.api,
        "os_type": info.os or version.os,
        "default_isolation": (info.isolation or "").lower() or None,
        **({"data_root": info.data_root} if info.data_root else {}),
        "error": "; ".join(errors) or None,
        **own,
    }


DISK_USAGE_LOOK: dict[str, Any] = {
    "verb": "engine",
    "requests": [{"path": "/system/df?type=image"}],
    "timeout": 600,  # it counts the files of every layer
}


def layers_size(answer: Answer) -> int | str:
    """Bytes, of the answer to DISK_USAGE_LOOK; a text, why they are not known. Raises WrongShape."""
    if not answer.ok:
        return f"{answer.error.type}: {one_line(answer.error.text)}"
    (request,) = DISK_USAGE_LOOK["requests"]
    reply = EngineReplies([0], [request], answer.value).reply(0)
    found = _body(DiskUsage, reply)
    return f"status {reply.status}: {one_line(reply.message) or 'no text'}" if found is None else found.bytes


def engine_info(answer: Answer) -> Info:
    """What the engine says of itself in its answer to ENGINE_LOOK; empty where it does not."""
    if not answer.ok:
        return Info()
    reply = EngineReplies(PATHS, ENGINE_LOOK["requests"], answer.value).reply("/info")
    return _body(Info, reply) or Info()


def _unreached(kind: str, services: Mapping[str, Mapping[str, Any]] | None, found: Registered | None) -> str:
    if found is not None and found.engine:
        return "unreachable" if found.service.state == "Running" else "stopped"
    if services is not None and kind == NO_PIPE and SERVICES[DESKTOP] in services:
        return "desktop"
    # without a service of its own another engine's pipe (Docker Desktop's) may be there all the same
    return "absent" if services is not None and kind == NO_PIPE else "unreachable"


def _body(shape: type[Any], reply: Reply) -> Any:
    return read(shape, parsed(reply.text, reply.look), reply.look) if reply.status == 200 else None
