"""How does the engine tell that the Host Compute Service refused? (isolation.md 1.14, A6.1, A6.5, A6.6)"""

from __future__ import annotations

import json
import subprocess

from .container import Container
from .errors import ApiError
from .versions import EngineVersion, Number, since

# code -> (English text, the call that fails); what is not here keeps the service's own text and step
CODES: dict[str, tuple[str, str]] = {
    "0xc0370101": ("The container operating system does not match the host operating system.", "create"),
    "0xc0351000": ("No hypervisor is present on this system.", "create"),
    "0x80370102": ("The virtual machine could not be started because a required feature is not installed.", "create"),
    "0xc0370106": ("The virtual machine or container exited unexpectedly.", "start"),
    "0xc037010a": ("The connection with the Virtual Machine hosting the container was closed.", "start"),
    "0xc037010d": ("The virtual machine or container JSON document is invalid.", "create"),
    "0xc0370105": ("The requested virtual machine or container operation is not valid in the current state.", "start"),
    "0x80370118": ("The operation timed out because a response was not received from the virtual machine or container.",
                   "start"),
    "0x2": ("The system cannot find the file specified.", "create"),
    "0x20": ("The process cannot access the file because it is being used by another process.", "create"),
}  # fmt: skip
# call -> since which engine version, which form; only the oldest form of `create` shows the code
FORMS: dict[str, tuple[tuple[Number, str], ...]] = {
    "create": (
        ((23, 0), "hcs::CreateComputeSystem {id}: {text}{events}"),
        ((20, 10), "hcsshim::CreateComputeSystem {id}: {text}{events}"),
        ((18, 9), "CreateComputeSystem {id}: {text}{events}"),
        ((0,), "container {id} encountered an error during CreateContainer: failure in a Windows system call: {text} "
               "({code}){events}"),
    ),
    "start": (
        ((23, 0),
        "container {id} encountered an error during hcs::System::Start: failure in a Windows system call: {text} "
                  "({code}){events}"),
        ((18, 9),
        "container {id} encountered an error during hcsshim::System::Start: failure in a Windows system call: "
                  "{text} ({code}){events}"),
        ((0,),
        "container {id} encountered an error during Start: failure in a Windows system call: {text} ({code}){events}"),
    ),
}  # fmt: skip


def start_error(
    version: EngineVersion, container_id: str, code: str, text: str | None, step: str | None, event: str | None
) -> str:
    """The engine's text for a refused start; `text` and `step` may be None for a code of the table."""
    known_text, call = CODES.get(code.lower(), (None, step or "start"))
    words = text or known_text or f"An error occurred. ({code})"
    (form,) = since(FORMS[call], version.number)
    return str(form).format(id=container_id, text=words, code=code.lower(), events=f"\n{event}" if event else "")


# A process that cannot be made: moby 23 names its command (hcsshim internal/hcs/system.go, createProcess); engines
# up to 19.03 end with the whole configuration of the process (docker/for-win#4320, moby/moby#40128).
PROCESS_FORMS: tuple[tuple[Number, str, bool], ...] = (
    ((23, 0), "hcs::System::CreateProcess: {command}", False),
    ((20, 10), "hcsshim::System::CreateProcess", False),
    ((18, 9), "hcsshim::System::CreateProcess", True),
    ((0,), "CreateProcess", True),
)


MISSING_FILE = "system cannot find the file specified"  # moby daemon/errors.go isInvalidCommand: English alone
NOT_FOUND = 127
FAILED_START = 128  # moby exitUnknown


def process_refusal(
    version: EngineVersion, container: Container, command: list[str], code: str, text: str | None = None
) -> tuple[ApiError, int]:
    """What the engine says of a process that cannot be made, and the exit code that it takes it for. `text` is Windows'
    own; None: that of the table for the code."""
    operation, whole = since(PROCESS_FORMS, version.number)
    line = subprocess.list2cmdline(command)
    error = (
        f"container {container.id} encountered an error during {operation.format(command=line)}: failure in a "
        f"Windows system call: {text or CODES[code.lower()][0]} ({code.lower()})"
    )
    told = f"{error} extra info: {_process(container, line)}" if whole else error
    invalid = MISSING_FILE in told.lower()
    return ApiError(400 if invalid else 500, told), NOT_FOUND if invalid else FAILED_START


def _process(container: Container, command: str) -> str:
    """hcsshim's ProcessConfig as Go writes it: empty members are left out, and <, > and & escaped."""
    config = container.config
    pairs = (entry.partition("=") for entry in config["Env"] or [])
    told = {
        "CommandLine": command,
        "User": config["User"],
        "WorkingDirectory": config["WorkingDir"] or "C:\\",
        "Environment": dict(sorted((name, value) for name, _equals, value in pairs)),
        "EmulateConsole": config["Tty"],
        "CreateStdInPipe": config["OpenStdin"],
        "CreateStdOutPipe": True,
        "CreateStdErrPipe": not config["Tty"],
        "ConsoleSize": [0, 0],
    }
    text = json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
