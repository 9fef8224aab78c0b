"""Waiting for a reboot, on a clock of its own, with a host that goes down when it is told to and comes to rest late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice, product
from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.answers.verbs import Answer, Failure
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.parts import Look, Reboot
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.problems import HostProblem, WrongShape
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.reboot import (
    BOOT_LOOK,
    Returned,
    has_rebooted,
    pauses,
    uptime_of,
    wait_for_reboot,
)

LOOK: Look = {"verb": "features"}


class Host:
    """`down` are the (begin, end) in which it is away, in seconds since the step; what it answers costs `slow`
    seconds."""

    def __init__(self, down: Sequence[tuple[float, float]], uptime: float = 86_400, slow: float = 0.0) -> None:
        self.now, self.down, self.before, self.slow = 0.0, down, uptime, slow
        self.jitter = 0.0
        self.asked: list[list[str]] = []
        self.resets = 0
        self.said: list[str] = []

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def reset(self) -> None:
        self.resets += 1

    def ask(self, looks: list[Look]) -> list[Answer]:
        self.asked.append([look["verb"] for look in looks])
        if any(begin <= self.now < end for begin, end in self.down):
            self.now += 1
            raise OSError("connection refused\r\nby the host")
        ups = [end for _begin, end in self.down if end <= self.now]
        uptime = self.now - max(ups) if ups else self.before + self.now
        self.now += self.slow
        self.jitter = -self.jitter
        return [
            Answer(True, {"Uptime": max(0.0, uptime + self.jitter)} if look["verb"] == "boot" else self.now)
            for look in looks
        ]

    def wait(
        self,
        timeout: int = 600,
        settled: Callable[[Sequence[Answer]], str | None] = lambda answers: None,
        before: Any = "its own",
    ) -> Returned:
        return wait_for_reboot(
            self.ask,
            self.reset,
            Reboot(timeout, [LOOK], settled),
            self.before if before == "its own" else before,
            self.said.append,
            clock=lambda: self.now,
            sleep=self.sleep,
        )


def test_it_is_back_when_it_runs_for_less_than_it_was_waited_for() -> None:
    host = Host([(5, 60)])
    returned = host.wait()
    assert 60 <= returned.seconds < 80
    assert returned.reboots == 1
    assert [answer.value for answer in returned.answers] == [host.now]
    assert host.asked[-1] == ["boot", "features"]
    assert all(asked == ["boot"] for asked in host.asked[:-1])  # slow looks only of a host that is back
    assert host.resets == len(host.asked)


@pytest.mark.parametrize("before", [None, 1.0, 30.0, 86_400.0, 400 * 86_400.0])
def test_however_long_it_ran_before(before: float | None) -> None:
    host = Host([(5, 60)], uptime=before or 500)
    assert host.wait(before=before).reboots == 1


def test_a_boot_time_that_jitters_is_no_reboot() -> None:
    host = Host([(100, 160)], uptime=3600)
    host.jitter = 2.0
    returned = host.wait()
    assert returned.reboots == 1
    assert returned.seconds > 160


@pytest.mark.parametrize(("before", "passed"), list(product([1.0, 60.0, 86_400.0], [0.0, 2.0, 600.0])))
def test_the_limit_stands_between_a_host_that_stayed_and_one_that_went(before: float, passed: float) -> None:
    assert not has_rebooted(before + passed, before, passed)
    assert not has_rebooted(before + passed - before / 3, before, passed)
    assert has_rebooted(passed, before, passed)
    assert has_rebooted(0, before, passed)


def test_it_is_looked_at_until_it_has_come_to_rest() -> None:
    host, busy = Host([(5, 60)]), iter(["the Containers feature is still enable_pending"] * 2)
    returned = host.wait(settled=lambda answers: next(busy, None))
    assert returned.reboots == 1
    assert host.asked.count(["boot", "features"]) == 3


def test_a_second_reboot_on_the_way_is_noticed_and_counted() -> None:
    host = Host([(5, 60), (100, 150)])
    returned = host.wait(settled=lambda answers: "pending" if host.now < 150 else None)
    assert returned.reboots == 2
    assert 150 <= returned.seconds < 170


def test_a_second_reboot_between_two_looks_is_noticed_too() -> None:
    host = Host([(5, 60), (100, 101)])
    assert host.wait(settled=lambda answers: "pending" if host.now < 120 else None).reboots == 2


@pytest.mark.parametrize("slow", [0.0, 200.0])
def test_slow_answers_do_not_make_a_reboot_out_of_none(slow: float) -> None:
    host = Host([], uptime=30, slow=slow)
    with pytest.raises(HostProblem, match="did not reboot"):
        host.wait()


def test_a_long_wait_shows_that_it_lives() -> None:
    host = Host([(5, 160)])
    host.wait()
    assert host.said[0] == "reboots"
    assert len(host.said) >= 4
    assert "of 600 s" in host.said[1]
    assert "connection refused by the host" in host.said[-1]


def test_a_host_that_stays_away_ends_in_time_with_the_last_error() -> None:
    host = Host([(5, 10**9)])
    with pytest.raises(HostProblem, match=r"did not come back .* within reboot_timeout \(100 s\): connection refused"):
        host.wait(timeout=100)
    assert host.now < 120


def test_a_host_that_never_goes_down_is_told() -> None:
    with pytest.raises(HostProblem, match=r"did not reboot within reboot_timeout \(100 s\).*aborted \(shutdown /a\)"):
        Host([]).wait(timeout=100)


def test_a_host_that_does_not_come_to_rest_is_told_with_what_it_is_busy_with() -> None:
    with pytest.raises(HostProblem, match=r"did not come to rest within reboot_timeout \(200 s\): still configuring"):
        Host([(5, 60)]).wait(timeout=200, settled=lambda answers: "still configuring")


def test_one_that_went_away_again_and_stayed_is_not_said_to_be_back() -> None:
    with pytest.raises(HostProblem, match="did not come back"):
        Host([(5, 60), (100, 10**9)]).wait(timeout=200, settled=lambda answers: "pending")


def test_a_boot_look_that_fails_or_does_not_fit_is_waited_over() -> None:
    host = Host([(5, 60)])
    ask, odd = host.ask, iter([Answer(False, None, Failure("x", "", "WMI is starting")), Answer(True, {"Uptime": "x"})])

    def strange(looks: list[Look]) -> list[Answer]:
        answers = ask(looks)
        return [found, *answers[1:]] if host.now > 60 and (found := next(odd, None)) else answers

    host.ask = strange  # type: ignore[method-assign]
    assert host.wait().reboots == 1


def test_what_the_states_cannot_be_read_of_is_not_waited_over() -> None:
    def broken(answers: Sequence[Answer]) -> str | None:
        raise WrongShape("the look features", "dism", "null", "an object")

    with pytest.raises(WrongShape):
        Host([(5, 60)]).wait(settled=broken)


def test_pauses_grow_and_stop_growing() -> None:
    found = list(islice(pauses(), 12))
    assert found == sorted(found)
    assert found[0] == 2
    assert found[-1] == 15


def test_the_uptime_is_that_of_the_boot_look_among_others() -> None:
    up, failed = Answer(True, {"Uptime": 61.5}), Answer(False)
    assert uptime_of([LOOK, BOOT_LOOK], [Answer(True), up]) == 61.5
    assert uptime_of([BOOT_LOOK], [failed]) is None
    assert uptime_of([LOOK], [up]) is None
    assert uptime_of([LOOK, BOOT_LOOK], [up]) is None
