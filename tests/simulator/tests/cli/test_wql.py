"""The conditions that a filter may hold, and that anything else is refused."""

from __future__ import annotations

import pytest
from hostsim.fronts.light.wql import condition

ROWS = [
    {"Name": "docker", "ProcessId": 40, "Started": True, "Path": "C:\\x"},
    {"Name": "vmms", "ProcessId": 0, "Started": False, "Path": None},
    {"Name": "it's", "ProcessId": 7, "Started": True, "Path": "D:\\y z"},
]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Name = 'docker'", ["docker"]),
        ("name='DOCKER' or NAME = \"vmms\"", ["docker", "vmms"]),
        ("Name='it\\'s'", ["it's"]),
        ("ProcessId > 0 AND ProcessId <= 40", ["docker", "it's"]),
        ("NOT (Started = TRUE)", ["vmms"]),
        ("Started = TRUE AND NOT Name LIKE '%ock%'", ["it's"]),
        ("Name LIKE '_mms'", ["vmms"]),
        ("Path IS NULL", ["vmms"]),
        ("Path IS NOT NULL", ["docker", "it's"]),
        ("Path = 'c:\\\\X'", ["docker"]),
        ("Name <> 'docker' AND ProcessId != 7", ["vmms"]),
        ("ProcessId < 7 OR ProcessId >= 40", ["docker", "vmms"]),
        ("NoSuch = 1", []),
    ],
)
def test_conditions(text: str, names: list[str]) -> None:
    wanted = condition(text)
    assert [row["Name"] for row in ROWS if wanted(row)] == names


@pytest.mark.parametrize(
    "text",
    ["", "Name", "Name =", "Name = docker", "Name ~ 'x'", "(Name = 'x'", "Name = 'x' 'y'", "Name = 'x", "a IS 1"],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Invalid query"):
        condition(text)
