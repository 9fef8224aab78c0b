# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What did the engine answer? Each reply once, with the request that it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import (
    at,
    parsed,
    read,
    read_list,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem, WrongShape

T = TypeVar("T")
LONGEST_MESSAGE = 500  # characters


@dataclass(frozen=True)
class Entry:
    """One entry of an `engine` look (docs/verbs.md): answered, skipped, or a list of answers."""

    status: int | None = None
    body: str = ""
    skipped: bool = False
    each: tuple[Each, ...] | None = None


@dataclass(frozen=True)
class Each:
    of: str = at("for")
    status: int = at("status")
    body: str = at("body", "")


@dataclass(frozen=True)
class Reply:
    """The answer to one request. `status` is None where the request was not sent (its condition did not hold)."""

    asked: str
    status: int | None
    text: str

    @property
    def look(self) -> str:
        return f"the engine's GET {self.asked}"

    @property
    def message(self) -> str:
        """The engine's own words, in one line: the member `message` of its error, or a text that is no JSON. A body of
        another kind (a container's, with its environment) is not told."""
        try:
            said = parsed(self.text, self.look)
        except WrongShape:
            said = {"message": self.text}
        found = said.get("message") if isinstance(said, Mapping) else None
        return " ".join(found.split())[:LONGEST_MESSAGE] if isinstance(found, str) else ""

    def required(self, shape: type[T]) -> T:
        """The body as `shape`. Raises HostProblem for every status but 200."""
        return read(shape, self._body(), self.look)

    def found(self, shape: type[T]) -> T | None:
        """The body as `shape`; None where the engine says 404, or where the request was not sent: only 404 is absence.
        Raises HostProblem for every other status."""
        return None if self.status in (None, 404) else self.required(shape)

    def rows(self, shape: type[T]) -> tuple[T, ...]:
        """The body as a list of `shape`. Raises HostProblem for every status but 200."""
        return read_list(shape, self._body(), self.look)

    def _body(self) -> Any:
        if self.status != 200:
            raise HostProblem(
                f"The engine answered GET {self.asked} with status {self.status}: {self.message or 'no text'}"
            )
        return parsed(self.text, self.look)


class EngineReplies:
    """The replies to the requests of one `engine` look, by the keys under which they were asked."""

    def __init__(self, keys: Sequence[Any], requests: Sequence[Mapping[str, Any]], value: Any) -> None:
        look = "the look engine"
        entries = read_list(Entry, value, look)
        if len(entries) != len(keys):
            raise WrongShape(look, "", f"a list of {len(entries)}", f"one of {len(keys)}")
        self._entries: dict[Any, tuple[str, Entry]] = {
            key: (str(request["path"]), entry) for key, request, entry in zip(keys, requests, entries, strict=True)
        }
        for place, (key, entry) in enumerate(zip(keys, entries, strict=True)):
            if entry.status is None and not entry.skipped and entry.each is None:
                raise WrongShape(look, f"{place}.status", "missing", f"an answer to {self._entries[key][0]}")

    def __contains__(self, key: Any) -> bool:
        return key in self._entries

    def reply(self, key: Any) -> Reply:
        path, entry = self._entries[key]
        if entry.each is not None:
            raise WrongShape(f"the engine's GET {path}", "", "a list of answers", "one answer")
        return Reply(path, None if entry.skipped else entry.status, entry.body)

    def each(self, key: Any) -> list[tuple[str, Reply]]:
        """Pairs of the element and the reply to the request that was made for it."""
        path, entry = self._entries[key]
        if entry.each is None:
            raise WrongShape(f"the engine's GET {path}", "", "one answer", "a list of answers")
        return [(item.of, Reply(path.replace("{}", item.of), item.status, item.body)) for item in entry.each]
