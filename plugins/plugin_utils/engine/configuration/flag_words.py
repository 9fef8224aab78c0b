# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How does dockerd read the words of its command line? pflag's rules."""

from __future__ import annotations

from dataclasses import dataclass

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.command_line import Word
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_settings import (
    is_switch,
    long_name,
    setting_of_flag,
)


def key_of(flag: str) -> str:
    """The key of daemon.json that a flag sets, "" where there is none."""
    row = setting_of_flag(flag)
    return row.key if row else ""


@dataclass(frozen=True)
class Part:
    """A flag, and the words (by their numbers) that it stands in. Several may share one: -DG docker-users."""

    name: str
    value: str | None
    places: tuple[int, ...]


def parts(line: list[Word]) -> tuple[list[Part], tuple[str, ...]]:
    found: list[Part] = []
    rest: list[str] = []
    at = 0
    while at < len(line):
        text = line[at].text
        following = line[at + 1].text if at + 1 < len(line) else None
        if text == "--":
            rest += [word.text for word in line[at + 1 :]]
            break
        if text.startswith("-") and text != "-":
            made, taken = _long(text, following) if text.startswith("--") else _short(text[1:], following)
            places = tuple(range(at, at + 1 + taken))
            found += [Part(name, value, places) for name, value in made]
            at += taken
        else:
            rest.append(text)
        at += 1
    return found, tuple(rest)


Made = tuple[list[tuple[str, str | None]], int]


def _long(text: str, following: str | None) -> Made:
    name, equals, value = text[2:].partition("=")
    if equals:
        return [(name, value)], 0
    if is_switch(name) or following is None or (not takes_a_word(name) and following.startswith("-")):
        return [(name, None)], 0
    return [(name, following)], 1


def _short(letters: str, following: str | None) -> Made:
    made: list[tuple[str, str | None]] = []
    while letters:
        name = long_name(letters[0]) or letters[0]
        letters = letters[1:]
        if letters[:1] == "=" and len(letters) > 1:
            return [*made, (name, letters[1:])], 0
        if is_switch(name):
            made.append((name, None))
        elif letters:
            return [*made, (name, letters)], 0
        elif following is None:
            return [*made, (name, None)], 0
        else:
            return [*made, (name, following)], 1
    return made, 0


def takes_a_word(name: str) -> bool:
    return setting_of_flag(name) is not None or name in ("config-file", "service-name", "containerd-plugins-namespace")
