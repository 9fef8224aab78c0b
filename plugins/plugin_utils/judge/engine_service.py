# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of a host's services is its engine, and who installed it? As far as the services alone tell it: no further
look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flags import Flags, service_flags
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.service import Service
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_installers import (
    ENGINE,
    SERVICE_NAMES,
    Installer,
    installer_of,
    is_wrapper,
    looked_at,
)

# What stands in an engine's place and is none: the service of Desktop runs none by itself.
OTHER_SERVICES = ("com.docker.service",)
OTHER_PRODUCTS = ("containerd",)
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Registered:
    """A service that is an engine's, or another product's in its place. `flags` are those of the engine itself, also
    where a wrapper runs it. `files`: which of `beside` are there, empty where that was not asked."""

    service: Service
    flags: Flags
    wrapper: bool
    files: Mapping[str, bool]

    @property
    def installer(self) -> Installer:
        return self._installer(self.files)

    @property
    def beside(self) -> tuple[str, ...]:
        """The paths that tell who installed it."""
        return looked_at(self.flags.program)

    @property
    def engine(self) -> bool:
        """Of a service with an engine's name, what it runs need not be told."""
        name, installer = self.service.name.lower(), self.installer.name
        known = installer != UNKNOWN or name in SERVICE_NAMES
        return known and name not in OTHER_SERVICES and installer not in OTHER_PRODUCTS

    @property
    def program(self) -> str | None:
        """None of a wrapper that does not say what it runs."""
        return self.flags.program if self.flags.program.lower().endswith(ENGINE) else None

    def facts(self) -> dict[str, Any]:
        """Who installed it is left out where files tell it that were not asked for."""
        found = self.installer
        told = bool(self.files) or found == self._installer(dict.fromkeys(self.beside, True))
        source = {
            "name": found.name,
            "title": found.title,
            "may_change": found.may_change,
            "why_not": found.why_not or None,
            "note": found.note or None,
        }
        return {
            "service": self.service.name,
            **({"path": self.program} if self.program else {}),
            **({"source": source} if told else {}),
        }

    def unwrapped(self, program: str, arguments: str) -> Registered:
        """With what the wrapper runs, of its own parameters."""
        return replace(self, flags=service_flags(f'"{program}" {arguments}'.strip()))

    def among(self, files: Mapping[str, bool]) -> Registered:
        """With what lies beside it."""
        return replace(self, files=files)

    def _installer(self, files: Mapping[str, bool]) -> Installer:
        return installer_of(self.service.name, self.flags.program, self.wrapper, files)


def registered(services: Iterable[Service]) -> Registered | None:
    """The service of an engine; where there is none, another product's. Those of known names come first, in the order
    of SERVICE_NAMES."""
    found = [_of(row) for row in sorted(services, key=_place)]
    return next((item for item in found if item.engine), found[0] if found else None)


def _of(row: Service) -> Registered:
    flags = service_flags(row.path or "")
    return Registered(row, flags, bool(flags.wrapper) or is_wrapper(flags.program), {})


def _place(row: Service) -> int:
    name = row.name.lower()
    return SERVICE_NAMES.index(name) if name in SERVICE_NAMES else len(SERVICE_NAMES)
