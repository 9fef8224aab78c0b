"""Which logging drivers has the engine on Windows, which options has each, and when are they read?

DRIVERS: the options that a creation knows (None: any) with how an unknown one is told. CREATED and STARTED: what
else is checked at create and at the start, in the driver's own words (moby daemon/logger/*).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from . import storage
from .texts import refusal
from .versions import EngineVersion, Number, since

COMMON = frozenset({"mode", "max-buffer-size", "cache-disabled", "cache-max-size", "cache-max-file", "cache-compress"})
SHOWN = frozenset({"labels", "labels-regex", "env", "env-regex", "tag"})
FILE = frozenset({"max-file", "max-size", "compress"})
UNKNOWN = "unknown log opt '{name}' for {driver} log driver"
UNKNOWN_LOCAL = "unknown log opt '{name}' for log driver {driver}"


@dataclass(frozen=True)
class Driver:
    """`before`: (version, the options that it knew below that)."""

    options: frozenset[str] | None
    unknown: str = UNKNOWN
    before: tuple[Number, frozenset[str]] = ((0,), frozenset())


DRIVERS: dict[str, Driver] = {
    "json-file": Driver(SHOWN | {"max-file", "max-size", "compress"}),
    "local": Driver(SHOWN | FILE, UNKNOWN_LOCAL, before=((29, 0), FILE)),
    "none": Driver(None),
    "etwlogs": Driver(None),
    "syslog": Driver(
        SHOWN
        | {
            "syslog-address", "syslog-facility", "syslog-tls-ca-cert", "syslog-tls-cert", "syslog-tls-key",
            "syslog-tls-skip-verify", "syslog-format",
        }
    ),
    "gelf": Driver(
        SHOWN
        | {
            "gelf-address", "gelf-compression-level", "gelf-compression-type", "gelf-tcp-max-reconnect",
            "gelf-tcp-reconnect-delay",
        }
    ),
    "fluentd": Driver(
        SHOWN
        | {
            "fluentd-address", "fluentd-async", "fluentd-async-connect", "fluentd-async-reconnect-interval",
            "fluentd-buffer-limit", "fluentd-force-stop-async-send", "fluentd-max-retries", "fluentd-request-ack",
            "fluentd-retry-wait", "fluentd-sub-second-precision", "fluentd-write-timeout", "fluentd-read-timeout",
        }
    ),
    "splunk": Driver(
        SHOWN
        | {
            "splunk-url", "splunk-token", "splunk-source", "splunk-sourcetype", "splunk-index", "splunk-capath",
            "splunk-caname", "splunk-insecureskipverify", "splunk-format", "splunk-verify-connection", "splunk-gzip",
            "splunk-gzip-level", "splunk-index-acknowledgment",
        }
    ),
    "awslogs": Driver(
        frozenset({
            "awslogs-group", "awslogs-region", "awslogs-stream", "awslogs-create-group", "awslogs-create-stream",
            "awslogs-credentials-endpoint", "awslogs-datetime-format", "awslogs-endpoint",
                "awslogs-force-flush-interval-seconds",
            "awslogs-format", "awslogs-max-buffered-events", "awslogs-multiline-pattern", "tag",
        })
    ),
    "gcplogs": Driver(
        SHOWN | {"gcp-log-cmd", "gcp-project", "gcp-meta-zone", "gcp-meta-name", "gcp-meta-id"}
    ),
}  # fmt: skip
MODES = ("", "blocking", "non-blocking")
FACILITIES = (
    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp",
    *(f"local{number}" for number in range(8)),
)  # fmt: skip
SYSLOG_FORMATS = ("", "rfc3164", "rfc5424", "rfc5424micro")

Options = Mapping[str, str]
Check = Callable[[Options], str | None]
#: How Go asks for a file that is not there: since 29 with another call
ASKS = (((29, 0), "GetFileAttributesEx"), ((0,), "CreateFile"))


def check(log: Mapping[str, Any], version: EngineVersion) -> None:
    """What a creation finds. Raises ApiError 400."""
    name, options = log["Type"] or "json-file", log["Config"] or {}
    if name not in DRIVERS:
        raise refusal("log_driver", version, name=name)
    problem = problem_of(name, options, version)
    if problem:
        raise refusal("log_option", version, problem=problem)


def problem_of(name: str, options: Options, version: EngineVersion) -> str | None:
    """What is wrong with the options of a driver that there is: as a creation finds it, and the engine's own start."""
    driver = DRIVERS[name]
    problem = _common(options) if name != "none" else None
    if problem is None and driver.options is not None:
        known = driver.before[1] if version.number < driver.before[0] else driver.options
        unknown = next((option for option in sorted(options) if option not in known | COMMON), None)
        problem = None if unknown is None else driver.unknown.format(name=unknown, driver=name)
    if problem is None and name in CREATED:
        problem = CREATED[name](options)
    (asks,) = since(ASKS, version.number)
    return None if problem is None else problem.replace("{asks}", asks)


