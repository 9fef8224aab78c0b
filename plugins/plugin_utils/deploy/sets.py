# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What do several projects on one host declare together?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy import declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.declared import Declared, read_declared
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.environment import Found
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.order import ports_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused

ARGUMENTS = declared.ARGUMENTS


def read_sets(sets: Sequence[Mapping[str, Any]], found_file: Found = str) -> list[Declared]:
    """Each set for itself, and what two of them cannot both have; `found_file` finds a file of the controller. Raises
    Refused with all that is wrong."""
    problems, found = [], []
    for options in sets:
        try:
            found.append(read_declared(options, found_file))
        except Refused as refused:
            problems += [f"project {options['project']}: {text}" for text in refused.problems]
    users: dict[tuple[str, str], list[str]] = {}
    for one in found:
        for claim in _claims(one):
            users.setdefault(claim, []).append(one.project)
    problems += [
        f"{what} {name} is declared by the projects {' and '.join(projects)}; a host can give it to one only"
        for (what, name), projects in sorted(users.items())
        if len(projects) > 1
    ]
    if problems:
        raise Refused(problems)
    return [replace(one, beside=[other.project for other in found[:place]]) for place, one in enumerate(found)]


def _claims(one: Declared) -> Iterator[tuple[str, str]]:
    """What a set takes of the host, by its own name each; names tell no case on Windows."""
    yield "the project", one.project
    for network in one.networks:
        if not network.external:
            yield "the network", network.name.lower()
    for volume in one.volumes:
        if not volume.external:
            yield "the volume", volume.name
    for spec in one.specs:
        yield "the container", str(spec["name"]).lower()
        for port, protocol in ports_of(spec) if spec["state"] == "started" else ():
            yield "the host's port", f"{port}/{protocol}"


def modes_of(sets: Sequence[Declared]) -> set[str]:
    """The isolation modes that the containers are declared with."""
    return {str(spec["isolation"]) for one in sets for spec in one.wanted}
