"""Who may what at a registry? Open ones, those that want name and password (basic), those with a token server."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .go_json import Member, NotThatType, Scalar, Struct, read
from .go_syntax import NoJson, decode_first

KINDS = ("open", "basic", "token")
_TEXT = Scalar("string", "")
_FIELDS = ("username", "password", "auth", "email", "serveraddress", "identitytoken", "registrytoken")
AUTH_CONFIG = Struct("AuthConfig", tuple(Member(name, _TEXT) for name in _FIELDS), "registry")


@dataclass(frozen=True)
class Credentials:
    """What a client sends: X-Registry-Auth, or the body of /auth."""

    username: str = ""
    password: str = ""
    identity_token: str = ""
    registry_token: str = ""
    server: str = ""


NOBODY = Credentials()


@dataclass(frozen=True)
class Login:
    """The login of one registry. `users` None: any name and password are good. `private`: the beginnings of the
    repositories that a token server keeps from strangers; None: all, and all writing."""

    kind: str = "open"
    users: Mapping[str, str] | None = None
    refresh: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    private: tuple[str, ...] | None = None

    def knows(self, who: Credentials) -> bool:
        """Whether name and password are good."""
        return self.users is None or (who.username in self.users and self.users[who.username] == who.password)

    def hides(self, repository: str) -> bool:
        return self.private is None or any(repository.startswith(start) for start in self.private)


def read_header(text: str) -> Credentials:
    """The credentials of X-Registry-Auth: base64url with its padding, of a JSON object. What is none of that counts
    as no credentials (moby DecodeAuthConfig, whose error every caller drops); what comes after the object is not
    looked at."""
    quads = re.match(r"(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2}==|[A-Za-z0-9_-]{3}=)?", text)
    try:
        return read_login(base64.urlsafe_b64decode(quads[0] if quads else "").decode("utf-8", "replace"))
    except (NoJson, NotThatType):
        return NOBODY


def read_login(text: str) -> Credentials:
    """The credentials of a JSON object. `auth` and `email` are not used. Raises NoJson, NotThatType."""
    found: dict[str, Any] = read(AUTH_CONFIG, decode_first(text)[0])
    names = ("username", "password", "identitytoken", "registrytoken", "serveraddress")
    return Credentials(*(found[name] for name in names))
