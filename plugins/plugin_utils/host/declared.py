# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which texts of a declaration are secret? The table of masking.py says where each kind is hidden."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.host_text import without_marks
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.known_values import Span, spellings
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.secret_forms import secret_key
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.secret_spans import argument_spans, spans

MASK = "********"

LEAST_ANYWHERE = 6
LEAST_MIXED = 4
LEAST_ALONE = 3

ENVIRONMENTS = ("env", "environment", "Env", "Environment", "compose_env")
HEADERS = ("headers",)  # of a request: whatever their names are, a value may be a login
# Options whose values are told in the open: results and messages are of no use without them.
OPEN_OPTIONS = frozenset(
    {
        *("name", "container", "image", "isolation", "state", "project", "pull", "host", "inventory_hostname"),
        *("network", "hostname", "user", "working_dir", "ports", "devices", "restart_policy"),
        *("mounts", "type", "source", "target", "path"),
    }
)
# Words of results that a program reads.
OUR_WORDS = frozenset(
    {
        *("process", "hyperv", "hyper-v", "default", "windows", "linux", "server", "client", "container", "containers"),
        *("started", "stopped", "present", "absent", "missing", "always", "never", "unless-stopped", "on-failure"),
        *("created", "running", "paused", "restarting", "removing", "exited", "starting", "healthy", "unhealthy"),
        *("proven", "refuted", "refused", "inconclusive", "unknown", "by_rule", "enabled", "disabled", "unavailable"),
        *("unchanged", "changed", "deployed", "recreated", "updated", "removed", "renamed", "reachable", "unreachable"),
        *("localhost", "docker", "virtual", "physical", "vmware", "administrator"),
        *("containeradministrator", "containeruser"),
    }
)


class Declared:
    """`secrets` and the other `values` of env, as texts; `named`: the values of env by their name; `open`: what is told
    anyway."""

    def __init__(self, declared: Any, given: set[str]) -> None:
        self._given = given
        self.secrets: set[str] = set(given)
        self.values: set[str] = set()
        self.open: set[str] = set()
        self.named: dict[str, set[str]] = {}
        self._collect(declared)

    def _collect(self, value: Any) -> None:
        if isinstance(value, Mapping):
            for key, item in value.items():
                name = str(key)
                if name in ENVIRONMENTS:
                    self._environment(item)
                elif name == "secrets" and isinstance(item, Mapping):
                    self._environment(item)
                    self.secrets.update(_leaves(item))
                elif secret_key(name) or name in HEADERS:
                    self.secrets.update(_leaves(item))
                else:
                    if name in OPEN_OPTIONS:
                        self.open.update(hidden(text, spans(text)) for text in _texts(item))
                    self._collect(item)
        elif isinstance(value, (list, tuple)):
            texts = [item if isinstance(item, str) else "" for item in value]
            for text, found in zip(texts, argument_spans(texts), strict=True):
                self._formed(text, found)
            for item in value:
                if not isinstance(item, str):
                    self._collect(item)
        elif isinstance(value, str):
            self._formed(value, spans(value))

    def _environment(self, env: Any) -> None:
        for name, value in env_pairs(env):
            for text in spelt_texts(value):
                if not text:
                    continue
                (self.secrets if secret_key(name) else self.values).add(text)
                for spelt in (name, name.upper()):
                    self.named.setdefault(spelt, set()).add(text)
                self._formed(text, spans(text))

    def _formed(self, text: str, found: Iterable[Span]) -> None:
        for start, end in found:
            secret = text[start:end]
            self.secrets.add(secret)
            if "\\" in secret:
                with suppress(ValueError):
                    self.secrets.add(str(json.loads(f'"{secret}"')))
            user, colon, password = secret.partition(":")
            if colon and text[end : end + 1] == "@" and user:
                self.secrets.add(password)
            if secret[:1] in ("{", "["):
                self.secrets.update({secret[1:-1], *_leaves(secret)})

    def by_themselves(self) -> tuple[set[str], set[str]]:
        """What is hidden anywhere, and what where it stands alone, by the table above.

        Nothing opens what was called secret by who made the masker.
        """
        told = "\n".join(self.open)
        secrets = self.secrets | set(map(without_marks, self.secrets))
        anywhere: set[str] = set()
        words: set[str] = set()
        for value in secrets | self.values | set(map(without_marks, self.values)):
            if not value.strip("* \t\n"):
                continue
            if value not in self._given and (value.lower() in OUR_WORDS or value in told):
                continue
            if len(value) >= LEAST_ANYWHERE or (value in secrets and len(value) >= LEAST_MIXED and _mixed(value)):
                anywhere |= {text for text in spellings(value) if len(text) >= LEAST_MIXED}
            elif value in secrets and len(value) >= LEAST_ALONE:
                words.add(value)
        return anywhere, words


def hidden(text: str, found: Iterable[Span]) -> str:
    """The text with one MASK for each run of spans that overlap or touch; a mask beside them becomes part of it."""
    merged: list[list[int]] = []
    for start, end in sorted(found):
        if start >= end:
            continue
        while start and text[start - 1] == "*":
            start -= 1
        while text[end : end + 1] == "*":
            end += 1
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    kept, done = [], 0
    for start, end in merged:
        kept += [text[done:start], MASK]
        done = end
    return "".join([*kept, text[done:]])


def _mixed(value: str) -> bool:
    return not value.isalpha() and not value.isdecimal()


def env_pairs(env: Any) -> Iterator[tuple[str, Any]]:
    """Of a dictionary, a list of NAME=value, a list of {name, value}, or a text of which Ansible makes a dictionary:
    JSON, or NAME=value with commas or blanks between."""
    if isinstance(env, Mapping):
        yield from ((str(name), value) for name, value in env.items())
    elif isinstance(env, (list, tuple)):
        for item in env:
            if isinstance(item, Mapping):
                yield str(item.get("name", "")), item.get("value")
            else:
                name, _equals, value = str(item).partition("=")
                yield name, value
    elif isinstance(env, str):
        name, _equals, value = env.partition("=")
        yield name, value
        try:
            told = json.loads(env)
        except (ValueError, RecursionError):
            told = [piece for piece in re.split(r"[,\s]+", env) if "=" in piece]
        if not isinstance(told, str):
            yield from env_pairs(told)


def spelt_texts(value: Any) -> list[str]:
    """The texts of a value: numbers and booleans count as Python and JSON write them."""
    if value is None:
        return []
    if isinstance(value, (str, int, float)):
        return list({str(value), str(value).lower()}) if isinstance(value, bool) else [str(value)]
    return list(_leaves(value))


def _leaves(value: Any) -> Iterator[str]:
    """Every text below a value, and those in the JSON that it is (`raw://{...}`)."""
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, str):
        yield value
        text = value.strip().removeprefix("raw://")
        if text != value:
            yield text
        if text[:1] in ("{", "["):
            try:
                yield from _leaves(json.loads(text))
            except (ValueError, RecursionError):
                return
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
