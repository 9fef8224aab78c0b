# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What have containers said? Two looks: which of them are there and how each writes its log, and then the ends of the
logs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.engine import EngineReplies
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Failure
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.log_stream import decoded, refusal
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import (
    EngineQuestions,
    failure_text,
    path_of,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.lines import Asked, lines_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.own_secrets import own_masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.seen import Seen
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.told import Listed, Shown

MOST_IN_ALL = 32 * 1024**2  # bytes of one host, which the controller holds in memory several times

Mask = Callable[[str], str]


@dataclass(frozen=True)
class Log:
    """What the engine answered when it was asked for the log of `box`; `limit` is how many bytes at most."""

    box: Shown
    status: int | None
    body: str
    limit: int


def questions_for_logs(found: Seen, asked: Asked, since: str | None) -> EngineQuestions:
    """One message more than is wanted, so that it is known whether there are older ones. Both streams are asked: the
    engine counts those of both as well."""
    questions = EngineQuestions()
    limit = limit_of(found, asked)
    for row in found.listed:
        if row.id in found.boxes:
            path = path_of(
                "/containers/{}/logs",
                row.id,
                stdout="1",
                stderr="1",
                tail=str(asked.tail + 1),
                since=since,
                timestamps="1" if asked.timestamps else None,
            )
            questions.ask(row.id, path, last=limit)
    return questions


def limit_of(found: Seen, asked: Asked) -> int:
    return min(asked.bytes, MOST_IN_ALL // max(1, len(found.boxes)))


def log_rows(found: Seen, replies: EngineReplies | None, asked: Asked, mask: Mask) -> list[dict[str, Any]]:
    """One for each container that is meant, by name. `replies` is None where none of them could be asked for."""
    limit = limit_of(found, asked)
    rows = []
    for row in sorted(found.listed, key=lambda row: (row.name, row.id)):
        box = found.boxes.get(row.id)
        if box is None or replies is None:
            rows.append(_unread(row, None, found.unread.get(row.id, "")))
        else:
            reply = replies.reply(row.id)
            rows.append(_row(row, Log(box, reply.status, reply.text, limit), asked, mask))
    return rows


def _row(row: Listed, log: Log, asked: Asked, mask: Mask) -> dict[str, Any]:
    data = decoded(log.body) if log.status == 200 else None
    if data is None:
        words = mask(refusal(log.status, log.body))
        failure = Failure(type="status", code=str(log.status), text=words)
        return _unread(row, log.box, failure_text(failure, "the engine for its log"))
    own = own_masker(log.box.config.env)
    limits = Asked(asked.tail, log.limit, asked.timestamps, asked.streams)
    lines, cut = lines_of(data, log.box.config.tty, limits, lambda text: mask(own.text(text)))
    told = [
        {"stream": line.stream, "text": line.text, **({"time": line.time} if asked.timestamps else {})}
        for line in lines
    ]
    return {**_about(row, log.box), "lines": told, "cut": cut is not None, "cut_by": cut, "unread": None}


def _unread(row: Listed, box: Shown | None, why: str) -> dict[str, Any]:
    return {**_about(row, box), "lines": None, "cut": False, "cut_by": None, "unread": why}


def _about(row: Listed, box: Shown | None) -> dict[str, Any]:
    return {"name": row.name, "id": row.id, "driver": box.host.log.driver if box is not None else None}
