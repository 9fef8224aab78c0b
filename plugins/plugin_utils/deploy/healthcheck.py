# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How is a container's health asked? The option healthcheck, as the engine takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.deploy.durations import NANOSECONDS, duration
from ansible_collections.winfleet.containers.plugins.plugin_utils.host.door import shown

HEALTH_OPTIONS: dict[str, Any] = {
    "test": {"type": "raw"},
    "interval": {"type": "str"},
    "timeout": {"type": "str"},
    "start_period": {"type": "str"},
    "start_interval": {"type": "str"},
    "retries": {"type": "int"},
    "disable": {"type": "bool", "default": False},
}
# Our word, the engine's member, and how it is read (moby api/types/container HealthConfig, Docker image spec).
TIMES = {
    "interval": "Interval",
    "timeout": "Timeout",
    "start_period": "StartPeriod",
    "start_interval": "StartInterval",
}
SHORTEST = NANOSECONDS["ms"]  # the engine refuses less (recorded)
# How many words a test of each kind has
KINDS = {"CMD": (2, 1000), "CMD-SHELL": (2, 2), "NONE": (1, 1)}


def healthcheck(value: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent, of what is declared: an unset member is the image's, as is a test that is not declared. Raises
    ValueError."""
    given = {key: item for key, item in value.items() if item is not None}
    if given.pop("disable", False):
        others = sorted(key for key in given)
        if others:
            raise ValueError(f"disable: true goes with nothing else; leave out {', '.join(others)}")
        return {"Test": ["NONE"]}
    made: dict[str, Any] = {}
    if "test" in given:
        made["Test"] = _test(given["test"])
    for word, member in TIMES.items():
        if word in given:
            made[member] = _time(word, given[word])
    if "retries" in given:
        if given["retries"] < 1:
            raise ValueError(f"retries: {shown(given['retries'], 'allowed are numbers from 1', False)}")
        made["Retries"] = given["retries"]
    if not made:
        raise ValueError("nothing is declared in it; give test, or leave it out for the image's own")
    if made.get("Test") == ["NONE"] and len(made) > 1:
        raise ValueError("a test of NONE switches the check off; leave out the other members")
    return made


def _test(value: Any) -> list[str]:
    """A text goes to the image's shell; a list begins with CMD, CMD-SHELL or NONE, as in compose."""
    if isinstance(value, str) and value.strip() in KINDS:
        raise ValueError(
            f"test: {shown(value, f'as a text it is a command; as a list it is [{value.strip()}]', False)}"
        )
    if isinstance(value, str) and value.strip():
        return ["CMD-SHELL", value]
    if isinstance(value, list) and value and all(isinstance(item, (str, int, float)) for item in value):
        words = [str(item) for item in value]
        complete = (
            len(words) == 1 if words[0] == "NONE" else len(words) == 2 if words[0] == "CMD-SHELL" else len(words) > 1
        )
        if words[0] in KINDS and complete and not any(isinstance(item, bool) for item in value):
            return words
    raise ValueError(
        "test: allowed is a text, or a list that begins with CMD (a program and its arguments follow), CMD-SHELL (one "
        "command line follows) or NONE"
    )


def _time(word: str, value: Any) -> int:
    try:
        found = duration(value)
    except ValueError as error:
        raise ValueError(f"{word}: {shown(value, str(error), False)}") from None
    if found < SHORTEST:
        raise ValueError(
            f"{word}: {shown(value, 'the least is 1ms; leave it out for the engine' + chr(39) + 's own', False)}"
        )
    return found