def check_start(log: Mapping[str, Any], version: EngineVersion) -> None:
    """What the driver finds when it begins. Raises ApiError 500."""
    name, options = log["Type"] or "json-file", log["Config"] or {}
    problem = STARTED[name](options) if name in STARTED else None
    if problem:
        raise refusal("log_start", version, problem=problem)


def _common(options: Options) -> str | None:
    """moby daemon/logger/factory.go ValidateLogOpts."""
    mode = options.get("mode", "")
    if mode not in MODES:
        return f"logger: logging mode not supported: {mode}"
    size = options.get("max-buffer-size")
    if size is None:
        return None
    if mode != "non-blocking":
        return "logger: max-buffer-size option is only supported with 'mode=non-blocking'"
    return (
        None
        if storage.size(size) is not None
        else f"logger: error parsing option max-buffer-size: invalid size: '{size}'"
    )


def _syslog(options: Options) -> str | None:
    address = options.get("syslog-address", "")
    if address:
        scheme = urlsplit(address).scheme
        if scheme in ("unix", "unixgram"):
            return f"{{asks}} {urlsplit(address).path}: The system cannot find the file specified."
        if scheme not in ("udp", "tcp", "tcp+tls"):
            return f"unsupported scheme: '{scheme}'"
    facility = options.get("syslog-facility", "")
    if facility and facility not in FACILITIES and not (facility.isdigit() and int(facility) <= 23):
        return "invalid syslog facility"
    return None if options.get("syslog-format", "") in SYSLOG_FORMATS else "Invalid syslog format"


def _gelf(options: Options) -> str | None:
    """moby daemon/logger/gelf ValidateLogOpt."""
    address = options.get("gelf-address", "")
    if not address:
        return "gelf-address is a required parameter"
    parts = urlsplit(address)
    if parts.scheme not in ("udp", "tcp"):
        return "gelf: endpoint needs to be TCP or UDP"
    if parts.path not in ("", "/"):
        return "gelf: endpoint needs to be TCP or UDP"
    if not re.fullmatch(r".+:\d+", parts.netloc):
        return "gelf: please provide gelf-address as proto://host:port"
    return None


def _awslogs(options: Options) -> str | None:
    if not options.get("awslogs-group"):
        return "must specify a value for log opt 'awslogs-group'"
    return None


def _file_start(options: Options) -> str | None:
    """moby daemon/logger/jsonfilelog New."""
    size = options.get("max-size")
    if size is not None and size != "" and (storage.size(size) is None or storage.size(size) == 0):
        return f"invalid size: '{size}'"
    files = options.get("max-file")
    if files is not None:
        if not re.fullmatch(r"[+-]?\d+", files):
            return f'strconv.Atoi: parsing "{files}": invalid syntax'
        if int(files) < 1:
            return "max-file cannot be less than 1"
    compress = options.get("compress")
    if compress is not None and compress not in BOOLS:
        return f'strconv.ParseBool: parsing "{compress}": invalid syntax'
    if compress in TRUE and (not size or int(files or 1) == 1):
        return "compress cannot be true when max-file is less than 2 or max-size is not set"
    return None


def _local_start(options: Options) -> str | None:
    size = options.get("max-size")
    if size is not None and not storage.size(size):
        return f"invalid value for max-size: {size}: invalid size: '{size}'"
    files = options.get("max-file")
    if files is not None and not re.fullmatch(r"[+-]?\d+", files):
        return f'invalid value for max-file: {files}: strconv.Atoi: parsing "{files}": invalid syntax'
    return None


TRUE = ("1", "t", "T", "true", "TRUE", "True")
BOOLS = (*TRUE, "0", "f", "F", "false", "FALSE", "False")
CREATED: dict[str, Check] = {"syslog": _syslog, "gelf": _gelf, "awslogs": _awslogs}
STARTED: dict[str, Check] = {
    "json-file": _file_start,
    "local": _local_start,
    "syslog": lambda options: None if options.get("syslog-address") else "Unix syslog delivery error",
    "splunk": lambda options: (
        None
        if options.get("splunk-url") and options.get("splunk-token")
        else f"splunk: {'splunk-token' if options.get('splunk-url') else 'splunk-url'} is expected"
    ),
    # nobody listens, and there is no cloud: the words are Windows' own
    "fluentd": lambda options: (
        None
        if options.get("fluentd-async") in TRUE
        else f"dial tcp {options.get('fluentd-address') or '127.0.0.1:24224'}: connectex: No connection could be made "
        "because the target machine actively refused it."
    ),
    "gcplogs": lambda options: (
        None
        if options.get("gcp-project")
        else "No project was specified and couldn't read project from the metadata server. Please specify a project"
    ),
}
