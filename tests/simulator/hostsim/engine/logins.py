"""Who may what at a registry? Open ones, those that want name and password (basic), those with a token server."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KINDS = ("open", "basic", "token")


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
    repositories that a token server keeps from strangers; None: all."""

    kind: str = "open"
    users: Mapping[str, str] | None = None
    refresh: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    private: tuple[str, ...] | None = None

    def knows(self, who: Credentials) -> bool:
        """Whether name and password are good."""
        return self.users is None or self.users.get(who.username) == who.password

    def hides(self, repository: str) -> bool:
        return self.private is None or any(repository.startswith(start) for start in self.private)


def read_header(text: str) -> Credentials:
    """The credentials of X-Registry-Auth: base64url with its padding, of a JSON object. Whatever is none of that counts
    as no credentials (moby DecodeAuthConfig, whose error every caller drops)."""
    if not re.fullmatch(r"(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2}==|[A-Za-z0-9_-]{3}=)?", text):
        return NOBODY
    try:
        found = json.loads(base64.urlsafe_b64decode(text))
    except ValueError:
        return NOBODY
    return read_login(found) or NOBODY


def read_login(found: Any) -> Credentials | None:
    """The credentials of an object, whose names match in any case; None where it is no such object. `auth` and `email`
    are not read."""
    if not isinstance(found, dict):
        return None
    told = {str(name).lower(): value for name, value in found.items() if value is not None}
    names = ("username", "password", "identitytoken", "registrytoken", "serveraddress")
    values = [told.get(name, "") for name in names]
    return Credentials(*values) if all(isinstance(value, str) for value in values) else None
