# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of containers_info?"""

from __future__ import annotations

from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.which import wrong_names

ARGUMENTS: dict[str, Any] = {
    "project": {"type": "str"},
    "names": {"type": "list", "elements": "str"},
    "networks": {"type": "bool", "default": True},
    "volumes": {"type": "bool", "default": True},
    "images": {"type": "bool", "default": True},
}


def read(options: dict[str, Any]) -> dict[str, Any]:
    """Door checks beyond the types. Raises Refused."""
    if options["project"] and options["names"]:
        raise Refused(["project, names: give one of the two, or none of them for all containers of the host"])
    problems = wrong_names("names", options["names"] or [])
    if problems:
        raise Refused(problems)
    return options
