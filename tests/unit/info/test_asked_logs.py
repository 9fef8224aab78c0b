"""What may be asked of container_logs, and what since means."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import Refused, checked
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.asked_logs import ARGUMENTS, read
from ansible_collections.winfleet.containers.plugins.plugin_utils.info.since import Since, since
from hypothesis import given
from hypothesis import strategies as st

NOW = "2026-11-24T09:00:00.5Z"


def options(**given: Any) -> dict[str, Any]:
    made, problems = checked(ARGUMENTS, given)
    assert problems == []
    return read(made)


def problems(**given: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        options(**given)
    return caught.value.problems


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"name": "web"}, ["web"]),
        ({"names": ["web", "api", "web"]}, ["web", "api"]),
        ({"names": "web,api"}, ["web", "api"]),
        ({"project": "shop"}, []),
        ({"name": "web.winfleet-failed"}, ["web.winfleet-failed"]),
    ],
)
def test_whose_logs(given: dict[str, Any], names: list[str]) -> None:
    made = options(**given)
    assert (made["names"], made["tail"], made["since"], made["max_bytes"]) == (names, 100, None, 2**20)
    assert (made["stdout"], made["stderr"], made["timestamps"], made["secrets"]) == (True, True, False, None)


@pytest.mark.parametrize(
    "given", [{}, {"name": "web", "project": "x"}, {"name": "web", "names": ["api"]}, {"names": []}, {"name": ""}]
)
def test_exactly_one_of_the_three(given: dict[str, Any]) -> None:
    (text,) = problems(**given)
    assert text.startswith("name, names, project: give one of the three")


@pytest.mark.parametrize(
    ("given", "option", "allowed"),
    [
        ({"tail": 0}, "tail", "numbers from 1 to 100000"),
        ({"tail": 100_001}, "tail", "numbers from 1 to 100000"),
        ({"max_bytes": 1023}, "max_bytes", "numbers from 1024 to 16777216"),
        ({"max_bytes": 2**24 + 1}, "max_bytes", "numbers from 1024 to 16777216"),
        ({"since": "soon"}, "since", "such as 600, 10m"),
        ({"since": "10 m"}, "since", "such as 600, 10m"),
        ({"since": "-5"}, "since", "such as 600, 10m"),
        ({"since": "2026-13-24"}, "since", "such as 600, 10m"),
        ({"since": ""}, "since", "such as 600, 10m"),
        ({"stdout": False, "stderr": False}, "stdout, stderr", "at least one"),
    ],
)
def test_values_that_are_not_allowed(given: dict[str, Any], option: str, allowed: str) -> None:
    (text,) = problems(name="web", **given)
    assert text.startswith(f"{option}: ")
    assert allowed in text


def test_names_that_are_none() -> None:
    assert problems(name="w/b")[0].startswith("name: 'w/b' is not allowed; allowed are two to 255")
    assert [text[:12] for text in problems(names=["/web", "a b"])] == ["names: '/web", "names: 'a b'"]


def test_a_secret_is_never_said() -> None:
    _options, wrong = checked(ARGUMENTS, {"name": "web", "secrets": {"correct-horse": 1}})
    assert "correct-horse" not in str(wrong)


@pytest.mark.parametrize(
    ("text", "found", "told"),
    [
        ("600", Since(600), "1763974200.500000"),
        (" 90.5 ", Since(90.5), "1763974710.000000"),
        ("10m", Since(600), "1763974200.500000"),
        ("1h30m", Since(5400), "1763969400.500000"),
        ("500ms", Since(0.5), "1763974800.000000"),
        ("0", Since(0), "1763974800.500000"),
        ("999999999", Since(999999999), "763974801.500000"),
        ("1763971200", Since(None, 1763971200), "1763971200.000000"),
        ("1763971200.25", Since(None, 1763971200.25), "1763971200.250000"),
        ("2026-11-24T08:00:00Z", Since(None, 1795507200), "1795507200.000000"),
        ("2026-11-24T09:00:00.5+01:00", Since(None, 1795507200.5), "1795507200.500000"),
        ("2026-11-24 08:00:00", Since(None, 1795507200), "1795507200.000000"),
        ("2026-11-24", Since(None, 1795478400), "1795478400.000000"),
        ("1912-06-23", Since(None, 0), "0.000000"),
    ],
)
def test_since(text: str, found: Since, told: str) -> None:
    assert since(text) == found
    assert found.seconds("2025-11-24T09:00:00.5Z") == told


@pytest.mark.parametrize("now", [None, "", "soon", "0001-01-01T00:00:00Z"])
def test_without_a_clock_only_a_moment_is_known(now: str | None) -> None:
    assert Since(600).seconds(now) is None
    assert Since(None, 5).seconds(now) == "5.000000"


@given(st.text(max_size=20))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    try:
        said = since(text).seconds(NOW)
    except ValueError as error:
        assert str(error).startswith("allowed are seconds")
        return
    assert said is not None
    assert float(said) >= 0
