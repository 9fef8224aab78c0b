"""Waiting for a reboot, on a clock of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.reboot import pauses, text_of, wait_for_reboot


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def wait(answers: Iterator[str | Exception], timeout: float = 600) -> tuple[float, list[str], int]:
    clock, said, resets = Clock(), [], []

    def boot_time() -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    seconds = wait_for_reboot(
        boot_time, lambda: resets.append(1), "before", timeout, said.append, clock=lambda: clock.now, sleep=clock.sleep
    )
    return seconds, said, len(resets)


def test_it_is_back_when_the_boot_time_is_another_one() -> None:
    seconds, said, resets = wait(iter(["before", OSError("refused"), OSError("refused"), "after"]))
    assert seconds == pytest.approx(2 + 3 + 4.5 + 6.75)
    assert resets == 4
    assert said == []


def test_a_long_wait_shows_that_it_lives() -> None:
    answers = iter([*["before"] * 3, *[OSError("connection refused")] * 10, "after"])
    _, said, _ = wait(answers)
    assert len(said) >= 2
    assert "of 600 s" in said[0]
    assert "connection refused" in said[-1]


def test_a_host_that_stays_away_ends_in_time_with_the_last_error() -> None:
    def forever() -> Iterator[Exception]:
        while True:
            yield OSError("no route to host")

    with pytest.raises(TimeoutError, match="no route to host"):
        wait(forever(), timeout=100)


def test_a_host_that_never_goes_down_is_told() -> None:
    with pytest.raises(TimeoutError, match="has not gone down"):
        wait(iter(["before"] * 1000), timeout=100)


def test_pauses_grow_and_stop_growing() -> None:
    found = list(islice(pauses(), 12))
    assert found == sorted(found)
    assert found[0] == 2
    assert found[-1] == 15


def test_a_boot_look_that_failed_is_an_error() -> None:
    assert text_of({"ok": True, "value": {"LastBootUpTime": "t"}}) == "t"
    with pytest.raises(ValueError, match="denied"):
        text_of({"ok": False, "error": {"text": "denied"}})
