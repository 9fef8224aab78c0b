# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which options does a log driver take? moby daemon/logger: what the engine finds at its start, and what only a
container's start finds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.addresses import size
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.findings import (
    ENDS,
    IDLE,
    Context,
    Finding,
    said,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flags import FALSE, TRUE
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_log_drivers import (
    COMMON,
    LOG_DRIVERS,
)

FACILITIES = (
    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp",
    *(f"local{number}" for number in range(8)),
)  # fmt: skip
FORMATS = ("", "rfc3164", "rfc5424", "rfc5424micro")
NO_CONTAINER = "the engine starts, but no container does"
Options = Mapping[str, str]


def wrong_options(name: str, options: Options) -> list[tuple[str, str]]:
    """(option, why) of a container's log options; `name` is one of LOG_DRIVERS. What only a newer engine has counts as
    known."""
    driver = LOG_DRIVERS[name]
    if name == "none" or (driver.options is None and not set(options) & COMMON):
        return []
    known = (driver.options or frozenset(options)) | driver.later | COMMON
    found = [
        (key, f"the log driver {name} has no such option; it has {', '.join(sorted(known - COMMON))}")
        for key in sorted(set(options) - known)
    ]
    return [*found, *_wrong(name, options), *_late(name, options)]


def findings(context: Context) -> Iterator[Finding]:
    name = context.text("log-driver") or "json-file"
    options = {key: value or "" for key, value in context.table("log-opts").items()}
    if name not in LOG_DRIVERS:
        known = ", ".join(LOG_DRIVERS)
        text = f"an engine for Windows has no log driver {said('log-driver', name)}"
        ends = f"{text}, and with log-opts it does not start; " if options else f"{text}: {NO_CONTAINER}; "
        yield Finding(ENDS if options else IDLE, "log-driver", f"{ends}it has {known}")
        return
    if not options or name == "none":
        return
    yield from _unknown(name, options, context)
    for key, why in _wrong(name, options):
        yield Finding(
            ENDS, f"log-opts.{key}", f"{said(key, options.get(key, ''))}: {why}, and the engine does not start"
        )
    if name == "json-file" and "max-file" in options and "max-size" not in options:
        yield Finding(IDLE, "log-opts.max-file", "without max-size the engine keeps one file that grows; add max-size")
    for key, why in _late(name, options):
        yield Finding(IDLE, f"log-opts.{key}", f"{said(key, options.get(key, ''))}: {why}; {NO_CONTAINER} with it")


def _unknown(name: str, options: Options, context: Context) -> Iterator[Finding]:
    driver = LOG_DRIVERS[name]
    if driver.options is None:
        return
    later = driver.later if not driver.since or context.since(driver.since) else frozenset()
    known = driver.options | later
    for option in sorted(options):
        if option in known | COMMON:
            continue
        when = f"before {driver.since} " if option in driver.later else ""
        yield Finding(
            ENDS,
            f"log-opts.{option}",
            f"{when}the log driver {name} has no such option, and the engine does not start with it; it has "
            f"{', '.join(sorted(known))}",
        )


def _wrong(name: str, options: Options) -> Iterator[tuple[str, str]]:
    """What the engine itself finds."""
    mode, buffer = options.get("mode", ""), options.get("max-buffer-size")
    if mode not in ("", "blocking", "non-blocking"):
        yield "mode", "it is blocking or non-blocking"
    if buffer is not None and mode != "non-blocking":
        yield "max-buffer-size", "it goes with mode non-blocking alone"
    elif buffer is not None and size(buffer) is None:
        yield "max-buffer-size", "it is no size, such as 4m"
    for key in LOG_DRIVERS[name].needs:
        if not options.get(key):
            yield key, f"the log driver {name} needs it"
    if name == "syslog":
        yield from _syslog(options)
    if name == "gelf" and options.get("gelf-address"):
        parts = urlsplit(options["gelf-address"])
        if parts.scheme not in ("udp", "tcp") or parts.path not in ("", "/") or not re.search(r".:\d+$", parts.netloc):
            yield "gelf-address", "it is udp://HOST:PORT or tcp://HOST:PORT"


def _syslog(options: Options) -> Iterator[tuple[str, str]]:
    address, facility = options.get("syslog-address", ""), options.get("syslog-facility", "")
    if address and urlsplit(address).scheme not in ("udp", "tcp", "tcp+tls"):
        yield "syslog-address", "it is udp://, tcp:// or tcp+tls:// with HOST:PORT"
    if facility and facility not in FACILITIES and not (facility.isdigit() and int(facility) <= 23):
        yield "syslog-facility", f"it is {', '.join(FACILITIES)} or a number up to 23"
    if options.get("syslog-format", "") not in FORMATS:
        yield "syslog-format", "it is rfc3164, rfc5424 or rfc5424micro"


def _late(name: str, options: Options) -> Iterator[tuple[str, str]]:
    """What only the start of a container finds."""
    if name in ("json-file", "local"):
        yield from _file(name, options)
    if name == "splunk":
        for key in ("splunk-url", "splunk-token"):
            if not options.get(key):
                yield key, "the log driver splunk needs it"
    if name == "syslog" and not options.get("syslog-address"):
        yield "syslog-address", "Windows has no syslog of its own; write udp://HOST:PORT"


def _file(name: str, options: Options) -> Iterator[tuple[str, str]]:
    """moby daemon/logger/jsonfilelog New, daemon/logger/local newConfig."""
    limit, files, compress = (options.get(key) for key in ("max-size", "max-file", "compress"))
    if limit is not None and (size(limit) is None or (size(limit) == 0 and name == "json-file")):
        yield "max-size", "it is no size, such as 10m"
    if files is not None and not re.fullmatch(r"[+-]?\d+", files):
        yield "max-file", "it is no number"
    elif files is not None and int(files) < (1 if name == "json-file" else 0):
        yield "max-file", "it is 1 or more"
    elif compress is not None and compress not in (*TRUE, *FALSE):
        yield "compress", "it is true or false"
    elif name == "json-file" and compress in TRUE and (limit is None or int(files or 1) == 1):
        yield "compress", "it needs max-size, and max-file of 2 or more"
    elif name == "local" and compress not in FALSE and files is not None and int(files) <= 1:
        yield "max-file", "one file alone cannot be compressed; it is 2 or more, or compress is false"
