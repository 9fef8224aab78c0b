# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does the engine know the keys of the file and the flags of its service, and does one stand in both?

moby daemon/config/config.go getConflictFreeConfiguration: the members of a table that is not one value (`proxies`) are
keys to it; the table's own name it does not look at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.findings import (
    ENDS,
    IDLE,
    Context,
    Finding,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flag_words import key_of
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flags import TRUE, Flags
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_setting_row import PROXIES
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_settings import (
    PROXY_FLAGS,
    SETTINGS,
    is_flag,
    is_whole,
    lacking,
    meant,
    plain_flag,
    setting,
)

NO_START = "the engine does not start with it"
IN_SILENCE = "the engine takes it in silence and does nothing with it"


def findings(settings: Mapping[str, Any], context: Context) -> Iterator[Finding]:
    for key, value in settings.items():
        yield from _key(key, value, context)
    if {"host-gateway-ip", "host-gateway-ips"} <= set(settings):
        yield Finding(
            ENDS, "host-gateway-ips", "host-gateway-ip stands there too, and they are one thing; leave one of them"
        )
    if context.flags:
        yield from _flags(context.flags, context)
        yield from _both(settings, context.flags, context)


def _key(key: str, value: Any, context: Context) -> Iterator[Finding]:
    row = setting(key, context.version)
    if row is not None:
        if row.nothing:
            yield Finding(IDLE, key, f"the engine takes it and does nothing with it: {row.nothing}; leave it out")
        if row.kind == PROXIES and value is None:  # only as a table the engine does not look at its name
            yield Finding(ENDS, key, f"null is no table, and {NO_START}; leave the key out")
        elif row.kind == PROXIES and isinstance(value, Mapping):
            for member in value:
                yield from _proxy(key, member, context)
        return
    ends = plain_flag(key, context.version)
    if ends and ends.ends and (value is True or str(value) in TRUE):
        yield Finding(ENDS, key, f"the engine takes it for its flag and ends at once ({ends.about}); leave it out")
        return
    if isinstance(value, Mapping) and not is_whole(key, context.version):
        if all(_is_known(member, context) for member in value):
            yield Finding(IDLE, key, f"{IN_SILENCE}: {_why_idle(key, context)}")
            return
    elif is_flag(key, context.version):
        yield Finding(IDLE, key, f"{IN_SILENCE}: {_why_idle(key, context)}")
        return
    yield Finding(ENDS, key, _unknown(key, context))


def _proxy(key: str, member: str, context: Context) -> Iterator[Finding]:
    if member in PROXY_FLAGS:
        return
    way_out = f"it takes {', '.join(PROXY_FLAGS)}"
    if _is_known(member, context):
        yield Finding(IDLE, f"{key}.{member}", f"{IN_SILENCE}; {way_out}")
    else:
        yield Finding(ENDS, f"{key}.{member}", f"{NO_START}; {way_out}")


def _is_known(name: str, context: Context) -> bool:
    return setting(name, context.version) is not None or is_flag(name, context.version)


def _why_idle(key: str, context: Context) -> str:
    flag = plain_flag(key, context.version)
    if flag:
        return f"it is the flag --{key} ({flag.about})"
    if is_flag(key, context.version):
        return f"it is the name of the flag --{key}; the key is called {meant(key, context.version)}"
    return _absent(key, context)


def _unknown(key: str, context: Context) -> str:
    return f"{NO_START}: {_absent(key, context)}"


def _absent(key: str, context: Context) -> str:
    """Why this engine has no such key, and the way out."""
    missing = lacking(key, context.version)
    if missing:
        return f"an engine for Windows has no such key ({missing.why}); {missing.way_out}"
    row = next((row for row in SETTINGS if row.key == key), None)
    if row:
        when = f"it is gone since {row.until}" if row.until else f"it came with {row.since}"
        return f"engine {context.version} has no such key ({when}); leave it out"
    called = meant(key, context.version)
    return f"an engine for Windows has no such key; {f'it is called {called}' if called else 'leave it out'}"


def _flags(flags: Flags, context: Context) -> Iterator[Finding]:
    for word in flags.rest:
        yield Finding(
            ENDS, word, "it stands on the service's command line and is no flag; dockerd takes no other words"
        )
    for name in dict.fromkeys(name for name, _value in flags.given):
        if not is_flag(name, context.version):
            missing = lacking(name, context.version)
            why = f" ({missing.why})" if missing else ""
            yield Finding(
                ENDS,
                name,
                f"the service has the flag --{name}, which an engine for Windows does not know{why}; take it out",
            )

    for name, value in flags.given:
        if name == "dns" and "," in (value or "") and context.since("29.0.0"):
            yield Finding(ENDS, "dns", f"the service has --dns {value}; since 29.0 each address has a --dns of its own")


def _both(settings: Mapping[str, Any], flags: Flags, context: Context) -> Iterator[Finding]:
    """Keys that the command line has as well; lists are not joined, and equal values are no better."""
    keys = set(settings) | {
        name
        for key, value in settings.items()
        if isinstance(value, Mapping) and not is_whole(key, context.version)
        for name in value
    }
    for flag in dict.fromkeys(name for name, _value in flags.given):
        own = key_of(flag)
        named = (
            [flag, "host-gateway-ips"]
            if flag == "host-gateway-ip"
            else [own if own and flag not in PROXY_FLAGS else flag]
        )
        for key in named:
            if key in keys:
                told = own if flag in PROXY_FLAGS else key
                way_out = (
                    "move_flags: true moves the flag into the file"
                    if own
                    else "take it out of the file: it belongs on the command line"
                )
                yield Finding(
                    ENDS,
                    told,
                    f"it stands both in daemon.json and on the service's command line (--{flag}), and then no engine "
                    f"starts, whatever the values; {way_out}",
                )
