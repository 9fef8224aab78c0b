# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is behind: an image behind its tag, an image behind its host, or a host behind its image? Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.releases import image_version

# Kind -> how it reads; `host`: the image was built for a later revision than the host has.
KINDS = {
    "tag": "its tag means another image in the registry now",
    "image": "its Windows is older than the host's",
    "host": "its Windows is newer than the host's",
}


def behind_tag(judged: Sequence[Mapping[str, Any]]) -> set[str]:
    """The images that would be pulled although they are there: their tags have moved. Known where the judge was told to
    ask the registries (pull: always)."""
    return {
        str(image)
        for said in judged
        for image in said.get("pulled") or ()
        if any(row.get("image") == image and row.get("state") != "absent" for row in said.get("containers") or ())
    }


def behind(row: Mapping[str, Any], host_version: str, moved: set[str]) -> list[dict[str, str]]:
    """For one container of containers_info; `host_version` such as 10.0.20348.2402."""
    found = [("tag", str(row["image"]))] if row.get("image") in moved else []
    (image, revision), (host, updates) = (
        image_version(text) or (None, None) for text in (row.get("os_version"), host_version)
    )
    if image == host and revision is not None and updates is not None and revision != updates:
        kind = "image" if revision < updates else "host"
        found.append((kind, f"{row['os_version']}, the host {host_version}"))
    return [{"kind": kind, "text": f"{KINDS[kind]}: {text}"} for kind, text in found]
