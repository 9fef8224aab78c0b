# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which containers are to be proven?"""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy import values
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, shown

ARGUMENTS: dict[str, Any] = {
    "project": {"type": "str"},
    "names": {"type": "list", "elements": "str"},
    "require": {"type": "bool", "default": False},
}


def read(options: dict[str, Any]) -> dict[str, Any]:
    """Door checks beyond the types. Raises Refused."""
    if bool(options["project"]) == bool(options["names"]):
        raise Refused(["project, names: give one of the two, to say which containers are to be judged"])
    problems = [problem for name in options["names"] or [] if (problem := _problem(name))]
    if problems:
        raise Refused(problems)
    return options


def _problem(name: str) -> str | None:
    try:
        values.name(name)
    except ValueError as error:
        return f"names: {shown(name, str(error), False)}"
    return None
