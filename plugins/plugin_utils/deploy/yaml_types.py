# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is a value what was written, or what YAML made of it? Asked wherever a text is meant, before anything converts it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Problem
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.written import Dated, Misread, OddKey

# What each option of a container is made of, where it is made of texts.
TEXT, LIST, TABLE = "a text", "a list of texts", "names to texts"
SHAPES: dict[str, str] = {
    "name": TEXT,
    "image": TEXT,
    "user": TEXT,
    "working_dir": TEXT,
    "hostname": TEXT,
    "network": TEXT,
    "credential_spec": TEXT,
    "memory": TEXT,
    "command": LIST,
    "entrypoint": LIST,
    "devices": LIST,
    "ports": LIST,
    "env": TABLE,
    "secrets": TABLE,
    "labels": TABLE,
    "annotations": TABLE,
    "stop_signal": TEXT,
    "stop_timeout": TEXT,
    "log_options": TABLE,
    "domainname": TEXT,
    "platform": TEXT,
    "log_driver": TEXT,
    "io_maximum_bandwidth": TEXT,
    "dns": LIST,
    "dns_search": LIST,
    "storage_opt": TABLE,
}
HIDDEN = frozenset({"env", "secrets", "credential_spec"})
QUOTES = "put it in quotes"


def misread_options(given: Mapping[str, Any]) -> list[Problem]:
    """(option, what YAML made of a part of it), for the options of one container as they came from the playbook."""
    return [
        (option, text)
        for option, shape in SHAPES.items()
        if option in given
        for text in _of_option(option, shape, given[option])
    ]


def _of_option(option: str, shape: str, value: Any) -> Iterator[str]:
    hidden = option in HIDDEN
    if shape == TABLE and isinstance(value, Mapping):
        for key, item in value.items():
            if isinstance(key, OddKey):
                yield f"the name {key} is no text for YAML: {QUOTES}"
            if told := _made(item, hidden):
                yield f"{key} {told}"
    elif shape == LIST and isinstance(value, list):
        for number, item in enumerate(value, 1):
            if told := _made(item, hidden):
                yield f"number {number} {told}"
    elif not isinstance(value, (Mapping, list)) and (told := _made(value, hidden)):
        yield told


def _made(value: Any, hidden: bool) -> str | None:
    """What YAML made of it, or None where it is a text, a whole number as it was written, or no scalar at all (the
    option's own reader says what is wrong with that)."""
    if isinstance(value, Misread):
        kind, more = "a number", f" ({value.written} is {int(value)})"
    elif isinstance(value, Dated):
        kind, more = "a date", f" ({value.written})"
    elif isinstance(value, bool):
        kind, more = "a truth value", f" ({str(value).lower()})"
    elif isinstance(value, float):
        kind, more = "a number that may lose digits", f" ({value!r})"
    else:
        return None
    return f"is {kind}{'' if hidden else more} for YAML, and not a text: {QUOTES}"
