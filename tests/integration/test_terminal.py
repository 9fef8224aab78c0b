"""What a host says reaches a terminal and a result without what steers either."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable

import pytest
from fronts import LIGHT_ONLY
from simulated import READY, WEB, SimulatedFleet

pytestmark = LIGHT_ONLY
# A text of the host, and what is read of it.
TEXTS = {
    "a colour": ("red \x1b[31malert\x1b[0m end", "red alert end"),
    "the title of the window": ("a\x1b]0;owned\x07b", "a"),
    "a clear screen": ("gone\x1b[2J\x1b[Hhere", "gonehere"),
    "an 8-bit control": ("one\x9b31mtwo", "one"),
    "backspaces": ("denied\x08\x08\x08\x08\x08\x08allowed", "denied"),
    "a lone carriage return": ("failed\rsucceeded", "failed succeeded"),
    "direction marks": ("user \u202egnp.exe\u202c end", "user gnp.exe end"),
    "isolates": ("user \u2066a\u2069 b\u2067c\u2069", "user a bc"),
    "marks beside letters": ("a\u200eb\u200fc\u061cd", "abcd"),
    "line separators": ("one\u2028two\u2029three\x85four", "one two three four"),
    "a byte order mark": ("\ufeffstart", "start"),
}


@pytest.fixture(scope="module")
def fleet(fleet_of: Callable[..., SimulatedFleet]) -> SimulatedFleet:
    return fleet_of(srv=READY)


def steers(text: str) -> set[str]:
    """Control and direction marks, but for the newline and the tab."""
    return {
        repr(mark) for mark in text if unicodedata.category(mark) in ("Cc", "Cf", "Zl", "Zp") and mark not in "\n\t"
    }


@pytest.mark.parametrize("what", TEXTS)
def test_an_error_of_the_host_does_not_steer_the_terminal(fleet: SimulatedFleet, what: str) -> None:
    said, read = TEXTS[what]
    fleet.fault("srv", "pull-error", text=said)
    run = fleet.task("srv", "containers", {"project": "t", "containers": [WEB]}, "-vvv")
    fleet.fault("srv", "clear")
    result = run.of("containers")["srv"]
    assert run.hosts["srv"]["failures"] == 1, run.output
    told = result["msg"].replace("\\n", " ")  # of a JSON text that is shown as it is
    assert read in " ".join(told.split()), result["msg"]
    assert steers(json.dumps(result, ensure_ascii=False)) == set()
    shown = "\n".join(line for line in run.output.splitlines() if "(stdout" not in line and "<127.0.0.1>" not in line)
    assert steers(shown) == set()
