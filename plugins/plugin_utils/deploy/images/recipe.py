# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which steps bring an image to the host, and what does a container that is made of one rest on?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.archive import Archive
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.difference import must_pull
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts
from ansible_collections.winfleet.containers.plugins.plugin_utils.host import steps
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.looks import path_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.steps import Step


def pull(reference: str, headers: Mapping[str, str] | None = None) -> list[Step]:
    """`headers` say who asks the registry (deploy/registries.py)."""
    given = {"headers": dict(headers)} if headers else {}
    return [{**steps.pull(reference), "item": f"image {reference}", **given}]


def load(reference: str, archive: Archive) -> list[Step]:
    """One that was sent is not left behind."""
    made = [steps.load(archive.path, archive.sha256), steps.holds(reference)]
    if archive.source is not None:
        made.append({"verb": "file", "do": "remove", "path": archive.path, "aside": True})
    return [{**step, "item": f"image {reference}"} for step in made]


def rests_on(image: ImageFacts | None) -> list[dict[str, Any]]:
    """An image that is not pulled must still be the one that was judged."""
    if image is None or must_pull(image):
        return []
    return [steps.seen(path_of("/images/{}/json", image.reference), Id=image.id)]
