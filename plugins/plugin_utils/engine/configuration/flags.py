# Copyright: (c) 2026, winfleet.containers contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What does a service's command line (its ImagePath) say to dockerd? pflag's rules, with the flags of
knowledge/engine_settings.py."""

from __future__ import annotations

import ntpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.command_line import (
    quoted,
    words,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.engine.configuration.flag_words import (
    Part,
    key_of,
    parts,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_setting_row import (
    LISTS,
    NRI,
    NUMBER,
    PROXIES,
    SWITCH,
    SWITCHES,
    TABLE,
    TABLES,
)
from ansible_collections.winfleet.containers.plugins.plugin_utils.knowledge.engine_settings import (
    setting_of_flag,
)

PROGRAM_DATA = "C:\\ProgramData\\docker"
CONFIG = "config\\daemon.json"
SERVICE = "docker"
# Programs that run another one as their service; WinSW is renamed by whoever uses it, and then told by its registry
WRAPPER = re.compile(r"(?:nssm|winsw|srvany|shawl)(?:[-.\w]*)\.exe", re.IGNORECASE)
TRUE = ("1", "t", "T", "true", "TRUE", "True")
FALSE = ("0", "f", "F", "false", "FALSE", "False")


@dataclass(frozen=True)
class Flags:
    """`program` is the path of the exe that the command line names; where that is a wrapper, `wrapper` is it as well,
    and nothing is known of dockerd's flags. `given`: the flags by their long names in their order, None for a switch
    without a word. `rest`: words that are no flag's, with which no engine starts."""

    program: str
    wrapper: str = ""
    given: tuple[tuple[str, str | None], ...] = field(default=())
    rest: tuple[str, ...] = ()

    @property
    def config_file(self) -> str | None:
        return self.value("config-file")

    @property
    def service_name(self) -> str:
        return self.value("service-name") or SERVICE

    def value(self, key: str) -> str | None:
        """The last value of a key of daemon.json, or of a flag; "true" of a switch without a word, None where it is
        not given."""
        found = [value for name, value in self.given if key and key in (name, key_of(name))]
        return None if not found else "true" if found[-1] is None else found[-1]

    def less(self, keys: Collection[str]) -> Flags:
        """Without the flags of these keys of daemon.json."""
        return replace(self, given=tuple(pair for pair in self.given if key_of(pair[0]) not in keys))

    @property
    def file(self) -> str:
        """Which daemon.json the engine reads: a data-root among the flags moves it, one in the file does not (moby
        daemon/command/daemon.go)."""
        return self.config_file or ntpath.join(self.value("data-root") or PROGRAM_DATA, CONFIG)


def service_flags(image_path: str) -> Flags:
    program, rest = _program(image_path)
    if WRAPPER.fullmatch(ntpath.basename(program)):
        return Flags(program, program)
    found, left = parts(words(rest))
    return Flags(program, "", tuple((part.name, part.value) for part in found), left)


def _program(image_path: str) -> tuple[str, str]:
    """The program and what follows it. Without quotes Windows takes the first that ends in .exe where there are blanks
    in the path."""
    line = image_path.strip()
    if not line.startswith('"'):
        found = re.match(r"(?i)(.*?\.exe)(?=[ \t]|$)", line)
        if found:
            return found[1], line[found.end() :]
    first = words(line)[:1]
    return (first[0].text, line[first[0].end :]) if first else ("", "")


def settings_of(flags: Flags) -> dict[str, Any]:
    """What the flags say, under daemon.json's keys and in its types. A word that is none of the type stays a text."""
    made: dict[str, Any] = {}
    for name, value in flags.given:
        row = setting_of_flag(name)
        if row is None:
            continue
        if row.kind == PROXIES:
            made[row.key] = {**made.get(row.key, {}), name: value or ""}
        elif row.kind in _TABLES:
            _TABLES[row.kind](made.setdefault(row.key, {}), value or "")
        elif row.kind in LISTS:
            told = (value or "").split(",") if row.key == "dns" else [value or ""]
            made[row.key] = [*made.get(row.key, []), *(item.strip() for item in told)]
        else:
            made[row.key] = _SCALARS.get(row.kind, str)("true" if value is None and row.kind == SWITCH else value or "")
    return made


def _switch(value: str) -> bool | str:
    return True if value in TRUE else False if value in FALSE else value


def _number(value: str) -> int | str:
    return int(value) if re.fullmatch(r"[+-]?(?:0|[1-9]\d*)", value) else value


def _pair(table: dict[str, Any], value: str) -> None:
    key, _equals, told = value.partition("=")
    table[key] = told


def _feature(table: dict[str, Any], value: str) -> None:
    key, equals, told = value.partition("=")
    table[key] = _switch(told) if equals else True


def _nested(table: dict[str, Any], value: str) -> None:
    root, _equals, pair = value.partition("=")
    _pair(table.setdefault(root, {}), pair)


def _nri(table: dict[str, Any], value: str) -> None:
    for part in value.split(","):
        key, equals, told = part.partition("=")
        table[key] = (_switch(told) if equals else True) if key == "enable" else told


_SCALARS: Mapping[str, Callable[[str], Any]] = {SWITCH: _switch, NUMBER: _number}
_TABLES: Mapping[str, Callable[[dict[str, Any], str], None]] = {
    TABLE: _pair,
    SWITCHES: _feature,
    TABLES: _nested,
    NRI: _nri,
}


def without(image_path: str, keys: Collection[str]) -> str:
    """The command line without the flags of these keys of daemon.json; all else stays letter by letter, but for
    letters that shared a word with one of them."""
    program, rest = _program(image_path)
    if WRAPPER.fullmatch(ntpath.basename(program)):
        return image_path
    line = words(rest)
    replaced = dict(_replaced(parts(line)[0], keys))
    made: list[str] = []
    gone = {place for places in replaced for place in places}
    for number, word in enumerate(line):
        new = next((text for places, text in replaced.items() if places[0] == number), None)
        if number not in gone:
            made.append(rest[word.start : word.end])
        elif new:
            made.append(new)
    if not gone:
        return image_path
    stripped = image_path.strip()
    return " ".join([stripped[: len(stripped) - len(rest)].rstrip(), *made])


def _replaced(found: list[Part], keys: Collection[str]) -> Iterator[tuple[tuple[int, ...], str]]:
    """The words that hold a flag of these keys, and what stands there then: the others of theirs, by long names."""
    for places in dict.fromkeys(part.places for part in found):
        together = [part for part in found if part.places == places]
        stay = [part for part in together if key_of(part.name) not in keys or not key_of(part.name)]
        if len(stay) < len(together):
            yield places, " ".join(_spelt(part) for part in stay)


def _spelt(part: Part) -> str:
    return f"--{part.name}" if part.value is None else quoted(f"--{part.name}={part.value}")
