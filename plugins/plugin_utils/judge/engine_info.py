# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole of what a host's facts say of its engine: its own words, its service, its files, and the tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_files import Found
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_remarks import remarks
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.engine_standing import standing

Host = dict[str, Any]


def with_engine(host: Host, found: Found, today: date) -> Host:
    """The host with all that is known of its engine. Where the search by program found a service of a name that nobody
    knows, the state is that of this service."""
    engine = {**host["engine"], **(found.known.facts() if found.known is not None else {}), **found.facts}
    if engine["state"] == "absent" and found.known is not None and found.known.engine:
        engine["state"] = "unreachable" if found.known.service.state == "Running" else "stopped"
    made = {**host, "engine": engine}
    engine |= _drive(made)
    engine |= standing(made, today)
    engine["remarks"] = remarks(made)
    if host.get("disks"):
        made["disks"] = [{**disk, "engine": disk is _disk(host, engine)} for disk in host["disks"]]
    return made


def _drive(host: Mapping[str, Any]) -> dict[str, Any]:
    """What is free on the drive of the data root, and its file system."""
    disk = _disk(host, host["engine"])
    return {} if disk is None else {"data_root_free": disk["free"], "data_root_file_system": disk["file_system"]}


def _disk(host: Mapping[str, Any], engine: Mapping[str, Any]) -> Mapping[str, Any] | None:
    root = str(engine.get("data_root") or "").upper()
    return next((disk for disk in host.get("disks") or [] if root.startswith(str(disk["drive"]).upper())), None)
