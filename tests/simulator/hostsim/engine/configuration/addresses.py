"""Which addresses and URLs does the engine take, and what does it say of the others?

net/url's parser as far as hosts and mirrors need it, moby opts/hosts.go and registry/config.go on top of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .go_format import quoted, trimmed

TCP_HOST, TCP_PORT, TLS_PORT = "127.0.0.1", "2375", "2376"
PIPE = "npipe:////./pipe/docker_engine"
SIMPLE = {"unix": "/var/run/docker.sock", "npipe": "//./pipe/docker_engine"}
HOST_LETTERS = re.compile(r"[A-Za-z0-9!$&'()*+,;=:\[\]<>\"\-_.~\x80-\U0010ffff]")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
USERINFO = re.compile(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*")


class NotAllowed(Exception):
    """The engine's text."""


@dataclass(frozen=True)
class Url:
    scheme: str = ""
    user: str | None = None
    host: str = ""
    path: str = ""
    query: str = ""
    fragment: str = ""

    @property
    def port(self) -> str:
        found = re.search(r":(\d*)$", self.host)
        return found[1] if found else ""

    @property
    def hostname(self) -> str:
        return re.sub(r":\d*$", "", self.host).removeprefix("[").removesuffix("]")


def parse_url(text: str) -> Url:
    """net/url.Parse. Raises NotAllowed."""
    whole, _, fragment = text.partition("#")

    def wrong(why: str) -> NotAllowed:
        return NotAllowed(f"parse {quoted(whole)}: {why}")

    if any(ord(letter) < 0x20 or ord(letter) == 0x7F for letter in text):
        raise NotAllowed(f"parse {quoted(text)}: net/url: invalid control character in URL")
    if whole.startswith(":"):
        raise wrong("missing protocol scheme")
    found = re.match(rf"({SCHEME.pattern}):", whole)
    scheme, rest = (found[1].lower(), whole[found.end() :]) if found else ("", whole)
    rest, _, query = rest.partition("?")
    if not rest.startswith("/"):
        if scheme:
            return Url(scheme, path="", query=query, fragment=fragment)
        if ":" in rest.split("/", 1)[0]:
            raise wrong("first path segment in URL cannot contain colon")
    user, host, path = None, "", rest
    if rest.startswith("//") and (scheme or not rest.startswith("///")):
        authority, slash, below = rest[2:].partition("/")
        path = slash + below
        at = authority.rfind("@")
        host = authority[at + 1 :]
        why = _wrong_host(host)
        if why:
            raise wrong(why)
        if at >= 0:
            user = authority[:at]
            if not USERINFO.fullmatch(user):
                raise wrong("net/url: invalid userinfo")
    escape = _wrong_escape(path)
    if escape:
        raise wrong(f"invalid URL escape {quoted(escape)}")
    return Url(scheme, user, host, path, query, fragment)


def _wrong_host(host: str) -> str | None:
    if host.startswith("["):
        end = host.rfind("]")
        if end < 0:
            return "missing ']' in host"
        port = host[end + 1 :]
    else:
        port = host[host.rfind(":") :] if ":" in host else ""
    if port and not re.fullmatch(r":\d*", port):
        return f"invalid port {quoted(port)} after host"
    for place, letter in enumerate(host):
        if letter == "%":
            part = host[place : place + 3]
            beyond = re.fullmatch(r"%[89A-Fa-f][0-9A-Fa-f]", part)  # an escape may only stand for what is not ASCII
            if part != "%25" and not beyond:
                return f"invalid URL escape {quoted(part)}"
        elif not HOST_LETTERS.fullmatch(letter):
            return f"invalid character {quoted(letter)} in host name"
    return None


def _wrong_escape(path: str) -> str | None:
    for found in re.finditer("%", path):
        part = path[found.start() : found.start() + 3]
        if not re.fullmatch(r"%[0-9A-Fa-f]{2}", part):
            return part
    return None


def listening(address: str) -> str:
    """Where the engine listens for one of `hosts`; not for the empty text, which is the default. Raises NotAllowed."""
    proto, found, rest = address.partition("://")
    if not found:
        proto, rest = "tcp", address
    if proto == "tcp":
        return _tcp(address)
    if proto in SIMPLE:
        if "://" in rest:
            raise NotAllowed(f"invalid bind address ({address}): invalid {proto} address: {rest}")
        return f"{proto}://{rest or SIMPLE[proto]}"
    if proto == "fd":
        return address
    raise NotAllowed(f"invalid bind address ({address}): unsupported proto '{proto}'")


def _tcp(address: str) -> str:
    def wrong(why: str) -> NotAllowed:
        return NotAllowed(f"invalid bind address ({address}): {why}")

    try:
        url = parse_url(address if "://" in address else f"tcp://{address}")
    except NotAllowed as error:
        raise wrong(str(error)) from error
    if url.scheme != "tcp":
        raise wrong(f"unsupported proto '{url.scheme}'")
    if url.path:
        raise wrong("should not contain a path element")
    if url.port and not 0 < int(url.port) < 2**63:
        raise wrong(f"invalid port: {url.port}")
    host = url.hostname or TCP_HOST
    bracketed = f"[{host}]" if ":" in host or "%" in host else host
    return f"tcp://{bracketed}:{url.port or TCP_PORT}"


def check_host(value: str) -> str:
    """opts.ValidateHost: the value as it was given. Raises NotAllowed."""
    if trimmed(value):
        listening(trimmed(value))
    return value


def mirror(value: str) -> str:
    """registry.ValidateMirror: with one slash at the end. Raises NotAllowed."""
    if not value.partition("://")[0] or "://" not in value:
        raise NotAllowed(
            f"invalid mirror: no scheme specified for {quoted(value)}: must use either 'https://' or 'http://'"
        )
    try:
        url = parse_url(value)
    except NotAllowed as error:
        raise NotAllowed(f"invalid mirror: {quoted(value)} is not a valid URI: {error}") from error
    if url.scheme not in ("http", "https"):
        raise NotAllowed(
            f"invalid mirror: unsupported scheme {quoted(url.scheme)} in {quoted(value)}: "
            "must use either 'https://' or 'http://'"
        )
    if url.query or url.fragment:
        raise NotAllowed(f"invalid mirror: query or fragment at end of the URI {quoted(value)}")
    if url.user is not None:
        masked = value.replace(f"{url.user}@", f"{url.user.partition(':')[0]}:xxxxx@", 1)
        raise NotAllowed(f"invalid mirror: username/password not allowed in URI {quoted(masked)}")
    return value.removesuffix("/") + "/"


def masked(value: str) -> str:
    """config.MaskCredentials: a URL without its user."""
    try:
        url = parse_url(value)
    except NotAllowed:
        return value
    return value if url.user is None else value.replace(f"{url.user}@", "xxxxx:xxxxx@", 1)
