# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How does a container stand? In the engine's words where they say it, and in ours where they do not."""

from __future__ import annotations

from datetime import datetime, timedelta

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import one_line
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.exit_codes import exit_code_text

START_FAILED = "start_failed"  # the engine says `created`, and keeps the error (moby daemon/start.go)
# The engine waits up to a minute before it starts one again (moby restartmanager/restartmanager.go).
LATELY = timedelta(minutes=2)
NEVER = "0001-01-01"  # Go's zero time


def state_of(container: Container | None) -> str:
    """The engine's own word: running, exited, created, paused, restarting, dead, removing; `start_failed` for one that
    was created and could not be started; `absent` where there is no container."""
    if container is None:
        return "absent"
    return START_FAILED if start_failed(container) else container.state.status


def start_failed(container: Container) -> bool:
    state = container.state
    return state.status == "created" and bool(state.error or state.exit_code)


def ended(container: Container) -> int | None:
    """The exit code of one that ran and does not now, or waits for its next start; None for all others."""
    state = container.state
    lies = state.status in ("exited", "dead", "restarting") and not state.started.startswith(NEVER)
    return state.exit_code if lies else None


def restarted_lately(container: Container, now: str | None) -> bool:
    """Whether the engine started it anew a moment ago, by its own clock: it may do so again and again."""
    if not container.restarts or not container.runs:
        return False
    began, moment = _time(container.state.started), _time(now)
    return began is not None and moment is not None and moment - began < LATELY


def why_not_up(container: Container, now: str | None) -> str | None:
    """Why one that is to run, and that the engine says runs, has not come up; None where it has."""
    state = container.state
    if state.restarting:
        return f"it ends, and the engine starts it again and again ({_ends(container)})"
    if restarted_lately(container, now):
        return f"it was started anew a moment ago ({_ends(container)})"
    if state.paused:
        return None
    if state.health == "unhealthy":
        return "its health check says unhealthy"
    return "its health check has not ended yet" if state.health == "starting" else None


def why_not_running(container: Container) -> str:
    """Of one that does not run."""
    if start_failed(container):
        error = one_line(container.state.error, 200)
        return f"its start failed: {error}" if error else "its start failed"
    code = ended(container)
    return "it does not run" if code is None else f"it does not run: it ended with {exit_code_text(code)}"


def why_not_ended(container: Container) -> str:
    """Of one that is meant to end, and did not run or did not end well."""
    if start_failed(container):
        return why_not_running(container)
    code = ended(container)
    return "it has not run yet" if code is None else f"it ended with {exit_code_text(code)}"


def _ends(container: Container) -> str:
    times = f"{container.restarts} restart{'s' if container.restarts != 1 else ''}"
    code = container.state.exit_code
    return f"{times}, {exit_code_text(code)}" if code or container.state.restarting else times


def _time(text: str | None) -> datetime | None:
    """RFC 3339; None for what is none or has no zone."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
