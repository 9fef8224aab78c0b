# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which ports does a container publish? The option ports, in compose's short and long form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Port = dict[str, Any]  # {container_port, protocol, host_port}; host_port is None where Windows chooses one
FORM = "allowed is [HOST_PORT:]CONTAINER_PORT[/tcp|/udp], such as 8080:80, or equal ranges, such as 8080-8081:80-81"
_PORT = re.compile(
    r"(?:(?P<address>\[[^\]]*\]|[^:\[\]]*):(?=.*:))?(?:(?P<host>[0-9]*(?:-[0-9]+)?):)?"
    r"(?P<inside>[0-9]+(?:-[0-9]+)?)(?:/(?P<protocol>\w+))?"
)
# All of the host's addresses, which is what Windows binds; any other is refused (recorded).
EVERY_ADDRESS = ("", "0.0.0.0", "[::]", "::")
# Of compose's long form, besides those that are read: what says nothing on one host.
SILENT = ("mode", "name", "app_protocol", "x-")
LONG = ("target", "published", "protocol", "host_ip")


def ports(value: list[Any]) -> list[Port]:
    found = [one for item in value for one in _read(item)]
    taken = [(item["host_port"], item["protocol"]) for item in found if item["host_port"]]
    if twice := sorted({f"{port}/{protocol}" for port, protocol in taken if taken.count((port, protocol)) > 1}):
        raise ValueError(f"a port of the host is used twice, {', '.join(twice)}: keep one of them")
    plain = {(item["container_port"], item["protocol"], item["host_port"]): item for item in found}
    return sorted(plain.values(), key=lambda item: (item["container_port"], item["protocol"], item["host_port"] or 0))


def _read(value: Any) -> list[Port]:
    text = _short(value) if isinstance(value, Mapping) else str(value)
    match = _PORT.fullmatch(text.lower())
    wrong = ValueError(f"{value!r} is not allowed; {FORM}")
    if not match:
        raise wrong
    if (match["address"] or "") not in EVERY_ADDRESS:
        raise ValueError(
            f"{value!r} is not allowed; {FORM}; an address of the host cannot be chosen, because Windows binds a port "
            f"on all of them: leave {match['address']} out"
        )
    protocol = match["protocol"] or "tcp"
    inside, outside = _range(match["inside"]), _range(match["host"] or "")
    if protocol not in ("tcp", "udp") or inside is None or outside is None or not inside:
        raise wrong
    if outside and len(outside) != len(inside):
        raise ValueError(
            f"{value!r} is not allowed; {FORM}: Windows publishes a port of the container at one port of the host, so "
            "give as many of the one as of the other"
        )
    hosts: list[int | None] = [*outside] or [None for _port in inside]
    return [
        {"container_port": port, "protocol": protocol, "host_port": host}
        for port, host in zip(inside, hosts, strict=True)
    ]


def _range(text: str) -> list[int] | None:
    """The numbers; none of an empty text, None for what is no range of ports."""
    if not text:
        return []
    first, dash, last = text.partition("-")
    if not first:
        return None
    low, high = int(first), int(last) if dash else int(first)
    return list(range(low, high + 1)) if 0 < low <= high < 65536 else None


def _short(value: Mapping[str, Any]) -> str:
    """Compose's long form as the short one."""
    unknown = sorted(str(key) for key in value if key not in LONG and not str(key).startswith(SILENT))
    if unknown or "target" not in value:
        what = f"{', '.join(unknown)} is none of its words" if unknown else "target is missing"
        raise ValueError(f"{dict(value)!r} is not allowed; {what}; they are {', '.join(LONG)}")
    address = str(value.get("host_ip") or "")
    host = f"{f'[{address}]' if ':' in address else address}:" if address else ""
    published = f"{value['published']}:" if value.get("published") not in (None, "") else ""
    return f"{host}{published or (':' if host else '')}{value['target']}/{value.get('protocol') or 'tcp'}"
