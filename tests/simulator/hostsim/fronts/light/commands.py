"""How does a text command (WinRS: `cmd.exe /c`) run on a light host? As a Process of the endpoint."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

from hostsim.fronts.cmd import Console, not_recognized, program, run_builtin, words
from hostsim.fronts.light.host import Died, Host
from hostsim.fronts.light.modules import Result, no_powershell, run
from hostsim.fronts.live import programs
from hostsim.fronts.payload import encoded_script

READS_INPUT = re.compile(r"\$input\b", re.I)


class Process:
    """One command.

    It runs in a thread of its own once its input is whole; `read` waits for its end and gives all output at once.
    """

    def __init__(self, work: Callable[[bytes], Result], needs_input: bool) -> None:
        self._work = work
        self._input = bytearray()
        self._started = False
        self._done = threading.Event()
        self._result = Result(b"", b"", 1)
        self._taken = False
        self._died = False
        if not needs_input:
            self._start()

    def write(self, data: bytes, end: bool) -> None:
        """More standard input; with `end` it is closed, and the command runs."""
        self._input += data
        if end:
            self._start()

    def read(self, timeout: float) -> tuple[bytes, bytes, int | None]:
        """Output since the last read and, once no more will come, the exit code; waits `timeout` seconds at most.
        EOFError where it was killed."""
        if not self._done.wait(timeout):
            return b"", b"", None
        if self._died:
            raise EOFError("the host program was killed")
        result = self._result
        stdout, stderr = (b"", b"") if self._taken else (result.stdout, result.stderr)
        self._taken = True
        return stdout, stderr, result.exit_code

    def terminate(self) -> None:
        """Nobody reads any more. A verb that runs already ends by itself, as a service's work on a real host does."""
        self._started = True
        self._done.set()

    def _start(self) -> None:
        if not self._started:
            self._started = True
            threading.Thread(target=self._run, daemon=True, name="light-command").start()

    def _run(self) -> None:
        try:
            self._result = self._work(bytes(self._input))
        except Died:
            self._died = True
        finally:
            self._done.set()


def start(host: Host, command_line: str) -> Process:
    """Starts a command line.

    `PowerShell -EncodedCommand` with input is Ansible's; anything else fails as cmd.exe fails.
    """
    script = encoded_script(command_line)
    if script is None:
        return Process(lambda stdin: _plain(host, command_line), needs_input=False)
    if not READS_INPUT.search(script):
        return Process(lambda stdin: no_powershell("a script text"), needs_input=False)
    return Process(lambda stdin: run(host, stdin), needs_input=True)


# what the text shell of a light host starts beside cmd.exe's own words: Windows' other programs need a live host
OWN_PROGRAMS = ("sc.exe",)


def _plain(host: Host, command_line: str) -> Result:
    """cmd.exe's own words, a program of the host, or that it does not know the program."""
    name = f"{program(command_line)}.exe"
    if name in (*OWN_PROGRAMS, *host.machine.commands) and programs.is_installed(host.machine, name):
        ended = programs.run(host.machine, name, words(command_line)[1:])
        return Result(_bytes(ended["stdout"]), _bytes(ended["stderr"]), ended["exit_code"])
    system = host.machine.cim("Win32_OperatingSystem")[0]
    printed = run_builtin(command_line, Console(host.machine.name, version=system["Version"])) or not_recognized(
        command_line
    )
    return Result(printed.stdout.encode(), printed.stderr.encode(), printed.exit_code)


def _bytes(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()
