"""What can be done with a text shell (WinRS)? Command lines, their input and output, their end."""

from __future__ import annotations

import threading
import time
import uuid
from typing import Protocol
from xml.sax.saxutils import escape

from hostsim.wsman.faults import Fault
from hostsim.wsman.shells import Opening, Shell
from hostsim.wsman.soap import Request
from hostsim.wsman.streams import received, sent_data


class Process(Protocol):
    """One command line at work behind a text shell."""

    def write(self, data: bytes, end: bool) -> None:
        """Gives it input; OSError once it is gone."""

    def read(self, timeout: float) -> tuple[bytes, bytes, int | None]:
        """New stdout and stderr within `timeout` seconds, and the exit code once both have ended."""

    def terminate(self) -> None:
        """Ends it and all that it started."""


class TextCommand:
    """A process, with the output that did not fit into the last answer."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.input = bytearray()
        self.input_ended = False
        self._pending = {"stdout": bytearray(), "stderr": bytearray()}
        self._exit_code: int | None = None
        self._reading = threading.Lock()

    @property
    def ended(self) -> bool:
        return self._exit_code is not None

    def output(self, timeout: float, gather: float, limit: int) -> tuple[list[tuple[str, bytes]], int | None] | None:
        """(stream, bytes) of at most `limit` bytes and the exit code if that was all; None if nothing came in time.

        After the first output it goes on for `gather` seconds, so that a short command needs one answer, not two.
        """
        deadline = time.monotonic() + timeout
        with self._reading:
            while self._exit_code is None and self._waiting() < limit:
                left = deadline - time.monotonic()
                out, err, self._exit_code = self.process.read(max(0.0, left))
                if (out or err) and not self._waiting():
                    deadline = min(deadline, time.monotonic() + gather)
                self._pending["stdout"] += out
                self._pending["stderr"] += err
                if left <= 0:
                    break
            pieces = []
            for name, data in self._pending.items():
                piece, limit = bytes(data[:limit]), limit - min(limit, len(data))
                del data[: len(piece)]
                if piece:
                    pieces.append((name, piece))
            if not pieces and self._exit_code is None:
                return None
            return pieces, None if self._waiting() else self._exit_code

    def _waiting(self) -> int:
        return sum(map(len, self._pending.values()))


class Starter(Protocol):
    """The part of a front that a text shell needs."""

    def start(self, command_line: str) -> Process:
        """Starts a command line; an unknown command runs, and fails as with cmd.exe."""


class TextShell(Shell):
    """A shell of cmd.exe's kind."""

    def __init__(self, opening: Opening, front: Starter) -> None:
        super().__init__(opening)
        self._front = front
        self._commands: dict[str, TextCommand] = {}
        self._lock = threading.Lock()
        self._closed = False

    def command(self, request: Request) -> str:
        line = request.find("rsp:CommandLine")
        if line is None:
            raise Fault("bad_message", problem="no rsp:CommandLine")
        # pywinrm joins the arguments into one element, pypsrp writes one element for each.
        words = [node.text or "" for node in line if node.tag.endswith(("}Command", "}Arguments"))]
        text = " ".join(word for word in words if word)
        with self._lock:
            if self._closed:
                raise Fault("unknown_shell")
            running = sum(not command.ended for command in self._commands.values())
            if running >= self.knobs.max_processes_per_shell:
                raise Fault("too_many_processes", limit=self.knobs.max_processes_per_shell)
            self.operations += 1
            command_id = line.get("CommandId") or str(uuid.uuid4()).upper()
            self.reporter.command(text)
            self._commands[command_id.upper()] = TextCommand(self._front.start(text))
        return f"<rsp:CommandResponse><rsp:CommandId>{escape(command_id)}</rsp:CommandId></rsp:CommandResponse>"

    def _find(self, command_id: str) -> TextCommand:
        command = self._commands.get(command_id.upper())
        if command is None:
            raise Fault("unknown_command")
        return command

    def send(self, request: Request) -> str:
        command_id, _, data, end = sent_data(request)
        command = self._find(command_id)
        if command.ended or command.input_ended:
            raise Fault("broken_pipe")
        command.input += data
        command.input_ended = end
        if end:
            self.reporter.input(bytes(command.input))
        try:
            command.process.write(data, end)
        except OSError as error:
            raise Fault("broken_pipe") from error
        return "<rsp:SendResponse/>"

    def receive(self, request: Request) -> str:
        desired = request.find("rsp:Receive/rsp:DesiredStream")
        command_id = desired.get("CommandId", "") if desired is not None else ""
        timeout = min(request.timeout, self.knobs.max_timeout)
        output = self._find(command_id).output(timeout, self.knobs.gather, request.stream_budget())
        if output is None:
            raise Fault("timed_out")
        pieces, exit_code = output
        return received(pieces, command_id, "Running" if exit_code is None else "Done", exit_code)

    def signal(self, request: Request) -> str:
        """Every signal ends the command; terminate (in any case) forgets it as well."""
        signal = request.find("rsp:Signal")
        command_id = signal.get("CommandId", "") if signal is not None else ""
        command = self._find(command_id)
        code = request.body.findtext(".//{*}Code", "")
        if code.lower().endswith("/terminate"):
            del self._commands[command_id.upper()]
        command.process.terminate()
        return "<rsp:SignalResponse/>"

    def close(self) -> None:
        with self._lock:
            self._closed = True
            commands, self._commands = list(self._commands.values()), {}
        for command in commands:
            command.process.terminate()
