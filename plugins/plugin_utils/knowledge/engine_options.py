# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of an option of compose, of docker_container, of the engine's API? The one table, and its reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_row import Row
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_rows_beside import BESIDE_OURS
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_rows_elsewhere import ELSEWHERE
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_rows_lacking import (
    REFUSED_BY_THE_ENGINE,
    WITHOUT_EFFECT,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_rows_later import LATER
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_rows_ours import OURS
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_rows_reaching import REACHING
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.option_rows_running import RUNNING

ROWS: tuple[Row, ...] = (
    *OURS,
    *REACHING,
    *RUNNING,
    *BESIDE_OURS,
    *REFUSED_BY_THE_ENGINE,
    *WITHOUT_EFFECT,
    *LATER,
    *ELSEWHERE,
)
#: Options of which each takes the other's words
WRITTEN_ALIKE = {"mounts": ("volumes",), "volumes": ("mounts",)}
MOST_PARTS = 6  # of a nested word are told


def _plain(word: str) -> str:
    """Any spelling: mem_limit, mem-limit, memLimit, MemLimit."""
    return word.replace("_", "").replace("-", "").lower()


def _indexed() -> dict[str, Row]:
    """Where two mean different things by one word, that of a service in compose goes before docker_container's, and
    both before other tools' and the engine's own members."""
    found: dict[str, Row] = {}
    for vocabulary in ("compose", "docker_container", "file", "also"):
        for row in ROWS:
            for word in getattr(row, vocabulary):
                found.setdefault(_plain(word), row)
    for row in ROWS:
        for member in row.api:
            name = member.removeprefix("HostConfig.").lstrip("?")
            if "." not in name:
                found.setdefault(_plain(name), row)
    return found


_BY_WORD = _indexed()


def row_of(word: str) -> Row | None:
    """What is known of a word of a container; a nested one has dots between its parts."""
    name = _plain(word)
    outer = name
    while name not in _BY_WORD and "." in outer:
        outer = outer.rpartition(".")[0]
        name = f"{outer}.*"
    return _BY_WORD.get(name)


def _below(inside: str, word: str) -> Row | None:
    """What is known of a word below an option of ours, as whoever calls it otherwise writes it: volumes.bind."""
    options = (inside, *WRITTEN_ALIKE.get(inside, ()))
    outer = [name for row in ROWS if row.ours in options for name in (*row.docker_container, *row.compose)]
    return next((row for name in outer if (row := row_of(f"{name}.{word}"))), None)


def told(word: str, value: Any = None, inside: str = "") -> str | None:
    """The way out for a word that is not ours, None where nobody else knows it either. Of a nested word, the way out
    for each part that is given. `inside` is the option that it stands in; below one of a container its own words
    alone count."""
    below = any(row.ours == inside for row in ROWS)
    row = _below(inside, word) if below else row_of(word)
    if row is None:
        return None
    parts = [] if below else list(_parts(word, value))
    ways = {part: inner.told for part, inner in parts if inner is not row}
    named = [f"{part}: {way}" for part, way in list(ways.items())[:MOST_PARTS]]
    return "; ".join([row.told, *named])


def _parts(word: str, value: Any) -> Iterator[tuple[str, Row]]:
    """The innermost parts that have rows of their own."""
    for key, item in value.items() if isinstance(value, Mapping) else ():
        part = f"{word}.{key}"
        row = row_of(part)
        if row is None:
            continue
        inner = list(_parts(part, item))
        yield from inner or [(part, row)]
