# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waits until a host is back from a reboot and has come to rest.

Whether it has rebooted is told by how long Windows runs (the boot look's Uptime), not by the text of its boot time:
that is worked out from the clock, and is another one by a second or more whenever the clock is set."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.boot import boot
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Look, Reboot
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem

BOOT_LOOK: Look = {"verb": "boot"}
SAY_EVERY = 30  # seconds
JITTER = 5.0  # seconds by which two answers may differ though Windows ran on


@dataclass(frozen=True)
class Returned:
    """How long it took, how often the host went down meanwhile, and the answers to the looks of `Reboot`."""

    seconds: float
    reboots: int
    answers: Sequence[Answer]


def uptime_of(looks: Sequence[Look], answers: Sequence[Answer]) -> float | None:
    """The seconds that Windows had run when these looks were made; None where none of them tells it. Raises
    WrongShape."""
    for look, answer in zip(looks, answers, strict=False):
        if look["verb"] == "boot" and answer.ok:
            return boot(answer.value).uptime
    return None


def pauses(first: float = 2.0, most: float = 15.0) -> Iterator[float]:
    """Seconds between two attempts: 2, 3, 4.5 ... 15."""
    pause = first
    while True:
        yield pause
        pause = min(pause * 1.5, most)


def has_rebooted(uptime: float, before: float | None, passed: float, jitter: float = 0.0) -> bool:
    """Whether Windows went down in the `passed` seconds since its uptime was `before` (None where that is not known).

    Had it not, it would run for `before + passed` seconds now; had it, for less than `passed`. The limit stands half of
    `before` from either: clocks that are set, and seconds that an answer was on its way, do not reach it. Where it has
    just booted that half is next to nothing, so `jitter` seconds are taken off as well."""
    return uptime < passed + min((before or 0.0) / 2, (before or 0.0) - jitter)


class _Wait:
    """What is known of a host while it is waited for."""

    def __init__(self, uptime: float | None, now: float) -> None:
        self.uptime, self.at = uptime, now
        self.reboots = 0
        self.answered = False
        self.last = "it has not answered yet"

    def heard(self, uptime: float, now: float) -> None:
        """An answer to a question that was sent at `now`."""
        if has_rebooted(uptime, self.uptime, now - self.at, JITTER if self.reboots else 0.0):
            self.reboots += 1
        if self.reboots:  # until then the look before the step says more than one whose answer may have been late
            self.uptime, self.at = uptime, now
        self.answered = True


def wait_for_reboot(
    ask: Callable[[list[Look]], Sequence[Answer]],
    reset: Callable[[], None],
    reboot: Reboot,
    uptime_before: float | None,
    say: Callable[[str], None],
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Returned:
    """Called when the host has taken the step that reboots it, or was lost at it.

    `ask` raises whatever it likes while the host is away; `reset` forgets the connection. A host that is back is
    looked at until `reboot.settled` says that it has come to rest; when it goes down once more, that is waited for as
    well. Raises HostProblem when `reboot.timeout` seconds are over."""
    began = told = clock()
    known = _Wait(uptime_before, began)
    say("reboots")
    for pause in pauses():
        sleep(pause)
        passed = clock() - began
        if passed > reboot.timeout:
            raise HostProblem(_too_late(known, reboot.timeout))
        if clock() - told >= SAY_EVERY:
            say(f"waiting for the reboot, {passed:.0f} of {reboot.timeout:.0f} s ({known.last})")
            told = clock()
        answers = _attempt(known, ask, reset, reboot.looks, clock)
        if answers is None:
            continue
        busy = reboot.settled(answers)
        if busy is None:
            return Returned(clock() - began, known.reboots, answers)
        known.last = busy
    raise AssertionError("pauses never end")


def _attempt(
    known: _Wait,
    ask: Callable[[list[Look]], Sequence[Answer]],
    reset: Callable[[], None],
    looks: list[Look],
    clock: Callable[[], float],
) -> Sequence[Answer] | None:
    """The answers to `looks` of a host that is back; None while it is not. Slow looks are asked only of one that is."""
    for asked in ([BOOT_LOOK], [BOOT_LOOK, *looks]):
        sent = clock()
        try:
            reset()
            answers = ask(asked)
            uptime = uptime_of(asked, answers)
        except Exception as error:  # whatever a connection plugin raises while the host is away
            known.last, known.answered = " ".join(str(error).split())[:200] or type(error).__name__, False
            return None
        if uptime is None:
            known.last = f"it does not say since when it runs ({answers[0].error.text or 'no reason is told'})"
            return None
        known.heard(uptime, sent)
        if not known.reboots:
            known.last = f"it has not gone down yet, and has run for {uptime:.0f} s"
            return None
    return answers[1:]


def _too_late(known: _Wait, timeout: float) -> str:
    limit = f"within reboot_timeout ({timeout:.0f} s)"
    if known.answered and not known.reboots:
        return (
            f"The host did not reboot {limit}: {known.last}. Was the shutdown aborted (shutdown /a), or is it held up "
            "by a program or a user? The System event log, source User32, names who asked for it and who aborted it. "
            "Reboot it, and run the play again."
        )
    if known.answered:
        return (
            f"The host is back from its reboot, but did not come to rest {limit}: {known.last}. See "
            "C:\\Windows\\Logs\\CBS\\CBS.log there; the next run goes on from where it stands."
        )
    return (
        f"The host did not come back from its reboot {limit}: {known.last}. Look at its console; the next run goes on "
        "from where it stands."
    )
