"""What does Windows say of a service that cannot be made, started or removed?"""

from __future__ import annotations

from .errors import WindowsError

PROCESS_ABORTED = 1067  # ERROR_PROCESS_ABORTED
SERVICE_SPECIFIC = 1066  # ERROR_SERVICE_SPECIFIC_ERROR
NEVER_STARTED = 1077  # ERROR_SERVICE_NEVER_STARTED
NO_ANSWER = 1053  # ERROR_SERVICE_REQUEST_TIMEOUT
EXISTS, ABSENT, MARKED = 1073, 1060, 1072
WORDS = {  # of winerror.h
    EXISTS: "The specified service already exists.",
    ABSENT: "The specified service does not exist as an installed service.",
    MARKED: "The specified service has been marked for deletion.",
}
MANAGER = "Service Control Manager"
# phase -> the exit code, and the events of the manager (GK: their texts)
FAILED: dict[str, tuple[int, tuple[tuple[int, str], ...]]] = {
    "unconnected": (
        NO_ANSWER,
        (
            (7009, "A timeout was reached (30000 milliseconds) while waiting for the {display} service to connect."),
            (
                7000,
                "The {display} service failed to start due to the following error: \r\nThe service did not respond to "
                "the start or control request in a timely fashion.",
            ),
        ),
    ),
}
# native code of CreateProcess -> its words in the event (winerror.h)
UNLOADED = {
    2: "The system cannot find the file specified.",
    3: "The system cannot find the path specified.",
    5: "Access is denied.",
    193: "%1 is not a valid Win32 application.",
    216: "This version of %1 is not compatible with the version of Windows you're running. Check your computer's "
    "system information and then contact the software publisher.",
}
NOT_STARTED = "The {display} service failed to start due to the following error: \r\n"
ENDED = "The {display} service terminated with the following service-specific error: \r\nIncorrect function."
FAILED |= dict.fromkeys(("starting", "running"), (SERVICE_SPECIFIC, ((7024, ENDED),)))


def failed(phase: str, code: int) -> tuple[int, tuple[tuple[int, str], ...]]:
    """The exit code of a service that did not start, and the events of the manager; `code` says why its file could not
    be run."""
    return (code, ((7000, NOT_STARTED + UNLOADED[code]),)) if phase == "unloaded" else FAILED[phase]


def service_error(code: int) -> WindowsError:
    """The error of a call of the service control manager."""
    return WindowsError("System.ComponentModel.Win32Exception", f"0x8007{code:04x}", WORDS[code])
