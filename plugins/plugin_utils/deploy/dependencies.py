# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which containers need others, and in which order do they start? The option depends_on, as compose has it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import joins
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import shown

Spec = Mapping[str, Any]
Needs = dict[str, dict[str, Any]]  # {name: {condition, required, restart}}

STARTED, HEALTHY, COMPLETED = "started", "healthy", "completed"
# Compose's words and ours
CONDITIONS = {
    "service_started": STARTED,
    "service_healthy": HEALTHY,
    "service_completed_successfully": COMPLETED,
    STARTED: STARTED,
    HEALTHY: HEALTHY,
    COMPLETED: COMPLETED,
}
JOINED = {"condition": STARTED, "required": True, "restart": False}
MEMBERS = ("condition", "required", "restart")
SWITCHES = {"required": True, "restart": False}
FORM = "allowed is a list of containers of the set, or their names with condition, required and restart"


def depends_on(value: Any) -> Needs:
    """Raises ValueError."""
    if isinstance(value, str):
        value = [value]
    if isinstance(value, list) and all(isinstance(item, str) and item for item in value):
        return {name: _member(name, {}) for name in value}
    if isinstance(value, Mapping):
        return {str(name): _member(str(name), item) for name, item in value.items()}
    raise ValueError(shown(value, FORM, False))


def _member(name: str, value: Any) -> dict[str, Any]:
    told = {} if value is None else value
    if not isinstance(told, Mapping) or set(told) - set(MEMBERS):
        raise ValueError(f"{name}: {shown(value, FORM, False)}")
    word = told.get("condition", STARTED)
    if word not in CONDITIONS:
        raise ValueError(f"{name}.condition: {shown(word, f'allowed are {", ".join(CONDITIONS)}', False)}")
    made: dict[str, Any] = {"condition": CONDITIONS[word]}
    for switch, default in SWITCHES.items():
        made[switch] = told.get(switch, default)
        if not isinstance(made[switch], bool):
            raise ValueError(f"{name}.{switch}: {shown(made[switch], 'allowed are true and false', False)}")
    return made


def with_copies(specs: Sequence[Spec]) -> dict[str, dict[str, dict[str, Any]]]:
    """{container: {container that it needs: how}}: of one that is there several times all copies are needed, and the
    one whose network is joined is needed as well."""
    copies: dict[str, list[str]] = {}
    for spec in specs:
        copies.setdefault(str(spec.get("service") or spec["name"]), []).append(str(spec["name"]))
    names = {name for found in copies.values() for name in found}
    return {
        str(spec["name"]): {
            **({target: JOINED} if (target := joins(spec["network"])) in names else {}),
            **{copy: how for name, how in (spec["depends_on"] or {}).items() for copy in copies.get(name, ())},
        }
        for spec in specs
    }


def problems(specs: Sequence[Spec], services: Iterable[str]) -> list[tuple[str, str]]:
    """(container, text) of what cannot be needed so; `services` are all names that the set declares."""
    known = {*services, *(str(spec["name"]) for spec in specs)}
    by_name: dict[str, list[Spec]] = {}
    for spec in specs:
        for name in sorted({str(spec["name"]), str(spec.get("service") or spec["name"])}):
            by_name.setdefault(name, []).append(spec)
    found = []
    for spec in specs:
        for name, how in (spec["depends_on"] or {}).items():
            text = _why_not(spec, name, how, by_name.get(name, []), known)
            if text:
                found.append((str(spec["name"]), f"depends_on: {text}"))
    return [*found, *_circles(specs)]


def _why_not(spec: Spec, name: str, how: Mapping[str, Any], needed: Sequence[Spec], known: set[str]) -> str | None:
    if name not in known:
        missing = f"there is no container {name} in the set; it has {', '.join(sorted(known))}"
        return missing if how["required"] else None
    if name in (spec["name"], spec.get("service")):
        return f"{name} cannot wait for itself"
    if spec["state"] == "started" and any(one["state"] != "started" for one in needed) and how["required"]:
        state = next(one["state"] for one in needed if one["state"] != "started")
        return f"{name} is declared {state}; let it run, or take it out here"
    if how["condition"] == COMPLETED and any(not one["once"] for one in needed):
        return f"{name} is not one that ends: give it once: true, or wait for it with condition started or healthy"
    if how["condition"] == HEALTHY and any(one["once"] for one in needed):
        return f"{name} is one that ends (once: true): wait for it with condition completed"
    return None


def _circles(specs: Sequence[Spec]) -> list[tuple[str, str]]:
    """One line for each circle, which names it from its first name on."""
    needs = {name: sorted(needed) for name, needed in with_copies(specs).items()}
    found: dict[frozenset[str], list[str]] = {}
    done: set[str] = set()

    def walk(name: str, path: list[str]) -> None:
        if name in path:
            circle = path[path.index(name) :]
            first = circle.index(min(circle))
            found.setdefault(frozenset(circle), [*circle[first:], *circle[:first]])
            return
        if name in done:
            return
        for needed in needs.get(name, ()):
            if needed != name:
                walk(needed, [*path, name])
        done.add(name)

    for name in sorted(needs):
        walk(name, [])
    joined = {(str(spec["name"]), joins(spec["network"])) for spec in specs}
    told = []
    for circle in found.values():
        closed = [*circle, circle[0]]
        option = "network" if joined.issuperset(pairwise(closed)) else "depends_on"
        told.append((circle[0], f"{option}: {' needs '.join(closed)}; take one of them out of the circle"))
    return told


def depths(specs: Sequence[Spec]) -> dict[str, int]:
    """How many others a container comes after, at the longest; there are no circles."""
    needs = with_copies(specs)
    found: dict[str, int] = {}

    def depth(name: str) -> int:
        if name not in found:
            found[name] = 1 + max((depth(needed) for needed in needs[name]), default=-1)
        return found[name]

    return {name: depth(name) for name in needs}
