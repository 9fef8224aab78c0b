# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What would one say of a task's result in a few lines? Pure; a table of the modules, with one reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Result = Mapping[str, Any]
TITLES = {"containers": "Containers", "hyper_v": "Hyper-V"}
COLLECTION = "winfleet.containers."
HIDDEN = "no_log hides what it said"
OF_ANSIBLE = ("changed", "failed")
MOST_WRITTEN = 5  # lines


def lines_of(action: str, result: Result) -> list[str]:
    """Of what was done, or in check mode would be, and why. Empty of a result that says nothing of that."""
    tell = MODULES.get(action.removeprefix(COLLECTION))
    return list(tell(result)) if tell is not None else []


def refusal_of(result: Result) -> list[str]:
    """Of a task that failed: the reasons of a refusal, each by itself, else its message by its lines."""
    refused = [str(text) for text in result.get("refused") or ()]
    if refused:
        return refused
    if result.get("censored"):
        return [HIDDEN]
    lines = [text.strip() for text in str(result.get("msg") or "it says nothing").splitlines() if text.strip()]
    step = result.get("failed_step") or {}
    for title, key in (("its log", "log"), ("its health check", "health_log")):
        lines += [f"{title}: {text}" for text in step.get(key) or ()]
    return lines + wrote(result)


def wrote(result: Result) -> list[str]:
    """The last lines of what a program wrote."""
    text = result.get("stderr") or result.get("stdout") or ""
    return [line.strip() for line in str(text).splitlines() if line.strip()][-MOST_WRITTEN:]


def said_by_debug(result: Result) -> list[str]:
    """The message of debug, or the variable by its name."""
    if "msg" in result:
        message = result["msg"]
        return [str(item) for item in message] if isinstance(message, list) else str(message).splitlines()
    told = {name: value for name, value in result.items() if name not in OF_ANSIBLE and not name.startswith("_ansible")}
    return [f"{name}: {value}" for name, value in told.items()]


def _features(result: Result) -> Iterator[str]:
    told = result.get("features") or {}
    before, after = told.get("before") or {}, told.get("after") or {}
    words = [
        f"{TITLES.get(name, name)} {before[name]} -> {after[name]}"
        for name in after
        if name in before and before[name] != after[name]
    ]
    if words:
        yield f"features: {', '.join(words)}"
    if result.get("rebooted"):
        elapsed = f", back after {result['elapsed']} s" if result.get("elapsed") is not None else ""
        yield f"rebooted{elapsed}"
    elif result.get("reboot_required"):
        yield "a reboot is pending"


def _engine(result: Result) -> Iterator[str]:
    for text in (result.get("engine") or {}).get("changes") or ():
        yield f"engine: {text}"


def _set(result: Result) -> Iterator[str]:
    project = result.get("project")
    place = f"{project}: " if project else ""
    for image in result.get("pulled") or ():
        yield f"{place}pull {image}"
    for kind in ("network", "volume"):
        for row in result.get(f"{kind}s") or ():
            yield from (f"{place}{text}" for text in _done(row, f"{kind} {row['name']}"))
    for row in result.get("containers") or ():
        yield from (f"{place}{text}" for text in _done(row, str(row["name"])))
    for image in result.get("pruned_images") or ():
        yield f"{place}remove image {image}"


def _done(row: Result, name: str) -> Iterator[str]:
    for action, why in zip(row.get("actions") or (), row.get("why") or (), strict=False):
        yield f"{action} {name}: {why}"


def _proof(result: Result) -> Iterator[str]:
    rows = result.get("proof") or ()
    proven = [row for row in rows if row.get("verdict") == "proven"]
    if proven:
        names = ", ".join(f"{row['name']} ({row['claimed']})" for row in proven)
        yield f"proven: {names}"
    for row in rows:
        if row.get("verdict") not in ("proven", None):
            evidence = "; ".join(str(text) for text in row.get("evidence") or ())
            yield f"{row['verdict']}: {row['name']} ({row.get('claimed') or 'mode not known'}): {evidence}"


def _whole(result: Result) -> Iterator[str]:
    yield from _features(result.get("features") or {})
    yield from _engine(result)
    for one in result.get("sets") or ():
        yield from _set(one)
    yield from _proof(result.get("proof") or {})


MODULES: dict[str, Callable[[Result], Iterator[str]]] = {
    "container_host": _whole,
    "host_features": _features,
    "engine": _engine,
    "containers": _set,
    "isolation_proof": _proof,
}
