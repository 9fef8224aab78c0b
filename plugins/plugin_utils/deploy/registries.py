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
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.docker_config import HUB_URL, entries
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused

REGISTRY_OPTIONS: dict[str, Any] = {
    "username": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "identity_token": {"type": "str", "no_log": True},
}
HEADER = "X-Registry-Auth"  # moby api/types/registry EncodeAuthConfig: base64 for URLs, with its padding
HUB = "docker.io"
HUB_NAMES = (HUB, "index.docker.io", "registry-1.docker.io")


@dataclass(frozen=True)
class Login:
    """`source` says where it is from, and shows none of it but the user."""

    username: str = ""
    password: str = field(default="", repr=False)
    identity_token: str = field(default="", repr=False)
    source: str = ""

    def headers(self, registry: str) -> dict[str, str]:
        told = {
            "username": self.username,
            "password": self.password,
            "identitytoken": self.identity_token,
            "serveraddress": registry if registry != HUB else HUB_URL,
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
    text = (text.partition("://")[2] or text).rstrip("/").removesuffix("/v1").removesuffix("/v2")
    return HUB if text in HUB_NAMES else text


def logins(options: Mapping[str, Any], references: list[str], found: Callable[[str], str]) -> Logins:
    """Of the set's `registries` and `docker_config`; the task's own go first. Raises Refused."""
    made, problems = _declared(options["registries"] or {})
    if options["docker_config"]:
        path = str(options["docker_config"])
        wanted = sorted({registry_of(reference) for reference in references} - set(made))
        try:
            made |= {
                registry: Login(*words, f"{path}, {registry}{f' as {words[0]}' if words[0] else ''}")
                for registry, words in entries(path, wanted, plain, found).items()
            }
        except Refused as refused:
            problems += [f"docker_config: {text}" for text in refused.problems]
    if problems:
        raise Refused(problems)
    return Logins(made)


def _declared(registries: Mapping[str, Any]) -> tuple[dict[str, Login], list[str]]:
    made: dict[str, Login] = {}
    spelt: dict[str, str] = {}
    problems = []
    for address, given in registries.items():
        told = (
            {key: str(item) for key, item in given.items() if item is not None} if isinstance(given, Mapping) else None
        )
        if told is None or set(told) - set(REGISTRY_OPTIONS):
            problems.append(f"registries.{address}: its value is not allowed; it has {', '.join(REGISTRY_OPTIONS)}")
        elif not told.get("identity_token") and not (told.get("username") and told.get("password")):
            problems.append(f"registries.{address}: needs username and password, or identity_token")
        elif (registry := plain(str(address))) in spelt:
            problems.append(f"registries.{address}: is the registry {spelt[registry]} once more; give each one once")
        else:
            who = f" as {told['username']}" if told.get("username") else ""
            spelt[registry] = str(address)
            made[registry] = Login(**told, source=f"registries, {address}{who}")
    return made, problems
