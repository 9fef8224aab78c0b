# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of container_logs?"""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, shown
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.since import since
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.which import wrong_names

MOST_LINES = 100_000
LEAST_BYTES, MOST_BYTES = 1024, 16 * 1024**2

ARGUMENTS: dict[str, Any] = {
    "name": {"type": "str"},
    "names": {"type": "list", "elements": "str"},
    "project": {"type": "str"},
    "tail": {"type": "int", "default": 100},
    "since": {"type": "str"},
    "timestamps": {"type": "bool", "default": False},
    "stdout": {"type": "bool", "default": True},
    "stderr": {"type": "bool", "default": True},
    "max_bytes": {"type": "int", "default": 1024**2},
    "secrets": {"type": "list", "elements": "str", "no_log": True},
}


def read(options: dict[str, Any]) -> dict[str, Any]:
    """The options with `names` and `since` as they are used. Raises Refused."""
    problems = [*_problems(options)]
    found = None
    if options["since"] is not None:
        try:
            found = since(options["since"])
        except ValueError as error:
            problems.append(f"since: {shown(options['since'], str(error), False)}")
    if problems:
        raise Refused(problems)
    names = [options["name"]] if options["name"] else options["names"] or []
    return {**options, "names": list(dict.fromkeys(names)), "since": found}


def _problems(options: dict[str, Any]) -> list[str]:
    given = [name for name in ("name", "names", "project") if options[name]]
    problems = []
    if len(given) != 1:
        problems.append("name, names, project: give one of the three, to say whose logs are meant")
    problems += wrong_names("name", [options["name"]] if options["name"] else [])
    problems += wrong_names("names", options["names"] or [])
    for name, least, most in (("tail", 1, MOST_LINES), ("max_bytes", LEAST_BYTES, MOST_BYTES)):
        if not least <= options[name] <= most:
            problems.append(f"{name}: {shown(options[name], f'allowed are numbers from {least} to {most}', False)}")
    if not (options["stdout"] or options["stderr"]):
        problems.append("stdout, stderr: at least one of the two must be true")
    return problems
