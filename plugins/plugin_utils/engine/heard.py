# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does an act need to know beside what differs? The answers to the deep looks."""

from __future__ import annotations

import ntpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.file import Path, paths
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import (
    at,
    parsed,
    read_list,
    read_rows,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import value


@dataclass(frozen=True)
class Account:
    name: str = at("name")
    sid: str | None = at("sid", None)


@dataclass(frozen=True)
class Row:
    """A container as the engine lists it."""

    id: str = at("Id")
    names: tuple[str, ...] = at("Names", ())
    state: str = at("State", "")

    @property
    def name(self) -> str:
        return next((name.lstrip("/") for name in self.names), self.id[:12])


@dataclass(frozen=True)
class Deep:
    """`drives`: what each (`C:`) is formatted as. `containers` None: no engine answered."""

    drives: Mapping[str, str] = field(default_factory=dict)
    accounts: Mapping[str, bool] = field(default_factory=dict)
    files: tuple[Path, ...] = ()
    containers: tuple[Row, ...] | None = None

    @property
    def running(self) -> tuple[Row, ...]:
        """Those that a stop of the engine ends."""
        return tuple(row for row in self.containers or () if row.state in ("running", "paused", "restarting"))

    def file_system(self, path: str) -> str:
        return self.drives.get(ntpath.splitdrive(path)[0].upper(), "")

    def digest(self, path: str) -> str:
        return next((str(row.sha256 or "") for row in self.files if row.path == path), "")

    def there(self, path: str) -> bool | None:
        """None where it could not be read."""
        return next((row.exists for row in self.files if row.path == path), None)

    def error(self, path: str) -> str:
        row = next((row for row in self.files if row.path == path), None)
        return row.error.text if row is not None and row.error is not None else ""


def deep_of(answers: Sequence[Answer], runs: bool, drives: Mapping[str, str]) -> Deep:
    """Of the answers to `deep_looks`; what stands behind them is not read. Raises HostProblem where one of them could
    not be read."""
    accounts, archives, needed, *more = answers
    engine = more[:1] if runs else []
    rows = None
    if engine and engine[0].ok:
        (entry,) = engine[0].value
        if entry.get("status") == 200:
            rows = read_list(Row, parsed(entry.get("body"), "the engine's containers"), "the engine's containers")
    return Deep(
        drives=drives,
        accounts={
            row.name: row.sid is not None
            for row in read_rows(Account, value(accounts, "the accounts"), "the look accounts")
        },
        files=(*paths(value(archives, "the archive")), *paths(value(needed, "the files of daemon.json"))),
        containers=rows,
    )
