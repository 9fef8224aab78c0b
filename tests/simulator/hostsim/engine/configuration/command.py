"""What does dockerd do with its command line until it is the service's turn? moby cmd/dockerd/docker.go.

The answer is either what it prints and its exit code, or that it goes on as a service: to register one, to remove
one, to run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..versions import EngineVersion
from .addresses import NotAllowed
from .flags import BadUsage, Flags, check_rest, parse
from .loading import Files, Loaded, load
from .usage import usage

OK = "configuration OK"
BOTH = "--register-service and --unregister-service cannot be used together"


@dataclass(frozen=True)
class Ended:
    """A program that has ended: its outputs with line feeds."""

    stdout: str = ""
    stderr: str = ""
    exit_code: int = 0


@dataclass(frozen=True)
class GoesOn:
    """`task` is register, unregister, run (as the service) or serve (as a program of its own)."""

    task: str
    service: str
    configuration: Loaded
    arguments: tuple[str, ...] = field(default=())
    stdout: str = ""


def command(
    arguments: Sequence[str], version: EngineVersion, read: Files, unfit: Callable[[], str | None] = lambda: None
) -> Ended | GoesOn:
    """`read` gives the content of a file of the host, `unfit` why the engine does not run on it."""
    number = version.number
    try:
        flags = parse(arguments, number)
    except BadUsage as error:
        return _failed(error)
    notes = "".join(note + "\n" for note in flags.notes)
    if flags["help"]:
        return Ended(notes + usage(flags.table))
    if flags["version"]:
        return Ended(notes + f"Docker version {version.text}, build {version.commit}\n")
    try:
        check_rest(flags, number)
        loaded = load(flags, read, number)
        validating = "validate" in flags.table and flags["validate"]
        # 29.2 asked whatever it was called for (moby#51997)
        why = unfit() if (validating if number >= (29, 3) else number >= (29, 2)) else None
        if why:
            raise NotAllowed(f"system requirements not met: {why}")
        if validating:
            return Ended(notes, OK + "\n")
        return GoesOn(_task(flags), flags["service-name"], loaded, tuple(arguments), notes)
    except (NotAllowed, BadUsage) as error:
        return _failed(error, notes)


def _task(flags: Flags) -> str:
    if flags["unregister-service"]:
        if flags["register-service"]:
            raise NotAllowed(BOTH)
        return "unregister"
    if flags["register-service"]:
        return "register"
    return "run" if flags["run-service"] else "serve"


def _failed(error: Exception, notes: str = "") -> Ended:
    return Ended(notes, f"{error}\n", 1)
