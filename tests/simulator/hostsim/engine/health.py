"""Is a container's health check passing? The simulator's rule.

It passes unless its command ends in `exit` and a code other than 0.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from ..machine.workload import workload
from .container import Health
from .wording import stamp

FIRST_PROBE = 0.5  # seconds at most until the first probe, whatever the interval: a real one waits the whole interval
RETRIES = 3
KEPT = 5


def has_check(config: dict[str, Any]) -> bool:
    """Whether the container has a health check that is not switched off."""
    test = (config.get("Healthcheck") or {}).get("Test") or []
    return bool(test) and test[0] in ("CMD", "CMD-SHELL")


def delay(config: dict[str, Any]) -> float:
    """Seconds until the next probe."""
    nanoseconds = config["Healthcheck"].get("Interval") or 30 * 10**9
    return min(FIRST_PROBE, nanoseconds / 1e9)


def probe(health: Health, config: dict[str, Any], now: datetime) -> bool:
    """Run one probe; returns whether the status changed."""
    check = config["Healthcheck"]
    found = re.search(r"exit\s+(?:/b\s+)?(\d+)\s*$", " ".join(check["Test"]), re.IGNORECASE)
    code = int(found[1]) if found else 0
    lines = workload(["cmd", "/c", " ".join(check["Test"][1:])]).printed
    said = "".join(f"{text}\r\n" for _stream, text in lines)
    health.log = [*health.log, {"Start": stamp(now), "End": stamp(now), "ExitCode": code, "Output": said}][-KEPT:]
    before = health.status
    if code == 0:
        health.status, health.failing_streak = "healthy", 0
    else:
        health.failing_streak += 1
        if health.failing_streak >= (check.get("Retries") or RETRIES):
            health.status = "unhealthy"
    return health.status != before
