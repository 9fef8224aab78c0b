# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is a container's image the declared one, and must it be pulled?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.declared import same_reference
from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.images.seen import ImageFacts
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.containers import Container


def same_image(spec: Mapping[str, Any], container: Container, image: ImageFacts) -> bool:
    """By name and by id. A container keeps the name that it was created with, so that one with another name of the same
    image is created anew: what it is made of has to be told by its name as it is declared. Where the image is not on
    the host any more, the name alone tells."""
    if image.newest or not same_reference(container.config.image, str(spec["image"])):
        return False
    return image.id is None or container.image == image.id


def must_pull(image: ImageFacts | None) -> bool:
    return image is None or image.id is None or image.newest is not None
