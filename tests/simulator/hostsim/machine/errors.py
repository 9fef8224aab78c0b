"""What a simulated machine says when it refuses."""

from __future__ import annotations

COMMAND_NOT_FOUND = "System.Management.Automation.CommandNotFoundException"


class WindowsError(Exception):
    """A failed Windows call.

    `type` is the full name of the .NET exception, `code` its HResult (`0x` and eight lower-case hexadecimal
    digits), `text` the English message, `error_id` PowerShell's FullyQualifiedErrorId where one is known.
    """

    def __init__(self, type: str, code: str, text: str, error_id: str | None = None) -> None:
        super().__init__(text)
        self.type = type
        self.code = code
        self.text = text
        self.error_id = error_id


class CommandNotFound(WindowsError):
    """A command that this edition, or this set of features, does not have (text of PowerShell 5.1)."""

    def __init__(self, command: str) -> None:
        super().__init__(
            COMMAND_NOT_FOUND,
            "0x80131501",
            f"The term '{command}' is not recognized as the name of a cmdlet, function, script file, or operable "
            "program. Check the spelling of the name, or if a path was included, verify that the path is correct "
            "and try again.",
            "CommandNotFoundException",
        )


class HcsError(Exception):
    """The Host Compute Service refused: `code` `0xc0370101`, `step` `create` or `start`, `event` its detail or None."""

    def __init__(self, code: str, text: str, step: str, event: str | None = None) -> None:
        super().__init__(f"{text} ({code})")
        self.code = code
        self.text = text
        self.step = step
        self.event = event


class ServiceError(Exception):
    """A service's program could not start.

    `text` goes to the Application event log, unless it is empty. `phase` says how far the program came: `unloaded`,
    Windows did not run its file, for the reason of `code` (of winerror.h); `unconnected`, it ended before it answered
    the service control manager; `starting`, before it said that it runs; `running`, after that, so that whoever started
    it was told of success.
    """

    def __init__(self, text: str, phase: str = "starting", code: int = 0) -> None:
        super().__init__(text)
        self.text = text
        self.phase = phase
        self.code = code
