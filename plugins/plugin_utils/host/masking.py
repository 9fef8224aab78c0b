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

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.declared import (
    ENVIRONMENTS,
    MASK,
    OPEN_OPTIONS,
    Declared,
    env_pairs,
    hidden,
    spelt_texts,
)
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

_ROUNDS = 16
_SHORT = 200

_NAMED = re.compile(
    r"""(?<![^\s"'=:,;{}\[\]\\(%?&])([^\s"'=:,;{}\[\]\\(%?&]{1,255})"""
    r"""\\*["']?\)?[ \t]{0,4}(?:=>|=|:)[ \t]{0,4}(\\*["']?)"""
)


class Masker:
    """Made of what was declared: a container, a list of them, the arguments of a module, or anything that holds such;
    `secrets` are further texts that are secret. Stateless: texts and data go through it in any order, and what went
    through once comes out of it unchanged."""

    def __init__(self, declared: Any = None, secrets: Iterable[str] = ()) -> None:
        self._declared = Declared(declared, {str(secret) for secret in secrets})
        anywhere, words = self._declared.by_themselves()
        self._known = KnownValues(anywhere, words)
        beside = {name: values - anywhere for name, values in self._declared.named.items()}
        self._beside = {name: _by_length(values) for name, values in beside.items() if values}
        self._masked: dict[str, str] = {}  # results repeat their words a hundred times

    @classmethod
    def of(cls, declared: Any, secrets: Iterable[str] = ()) -> Masker:
        return cls(declared, secrets)

    def text(self, text: str) -> str:
        """`text` without secrets, marks and the engine's extra info."""
        if len(text) > _SHORT:
            return self._whole(text)
        if text not in self._masked:
            self._masked[text] = self._whole(text)
        return self._masked[text]

    def _whole(self, text: str) -> str:
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

    # what is hidden.
    def _once(self, text: str) -> str:
        text = without_extra_info(text)
        if has_marks(text):
            # Twice: a mark in front of a value may take its first letter with it.
            text = without_marks(hidden(text, self._known.spans(text)))
            text = without_extra_info(text)
        return hidden(text, [*self._known.spans(text), *spans(text), *self._named_spans(text)])

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
        return name in self._declared.named and any(text in self._declared.named[name] for text in spelt_texts(value))

    def _arguments(self, items: Sequence[str]) -> list[str]:
        return [self.text(hidden(item, found)) for item, found in zip(items, argument_spans(items), strict=True)]


def _by_length(values: Iterable[str]) -> dict[int, set[str]]:
    """Every spelling of the values, the longest first."""
    made: dict[int, set[str]] = {}
    for value in values:
        for text in spellings(value) | spellings(without_marks(value)):
            made.setdefault(len(text), set()).add(text)
    return dict(sorted(made.items(), reverse=True))


def _without_values(env: Any) -> Any:
    if isinstance(env, Mapping):
        return {str(name): MASK for name in env}
    if isinstance(env, (list, tuple)):
        return [f"{name}={MASK}" for name, _value in env_pairs(env)]
    return env and MASK


_NOTHING = Masker()
