"""How does dockerd read its command line? pflag's rules, cobra's answers (moby cmd/dockerd/{cobra,required}.go)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .addresses import NotAllowed
from .flag_table import Flag, Number, flags_of
from .go_format import quoted
from .usage import HINT, usage
from .values import Value


@dataclass
class Flags:
    """All flags with their values; `changed` are those of the command line."""

    table: dict[str, Flag]
    values: dict[str, Value]
    changed: set[str] = field(default_factory=set)
    rest: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what pflag says of deprecated flags

    def __getitem__(self, name: str) -> Any:
        return self.values[name].value

    def visited(self) -> list[str]:
        """The flags of the command line in pflag's order."""
        return [name for name in self.table if name in self.changed]


class BadUsage(Exception):
    """What dockerd prints for a command line that it does not take; exit code 1."""


def parse(arguments: Sequence[str], number: Number) -> Flags:
    """Raises BadUsage with all that is printed."""
    table = flags_of(number)
    flags = Flags(table, {name: flag.make() for name, flag in table.items()})
    try:
        _parse(list(arguments), flags)
    except NotAllowed as error:
        more = f"\n\n{usage(table)}" if _has_commands(number) else ""
        raise BadUsage(f"Status: {error}\n{HINT}{more}, Code: 125") from error
    return flags


def check_rest(flags: Flags, number: Number) -> None:
    """dockerd takes nothing but flags; with the dummy command of 28 cobra prints its usage instead. BadUsage."""
    if not flags.rest:
        return
    if _has_commands(number):
        raise BadUsage("\n" + usage(flags.table).rstrip("\n"))
    raise BadUsage(
        f'"dockerd" accepts no argument(s).\n{HINT}\n\nUsage:  dockerd [OPTIONS]\n\n'
        "A self-sufficient runtime for containers."
    )


def _has_commands(number: Number) -> bool:
    """Since 28.0 and until 29.0 dockerd had a hidden command, for cobra to complete its flags."""
    return (28, 0) <= number < (29, 0)


def _parse(left: list[str], flags: Flags) -> None:
    shorts = {flag.short: flag for flag in flags.table.values() if flag.short}
    while left:
        word = left.pop(0)
        if word == "--":
            flags.rest += left
            return
        if word.startswith("--"):
            _long(word, left, flags)
        elif word.startswith("-") and word != "-":
            letters = word[1:]
            while letters:
                letters = _short(letters, left, flags, shorts)
        else:
            flags.rest.append(word)


def _long(word: str, left: list[str], flags: Flags) -> None:
    name, equals, value = word[2:].partition("=")
    if word[2] in "-=":
        raise NotAllowed(f"bad flag syntax: {word}")
    flag = flags.table.get(name)
    if flag is None:
        raise NotAllowed(f"unknown flag: --{name}")
    if not equals:
        if flags.values[name].type == "bool":
            value = "true"
        elif left:
            value = left.pop(0)
        else:
            raise NotAllowed(f"flag needs an argument: {word}")
    _set(flag, value, flags)


def _short(letters: str, left: list[str], flags: Flags, shorts: dict[str, Flag]) -> str:
    """The letters that are left of a word such as -DHtcp://."""
    flag = shorts.get(letters[0])
    named = "'" + quoted(letters[0])[1:-1] + "'"
    if flag is None:
        raise NotAllowed(f"unknown shorthand flag: {named} in -{letters}")
    rest = ""
    if letters[1:2] == "=" and len(letters) > 2:
        value = letters[2:]
    elif flags.values[flag.name].type == "bool":
        value, rest = "true", letters[1:]
    elif letters[1:]:
        value = letters[1:]
    elif left:
        value = left.pop(0)
    else:
        raise NotAllowed(f"flag needs an argument: {named} in -{letters}")
    if flag.name == "help":
        flags.notes.append("Flag shorthand -h has been deprecated, please use --help")
    _set(flag, value, flags)
    return rest


def _set(flag: Flag, value: str, flags: Flags) -> None:
    try:
        flags.values[flag.name].set(value)
    except NotAllowed as error:
        name = f"-{flag.short}, --{flag.name}" if flag.short and flag.name != "help" else f"--{flag.name}"
        raise NotAllowed(f"invalid argument {quoted(value)} for {quoted(name)} flag: {error}") from error
    flags.changed.add(flag.name)
    if flag.deprecated:
        flags.notes.append(f"Flag --{flag.name} has been deprecated, {flag.deprecated}")
