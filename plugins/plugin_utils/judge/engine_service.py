# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of a host's services is its engine, and who installed it? Told by the services alone: no further look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flags import Flags, service_flags
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.service import Service
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_installers import (
    SERVICE_NAMES,
    Installer,
    installer_of,
)

DAEMON = "dockerd.exe"


@dataclass(frozen=True)
class Registered:
    """A service that is an engine's, or another product's in its place. `flags` are those of the engine itself, also
    where a wrapper runs it."""

    service: Service
    flags: Flags
    installer: Installer

    def facts(self) -> dict[str, Any]:
        return {
            "service": self.service.name,
            **({"path": self.flags.program} if self.flags.program.lower().endswith(DAEMON) else {}),
            "source": {
                "name": self.installer.name,
                "title": self.installer.title,
                "may_change": self.installer.may_change,
                "why_not": self.installer.why_not or None,
            },
        }

    def wrapped(self, program: str, arguments: str) -> Registered:
        """With what the wrapper runs, of its own parameters."""
        inner = service_flags(f'"{program}" {arguments}'.strip())
        return replace(self, flags=replace(inner, wrapper=self.flags.wrapper))


def registered(services: Iterable[Service], note: bool = False) -> Registered | None:
    """The service of an engine; where there is none, another product's. Those of known names come first, in the order
    of SERVICE_NAMES. `note`: this collection's own note lies beside the program."""
    rows = sorted(services, key=_place)
    found = [_of(row, {"note": note}) for row in rows]
    return next((item for item in found if item.installer.engine), found[0] if found else None)


def _of(row: Service, files: Mapping[str, bool]) -> Registered:
    flags = service_flags(row.path or "")
    return Registered(row, flags, installer_of(row.name, flags.program, bool(flags.wrapper), files))


def _place(row: Service) -> int:
    names = [name.lower() for name in SERVICE_NAMES]
    return names.index(row.name.lower()) if row.name.lower() in names else len(names)
