"""Which registries are trusted without TLS, and which stand before Docker Hub? (moby registry/config.go)"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Sequence
from typing import Any

from . import rules
from .addresses import NotAllowed, mirror
from .flag_table import Number
from .go_format import quoted

LOOPBACK = ("::1/128", "127.0.0.0/8")
NAME = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
HOST_PORT = re.compile(rf"(?:{NAME}(?:\.{NAME})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?")


def mirrors(given: Sequence[str]) -> list[str]:
    """Each once, with a slash at its end."""
    return list(dict.fromkeys(mirror(each) for each in given))


def insecure(given: Sequence[str], number: Number, warn: Callable[[str], Any]) -> tuple[list[str], list[str]]:
    """Networks, and names with their ports. Raises NotAllowed."""
    networks: list[str] = []
    names: list[str] = []
    for told in [*given, *LOOPBACK]:
        rules.index_name(told)
        scheme, found, host = told.partition("://")
        if found and scheme.lower() in ("http", "https"):
            before, after = (scheme, f"{scheme}s") if number >= (29, 0) else (f"{scheme.lower()}://",) * 2
            warn(
                f"insecure registry {told} should not contain '{before}' and '{after}' has been removed from the "
                "insecure registry config"
            )
            told = host
        elif found:
            raise NotAllowed(f"insecure registry {told} should not contain '://'")
        try:
            network = str(ipaddress.ip_network(told, strict=False)) if "/" in told else ""
        except ValueError:
            network = ""
        if network:
            networks += [] if network in networks else [network]
            continue
        why = _wrong(told)
        if why:
            raise NotAllowed(f"insecure registry {told} is not valid: {why}")
        names += [] if told in names else [told]
    return networks, names


def _wrong(told: str) -> str | None:
    found = re.fullmatch(r"(?:\[([^\[\]]*)\]|([^:\[\]]*)):([^:]*)", told)
    host, port = (found[1] or found[2] or "", found[3]) if found else (told, "")
    if not HOST_PORT.fullmatch(told):
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return f"invalid host {quoted(host)}"
    if port and not re.fullmatch(r"[+-]?\d+", port):
        return f"strconv.Atoi: parsing {quoted(port)}: invalid syntax"
    if port and not 0 <= int(port) <= 65535:
        return f"invalid port {quoted(port)}"
    return None
