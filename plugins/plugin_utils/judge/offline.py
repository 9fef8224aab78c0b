# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Offline answers about a host: what its facts, or as little as its build and kind, say about an image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.verdict import judge_image


def judged(host: Any, image_os_version: Any, mode: Any, prepared: bool = False) -> dict[str, Any]:
    """The verdict of `judge_image`. `host` may also be the whole result of host_info, which holds the host under
    `host`.

    Raises TypeError where `host` is no such dictionary and ValueError for a mode that does not exist."""
    facts = host
    if isinstance(host, Mapping) and isinstance(host.get("host"), Mapping):
        facts = host["host"]
    if not isinstance(facts, Mapping):
        raise TypeError(f"the host must be a dictionary like {{build: 20348, kind: server}}, not {type(host).__name__}")
    plain = dict(facts)
    build, kind = plain.get("build"), plain.get("kind")
    if build is not None:
        try:
            plain["build"] = int(build)
        except (TypeError, ValueError):
            raise TypeError(f"the host's build must be a number like 20348, not {build!r}") from None
    if kind is not None and kind not in ("server", "client"):
        raise TypeError(f"the host's kind must be server or client, not {kind!r}")
    return judge_image(plain, image_os_version, str(mode), prepared)
