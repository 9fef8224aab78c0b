# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which texts do the lists of NAME=VALUE take?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration import addresses
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.findings import (
    ENDS,
    IDLE,
    Context,
    Finding,
    said,
)

MODES = ("default", "process", "hyperv")
RESERVED = ("com.docker.", "io.docker.", "org.dockerproject.")


def exec_opts(key: str, context: Context) -> Iterator[Finding]:
    found = 0
    for text in context.texts(key):
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name or not value:
            yield Finding(
                ENDS, key, f"{said(key, text)} is not NAME=VALUE; write isolation=process or isolation=hyperv"
            )
        elif name.lower() != "isolation":
            yield Finding(ENDS, key, f"Windows has no option {said(key, name)}, only isolation; leave it out")
        elif value.lower() not in MODES:
            yield Finding(ENDS, key, f"{said(key, text)}: isolation is one of {', '.join(MODES)}")
        else:
            found += 1
    if found > 1:
        yield Finding(IDLE, key, "isolation= stands there more than once, and the last one counts; leave one")


def storage_opts(key: str, context: Context) -> Iterator[Finding]:
    for text in context.texts(key):
        name, _equals, value = text.partition("=")
        if name.lower() != "size":
            yield Finding(
                IDLE, key, f"{said(key, text)}: Windows reads size=SIZE alone, nothing comes of it; leave it out"
            )
        elif addresses.size(value) is None:
            yield Finding(ENDS, key, f"{said(key, text)} is no size; write size=60GB")


def labels(key: str, context: Context) -> Iterator[Finding]:
    found: dict[str, str] = {}
    for text in context.texts(key):
        name, equals, value = text.partition("=")
        if not equals:
            yield Finding(ENDS, key, f"{said(key, text)} is not NAME=VALUE")
        elif text.lower().startswith(RESERVED):
            yield Finding(
                ENDS, key, f"{said(key, text)}: {', '.join(f'{each}*' for each in RESERVED)} are the engine's own"
            )
        elif found.setdefault(name, value) != value:
            yield Finding(
                ENDS, key, f"{said(key, text)}: the label {name} has another value besides; leave one of them"
            )


def resources(key: str, context: Context) -> Iterator[Finding]:
    told: dict[str, list[str]] = {}
    for text in context.texts(key):
        parts = [part.strip() for part in text.split("=")]
        if len(parts) != 2:
            yield Finding(ENDS, key, f"{said(key, text)} is not NAME=VALUE")
        else:
            told.setdefault(parts[0], []).append(parts[1])
    for name, values in told.items():
        numbers = [value for value in values if re.fullmatch(r"[+-]?\d+", value)]
        if numbers and (len(values) > 1 or int(numbers[0]) < 0):
            yield Finding(ENDS, key, f"{name} has either one number of zero or more, or names")
