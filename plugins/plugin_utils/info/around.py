# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told of the host's networks, volumes and images, and which containers use them?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.info.container import since_1970, told
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.seen import Seen
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.told import Listed

NO_TAG = "<none>"  # an engine before 25.0 writes it where an image has no name


def around(seen: Seen, networks: bool, volumes: bool, images: bool) -> dict[str, Any]:
    """Those that were asked; null where they could not be read."""
    made: dict[str, Any] = {}
    if networks:
        made["networks"] = network_rows(seen)
    if volumes:
        made["volumes"] = volume_rows(seen)
    if images:
        made["images"] = image_rows(seen)
    return made


def network_rows(seen: Seen) -> list[dict[str, Any]] | None:
    """By name. A container that joined another's network is not counted: the engine does not tell it among those of
    the network."""
    if seen.networks is None:
        return None
    return [
        {
            "name": network.name,
            "id": network.id,
            "driver": network.driver,
            "project": network.labels.get("winfleet.project"),
            "created": told(network.created),
            "subnets": [{"subnet": subnet, "gateway": gateway or None} for subnet, gateway in network.subnets],
            "used_by": _users(seen, _is_on, network.name),
        }
        for network in sorted(seen.networks, key=lambda network: (network.name, network.id))
    ]


def volume_rows(seen: Seen) -> list[dict[str, Any]] | None:
    """By name, which tells no case on Windows."""
    if seen.volumes is None:
        return None
    return [
        {
            "name": volume.name,
            "driver": volume.driver,
            "project": volume.labels.get("winfleet.project"),
            "created": told(volume.created),
            "mountpoint": volume.mountpoint or None,
            "used_by": _users(seen, _mounts, volume.name),
        }
        for volume in sorted(seen.volumes, key=lambda volume: volume.name)
    ]


def image_rows(seen: Seen) -> list[dict[str, Any]] | None:
    """Those with a name first, by it."""
    if seen.images is None:
        return None
    rows = []
    for image in seen.images:
        about = seen.about.get(image.id)
        rows.append(
            {
                "id": image.id,
                "tags": [tag for tag in image.tags if not tag.startswith(NO_TAG)],
                "digests": [digest for digest in image.digests if not digest.startswith(NO_TAG)],
                "created": since_1970(image.created),
                "size": image.size,
                "os_version": about.os_version if about is not None else None,
                "architecture": about.architecture if about is not None else None,
                "used_by": _users(seen, _is_made_of, image.id),
            }
        )
    return sorted(rows, key=lambda row: (not row["tags"], row["tags"], row["id"]))


def _users(seen: Seen, uses: Callable[[Listed, str], bool], what: str) -> list[str]:
    return sorted({row.name or row.id[:12] for row in seen.every if uses(row, what)})


def _is_on(row: Listed, network: str) -> bool:
    return network in row.networks


def _mounts(row: Listed, volume: str) -> bool:
    return any(mount.type == "volume" and mount.name.lower() == volume.lower() for mount in row.mounted)


def _is_made_of(row: Listed, image: str) -> bool:
    return row.image_id == image
