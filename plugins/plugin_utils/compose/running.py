# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How does a service run? The keys whose shape is another one here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.compose.notes import Around, Notes

# In double quotes, in single ones, of a variable, behind a backslash, or a letter alone
_TOKENS = re.compile(r""""(?:\\.|[^"\\])*"|'[^']*'|\$\{[^}]{0,500}\}|\\.|.""", re.DOTALL)
_ENDS = (";", "&", "|", "<", ">")
_ESCAPED = "\\\"' $`;&|<>"
CONDITIONS = {"none": "no", "any": "always", "on-failure": "on-failure"}
SCHEMES = ("file", "registry")
PORT = ("target", "published", "protocol", "host_ip")
HEALTH = ("test", "interval", "timeout", "start_period", "start_interval", "retries", "disable")
NEEDS = ("condition", "required", "restart")
#: What it asks for, as the set's option pull says it
PULLS = {"always": "always", "never": "never", "missing": "missing", "if_not_present": "missing"}


def command(value: list[str], notes: Notes, around: Around) -> list[str] | None:
    if not value:
        notes.refuse("is empty, of which the engine makes the image's own: leave it out")
        return None
    return words_of(value, notes, around)


def words_of(value: list[str], notes: Notes, around: Around) -> list[str]:
    """The loader splits a text (mattn/go-shellwords), and says nothing of what it takes out of it."""
    written = notes.scan.said(notes.service, notes.key)
    if isinstance(written, str) and (lost := lost_of(written)):
        notes.warn(notes.key, value, f"loses {lost}, as compose splits a text like a Unix shell: write a list of words")
    return value


def lost_of(text: str) -> str:
    """What a shell takes out of a text: backslashes before letters, and all behind a sign of its own."""
    for token in _TOKENS.findall(text):
        if token in _ENDS:
            return f"what stands from {token} on"
        if not token.startswith("'") and any(letter not in _ESCAPED for letter in re.findall(r"\\(.)", token)):
            return "its backslashes"
    return ""


def environment(value: Mapping[str, Any], notes: Notes, around: Around) -> dict[str, Any]:
    missing = sorted(name for name, text in value.items() if text is None)
    if missing:
        text = f"has no value for {', '.join(missing)}, and neither has compose_env: left out"
        notes.warn("environment", value, text)
    return {name: text for name, text in value.items() if text is not None}


def ports(value: list[Mapping[str, Any]], notes: Notes, around: Around) -> list[dict[str, Any]]:
    for item in value:
        for key in item:
            if key not in PORT:
                notes.foreign(f"ports.{key}", item[key])
    return [{key: item[key] for key in PORT if item.get(key) not in (None, "")} for item in value]


def healthcheck(value: Mapping[str, Any], notes: Notes, around: Around) -> dict[str, Any] | None:
    for key in value:
        if key not in HEALTH:
            notes.foreign(f"healthcheck.{key}", value[key])
    if value.get("disable"):
        return {"disable": True}
    return {key: value[key] for key in HEALTH if value.get(key) is not None} or None


def depends_on(value: Mapping[str, Any], notes: Notes, around: Around) -> dict[str, Any]:
    """By the names of the containers."""
    return {
        around.names.get(name, name): {key: how[key] for key in NEEDS if key in how}
        for name, how in ((name, how or {}) for name, how in value.items())
    }


def links(value: list[str], notes: Notes, around: Around) -> None:
    """Names of one network are known without them, and the loader has made depends_on of them."""
    for item in value:
        service, _colon, alias = item.partition(":")
        if alias and alias != service:
            notes.refuse(
                f"{item!r} is refused: Windows has no links. Write {alias} into aliases of {service}'s networks"
            )


def devices(value: list[Mapping[str, Any]], notes: Notes, around: Around) -> list[str]:
    """The loader splits at the colon of class://GUID."""
    for one in value:
        if one.get("permissions") not in (None, "rwm"):
            notes.foreign("devices.permissions", one["permissions"])
    pairs = ((str(one.get("source")), str(one.get("target"))) for one in value)
    return [f"{source}:{target}" if target.startswith("//") else source for source, target in pairs]


def credential_spec(value: Mapping[str, Any], notes: Notes, around: Around) -> str | None:
    for key, name in value.items():
        if key in SCHEMES and name:
            return f"{key}://{name}"
    if value.get("config"):
        notes.refuse(
            "a config is of swarm: lay the file into the engine's folder CredentialSpecs, and name it", "config"
        )
    return None


def security_opt(value: list[str], notes: Notes, around: Around) -> str | None:
    found = None
    for item in value:
        name, sign, text = item.partition("=" if "=" in item else ":")
        if sign and name.lower() == "credentialspec":
            found = text
        else:
            notes.refuse(f"{item!r} is refused: Windows knows credentialspec= alone: leave it out")
    return found


def restart_policy(value: Mapping[str, Any], notes: Notes, around: Around) -> str:
    for key in ("delay", "window"):
        if value.get(key):
            notes.foreign(f"deploy.restart_policy.{key}", value[key])
    word = CONDITIONS.get(str(value.get("condition") or "any"), str(value.get("condition")))
    most = value.get("max_attempts")
    if most and word == "on-failure":
        return f"{word}:{most}"
    if most:
        notes.foreign("deploy.restart_policy.max_attempts", most)
    return word


def deploy_mode(value: str, notes: Notes, around: Around) -> None:
    if value == "global":
        notes.warn("deploy.mode", value, "global has no effect here: the inventory says which hosts run it")
    elif value != "replicated":
        notes.refuse(
            f"{value!r} is refused: jobs are of swarm: wait for its end with depends_on, or use once of a list"
        )


def pull_policy(value: str, notes: Notes, around: Around) -> None:
    if PULLS.get(value) != around.pull:
        notes.warn("pull_policy", value, f"{value} has no effect here: pull of the set says {around.pull}")
