"""What does cmd.exe answer to a plain line of text? A few built-ins and nothing else: never a shell of this machine.

A fall-back to /bin/sh would hide mistakes that only Windows shows: what is not here fails as an unknown command does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

NOT_RECOGNIZED = "'{name}' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n"
NO_FILE = "The system cannot find the file specified.\r\n"
#: cmd.exe's words for a line that it cannot parse; here also for pipes and redirections, which are not simulated.
BAD_SYNTAX = "The syntax of the command is incorrect.\r\n"
_UNQUOTED_OPERATOR = re.compile(r'^(?:[^"]|"[^"]*")*?[&|<>]')


@dataclass(frozen=True)
class Console:
    """What the built-ins know: names of host and user, Windows' version, environment variables."""

    hostname: str
    user: str = "Administrator"
    version: str = "10.0.20348.2113"
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Printed:
    """The end of a command: texts with CRLF, exit code."""

    stdout: str = ""
    stderr: str = ""
    exit_code: int = 0


def words(command_line: str) -> list[str]:
    """The words of a command line; double quotes hold blanks together and vanish."""
    return [match.replace('"', "") for match in re.findall(r'(?:"[^"]*"?|[^\s"])+', command_line)]


def program(command_line: str) -> str:
    """The bare name of the program that a line starts: no folder, no .exe or .com, lower case."""
    first = (words(command_line) or [""])[0]
    return re.sub(r"\.(exe|com)$", "", re.split(r"[\\/]", first)[-1].lower())


def run_builtin(command_line: str, console: Console) -> Printed | None:
    """Runs a line if it is a built-in; None for anything else (a program of the host, perhaps)."""
    line = re.sub(r"^\s*cmd(\.exe)?\s+/c\s+", "", command_line, flags=re.IGNORECASE).strip()
    line = re.sub(r"%([^%\s]+)%", lambda match: _variable(match, console.variables), line)
    match = re.match(r"([a-zA-Z]+)(\.exe)?(?=[\s.]|$)(.*)", line, re.DOTALL)
    if match is None or match[1].lower() not in BUILTINS:
        return None
    if _UNQUOTED_OPERATOR.match(line):
        return Printed(stderr=BAD_SYNTAX, exit_code=1)
    return BUILTINS[match[1].lower()](match[3], console)


def not_recognized(command_line: str) -> Printed:
    """How cmd.exe fails on a name that it does not find."""
    return Printed(stderr=NOT_RECOGNIZED.format(name=(words(command_line) or [""])[0]), exit_code=1)


def _variable(match: re.Match[str], variables: Mapping[str, str]) -> str:
    return next((value for name, value in variables.items() if name.lower() == match[1].lower()), match[0])


def _echo(rest: str, console: Console) -> Printed:
    if not rest.strip():
        return Printed("ECHO is on.\r\n")
    return Printed(rest[1:] + "\r\n")


def _exit(rest: str, console: Console) -> Printed:
    number = re.search(r"-?\d+", rest)
    return Printed(exit_code=int(number[0]) if number else 0)


BUILTINS: dict[str, Callable[[str, Console], Printed]] = {
    "echo": _echo,
    "exit": _exit,
    "hostname": lambda rest, console: Printed(f"{console.hostname}\r\n"),
    "type": lambda rest, console: Printed(stderr=NO_FILE if rest.strip() else BAD_SYNTAX, exit_code=1),
    "ver": lambda rest, console: Printed(f"\r\nMicrosoft Windows [Version {console.version}]\r\n"),
    "whoami": lambda rest, console: Printed(f"{console.hostname}\\{console.user}\r\n".lower()),
}
