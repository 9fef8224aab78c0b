"""What do the programs in a live host's System32 print?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hostsim.fronts.live import service_control
from hostsim.fronts.printed import Printed
from hostsim.machine import CommandNotFound, WindowsError

# the words of winerror.h for the codes that the machine gives
SHUTDOWN_WORDS = {
    1115: "A system shutdown is in progress.",
    1116: "Unable to abort the system shutdown because no shutdown was in progress.",
    1190: "A system shutdown has already been scheduled.",
}
BAD_SHUTDOWN = "The parameter is incorrect.(87)\n"
DEFAULT_DELAY = 30.0  # shutdown.exe's own, where /t is not given


def _shutdown(machine: Any, arguments: list[str]) -> Printed:
    words = [word.lower().replace("-", "/", 1) if word[:1] == "-" else word.lower() for word in arguments]
    if "/a" in words:
        code = machine.abort_shutdown()
    elif "/r" in words:
        given = words[words.index("/t") + 1 : words.index("/t") + 2] if "/t" in words else [str(DEFAULT_DELAY)]
        if not given or not given[0].replace(".", "", 1).isdigit():
            return Printed(stderr=BAD_SHUTDOWN, exit_code=87)
        code = machine.shutdown(float(given[0]))
    else:
        return Printed(stderr=BAD_SHUTDOWN, exit_code=87)
    return Printed(stderr=f"{SHUTDOWN_WORDS[code]}({code})\n" if code else "", exit_code=code)


def _bcdedit(machine: Any, arguments: list[str]) -> Printed:
    if [word.lower() for word in arguments] not in (["/enum", "{current}"], []):
        return Printed("The specified entry does not exist.\n", exit_code=1)
    return Printed(machine.bcdedit_current())


def _hcsdiag(machine: Any, arguments: list[str]) -> Printed:
    if arguments[:1] != ["list"]:
        return Printed("hcsdiag <command> [options...]\n", exit_code=1)
    try:
        return Printed(machine.hcsdiag_list())
    except WindowsError as error:
        return Printed(stderr=error.text + "\n", exit_code=1)


PROGRAMS: dict[str, Callable[[Any, list[str]], Printed]] = {
    "bcdedit.exe": _bcdedit,
    "hcsdiag.exe": _hcsdiag,
    "sc.exe": service_control.run,
    "shutdown.exe": _shutdown,
}


def names(machine: Any) -> list[str]:
    """Windows' own programs, and those that somebody brought."""
    return [*PROGRAMS, *machine.commands]


def is_installed(machine: Any, name: str) -> bool:
    """Whether the program is there: hcsdiag.exe comes with a feature, what is not Windows' own with its file."""
    if name in machine.commands:
        return bool(machine.files_named(name))
    if name != "hcsdiag.exe":
        return name in PROGRAMS
    try:
        machine.hcsdiag_list()
    except CommandNotFound:
        return False
    except WindowsError:
        return True
    return True


def run(machine: Any, name: str, arguments: list[str]) -> dict[str, Any]:
    """`{stdout, stderr, exit_code}` of a program by its name or its whole path. Raises KeyError where there is no such
    program of Windows' own, WindowsError for a path."""
    if "\\" in name:
        stdout, stderr, exit_code = machine.run_program(name, arguments)
        return {"stdout": stdout, "stderr": stderr, "exit_code": exit_code}
    if name in machine.commands:
        stdout, stderr, exit_code = machine.commands[name](arguments)
        return {"stdout": stdout, "stderr": stderr, "exit_code": exit_code}
    printed = PROGRAMS[name](machine, arguments)
    return {"stdout": printed.stdout, "stderr": printed.stderr, "exit_code": printed.exit_code}
