"""Options that Windows refuses or ignores, and CPU options that do not go together."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.winfleet.containers.plugins.plugin_utils.judge.options import refused_options
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.refused_options import (
    CPU_CONFLICTS,
    REFUSED_OPTIONS,
)


@pytest.mark.parametrize("name", sorted(REFUSED_OPTIONS))
def test_every_option_is_told_in_both_spellings(name: str) -> None:
    for spelling in (name, "".join(part.title() for part in name.split("_"))):
        [finding] = refused_options({spelling: 7})
        assert finding["option"] == spelling
        assert finding["action"] == REFUSED_OPTIONS[name]["action"] in ("refuse", "warn")
        assert finding["reason"] and finding["source"] and spelling in finding["way_out"]


@pytest.mark.parametrize(
    "options",
    [
        {"privileged": False},
        {"cap_add": []},
        {"memory_swappiness": -1},
        {"ipc_mode": "private"},
        {"pid_mode": ""},
        {"memory": 5},
        {"pids_limit": -1},
        {"pids_limit": 0},
        {"cap_add": ["ALL"]},
        {"mem_swappiness": None},
    ],
)
def test_what_asks_for_nothing_is_not_told(options: dict[str, Any]) -> None:
    assert refused_options(options) == []


@pytest.mark.parametrize("name", ["shm_size", "ipc_mode", "pid_mode"])
def test_what_windows_cannot_share_says_so(name: str) -> None:
    assert "Windows has no" in REFUSED_OPTIONS[name]["reason"]
    assert REFUSED_OPTIONS[name]["action"] == "refuse"


@pytest.mark.parametrize("row", CPU_CONFLICTS)
@pytest.mark.parametrize("mode", ["process", "hyperv"])
def test_cpu_conflicts(row: Any, mode: str) -> None:
    options = dict.fromkeys(row.options, 2)
    found = refused_options(options, mode)
    assert bool(found) is (row.only in (None, mode))
    assert all(finding["action"] == row.action and finding["reason"] == row.reason for finding in found)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("cpu_shares", 1, False),
        ("cpu_shares", 10001, True),
        ("cpu_percent", 101, True),
        ("cpu_percent", 100, False),
        ("cpu_count", -1, True),
        ("cpu_count", 64, False),
        ("cpus", 0.005, True),
        ("cpus", 4, False),
        ("cpus", 4.5, True),
    ],
)
def test_cpu_ranges(name: str, value: float, told: bool) -> None:
    assert bool(refused_options({name: value}, "process", 4)) is told


def test_without_the_hosts_processors_only_the_least_is_known() -> None:
    assert refused_options({"cpus": 400}) == []
    assert len(refused_options({"cpus": 0.001})) == 1


@pytest.mark.parametrize("name", ["memory_swappiness", "mem_swappiness", "MemorySwappiness"])
def test_a_swappiness_of_zero_is_refused_as_the_engine_does(name: str) -> None:
    [finding] = refused_options({name: 0})
    assert finding["action"] == "refuse"


@pytest.mark.parametrize("value", ["two", [], {"a": 1}, True, "1.5"])
@pytest.mark.parametrize("name", ["cpu_count", "cpus", "cpu_shares", "cpu_percent"])
def test_what_is_no_number_is_no_python_error(name: str, value: Any) -> None:
    found = refused_options({name: value})
    assert all(finding["action"] == "refuse" for finding in found)


def test_capabilities_are_refused_by_the_engine_and_not_ignored() -> None:
    [finding] = refused_options({"cap_add": ["NET_ADMIN"]})
    assert "the engine refuses" in finding["reason"]
