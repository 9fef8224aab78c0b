# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""With which credentials is a registry asked? Those of the task, or of the controller's docker configuration with its
stores and helpers. They travel with each request that needs them, and stay nowhere on the host."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, shown

REGISTRY_OPTIONS: dict[str, Any] = {
    "username": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "identity_token": {"type": "str", "no_log": True},
}
HEADER = "X-Registry-Auth"  # moby api/types/registry EncodeAuthConfig: base64 for URLs, with its padding
HUB = "docker.io"
HUB_NAMES = (HUB, "index.docker.io", "registry-1.docker.io", "https://index.docker.io/v1/")
NO_SDK = (
    "docker_config is read by the docker SDK for Python, which is not on the controller; install it beside Ansible "
    "(pip install docker), or give registries"
)


@dataclass(frozen=True)
class Login:
    """`source` says where it is from, and shows none of it but the user."""

    username: str = ""
    password: str = ""
    identity_token: str = ""
    source: str = ""

    def headers(self, registry: str) -> dict[str, str]:
        told = {
            "username": self.username,
            "password": self.password,
            "identitytoken": self.identity_token,
            "serveraddress": registry if registry != HUB else HUB_NAMES[-1],
        }
        body = json.dumps({key: text for key, text in told.items() if text})
        return {HEADER: base64.urlsafe_b64encode(body.encode()).decode()}


@dataclass(frozen=True)
class Logins:
    """By registry, as `registry_of` names it."""

    by_registry: Mapping[str, Login] = field(default_factory=dict)

    def of(self, reference: str) -> Login | None:
        return self.by_registry.get(registry_of(reference))

    def headers(self, reference: str) -> dict[str, str] | None:
        login = self.of(reference)
        return login.headers(registry_of(reference)) if login else None

    def secrets(self) -> list[dict[str, Any]]:
        """For the masker, which does not know what came out of a file."""
        return [
            {"password": text, "headers": login.headers(registry)}
            for registry, login in self.by_registry.items()
            for text in (login.password, login.identity_token)
            if text
        ]


def registry_of(reference: str) -> str:
    """The registry's address; docker.io where none is written (github.com/distribution/reference)."""
    first, slash, _rest = reference.partition("/")
    named = bool(slash) and ("." in first or ":" in first or first == "localhost" or first != first.lower())
    return plain(first) if named else HUB


def plain(address: str) -> str:
    """One spelling for one registry."""
    text = address.strip().lower()
    if text in HUB_NAMES:
        return HUB
    text = text.partition("://")[2] or text
    return HUB if text.rstrip("/") in HUB_NAMES else text.rstrip("/").removesuffix("/v1").removesuffix("/v2")


def logins(options: Mapping[str, Any], references: list[str], found: Callable[[str], str]) -> Logins:
    """Of the set's `registries` and `docker_config`; the task's own go first. Raises Refused."""
    made, problems = _declared(options["registries"] or {})
    if options["docker_config"]:
        wanted = sorted({registry_of(reference) for reference in references} - set(made))
        try:
            made |= _configured(options["docker_config"], wanted, found)
        except Refused as refused:
            problems += [f"docker_config: {text}" for text in refused.problems]
    if problems:
        raise Refused(problems)
    return Logins(made)


def _declared(registries: Mapping[str, Any]) -> tuple[dict[str, Login], list[str]]:
    made: dict[str, Login] = {}
    problems = []
    for address, given in registries.items():
        told = (
            {key: str(item) for key, item in given.items() if item is not None} if isinstance(given, Mapping) else None
        )
        if told is None or set(told) - set(REGISTRY_OPTIONS):
            problems.append(f"registries.{address}: its value is not allowed; it has {', '.join(REGISTRY_OPTIONS)}")
        elif not told.get("identity_token") and not (told.get("username") and told.get("password")):
            problems.append(f"registries.{address}: needs username and password, or identity_token")
        else:
            who = f" as {told['username']}" if told.get("username") else ""
            made[plain(str(address))] = Login(**told, source=f"registries, {address}{who}")
    return made, problems


def _configured(path: str, registries: list[str], found: Callable[[str], str]) -> dict[str, Login]:
    """Stores and helpers are asked for the registries of the set alone."""
    try:
        from docker import auth  # pylint: disable=import-outside-toplevel
        from docker.errors import DockerException  # pylint: disable=import-outside-toplevel
    except ImportError:
        raise Refused([NO_SDK]) from None
    place = found(str(Path(path).expanduser()))
    try:
        json.loads(Path(place).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Refused(
            [shown(path, "it is no docker configuration (a JSON file such as ~/.docker/config.json)", False)]
        ) from None
    config = auth.load_config(config_path=place)
    made = {}
    for registry in registries:
        try:
            told = auth.resolve_authconfig(config, registry=None if registry == HUB else registry)
        except DockerException as error:
            raise Refused(
                [f"the credential helper for {registry} failed: {' '.join(str(error).split())[:200]}"]
            ) from None
        # stores say Username where files say username
        words = {str(key).lower(): str(text) for key, text in (told or {}).items() if text}
        user, word, token = (words.get(key, "") for key in ("username", "password", "identitytoken"))
        if token or (user and word):
            made[registry] = Login(user, word, token, f"{path}, {registry}{f' as {user}' if user else ''}")
    return made
