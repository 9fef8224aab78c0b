# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""In which order do containers change, so that a port of the host is free when another one wants it? Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import (
    NO_IMAGE,
    Container,
    Row,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.options import OPTIONS

Port = tuple[str, str]


def ports_of(spec: Mapping[str, Any]) -> set[Port]:
    """The host's ports, with their protocols, that the container takes when it starts."""
    return _taken(OPTIONS["ports"].wanted(spec["ports"] or [], NO_IMAGE))


def ports_bound(container: Container) -> set[Port]:
    """Those that an existing container has while it runs."""
    return _taken(OPTIONS["ports"].found(container, NO_IMAGE))


def ports_of_row(row: Row) -> set[Port]:
    """The same of one that was only listed."""
    return {(str(port.host), port.protocol) for port in row.ports if port.host}


def _taken(ports: Iterable[str]) -> set[Port]:
    """Of `8080:80/tcp`, `:53/udp` the first takes one."""
    parts = (port.partition(":") for port in ports)
    return {(host, key.partition("/")[2]) for host, _colon, key in parts if host}


def handover(
    names: Iterable[str],
    held: Mapping[str, set[Port]],
    wanted: Mapping[str, set[Port]],
    needs: Mapping[str, Collection[str]] | None = None,
) -> list[tuple[str, list[str]]]:
    """The names in order, each with those that have to be stopped before it.

    A container comes after those that it `needs`; one that gives a port up comes before the one that wants it; else
    they come by name. Where ports go round in a circle, or against what is needed, the holders are stopped when the
    first one wants theirs.
    """
    needs = needs or {}
    waiting, stopped, order = sorted(names), set[str](), []
    while waiting:
        holders = {
            name: [
                other
                for other in waiting
                if other not in (name, *stopped) and held.get(other, set()) & wanted.get(name, set())
            ]
            for name in waiting
        }
        may = [name for name in waiting if not set(needs.get(name, ())) & set(waiting)]
        name = next((free for free in may if not holders[free]), may[0])
        order.append((name, holders[name]))
        stopped.update(holders[name])
        waiting.remove(name)
    return order
