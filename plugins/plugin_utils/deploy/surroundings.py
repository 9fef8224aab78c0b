# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands around a container's program? Names and addresses, how it is stopped, what writes its log."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.values import LONGEST
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.logs import wrong_options
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Problem
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_log_drivers import (
    ELSEWHERE,
    LOG_DRIVERS,
)

_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
#: moby/sys/signal signal_windows.go
SIGNALS = ("KILL", "TERM")


def dns(value: list[Any]) -> list[str]:
    return [_address(str(item)) for item in value]


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        raise ValueError(
            f"{text!r} is not allowed; allowed is the address of a name server, such as 10.0.0.53"
        ) from None


def dns_search(value: list[Any]) -> list[str]:
    return [domainname(str(item)) for item in value]


def domainname(value: str) -> str:
    if len(value) > LONGEST or not _DOMAIN.fullmatch(value):
        raise ValueError(f"{value!r} is not allowed; allowed is a domain such as corp.example.com")
    return value


def stop_signal(value: Any) -> str:
    """The engine for Windows takes others as well and makes nothing else of them than of these two: a container is told
    to shut down, or ended (moby daemon/kill.go, libcontainerd/local SignalProcess)."""
    text = str(value).strip()
    word = text.upper().removeprefix("SIG")
    if word in ("", "0") or not re.fullmatch(r"[A-Z]+[0-9]*(?:[+-][0-9]+)?|[1-9][0-9]{0,2}", word):
        raise ValueError("allowed is the name or the number of a signal, such as SIGTERM or SIGKILL")
    return text


def platform(value: str) -> str:
    """An image of another system never runs here; the engine chooses the version that fits by itself."""
    if not re.fullmatch(r"windows(?:\([\d.]+\))?(?:/(?:amd64|x86_64))?", value.strip().lower()):
        raise ValueError("allowed is windows or windows/amd64: nothing else runs in a Windows container here")
    return value.strip().lower()


def log_driver(value: str) -> str:
    """Names tell case (recorded)."""
    if value in ELSEWHERE:
        raise ValueError(f"{value} is a log driver of Linux; allowed are {', '.join(LOG_DRIVERS)}")
    if value not in LOG_DRIVERS:
        raise ValueError(f"an engine for Windows has no such log driver; allowed are {', '.join(LOG_DRIVERS)}")
    return value


def log_problems(spec: Mapping[str, Any]) -> list[Problem]:
    """Options that the declared driver has not, or does not take so. What the engine's own driver takes is not known
    before the host was asked."""
    driver = spec["log_driver"]
    if not driver:
        return []
    return [("log_options", f"{key}: {why}") for key, why in wrong_options(driver, spec["log_options"] or {})]
