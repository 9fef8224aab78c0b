# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How are the things of a set read that are declared by name: networks and volumes?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.version import VERSION
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Problem, Refused

Label = str
PROJECT, MADE_BY = "winfleet.project", "winfleet.version"


def read_kind[T](
    option: str, given: Any, read: Callable[[Label, str, Mapping[str, Any]], T], name_of: Callable[[T], str]
) -> list[T]:
    """Of `{back: {...}, lan: null}` what `read` makes of each, by its name on the host. Raises Refused with all that
    is wrong; `read` raises it for one."""
    kind = option.removesuffix("s")
    if given is None:
        return []
    if not isinstance(given, Mapping):
        raise Refused([f"{option}: must be a dictionary of names, such as {{{kind}1: {{}}}}"])
    problems: list[str] = []
    found: list[T] = []
    for key, value in given.items():
        label = f"{kind} {key}"
        if value is not None and not isinstance(value, Mapping):
            problems.append(f"{label}: must be a dictionary of options; {{}} declares it without any")
            continue
        try:
            found.append(read(label, str(key), value or {}))
        except Refused as refused:
            problems += refused.problems
    names = [name_of(one).lower() for one in found]
    problems += [
        f"{kind} {name}: two of the set have this name on the host; give each a name of its own"
        for name in sorted(set(names))
        if names.count(name) > 1
    ]
    if problems:
        raise Refused(sorted(problems))
    return sorted(found, key=name_of)


def texts(option: str, given: Any) -> tuple[dict[str, str], list[Problem]]:
    """A table of texts; compose's list of NAME=TEXT is one as well."""
    if given is None:
        return {}, []
    if isinstance(given, list) and all(isinstance(item, str) for item in given):
        given = {key: text for key, _equals, text in (item.partition("=") for item in given)}
    if not isinstance(given, Mapping):
        return {}, [(option, "must be a dictionary of texts")]
    wrong = [
        (option, f"{key}: must be a text: put it in quotes")
        for key, value in given.items()
        if not isinstance(value, (str, int)) or isinstance(value, bool)
    ]
    wrong += [
        (option, f"{key}: names that begin with winfleet. are this collection's own: choose another one")
        for key in given
        if str(key).startswith("winfleet.")
    ]
    return {str(key): str(value) for key, value in given.items()} if not wrong else {}, wrong


def owner_labels(project: str) -> dict[str, str]:
    """By which a later run knows its own."""
    return {PROJECT: project, MADE_BY: VERSION}


def owner_of(labels: Mapping[str, str] | None) -> str | None:
    """The project that a network or a volume with these labels belongs to."""
    found = labels or {}
    return found[PROJECT] if PROJECT in found and MADE_BY in found else None


def without_ours(labels: Mapping[str, str] | None) -> dict[str, str]:
    return {key: value for key, value in (labels or {}).items() if not key.startswith("winfleet.")}


def some(names: Iterable[str], nothing: str) -> str:
    """Not more than twelve, by name."""
    found = sorted(names)
    more = [f"{len(found) - 12} more"] if len(found) > 12 else []
    return ", ".join(found[:12] + more) or nothing
