# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of one option of containers, whoever's word it is?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

RECORDED = "moby 28.5.2 and 29.7.2, recorded"
OCI = "moby/moby daemon/oci_windows.go (never reads it)"
RESOURCES = "moby/moby daemon/daemon_windows.go verifyPlatformContainerResources"
COMPOSE = "Compose specification, June 2026"
DOCKER_CONTAINER = "community.docker.docker_container 5.4.0"
BOTH = "28.5.2, 29.7.2"
ACCEPTED, REFUSED, NO_EFFECT, NOT_SENT = "accepted", "refused", "no effect", "not sent"
YET = "this version of the collection cannot declare it yet"


@dataclass(frozen=True)
class Refusal:
    """Which `values` the engine refuses: with a message that has these `words` (a regular expression), with this
    `status`, when the container is made or when it is started (`at`), in these versions."""

    values: str
    words: str
    status: int = 400
    at: str = "create"
    versions: str = BOTH


@dataclass(frozen=True)
class Row:
    """Whose words mean the option: `compose` of a service in the Compose specification (a nested one with dots, all
    below one as `build.*`), `file` of the compose file itself, `docker_container` of the module of community.docker,
    `also` of others. `api`: the members of POST /containers/create, `?name` being of its query.

    `ours` is our option of a container, `of_set` the one that stands beside the list of containers.
    `engine` is what the engine for Windows does with it, `refuses` the values that it refuses (of an option that is
    refused, all but `nothing`), `versions` where that holds, `source` who says so. `stricter`: what we refuse besides,
    and why. `lacks` is why Windows has no such thing; where it `warns`, it is dropped with a warning. `way_out` is
    what to write instead.

    `nothing` are values that ask for nothing, besides false, zero (not where `zero_asks`) and empty ones."""

    source: str
    compose: tuple[str, ...] = ()
    docker_container: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    file: tuple[str, ...] = ()
    api: tuple[str, ...] = ()
    ours: str | None = None
    of_set: str | None = None
    engine: str = NOT_SENT
    refuses: tuple[Refusal, ...] = ()
    versions: str = BOTH
    stricter: str = ""
    lacks: str = ""
    warns: bool = False
    way_out: str = ""
    nothing: tuple[Any, ...] = ()
    zero_asks: bool = False

    @property
    def told(self) -> str:
        """The way out, for whoever used a word that is not ours."""
        if self.ours is not None:
            called = f"the option is called {self.ours}"
            return f"{called}; {self.way_out}" if self.way_out else called
        if self.of_set is not None:
            return f"the option {self.of_set} stands at the set, beside containers"
        return self.way_out

    def asks_for_nothing(self, value: Any) -> bool:
        """Whether the engine would do the same without the option."""
        if not self.api or self.ours is not None:
            return False
        if value in self.nothing:
            return True
        return not value and not (self.zero_asks and value == 0 and not isinstance(value, bool))


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def host_config(text: str) -> tuple[str, ...]:
    return tuple(f"HostConfig.{member}" for member in text.split())
