# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How does an engine stand on its host, by the tables: can it run there, is it supported, known holes, what is newer?
It asks no host."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_holes import holes
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import Version, version
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_versions import (
    cannot_run,
    newest_for,
    out_of_support,
)

Host = Mapping[str, Any]


def version_of(host: Host) -> Version | None:
    """The engine's own word, else its file's."""
    engine = host.get("engine") or {}
    return version(str(engine.get("version") or "")) or version(str(engine.get("file_version") or ""))


def standing(host: Host, today: date) -> dict[str, Any]:
    """{out_of_support, update_to, holes}: a sentence or None, a version or None, and what is known; without an engine
    of a known version, or of one that is not Windows', None and nothing. An engine of a product that is not to be
    touched (Docker Desktop) is updated with it, so that no update is told of it."""
    found, engine = version_of(host), host.get("engine") or {}
    if found is None or engine.get("os_type") == "linux":
        return {"out_of_support": None, "update_to": None, "holes": []}
    return {
        "out_of_support": out_of_support(found, today),
        "update_to": _update(found, host),
        "holes": [
            {
                "id": hole.id,
                "part": hole.part,
                "what": hole.what,
                "fixed_in": str(hole.fixed_in),
                "refuses": hole.refuses,
                "source": hole.source,
            }
            for hole in holes(found)
        ],
    }


def why_not_here(host: Host) -> str | None:
    """Why this host's Windows cannot run the engine that is there, with the way out."""
    found = version_of(host)
    if found is None or not host.get("build"):
        return None
    return cannot_run(found, host["build"], host.get("product_type"))


def _update(found: Version, host: Host) -> str | None:
    source = (host.get("engine") or {}).get("source") or {}
    if not host.get("build") or source.get("may_change") is False:
        return None
    newest = newest_for(host["build"], host.get("product_type"))
    return str(newest) if newest is not None and newest > found else None
