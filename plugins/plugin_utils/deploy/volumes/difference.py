# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What differs between a volume as it is declared and as the engine tells it?"""

from __future__ import annotations

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.containers.difference import Difference
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.kinds import owner_of, without_ours
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.volumes.declared import VolumeSpec
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.volumes.seen import Volume


def difference(spec: VolumeSpec, volume: Volume) -> dict[str, Difference]:
    """By option. Labels are compared on a volume that a run has made: they cannot be changed, and a volume that another
    tool or a container made keeps what it has, as its data is what counts."""
    found: dict[str, Difference] = {}
    if volume.driver != "local":
        found["driver"] = Difference(volume.driver, "local")
    if owner_of(volume.labels) is not None and without_ours(volume.labels) != spec.labels:
        found["labels"] = Difference(without_ours(volume.labels), dict(spec.labels))
    return found
