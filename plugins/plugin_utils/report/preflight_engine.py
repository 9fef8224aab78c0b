# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What would become of the engine of a host, in a few lines?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

LONGEST_VALUE = 60  # of a setting, in a line
NOT_SET = object()

# action of the part `engine` -> how it reads; {before} and {after} are versions
ACTIONS = {
    "install": "install {after}",
    "upgrade": "upgrade from {before} to {after}",
    "downgrade": "downgrade from {before} to {after}",
    "adopt": "take over {before}",
    "configure": "configure",
    "start": "start",
    "restart": "restart",
    "repair": "put in order what an earlier run left",
    "remove": "remove {before}",
    "none": "{before}, as declared",
}


def brings_engine(judged: Mapping[str, Any]) -> bool:
    """Whether there will be an engine where there is none."""
    told = judged.get("engine")
    if judged.get("failed") or judged.get("refused") or not isinstance(told, Mapping):
        return False
    return told.get("action") in ("install", "start", "repair")


def engine_lines(judged: Mapping[str, Any]) -> Iterator[str]:
    """`judged` is what container_host, or the module engine, said in check mode. Nothing is said of a host for which no
    engine is declared."""
    problems = [str(text) for text in judged.get("refused") or []]
    told = judged.get("engine")
    if judged.get("skipped") or not (told or judged.get("failed") or judged.get("unreachable")):
        return
    if problems:
        yield f"engine: refused because {'; '.join(text.removeprefix('engine: ') for text in problems)}"
        return
    if judged.get("failed") or judged.get("unreachable") or not isinstance(told, Mapping):
        yield f"engine: not judged: {judged.get('msg') or 'no answer'}"
        return
    yield f"engine: {', '.join(map(str, told.get('changes') or [])) or _does(told)}"
    yield from (f"engine: daemon.json, {text}" for text in _settings(told.get("config") or {}))
    stops = [str(name) for name in told.get("stops") or []]
    if stops:
        noun = "container" if len(stops) == 1 else "containers"
        yield f"engine: its restart stops the {noun} {', '.join(stops)}, and starts what ran again"
    if told.get("restart_required"):
        yield "engine: it runs on as it is until its service is restarted, which is left to you (restart: false)"


def _does(told: Mapping[str, Any]) -> str:
    action, versions = str(told.get("action") or "none"), told.get("version") or {}
    said = {name: versions.get(name) or "an engine of an unknown version" for name in ("before", "after")}
    if action == "none" and not versions.get("before"):
        return "none, as declared"
    return ACTIONS.get(action, action).format(**said)


def _settings(config: Mapping[str, Any]) -> Iterator[str]:
    """`log-level: "info" becomes "warn"`, in the order of the file."""
    before, after = config.get("before") or {}, config.get("after") or {}
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key, NOT_SET), after.get(key, NOT_SET)
        if was == now:
            continue
        if was is NOT_SET:
            yield f"{key}: {_shown(now)} is added"
        elif now is NOT_SET:
            yield f"{key}: {_shown(was)} is taken away"
        else:
            yield f"{key}: {_shown(was)} becomes {_shown(now)}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 3]}..."
