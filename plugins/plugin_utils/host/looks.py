# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of a host, and how its answers are read (docs/verbs.md)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer, Failure
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_errors import explain


class EngineQuestions:
    """Requests to the engine, all over one connection, each with a key by which its answer is read."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.keys: list[Any] = []

    def ask(self, key: Any, path: str, **more: Any) -> int:
        """Adds a request and returns its index, which `only_if` and `each` of later ones name."""
        self.keys.append(key)
        self.requests.append({"path": path, **more})
        return len(self.requests) - 1

    def look(self) -> dict[str, Any]:
        return {"verb": "engine", "requests": self.requests}

    def replies(self, answer: Answer) -> EngineReplies:
        """The replies by key. Raises HostProblem where the engine was not reached."""
        return EngineReplies(self.keys, self.requests, value(answer, "the engine"))


def value(answer: Answer, what: str) -> Any:
    """The value of an ANSWER; its error as a HostProblem."""
    if answer.ok:
        return answer.value
    raise HostProblem(failure_text(answer.error, what))


def path_of(template: str, *names: str, **query: Any) -> str:
    """An engine path: names percent-encoded (slashes, colons and @ of an image's name stay), and a query."""
    path = template.format(*(quote(name, safe="/:@") for name in names))
    pairs = [
        f"{key}={quote(value if isinstance(value, str) else json.dumps(value, separators=(',', ':')), safe='')}"
        for key, value in query.items()
        if value is not None
    ]
    return path + ("?" + "&".join(pairs) if pairs else "")


# What a failure to reach the engine means, by the type of the error (docs/verbs.md); codes before words.
ENGINE_UNREACHED = {
    "System.TimeoutException": (
        "The engine's named pipe docker_engine is not there: the service docker is not running or not installed. "
        "Start it (Start-Service docker), or install an engine; the Application event log, source docker, says why "
        "it ended."
    ),
    "System.UnauthorizedAccessException": (
        "Access to the engine's named pipe docker_engine is denied. Connect as a member of the host's "
        "Administrators, or of the group that the key group of the engine's daemon.json names."
    ),
    "System.IO.EndOfStreamException": (
        "The engine ended the connection before it answered: it stopped or crashed. The Application event log, "
        "source docker, says why; start it again (Start-Service docker) and run the play again."
    ),
    "timeout": (
        "The engine did not answer in time: it hangs or is overloaded. Restart it (Restart-Service docker) if it "
        "stays so."
    ),
}


WAITED_IN_VAIN = (
    "It did not come up in time. Starts of large images (servercore, ltsc2025) may take minutes on a slow disk "
    "(Windows-Containers#647): raise the option timeout (containers_timeout)."
)
# Where the engine or a program did answer (docs/verbs.md, our words).
ANSWERED = {
    "status": "Asking {what}: the answer was status {code}",
    "text": "Asking {what}: it ended with an error",
}


def failure_text(error: Failure, what: str, step: str | None = None) -> str:
    """An error of the host as people read it: what it means and the way out first, the host's own words after.
    `step`: the kind of step that failed (knowledge/engine_errors.py). What is not known is said to be so."""
    words = one_line(error.text)
    said = f"(the host says: {words})"
    if step == "wait" and error.type == "timeout":
        return f"{WAITED_IN_VAIN} {said}"
    if what == "the engine" and error.type in ENGINE_UNREACHED:
        return f"{ENGINE_UNREACHED[error.type]} {said}"
    known = explain(error.text, error.code if error.code.startswith("0x") else None, step)
    if known:
        texts = " ".join(f"{str(known[key]).rstrip('.')}." for key in ("cause", "way_out") if known.get(key))
        return f"{texts} {said}"
    if error.type in ANSWERED:
        answered = ANSWERED[error.type].format(what=what, code=error.code)
        return f"{answered}, and its words are not known here: {words or 'none'}"
    code = f" ({error.code})" if error.code and error.code not in error.text else ""
    return f"Asking {what} failed: {words or error.type}{code}"


def one_line(text: str, limit: int = 500) -> str:
    """The text in one line of at most `limit` characters; of the engine's JSON errors, their message."""
    try:
        message = json.loads(text).get("message", text)
    except (ValueError, AttributeError, RecursionError):
        message = text
    line = " ".join(str(message).split())
    return line if len(line) <= limit else line[: limit - 3] + "..."
