# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many copies of a container are declared? The option scale: `web` becomes `web-1`, `web-2` ... Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import shown

MOST = 100
FORM = f"allowed are numbers from 0 to {MOST}"
OF_ONE = ("ipv4_address", "mac_address")  # of a container's place in a network
_RANGE = re.compile(r"(?P<head>(?:[^:]*:)?)(?P<first>[0-9]+)(?:-(?P<last>[0-9]+))?:(?P<inside>[0-9]+(?:/\w+)?)")


def copies(containers: Sequence[Any]) -> tuple[list[Any], list[tuple[str, str]], set[str]]:
    """The containers with one entry for each copy, which has `service`, the declared name; (container, text) of what is
    wrong; and all declared names."""
    made: list[Any] = []
    problems: list[tuple[str, str]] = []
    services: set[str] = set()
    for given in containers:
        if isinstance(given, Mapping) and given.get("name"):
            services.add(str(given["name"]))
        if not isinstance(given, Mapping) or given.get("scale") is None:
            made.append(given)
            continue
        label = f"container {given.get('name') or 'without a name'}"
        number, plain = _number(given["scale"]), {key: item for key, item in given.items() if key != "scale"}
        if number is None:
            problems.append((label, f"scale: {shown(given['scale'], FORM, False)}"))
            made.append(plain)
            continue
        wrong = _shared(given, number)
        problems += [(label, text) for text in wrong]
        if wrong or not given.get("name"):
            made.append({**plain, "ports": []} if wrong else plain)
            continue
        made += [
            {**plain, "name": f"{given['name']}-{copy}", "service": str(given["name"]), **_ports(given, copy, number)}
            for copy in range(1, number + 1)
        ]
    return made, problems, services


def _number(value: Any) -> int | None:
    """YAML's number, or a text of digits as a template gives it."""
    if isinstance(value, bool) or not isinstance(value, (int, str)) or not str(value).isdigit():
        return None
    return int(value) if int(value) <= MOST else None


def _published(item: Any) -> str:
    """compose's long form as far as it goes for the host's port."""
    if isinstance(item, Mapping):
        host = item.get("published")
        return f"{f'{host}:' if host not in (None, '') else ''}{item.get('target')}/{item.get('protocol') or 'tcp'}"
    return str(item)


def _shared(given: Mapping[str, Any], number: int) -> list[str]:
    """What several copies cannot have."""
    ports = given.get("ports")
    found = []
    if number > 1 and given.get("hostname"):
        text = "copies cannot have one name: leave it out, and each is called by its id"
        found.append(f"hostname: {shown(given['hostname'], text, False)}")
    networks = given.get("networks")
    for name, members in networks.items() if isinstance(networks, Mapping) and number > 1 else ():
        for member in OF_ONE:
            if isinstance(members, Mapping) and members.get(member):
                text = "copies cannot have one address: leave it out, and each is given its own"
                found.append(f"networks: {name}.{member}: {shown(members[member], text, False)}")
    for item in ports if isinstance(ports, list) else []:
        match = _RANGE.fullmatch(_published(item))
        if match and number > 1 and _room(match) < number:
            last = int(match["first"]) + number - 1
            allowed = (
                f"{number} copies need {number} ports of the host: give a range, such as "
                f"{match['first']}-{last}:{match['inside']}, or no port of the host"
            )
            found.append(f"ports: {shown(item, allowed, False)}")
    return found


def _room(match: re.Match[str]) -> int:
    return int(match["last"] or match["first"]) - int(match["first"]) + 1


def _ports(given: Mapping[str, Any], copy: int, number: int) -> dict[str, Any]:
    """Each copy has its own port of a range of the host's."""
    ports = given.get("ports")
    if not isinstance(ports, list):
        return {}
    made: list[Any] = []
    for item in ports:
        match = _RANGE.fullmatch(_published(item))
        if match and match["last"]:
            made.append(f"{match['head']}{int(match['first']) + copy - 1}:{match['inside']}")
        else:
            made.append(item)
    return {"ports": made}
