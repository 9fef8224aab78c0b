# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of one host in a rolling deploy or on the way back? Of what its tasks returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.masking import Masker
from ansible_collections.winfleet.containers.plugins.plugin_utils.keep.record import SHOWN

Result = Mapping[str, Any]

GOOD = ("deployed", "unchanged", "taken back", "would change")
LONGEST_WHY = 1000


def deploy_outcome(seen: Mapping[str, Any]) -> dict[str, Any]:
    """`{outcome, why, changed, rolled_back, before, now}`; `before` and `now` are `[{project, digest, images}]`, null
    where that is not known. `seen` has the results of the tasks by name (planned, done, looked, kept, back_planned,
    back), where there were such, `failure` {why}, `stopped`, `actions` (of the plan) and `check`."""
    planned, failure = _of(seen, "planned"), seen.get("failure") or {}
    back = _of(seen, "back")
    before = _latest(planned.get("kept")) or _left(back or _of(seen, "back_planned"))
    changed = any(bool(_of(seen, name).get("changed")) for name in ("done", "back"))
    outcome, now = _standing(seen, planned, before, back)
    why = failure.get("why") or ("" if failure else str(seen.get("stopped") or _would(seen)))
    if back and failure and outcome != "rolled back":
        why = f"{why} No way back: {_no_way(back)}"
    return {
        "outcome": outcome,
        "why": Masker().text(" ".join(why.split()))[:LONGEST_WHY],
        "changed": changed,
        "rolled_back": _went_back(back),
        "before": before,
        "now": now,
    }


def _standing(seen: Mapping[str, Any], planned: Result, before: Any, back: Result) -> tuple[str, Any]:
    """The one word for it, and the sets that are there now."""
    if seen.get("failure"):
        if _went_back(back):
            return "rolled back", _gone_to(back)
        asked = [_of(seen, name) for name in ("planned", "done", "back_planned", "back")]
        if any(one.get("unreachable") for one in asked):
            return "not reached", None
        untouched = not _of(seen, "done") and not back
        refused = planned.get("refused") or _of(seen, "back_planned").get("refused")
        stands = None if back else _latest(_of(seen, "kept").get("kept"))  # it was deployed, and did not go back
        return ("refused" if refused and untouched else "failed"), before if untouched else stands
    if back:
        return ("taken back" if back.get("changed") else "unchanged"), _gone_to(back)
    if seen.get("stopped"):
        return "not begun", None
    if seen.get("check"):
        return ("would change" if seen.get("actions") else "unchanged"), before
    last = next(
        (_of(seen, name)["kept"] for name in ("kept", "looked", "planned") if _of(seen, name).get("kept")), None
    )
    return ("deployed" if _of(seen, "done").get("changed") else "unchanged"), _latest(last)


def _would(seen: Mapping[str, Any]) -> str:
    """To what a way back would lead, in check mode."""
    to = [str(row["to"])[:SHOWN] for row in _sets(_of(seen, "back_planned")) if row.get("to")]
    return f"it would go back to {', '.join(to)}" if seen.get("check") and seen.get("actions") and to else ""


def _of(seen: Mapping[str, Any], name: str) -> Result:
    """A task's result; empty where it was skipped or never came."""
    found = seen.get(name) or {}
    return {} if found.get("skipped") else found


def _latest(kept: Any) -> list[dict[str, Any]] | None:
    """Of each project the set that was well last; None where nobody said, as an engine that does not run."""
    rows = [row for row in ([kept] if isinstance(kept, Mapping) else kept or ()) if row["declared"] is not None]
    return [
        {"project": row["project"], "digest": last.get("digest"), "images": last.get("images", [])}
        for row in rows
        for last in [(row["sets"] or [{}])[0]]
    ] or None


def _gone_to(back: Result) -> list[dict[str, Any]]:
    return [
        {
            "project": row["project"],
            "digest": row.get("to") or row.get("declared"),
            "images": sorted({one["image"] for one in row.get("containers") or [] if one.get("image")}),
        }
        for row in _sets(back)
    ]


def _left(back: Result) -> list[dict[str, Any]] | None:
    return [{"project": row["project"], "digest": row.get("left"), "images": []} for row in _sets(back)] or None


def _went_back(back: Result) -> bool:
    return not back.get("failed") and not back.get("unreachable") and any(row.get("to") for row in _sets(back))


def _sets(back: Result) -> Sequence[Result]:
    return back.get("sets") or []


def _no_way(back: Result) -> str:
    told = [str(row["why_not"]) for row in _sets(back) if row.get("why_not")]
    return "; ".join(dict.fromkeys(told)) + "." if told else str(back.get("msg") or "the host said nothing")
