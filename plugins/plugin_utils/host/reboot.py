# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits until a host is back from a reboot: its boot time must be another one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

BOOT_LOOK = {"verb": "boot"}


def pauses(first: float = 2.0, most: float = 15.0) -> Iterator[float]:
    """Seconds between two attempts: 2, 3, 4.5 ... 15."""
    pause = first
    while True:
        yield pause
        pause = min(pause * 1.5, most)


def wait_for_reboot(
    boot_time: Callable[[], str],
    reset: Callable[[], None],
    before: str,
    timeout: float,
    say: Callable[[str], None],
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> float:
    """The seconds that the reboot took.

    `boot_time()` asks the host for its LastBootUpTime and raises whatever it likes while the host is away; `reset()`
    forgets the connection. Raises TimeoutError after `timeout` seconds.
    """
    began, told, last = clock(), clock(), "it has not answered yet"
    for pause in pauses():
        sleep(pause)
        passed = clock() - began
        if passed > timeout:
            raise TimeoutError(last)
        if clock() - told >= 30:
            say(f"waiting for the reboot, {passed:.0f} of {timeout:.0f} s ({last})")
            told = clock()
        reset()
        try:
            now = boot_time()
        except Exception as error:  # whatever a connection plugin raises while the host is away
            last = " ".join(str(error).split())[:120] or type(error).__name__
            continue
        if now != before:
            return clock() - began
        last = "it has not gone down yet"
    raise AssertionError("pauses never end")


def text_of(answer: dict[str, Any]) -> str:
    """LastBootUpTime of a `boot` look's answer. Raises ValueError where the look failed."""
    value = answer.get("value") if answer.get("ok") else None
    if not value:
        raise ValueError(str((answer.get("error") or {}).get("text") or "the boot time is not known"))
    return str(value["LastBootUpTime"])
