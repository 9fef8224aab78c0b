# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""On which networks is a container, and on which is it to be? A place is what is asked of the engine on one network:
`aliases`, `ipv4_address` and `mac_address`, where there are any."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import joins
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import NO_IMAGE, Container
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.options import OPTIONS

Spec = Mapping[str, Any]
Place = dict[str, Any]
Places = dict[str, Place]
DEFAULT = ("", "default")  # the mode of a container for which none was asked
LINUX = "bridge"  # what an engine for Linux calls its default network (moby api/types/container/hostconfig_unix.go)
ID = 4  # from so many digits on the engine is taken to mean an id (networks/seen.py answers_to)


def compared(spec: Spec, container: Container, as_declared: Callable[[], bool]) -> tuple[Places, Places]:
    """What is and what is to be, by network, as far as they differ. `as_declared`: it was created of this very
    declaration, which decides what the engine does not tell.

    Another first network is a difference of `network`; here it stands for the one that is declared."""
    if joins(spec["network"]) is not None or joins(container.host.network_mode) is not None:
        return {}, {}
    first = OPTIONS["network"].wanted(spec["network"], NO_IMAGE)
    wanted: Places = {first: {}, **OPTIONS["networks"].wanted(spec["networks"], NO_IMAGE)}
    found = _as_called(OPTIONS["networks"].found(container, NO_IMAGE), container, first, wanted)
    found = {name: _asked_for(place, wanted.get(name, {}), container, as_declared) for name, place in found.items()}
    names = [name for name in sorted({*found, *wanted}) if found.get(name) != wanted.get(name)]
    return _part(found, names, wanted), _part(wanted, names, found)


def _part(places: Places, names: list[str], other: Places) -> Places:
    """Those of these names, each with what differs from the other."""
    return {
        name: {key: item for key, item in places[name].items() if other.get(name, {}).get(key) != item}
        for name in names
        if name in places
    }


def _as_called(found: Places, container: Container, first: str, wanted: Places) -> Places:
    """The network that it was created on goes by the declared one's name, unless it is another of those declared, or
    it is on that one as well. Engines before 25.0 keep an id where that was given for a name."""
    mode = str(OPTIONS["network"].found(container, NO_IMAGE))
    of_id = (
        name
        for name, endpoint in container.endpoints.items()
        if len(mode) >= ID and endpoint.network.startswith(mode) and name not in wanted
    )
    mode = mode if mode in found else next(of_id, mode)
    if container.host.network_mode in DEFAULT and mode not in found:
        mode = LINUX
    if mode not in found or first in found or mode in wanted:
        return found
    return {first: found[mode], **{name: place for name, place in found.items() if name != mode}}


def _asked_for(found: Place, wanted: Place, container: Container, as_declared: Callable[[], bool]) -> Place:
    """A place less what the engine gives without being asked: the card's address, and the host name, which stands among
    the aliases before API 1.45 (moby daemon/server/router/container/inspect.go). One that does not run tells no card's
    address (recorded)."""
    hostname, declared = container.config.hostname, wanted.get("aliases", ())
    aliases = [alias for alias in found.get("aliases", ()) if alias != hostname or alias in declared]
    mac = found.get("mac_address") if "mac_address" in wanted else None
    if mac is None and "mac_address" in wanted and not container.state.running and as_declared():
        mac = wanted["mac_address"]
    told = {**found, "aliases": aliases, "mac_address": mac}
    return {key: item for key, item in told.items() if item}
