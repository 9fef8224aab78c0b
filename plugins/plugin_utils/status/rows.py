# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What runs on a host? A row for each container that is there, and for each that is declared and is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.status.behind import behind, behind_tag
from ansible_collections.winfleet.containers.plugins.plugin_utils.status.drift import Drift, drift_of

TAKEN = (
    *("name", "project", "image", "image_id", "os_version", "state", "health", "since", "seconds", "restarts"),
    *("restarting", "exit_code", "unread"),
)


def host_status(member: Mapping[str, Any], foreign: bool = False) -> dict[str, Any]:
    """`{name, error, version, engine, compared, drift, containers}` of one host.

    `member`: `{name, host, error, sets, judged, seen}`; `host` as of the module host_info, `seen` what containers_info
    returned; only `name` must be there. `compared`: whether anything is declared for it. `drift` is that of no
    container that has a row.
    """
    host, seen = member.get("host") or {}, member.get("seen") or {}
    sets, judged = member.get("sets") or [], member.get("judged") or []
    there = seen.get("containers")
    moved = behind_tag(judged)
    drifted = drift_of(sets, judged, there, foreign, moved) if host else []
    declared = {
        row["name"]: (row, str(said.get("project") or one.get("project") or ""))
        for one, said in zip(sets, judged, strict=False)
        for row in said.get("containers") or []
    }
    rows = [_there(row, declared, drifted, behind(row, str(host.get("version") or ""), moved)) for row in there or ()]
    names = {row["name"] for row in rows}
    rows += [
        _missing(*declared[name], drifted) for name in declared if name not in names and _is_missing(name, drifted)
    ]
    of_rows = {row["name"] for row in rows}
    return {
        "name": str(member["name"]),
        "error": _error(member, host, seen),
        "version": str(host.get("version") or ""),
        "engine": str((host.get("engine") or {}).get("state") or ""),
        "compared": bool(sets),
        "drift": [one.told() for one in drifted if not (_of_container(one) and one.item in of_rows)],
        "containers": sorted(rows, key=lambda row: (row["project"] or "~", row["name"])),
    }


def _error(member: Mapping[str, Any], host: Mapping[str, Any], seen: Mapping[str, Any]) -> str:
    """Why it is not known what runs there; empty where it is."""
    if not host:
        return str(member.get("error") or "") or "it was not looked at"
    if seen.get("containers") is None:
        state = str((host.get("engine") or {}).get("state") or "")
        return str(seen.get("msg") or "") or (f"the engine is {state}" if state != "running" else "it was not asked")
    return ""


def _of_container(one: Drift) -> bool:
    return one.kind not in ("network", "volume") and not one.item.startswith("project ")


def _is_missing(name: str, drifted: Sequence[Drift]) -> bool:
    return any(one.item == name and one.kind in ("missing", "unknown") for one in drifted)


def _there(
    row: Mapping[str, Any],
    declared: Mapping[str, tuple[Mapping[str, Any], str]],
    drifted: Sequence[Drift],
    late: list[dict[str, str]],
) -> dict[str, Any]:
    mode = row.get("isolation") or {}
    wanted = declared.get(str(row["name"]))
    return {
        **{key: row.get(key) for key in TAKEN},
        "mode": mode.get("effective"),
        "declared_mode": (wanted[0].get("isolation") or {}).get("declared") if wanted else None,
        "drift": [one.told() for one in drifted if _of_container(one) and one.item == row["name"]],
        "behind": late,
    }


def _missing(row: Mapping[str, Any], project: str, drifted: Sequence[Drift]) -> dict[str, Any]:
    return {
        **dict.fromkeys(TAKEN),
        "name": row["name"],
        "project": project or None,
        "image": row.get("image"),
        "state": row.get("state"),
        "mode": None,
        "declared_mode": (row.get("isolation") or {}).get("declared"),
        "drift": [one.told() for one in drifted if _of_container(one) and one.item == row["name"]],
        "behind": [],
    }
