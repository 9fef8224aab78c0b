# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What did a container say last? The look that is made where it did not come up, before what was begun for it is
undone, and what that brought: the end of its log and of its last health check, masked before it is cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import parsed
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.log_stream import (
    decoded,
    frames,
    refusal,
    without_beginning,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import one_line, path_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import WrongShape

LINES = 20
LONGEST = 200  # characters of a line
BYTES = 64 * 1024  # of the log that travel
SECONDS = 30
ENDS = 2  # seconds in which one that is started again and again ends once more, so that its exit code is told


def evidence_look(name: str) -> list[dict[str, Any]]:
    inspect = path_of("/containers/{}/json", name)
    ended = {
        "verb": "wait",
        "path": inspect,
        "field": "State.Status",
        "values": ["exited", "restarting", "dead", "created"],
    }
    return [
        {**ended, "timeout": ENDS, "interval": 0.1, "connect_timeout": 1},
        {
            "verb": "engine",
            "requests": [{"path": inspect}, log_request(name)],
            "timeout": SECONDS,
            "connect_timeout": 1,
        },
    ]


def evidence_of(answers: Any, mask: Callable[[str], str]) -> dict[str, Any]:
    """{exit_code, log, health, unread} of the ANSWERs to `evidence_look`, whatever shape they have; {events} of the
    ANSWER to a single look `events`."""
    if isinstance(answers, list) and len(answers) == 1 and isinstance(_at(answers[0], "value"), list):
        return {"events": _events(answers[0], mask)}
    waited, looked = answers if isinstance(answers, list) and len(answers) == 2 else (None, None)
    code = _exit_code(waited)
    entries = _entries(looked)
    if isinstance(entries, str):
        return {"exit_code": code, "log": [], "health": [], "unread": mask(entries)}
    container = _container(entries[0])
    log = log_text(entries[1], _at(container, "Config", "Tty") is True)
    said = mask(log) if log is not None else ""
    checks = _at(container, "State", "Health", "Log")
    output = _at(checks[-1], "Output") if isinstance(checks, list) and checks else None
    return {
        "exit_code": code,
        "log": last_lines(said),
        "health": last_lines(mask(output)) if isinstance(output, str) else [],
        "unread": "" if log is not None else mask(refusal(entries[1].get("status"), entries[1].get("body"))),
    }


def last_lines(text: str) -> list[str]:
    """The last LINES that say something, each of at most LONGEST characters."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()][-LINES:]
    return [line if len(line) <= LONGEST else line[: LONGEST - 3] + "..." for line in lines]


def _events(answer: Any, mask: Callable[[str], str]) -> list[str]:
    """The newest last, as a log is read; each in one line."""
    rows = _at(answer, "value")
    told = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    lines = [one_line(mask(str(row.get("Message") or "")), LONGEST) for row in reversed(told[:LINES])]
    return list(dict.fromkeys(line for line in lines if line))


def _exit_code(answer: Any) -> int | None:
    """With which it ended; None where it did not, or has none."""
    value = _at(answer, "value")
    code = (
        _at(_container(value), "State", "ExitCode")
        if _at(answer, "ok") is True and isinstance(value, Mapping)
        else None
    )
    return code if isinstance(code, int) and not isinstance(code, bool) and abs(code) < 2**32 else None


def _entries(answer: Any) -> Sequence[Mapping[str, Any]] | str:
    """The two entries of the look; why there are none, where there are none."""
    value = _at(answer, "value")
    if isinstance(value, list) and len(value) == 2 and all(isinstance(entry, Mapping) for entry in value):
        return value
    text = _at(answer, "error", "text")
    return one_line(text) if isinstance(text, str) and text else "the engine did not tell it"


def _container(entry: Mapping[str, Any]) -> Any:
    try:
        return parsed(entry.get("body", ""), "the container") if entry.get("status") == 200 else None
    except WrongShape:
        return None


def log_request(name: str) -> dict[str, Any]:
    """The end of its log, as a request of the look `engine`."""
    return {"path": path_of("/containers/{}/logs", name, stdout=1, stderr=1, tail=LINES), "last": BYTES}


def log_text(entry: Mapping[str, Any], terminal: bool) -> str | None:
    """Of the answer to that request; None where it could not be read."""
    data = decoded(entry.get("body")) if entry.get("status") == 200 else None
    if data is None:
        return None
    whole = len(data) < BYTES
    found = None if terminal else frames(data, whole)
    if found is not None:
        said = b"".join(part for _stream, part in found)
    else:
        said = data if whole else without_beginning(data)
    return said.decode("utf-8", "replace")


def _at(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
