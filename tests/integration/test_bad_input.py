"""Bad input is one clear error that names container, option, value and what is allowed, and nothing is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

pytestmark = LIGHT_ONLY

# what is wrong: the containers that are declared, and the words that the error must have
BAD: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "an unknown isolation mode": (
        [{**WEB, "isolation": "vm"}],
        ["web", "isolation", "vm", "process", "hyperv", "default"],
    ),
    "no isolation mode": (
        [{k: v for k, v in WEB.items() if k != "isolation"}],
        ["web", "isolation", "process", "hyperv", "default"],
    ),
    "two containers of one name": ([WEB, {**WEB, "isolation": "hyperv"}], ["web", "name"]),
    "a mount without a target": (
        [{**WEB, "mounts": [{"type": "bind", "source": "C:\\data"}]}],
        ["web", "mounts", "target", "C:\\data"],
    ),
    "a memory text that is none": ([{**WEB, "memory": "lots"}], ["web", "memory", "lots", "512m"]),
    "an unknown option": ([{**WEB, "colour": "blue"}], ["web", "colour", "blue", "command"]),
    "two errors": (
        [{**WEB, "name": "zebra", "memory": "lots"}, {**WEB, "name": "apple", "isolation": "vm"}],
        ["zebra", "lots", "apple", "vm"],
    ),
    "an option that Windows refuses": ([{**WEB, "privileged": True}], ["web", "privileged", "Windows"]),
}


@pytest.fixture(scope="module")
def refused(fleet_of: Callable[..., SimulatedFleet]) -> dict[str, str]:
    """The messages of all attempts, after which the host has not heard a word."""
    host = fleet_of(srv=READY)
    host.counts("srv", reset=True)
    messages = host.attempts(
        {wrong: ("srv", "containers", {"project": "test", "containers": BAD[wrong][0]}) for wrong in BAD}
    )
    assert host.counts("srv")["messages"] == 0
    return messages


@pytest.mark.parametrize("wrong", BAD)
def test_one_clear_error_and_nothing_is_sent(refused: dict[str, str], wrong: str) -> None:
    assert [word for word in BAD[wrong][1] if word not in refused[wrong]] == [], refused[wrong]


def test_all_that_is_wrong_with_a_set_is_one_message_sorted_by_container(refused: dict[str, str]) -> None:
    message = refused["two errors"]
    assert message.index("apple") < message.index("zebra")
