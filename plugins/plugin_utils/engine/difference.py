# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of the engine differs from what is declared?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine import places
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flags import (
    Flags,
    settings_of,
    without,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.merge import merged
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.text import written
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.declared import Declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.seen import Seen
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import Version

INSTALL, UPGRADE, DOWNGRADE = "install", "upgrade", "downgrade"


@dataclass(frozen=True)
class Difference:
    """`programs` is INSTALL, UPGRADE, DOWNGRADE or empty; `settings` what daemon.json is to hold (None: as it is), and
    `content` the bytes that say so; `moved` the flags that go from the service into the file; `image_path` what the
    service is to run (None: as it does)."""

    programs: str = ""
    register: bool = False
    settings: Mapping[str, Any] | None = None
    content: bytes | None = None
    recoded: bool = False
    moved: tuple[str, ...] = ()
    both: tuple[str, ...] = ()
    image_path: str | None = None
    into_path: bool = False
    adopts: bool = False
    stopped: bool = False
    waits: bool = False
    again: tuple[str, ...] = ()
    leftovers: bool = False
    later: bool = field(default=False)

    @property
    def configures(self) -> bool:
        """What daemon.json says becomes another, not only how it is written."""
        return self.content is not None and not self.recoded

    @property
    def restarts(self) -> bool:
        """Whether an engine that runs has to be stopped for it."""
        return bool(self.programs or self.configures or self.image_path or self.waits)

    @property
    def nothing(self) -> bool:
        return not (
            self.programs
            or self.register
            or self.content is not None
            or self.image_path
            or self.into_path
            or self.adopts
            or self.stopped
            or self.waits
            or self.again
            or self.leftovers
        )

    @property
    def changes(self) -> bool:
        """Whether an engine that somebody else brought would be changed, and not only started."""
        return bool(self.programs or self.content is not None or self.image_path)


def difference(declared: Declared, seen: Seen) -> Difference:
    ours = seen.place.note is not None
    programs = _programs(declared, seen)
    register = seen.service is None
    moved, both = _flags(declared, seen)
    settings, content, recoded = _config(declared, seen, moved)
    own = programs == INSTALL or register or ours or declared.adopt
    image_path = _image_path(declared, seen, moved)
    note = seen.place.note
    waiting = bool(note and note.waits and seen.service and seen.service.process == note.waits)
    return Difference(
        programs=programs,
        register=register,
        settings=settings,
        content=content,
        recoded=recoded,
        moved=moved,
        both=both,
        image_path=image_path,
        into_path=own and not seen.in_path,
        adopts=declared.adopt and not ours and not register,
        stopped=seen.service is not None and not seen.runs,
        waits=waiting and declared.restart,
        again=note.start if note else (),
        leftovers=seen.place.work,
        later=waiting and not declared.restart,
    )


def _programs(declared: Declared, seen: Seen) -> str:
    wanted, found = declared.version, seen.version
    if seen.service is None and not seen.place.program:
        return INSTALL
    if not seen.place.program and not seen.answers:
        return INSTALL
    if wanted is None or found == wanted:
        return ""
    if found is None:
        return INSTALL
    return _way(found, wanted)


def _way(found: Version, wanted: Version) -> str:
    return UPGRADE if found < wanted else DOWNGRADE


def _flags(declared: Declared, seen: Seen) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys that go from the service's flags into the file, and those that would stand in both."""
    if seen.flags is None:
        return (), ()
    flagged = settings_of(seen.flags)
    wanted = {key for key, value in (declared.config or {}).items() if value is not None}
    kept = {key for key in seen.place.config.settings if (declared.config or {}).get(key, "") is not None}
    both = tuple(key for key in flagged if key in wanted | kept)
    return (both, ()) if declared.move_flags else ((), both)


def _config(
    declared: Declared, seen: Seen, moved: tuple[str, ...]
) -> tuple[Mapping[str, Any] | None, bytes | None, bool]:
    found = seen.place.config
    if found.problem or (declared.config is None and not moved):
        return None, None, False
    flagged = settings_of(seen.flags) if seen.flags else {}
    base = {**found.settings, **{key: flagged[key] for key in moved if key not in found.settings}}
    settings = merged(base, declared.config or {}, declared.merge)
    if settings != found.settings:
        return settings, written(settings), False
    if found.exists and found.encoding != "utf-8":
        return settings, written(settings), True
    return settings, None, False


def _image_path(declared: Declared, seen: Seen, moved: tuple[str, ...]) -> str | None:
    """A wrapper's service becomes the engine's own where it is adopted."""
    if seen.service is None or seen.flags is None:
        return None
    now = str(seen.service.path or "")
    if seen.flags.wrapper:
        if not declared.adopt:
            return None
        now = own_image_path(seen.flags, seen.name)
    made = without(now, moved) if moved else now
    return made if made != seen.service.path else None


def own_image_path(flags: Flags, service: str) -> str:
    """As `dockerd --register-service` writes it (moby daemon/command/service_windows.go), for what a wrapper runs."""
    words = [f'"{flags.program}"', "--run-service"]
    named = {"run-service", "service-name"}
    if service.lower() != places.SERVICE:
        words += ["--service-name", service]
    for name, given in flags.given:
        if name not in named:
            words.append(f"--{name}" if given is None else _flag(name, given))
    return " ".join(words)


def _flag(name: str, value: str) -> str:
    return f'--{name}="{value}"' if " " in value else f"--{name}={value}"


def new_engine(seen: Seen) -> bool:
    return seen.service is None and not seen.place.program


def target_folder(declared: Declared, seen: Seen) -> str:
    """An engine stays where it is."""
    return seen.place.folder if seen.service is not None or seen.place.program else declared.folder


def elsewhere_than_declared(declared: Declared, seen: Seen) -> bool:
    return bool(declared.path) and seen.service is not None and not places.same(declared.path or "", seen.place.folder)
