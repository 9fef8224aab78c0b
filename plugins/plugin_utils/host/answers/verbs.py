# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ANSWER of one verb, and the answers of the two host programs (docs/verbs.md, "Shapes")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import at


@dataclass(frozen=True)
class Failure:
    """`type`, `code` and `text` as docs/verbs.md has them; the text may be in the host's language."""

    type: str = at("type", "")
    code: str = at("code", "")
    text: str = at("text", "")


@dataclass(frozen=True)
class Evidence:
    """What a container said last before what was begun for it was undone: its exit code where it ended, and in lines
    its log, and the output of the last health check. `unread` is why the log could not be read. `events`: what the
    engine itself said last, where its service did not come up."""

    exit_code: int | None = at("exit_code", None)
    log: tuple[str, ...] = at("log", ())
    health: tuple[str, ...] = at("health", ())
    unread: str = at("unread", "")
    events: tuple[str, ...] = at("events", ())


NO_EVIDENCE = Evidence()


@dataclass(frozen=True)
class Answer:
    """`value` is what the verb's own reader reads, and may be there beside a failure as well. `item` is said of what is
    undone."""

    ok: bool = at("ok")
    value: Any = at("value", None)
    error: Failure = at("error", Failure())
    item: str = at("item", "")
    evidence: Evidence = at("evidence", NO_EVIDENCE)

    @property
    def tried(self) -> bool:
        return self.ok or self.error.type != "not_tried"


@dataclass(frozen=True)
class LastAct:
    """Who acted on this host before, and since when (docs/verbs.md, `who`)."""

    who: str = at("who", "")
    since: str = at("since", "")


@dataclass(frozen=True)
class Looked:
    """What `_look` answered."""

    looks: tuple[Answer, ...] = at("looks")


@dataclass(frozen=True)
class Acted:
    """What `_act` answered."""

    lock: Answer = at("lock")
    seen: Answer = at("seen", Answer(True))
    last: LastAct | None = at("last", None)
    steps: tuple[Answer, ...] = at("steps", ())
    undone: tuple[Answer, ...] = at("undone", ())
    looks: tuple[Answer, ...] = at("looks", ())
