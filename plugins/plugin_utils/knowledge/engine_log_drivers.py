# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which log drivers has the engine on Windows, and which options has each? moby daemon/logger/*."""

from __future__ import annotations

from dataclasses import dataclass

#: Options that every driver takes (daemon/logger/factory.go ValidateLogOpts)
COMMON = frozenset({"mode", "max-buffer-size", "cache-disabled", "cache-max-size", "cache-max-file", "cache-compress"})
SHOWN = frozenset({"labels", "labels-regex", "env", "env-regex", "tag"})
FILE = frozenset({"max-file", "max-size", "compress"})


@dataclass(frozen=True)
class LogDriver:
    """`options` without COMMON, None where any is taken. `needs` are those without which the engine does not start.
    `later` are options that it has only `since` that version."""

    options: frozenset[str] | None
    needs: tuple[str, ...] = ()
    later: frozenset[str] = frozenset()
    since: str = ""


def _with(prefix: str, names: str, shown: bool = True) -> frozenset[str]:
    made = frozenset(f"{prefix}-{name}" for name in names.split())
    return made | SHOWN if shown else made


LOG_DRIVERS: dict[str, LogDriver] = {
    "json-file": LogDriver(SHOWN | FILE),
    "local": LogDriver(FILE, later=SHOWN, since="29.0.0"),
    "none": LogDriver(None),
    "etwlogs": LogDriver(None),
    "syslog": LogDriver(_with("syslog", "address facility tls-ca-cert tls-cert tls-key tls-skip-verify format")),
    "gelf": LogDriver(
        _with("gelf", "address compression-level compression-type tcp-max-reconnect tcp-reconnect-delay"),
        needs=("gelf-address",),
    ),
    "fluentd": LogDriver(
        _with(
            "fluentd",
            "address async async-connect async-reconnect-interval buffer-limit force-stop-async-send max-retries "
            "request-ack retry-wait sub-second-precision write-timeout read-timeout",
        )
    ),
    "splunk": LogDriver(
        _with(
            "splunk",
            "url token source sourcetype index capath caname insecureskipverify format verify-connection gzip "
            "gzip-level index-acknowledgment",
        )
    ),
    "awslogs": LogDriver(
        _with(
            "awslogs",
            "group region stream create-group create-stream credentials-endpoint datetime-format endpoint "
            "force-flush-interval-seconds format max-buffered-events multiline-pattern",
            shown=False,
        )
        | {"tag"},
        needs=("awslogs-group",),
    ),
    "gcplogs": LogDriver(SHOWN | {"gcp-log-cmd", "gcp-project", "gcp-meta-zone", "gcp-meta-name", "gcp-meta-id"}),
}
#: Drivers of Linux
ELSEWHERE = ("journald",)
