# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Is every value of its key's type? Go's decoder takes nothing else: no 3 for "3", no text for a list of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.findings import (
    ENDS,
    Finding,
    said,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_setting_row import (
    BUILDER,
    NRI,
    NUMBER,
    PAIRS,
    PROXIES,
    SWITCH,
    SWITCHES,
    TABLE,
    TABLES,
    TEXT,
    TEXTS,
)

LARGEST = 2**63


def is_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def is_switch(value: Any) -> bool:
    return value is None or isinstance(value, bool)


def is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and -LARGEST <= value < LARGEST)


def is_texts(value: Any) -> bool:
    return value is None or (isinstance(value, (list, tuple)) and all(map(is_text, value)))


def _table_of(test: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or (isinstance(value, Mapping) and all(map(test, value.values())))


def _is_builder(value: Any) -> bool:
    """Go's decoder does not tell case in the names of members."""
    if value is None or not isinstance(value, Mapping):
        return value is None
    gc = {str(key).lower(): item for key, item in value.items()}.get("gc")
    if gc is None or not isinstance(gc, Mapping):
        return gc is None
    return is_switch({str(key).lower(): item for key, item in gc.items()}.get("enabled"))


def _is_nri(value: Any) -> bool:
    if value is None or not isinstance(value, Mapping):
        return value is None
    return all(is_switch(item) if key == "enable" else is_text(item) for key, item in value.items())


# The type of a row, what a value must be, and how that is told
KINDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    TEXT: (is_text, "one text"),
    SWITCH: (is_switch, "true or false, without quotes"),
    NUMBER: (is_number, "a whole number, without quotes"),
    TEXTS: (is_texts, "a list of texts, also for one"),
    PAIRS: (is_texts, "a list of texts NAME=VALUE, also for one"),
    TABLE: (_table_of(is_text), "a table of texts"),
    TABLES: (_table_of(_table_of(is_text)), "a table of tables of texts"),
    SWITCHES: (_table_of(is_switch), "a table of names with true or false, without quotes"),
    PROXIES: (_table_of(is_text), "a table with http-proxy, https-proxy, no-proxy"),
    BUILDER: (_is_builder, "a table as {gc: {enabled: true}}"),
    NRI: (_is_nri, "a table with enable (true or false), plugin-path, plugin-config-path, socket-path"),
}


def findings(key: str, kind: str, value: Any) -> Iterator[Finding]:
    test, words = KINDS[kind]
    if test(value):
        return
    odd = _odd_member(kind, value)
    if odd:
        name, item = odd
        way_out = f'write "{_plain(item)}", in quotes' if kind != SWITCHES else "write true or false, without quotes"
        yield Finding(ENDS, f"{key}.{name}", f"{said(name, item)} is not of the type that the engine takes; {way_out}")
    else:
        yield Finding(ENDS, key, f"{said(key, value)} is not of the type that the engine takes: write {words}")


def _odd_member(kind: str, value: Any) -> tuple[str, Any] | None:
    """The one member of a table of texts or switches that is neither."""
    if kind not in (TABLE, SWITCHES, PROXIES) or not isinstance(value, Mapping):
        return None
    test = is_switch if kind == SWITCHES else is_text
    name, item = next((str(key), item) for key, item in value.items() if not test(item))
    return None if isinstance(item, (Mapping, list, tuple)) else (name, item)


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
