# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said before, though it is no reason to refuse?"""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine import places
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.checks import opens_tcp
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.refusals import Asked, lacking_services
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.listed import first_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_holes import summary


def cautions(asked: Asked) -> list[str]:
    return [
        text
        for rule in (assumed, stray, stops, postpones, moves_data, holes_stay, tcp, repairs, adopted)
        for text in rule(asked)
    ]


def restarts_now(asked: Asked) -> bool:
    return asked.seen.runs and asked.found.restarts and asked.declared.restart


def postponed(asked: Asked) -> bool:
    """What differs waits for a restart that is not made."""
    wants = asked.seen.runs and asked.found.restarts and not asked.declared.restart
    return wants or asked.found.later


def assumed(asked: Asked) -> Iterator[str]:
    if asked.prepared and not asked.ahead and lacking_services(asked):
        yield (
            "The Containers feature is not at work on this host, and is taken to be brought before: the plan is what "
            "is done once the host is prepared"
        )


def stray(asked: Asked) -> Iterator[str]:
    if asked.seen.place.stray:
        yield (
            f"{places.STRAY} is there, and no engine reads it: its place is {asked.seen.place.config.path}. What "
            "stands in it has no effect"
        )


def stops(asked: Asked) -> Iterator[str]:
    names = [row.name for row in asked.deep.running]
    if restarts_now(asked) and names:
        yield (
            f"The engine is restarted, and its running containers with it: {first_of(names)}. They are started again "
            "afterwards"
        )


def postpones(asked: Asked) -> Iterator[str]:
    if postponed(asked):
        yield (
            "The engine runs on as it is, since restart is false; what is declared takes effect when the service "
            f"{asked.seen.name} is restarted (restart: true)"
        )


def moves_data(asked: Asked) -> Iterator[str]:
    settings, found = asked.found.settings, asked.seen.place.config.settings
    if not asked.found.configures or settings is None or asked.seen.service is None:
        return
    before = str(found.get("data-root") or places.DATA_ROOT)
    after = str(settings.get("data-root") or places.DATA_ROOT)
    if not places.same(before, after):
        yield (
            f"data-root goes from {before} to {after}: the images, containers and volumes in {before} stay there and "
            "are not seen by the engine any more; they come back with the old data-root"
        )


def holes_stay(asked: Asked) -> Iterator[str]:
    version = asked.declared.version if asked.found.programs else None
    if version is not None and (told := summary(version)):
        yield f"engine {version} has known holes: {told}"


def tcp(asked: Asked) -> Iterator[str]:
    settings = asked.found.settings
    if settings is not None and asked.declared.allow_insecure_tcp:
        for listener in opens_tcp(settings, None):
            yield (
                f"{listener} opens the engine to the network without TLS: whoever reaches it is administrator of the "
                "host"
            )


def repairs(asked: Asked) -> Iterator[str]:
    if asked.found.leftovers and not asked.found.programs:
        yield (
            f"An earlier run was cut off: {places.work_folder(asked.seen.place.folder)} is removed, and what it had "
            "begun is finished"
        )


def adopted(asked: Asked) -> Iterator[str]:
    if asked.found.adopts and asked.seen.installer and asked.seen.installer.note:
        yield asked.seen.installer.note
