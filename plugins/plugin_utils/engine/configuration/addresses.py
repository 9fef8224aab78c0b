# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which values does the engine take of an address, a registry, a size? None, or why not with the way out.

moby opts/hosts.go, opts/opts.go, registry/config.go; docker/go-units RAMInBytes. net/url's parser as far as they need
it.
"""

from __future__ import annotations

import ipaddress
import re

HIGHEST_PORT = 65535
_HOST = re.compile(r"[A-Za-z0-9!$&'()*+,;=:\[\]<>\"\-_.~%\x80-\U0010ffff]*")
_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9\-]*[a-zA-Z0-9])?"
_DOMAIN = re.compile(rf"(:?:?{_LABEL}(?:\.{_LABEL})*)\.?\s*")
_REGISTRY = re.compile(rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?")
_SIZE = re.compile(r"(\d+(?:\.\d+)?) ?([kKmMgGtTpP])?[iI]?[bB]?")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST_ESCAPE = re.compile(r"%(?!25|[89A-Fa-f][0-9A-Fa-f])")  # of ASCII only the % of a zone is escaped
_UNITS = {unit: 1024**power for power, unit in enumerate(("", "k", "m", "g", "t", "p"))}
EXAMPLE = "write npipe:// or tcp://ADDRESS:PORT"


def listener(text: str, unix: bool) -> str | None:
    """Why the engine does not listen at one of `hosts`; `unix` says whether this version does so at a unix socket."""
    text = text.strip()
    kind, found, rest = text.partition("://")
    if not text:
        return None
    if not found:
        kind, rest = "tcp", text
    if kind == "tcp":
        return _tcp(rest)
    if kind == "unix" and not unix:
        return f"an engine for Windows listens at no unix socket before 29.5; {EXAMPLE}"
    if kind in ("npipe", "unix"):
        return f"there is a :// too many; {EXAMPLE}" if "://" in rest else None
    if kind == "fd":
        return f"an engine for Windows gets no sockets of a service manager; {EXAMPLE}"
    named = f"the engine does not know {kind}://" if kind.isalpha() else "it is no address"
    return f"{named}; {EXAMPLE}"


def _tcp(rest: str) -> str | None:
    whole = re.split(r"[?#]", rest, maxsplit=1)[0]
    host, slash, _path = whole.partition("/")
    if slash:
        return "nothing stands behind the port; write tcp://ADDRESS:PORT"
    why = _wrong_host(host)
    if why:
        return f"{why}; write tcp://ADDRESS:PORT"
    port = _port(host)
    if port and not 0 < int(port) <= HIGHEST_PORT:
        return f"{port} is no port; write one from 1 to {HIGHEST_PORT}"
    return None


def _port(host: str) -> str:
    found = re.search(r":(\d*)$", host)
    return found[1] if found else ""


def _wrong_host(host: str) -> str | None:
    host = host.rpartition("@")[2]
    if host.startswith("["):
        if "]" not in host:
            return "a ] is missing"
        port = host[host.rfind("]") + 1 :]
    else:
        port = host[host.rfind(":") :] if ":" in host else ""
    if port and not re.fullmatch(r":\d*", port):
        return f"{port.lstrip(':')} is no port"
    if _HOST_ESCAPE.search(host):
        return "it has a % that no host's name has"
    return None if _HOST.fullmatch(host) else "it holds a letter that no host's name has"


def mirror(text: str) -> str | None:
    scheme, found, rest = text.partition("://")
    if not found or scheme.lower() not in ("http", "https"):
        return "it does not begin with https:// or http://"
    whole, _sign, fragment = rest.partition("#")
    whole, _mark, query = whole.partition("?")
    if query or fragment:
        return "it has a query or a fragment; leave out what begins with ? or #"
    authority, _slash, path = whole.partition("/")
    if _ESCAPE.search(path):
        return "it has a % that is no escape"
    if "@" in authority:
        return "it holds a user; log in to the mirror otherwise"
    return _wrong_host(authority)


def registry(text: str) -> str | None:
    """One of insecure-registries: a network, or a name with its port. http:// before it is taken away."""
    if text.startswith("-") or text.endswith("-"):
        return "it begins or ends with a hyphen"
    scheme, found, rest = text.partition("://")
    if found and scheme.lower() not in ("http", "https"):
        return "write NAME:PORT alone"
    text = rest if found else text
    if "/" in text:
        return None if is_network(text) else "it is no network (ADDRESS/BITS), and a registry has no path here"
    if not _REGISTRY.fullmatch(text) and not is_address(re.sub(r"^\[([^\]]*)\](:\d*)?$", r"\1", text)):
        return "it is no NAME:PORT and no network"
    port = "" if is_address(text) else _port(text)
    return f"{port} is no port" if port and int(port) > HIGHEST_PORT else None


def has_scheme(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def domain(text: str) -> str | None:
    text = text.strip(" ")
    if text == ".":
        return None
    found = _DOMAIN.fullmatch(text) if re.search("[a-zA-Z]", text) else None
    return None if found and len(found[1]) < 255 else "it is no DNS domain"


def is_address(text: str, zones: bool = True) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return zones or "%" not in text


def is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return "/" in text


def size(text: str) -> int | None:
    """Bytes of `1.5GB`, None for what is no size."""
    found = _SIZE.fullmatch(text)
    return int(float(found[1]) * _UNITS[(found[2] or "").lower()]) if found else None
