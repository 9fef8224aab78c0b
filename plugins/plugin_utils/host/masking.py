# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a text or of data must nobody see? The one masker: it stands where results, diffs, warnings, progress, errors
of a host and reports leave.

Which declared value is hidden where:

| value | hidden |
|---|---|
| under a key, or in a form, that is secret by itself (secret_forms.py) | always, at any length, whatever it is |
| of `env`, in the form NAME=value, "NAME":"value", NAME: value with its own name | always, at any length |
| a secret (of `credential_spec`, of env under a secret name, in a form within a declared value, given as `secrets`) | \
from 6 characters, or from 4 that are letters and digits or signs mixed: anywhere, also within words and as JSON, \
URLs, XML and base64 spell it; from 3 characters: where it stands alone. Shorter ones are letters of every text |
| another value of env | from 6 characters: anywhere, as above. Shorter ones (`true`, `8080`, `web`) are words that \
texts need |
| what is a word of ours (`process`, `running`), or stands in the open in the same declaration (a container's name, \
image, network, a mount's path) | not by itself: nobody could use the result, and it can be read there anyway; only \
where its name stands beside it |

Mask a text before it is cut to a length: of half a secret nobody knows that it is one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.host_text import (
    has_marks,
    without_extra_info,
    without_marks,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.known_values import (
    KnownValues,
    Span,
    spellings,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.secret_forms import secret_key
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.secret_spans import argument_spans, spans

MASK = "********"

LEAST_ANYWHERE = 6
LEAST_MIXED = 4
LEAST_ALONE = 3
_ROUNDS = 16

ENVIRONMENTS = ("env", "environment", "Env", "Environment")
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

_NAMED = re.compile(
    r"""(?<![^\s"'=:,;{}\[\]\\(%?&])([^\s"'=:,;{}\[\]\\(%?&]{1,255})"""
    r"""\\*["']?\)?[ \t]{0,4}(?:=>|=|:)[ \t]{0,4}(\\*["']?)"""
)


class Masker:
    """Made of what was declared: a container, a list of them, the arguments of a module, or anything that holds such;
    `secrets` are further texts that are secret. Stateless: texts and data go through it in any order, and what went
    through once comes out of it unchanged."""

    def __init__(self, declared: Any = None, secrets: Iterable[str] = ()) -> None:
        given = {str(secret) for secret in secrets}
        self._secrets: set[str] = set(given)
        self._values: set[str] = set()
        self._open: set[str] = set()
        self._named: dict[str, set[str]] = {}
        self._collect(declared)
        anywhere, words = self._by_themselves(given)
        self._known = KnownValues(anywhere, words)
        beside = {name: values - anywhere for name, values in self._named.items()}
        self._beside = {name: _by_length(values) for name, values in beside.items() if values}

    @classmethod
    def of(cls, declared: Any, secrets: Iterable[str] = ()) -> Masker:
        return cls(declared, secrets)

    def text(self, text: str) -> str:
        """`text` without secrets, marks and the engine's extra info."""
        for _round in range(_ROUNDS):  # what is hidden once may show a form that was none before
            masked = self._once(text)
            if masked == text:
                break
            text = masked
        return text

    def data(self, value: Any) -> Any:
        """A copy of plain data: texts and keys are masked, lists of texts read as arguments, and what stands under a
        secret key, or under the name of its own env, is hidden whole. Other values stay as they are."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return self._mapping(value)
        if isinstance(value, (list, tuple)):
            if value and all(isinstance(item, str) for item in value):
                return self._arguments(value)
            return [self.data(item) for item in value]
        return value

    def without_secrets(self, spec: Mapping[str, Any]) -> dict[str, Any]:
        """The same CONTAINER SPEC with every secret replaced, for a digest of it. It depends on this spec alone, and
        neither on the values of its secrets nor on what else was declared."""
        own = type(self)(spec)
        made: dict[str, Any] = {}
        for key, value in spec.items():
            if key in ENVIRONMENTS:
                made[key] = _without_values(value)
            elif key in OPEN_OPTIONS:
                made[key] = _NOTHING.data(value)
            else:
                made[key] = MASK if secret_key(str(key)) and value is not None else own.data(value)
        return made

    # what is known.
    def _collect(self, value: Any) -> None:
        if isinstance(value, Mapping):
            for key, item in value.items():
                name = str(key)
                if name in ENVIRONMENTS:
                    self._environment(item)
                elif secret_key(name):
                    self._secrets.update(_leaves(item))
                else:
                    if name in OPEN_OPTIONS:
                        self._open.update(_hidden(text, spans(text)) for text in _texts(item))
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
        for name, value in _pairs(env):
            for text in _spelt(value):
                if not text:
                    continue
                (self._secrets if secret_key(name) else self._values).add(text)
                for spelt in (name, name.upper()):
                    self._named.setdefault(spelt, set()).add(text)
                self._formed(text, spans(text))

    def _formed(self, text: str, found: Iterable[Span]) -> None:
        for start, end in found:
            secret = text[start:end]
            self._secrets.add(secret)
            if "\\" in secret:
                with suppress(ValueError):
                    self._secrets.add(str(json.loads(f'"{secret}"')))
            user, colon, password = secret.partition(":")
            if colon and text[end : end + 1] == "@" and user:
                self._secrets.add(password)
            if secret[:1] in ("{", "["):
                self._secrets.update({secret[1:-1], *_leaves(secret)})

    def _by_themselves(self, given: set[str]) -> tuple[set[str], set[str]]:
        """What is hidden anywhere, and what where it stands alone, by the table above.

        `given` was called secret by who made the masker: nothing opens it.
        """
        told = "\n".join(self._open)
        secrets = self._secrets | set(map(without_marks, self._secrets))
        anywhere: set[str] = set()
        words: set[str] = set()
        for value in secrets | self._values | set(map(without_marks, self._values)):
            if not value.strip("* \t\n"):
                continue
            if value not in given and (value.lower() in OUR_WORDS or value in told):
                continue
            if len(value) >= LEAST_ANYWHERE or (value in secrets and len(value) >= LEAST_MIXED and _mixed(value)):
                anywhere |= {text for text in spellings(value) if len(text) >= LEAST_MIXED}
            elif value in secrets and len(value) >= LEAST_ALONE:
                words.add(value)
        return anywhere, words

    # what is hidden.
    def _once(self, text: str) -> str:
        text = without_extra_info(text)
        if has_marks(text):
            # Twice: a mark in front of a value may take its first letter with it.
            text = without_marks(_hidden(text, self._known.spans(text)))
            text = without_extra_info(text)
        return _hidden(text, [*self._known.spans(text), *spans(text), *self._named_spans(text)])

    def _named_spans(self, text: str) -> Iterator[Span]:
        if not self._beside or not any(mark in text for mark in "=:"):
            return
        for found in _NAMED.finditer(text):
            values = self._beside.get(found[1])
            if not values:
                continue
            start = found.end()
            for length, spelt in values.items():
                end = start + length
                value = text[start:end]
                if value in spelt and not (value[-1].isalnum() and text[end : end + 1].isalnum()):
                    yield start, end
                    break

    def _mapping(self, value: Mapping[Any, Any]) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        named = next((value[key] for key in ("name", "Name", "key", "Key") if isinstance(value.get(key), str)), "")
        for key, item in value.items():
            name = self.text(key) if isinstance(key, str) else key
            while name in made:
                name = f"{name} "
            secret = secret_key(str(key)) or (key in ("value", "Value") and secret_key(named))
            own = str(key) not in OPEN_OPTIONS and self._is_own(str(key), item)
            made[name] = MASK if item is not None and (secret or own) else self.data(item)
        return made

    def _is_own(self, name: str, value: Any) -> bool:
        return name in self._named and any(text in self._named[name] for text in _spelt(value))

    def _arguments(self, items: Sequence[str]) -> list[str]:
        return [self.text(_hidden(item, found)) for item, found in zip(items, argument_spans(items), strict=True)]


def _hidden(text: str, found: Iterable[Span]) -> str:
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


def _by_length(values: Iterable[str]) -> dict[int, set[str]]:
    """Every spelling of the values, the longest first."""
    made: dict[int, set[str]] = {}
    for value in values:
        for text in spellings(value) | spellings(without_marks(value)):
            made.setdefault(len(text), set()).add(text)
    return dict(sorted(made.items(), reverse=True))


def _mixed(value: str) -> bool:
    return not value.isalpha() and not value.isdecimal()


def _pairs(env: Any) -> Iterator[tuple[str, Any]]:
    """Of a dictionary, a list of NAME=value, or a list of {name, value}."""
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


def _spelt(value: Any) -> list[str]:
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


def _without_values(env: Any) -> Any:
    if isinstance(env, Mapping):
        return {str(name): MASK for name in env}
    if isinstance(env, (list, tuple)):
        return [f"{name}={MASK}" for name, _value in _pairs(env)]
    return env and MASK


_NOTHING = Masker()
