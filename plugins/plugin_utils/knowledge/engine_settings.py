# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which keys does daemon.json have on Windows, in which version, and what is a word that is none? The one reader of the
rows (engine_setting_rows*.py)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_setting_row import (
    PROXIES,
    SWITCH,
    Flag,
    Lacking,
    Setting,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_setting_rows import (
    DOCUMENTED,
    FURTHER,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_setting_rows_lacking import (
    CALLED,
    FLAGS,
    LACKING,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_version import Version, known

SETTINGS: tuple[Setting, ...] = (*DOCUMENTED, *FURTHER)
PROXY_FLAGS = ("http-proxy", "https-proxy", "no-proxy")
# Tables that are one value, since when: the members of all others are keys by themselves to the engine
# (moby daemon/config/config.go flatOptions)
WHOLE: dict[str, str] = {
    "log-opts": "",
    "features": "",
    "builder": "",
    "runtimes": "",
    "default-ulimits": "",
    "cluster-store-opts": "",
    "default-network-opts": "24.0.0",
    "nri-opts": "29.2.0",
}


@lru_cache(maxsize=1024)
def _has(version: Version | None, since: str, until: str) -> bool:
    """An unknown version is taken for the newest."""
    if version is None:
        return not until
    return (not since or version.release >= known(since)) and (not until or version.release < known(until))


def has(row: Setting | Flag, version: Version | None) -> bool:
    return _has(version, row.since, row.until)


def settings_of_version(version: Version | None) -> Iterator[Setting]:
    return (row for row in SETTINGS if has(row, version))


def is_whole(key: str, version: Version | None) -> bool:
    """Whether a table under this key is one value."""
    return key in WHOLE and _has(version, WHOLE[key], "")


def setting(key: str, version: Version | None) -> Setting | None:
    """The row of a key, told by its case, that this version has."""
    return next((row for row in settings_of_version(version) if row.key == key), None)


def setting_of_flag(flag: str) -> Setting | None:
    """The row of a flag, whatever the version; one of `proxies` is that of proxies."""
    if flag in PROXY_FLAGS:
        return next(row for row in SETTINGS if row.kind == PROXIES)
    return next((row for row in SETTINGS if row.flag == flag), None)


def plain_flag(name: str, version: Version | None) -> Flag | None:
    """A flag that is no key."""
    return next((row for row in FLAGS if row.name == name and has(row, version)), None)


def is_switch(flag: str) -> bool:
    """Whether a flag takes no word behind it."""
    row = next((row for row in FLAGS if row.name == flag), None)
    found = setting_of_flag(flag)
    return row.switch if row else found is not None and found.kind == SWITCH


def long_name(short: str) -> str | None:
    """The flag of one letter."""
    names = {row.short: row.flag for row in SETTINGS} | {row.short: row.name for row in FLAGS}
    return names.get(short) if short else None


def is_flag(name: str, version: Version | None) -> bool:
    """Whether dockerd has this flag."""
    if plain_flag(name, version):
        return True
    return any(
        row.flag == name and _has(version, row.flag_since, row.flag_until) for row in settings_of_version(version)
    )


def lacking(key: str, version: Version | None) -> Lacking | None:
    """Why this version has no such key, where somebody may expect it."""
    rows = (row for row in LACKING if key in row.keys and _has(version, row.since, ""))
    return next(rows, None)


def _plain(word: str) -> str:
    return word.replace("_", "").replace("-", "").lower()


def meant(key: str, version: Version | None) -> str | None:
    """The key that somebody means with another word: another case, underscores, the flag's name, one letter less."""
    word = _plain(key)
    rows = list(settings_of_version(version))
    for row in rows:
        if word == _plain(row.key):
            return row.key
    for row in rows:
        if word == _plain(row.flag) or word.rstrip("s") == _plain(row.key).rstrip("s"):
            return row.key
    return next((told for name, told in CALLED.items() if word == _plain(name)), None)
