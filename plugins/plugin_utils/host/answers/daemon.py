# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does the engine say of itself, and of the processes in a container? (moby api/types)"""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.shape import at
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import WrongShape


@dataclass(frozen=True)
class Version:
    """`/version`."""

    version: str | None = at("Version", None)
    api: str | None = at("ApiVersion", None)
    os: str | None = at("Os", None)


@dataclass(frozen=True)
class Info:
    """`/info`. `isolation` is what the engine makes of a container that declares none, `data_root` its own folder,
    `time` its clock (RFC 3339)."""

    version: str | None = at("ServerVersion", None)
    os: str | None = at("OSType", None)
    isolation: str | None = at("Isolation", None)
    data_root: str | None = at("DockerRootDir", None)
    time: str | None = at("SystemTime", None)
    log_driver: str | None = at("LoggingDriver", None)


@dataclass(frozen=True)
class DiskUsage:
    """`/system/df`: bytes of all layers, each counted once. 29 and newer leave out what is 0, and tell it under a newer
    name as well (recorded: 29.7.2)."""

    layers: int | None = at("LayersSize", None)
    newer: int | None = at("ImageUsage.TotalSize", None)

    @property
    def bytes(self) -> int:
        return self.layers or self.newer or 0


@dataclass(frozen=True)
class Top:
    """`/containers/ID/top`; on Windows the titles are Name, PID, CPU, Private Working Set (daemon/top_windows.go)."""

    titles: tuple[str, ...] = at("Titles", ())
    rows: tuple[tuple[str, ...], ...] = at("Processes", ())

    def processes(self, look: str) -> tuple[tuple[int, str], ...]:
        """(PID, name as it is written) of each row. Raises WrongShape."""
        for title in ("Name", "PID"):
            if title not in self.titles:
                raise WrongShape(look, "Titles", f"without {title}", "Name and PID among them")
        name, pid = self.titles.index("Name"), self.titles.index("PID")
        found = []
        for place, row in enumerate(self.rows):
            if len(row) != len(self.titles):
                raise WrongShape(look, f"Processes.{place}", f"a row of {len(row)}", f"one of {len(self.titles)}")
            if not (row[pid].isascii() and row[pid].isdigit() and len(row[pid]) < 11):
                raise WrongShape(look, f"Processes.{place}.{pid}", "no process id", "one")
            found.append((int(row[pid]), row[name]))
        return tuple(found)
