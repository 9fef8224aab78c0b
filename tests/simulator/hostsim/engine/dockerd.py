"""dockerd.exe on a simulated host: as a program that somebody calls, and as what a service starts."""

from __future__ import annotations

import json
import ntpath
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..machine import program_files
from ..machine.errors import ServiceError, WindowsError
from ..machine.installations import event_source
from ..machine.program_files import Program
from ..machine.service_table import RECOVERY
from . import command_line
from .configuration import Ended, GoesOn, Loaded, Missing, command
from .configuration.flag_table import ROOT
from .configuration.starting import Line, Start, start
from .host import Host, MachineLike, look_at
from .start_conditions import CannotStart, check_system
from .versions import EngineVersion

NAME = "dockerd.exe"
KIND = "dockerd"
DISPLAY = "Docker Engine"
SYSTEM = "C:\\Windows\\system32"  # where a service's program stands
SOURCES = "HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application"
#: .NET's HRESULTs of the machine, as Go tells them
UNREADABLE = {
    "0x80070002": ("open {path}: The system cannot find the file specified.", True),
    "0x80070003": ("open {path}: The system cannot find the path specified.", True),
    "0x80070005": ("read {path}: Incorrect function.", False),
}
HERE_ONLY_AS_SERVICE = "A simulated host runs dockerd as a service only."
ETW = {"error": ("Error", 1), "warn": ("Warning", 1), "info": ("Information", 1), "debug": ("Information", 2)}
LAST_LINES = ("Daemon has completed", "API listen")  # of an engine that is up
EXTENDED = 10  # is added to the number of an event that has fields
TELLS_STOP = (29, 6)  # since then the error stands in fields of "Stopping service"


class HostWorld:
    """What a start asks of its host."""

    def __init__(self, machine: MachineLike, host: Host, version: EngineVersion) -> None:
        self._machine, self._host, self._version = machine, host, version

    def make_folder(self, path: str) -> str | None:
        drive = ntpath.splitdrive(path)[0]
        if drive.startswith("\\\\"):
            return "The network path was not found."
        if drive and not _has_drive(self._machine, drive):
            return "The system cannot find the path specified."
        try:
            self._machine.add_path(path if drive else ntpath.join(SYSTEM, path))
        except WindowsError as error:
            return error.text
        return None

    def has_account(self, name: str) -> bool:
        return self._machine.has_account(name)

    def port_is_taken(self, address: str) -> bool:
        return False

    def unfit(self) -> str | None:
        try:
            check_system(self._machine, self._host, self._version)
        except CannotStart as error:
            return str(error)
        return None

    def file_system(self, path: str) -> str:
        drive = ntpath.splitdrive(path)[0].lower()
        disks = {str(disk["DeviceID"]).lower(): disk for disk in self._machine.cim("Win32_LogicalDisk")}
        return str(disks.get(drive, {}).get("FileSystem", "NTFS"))

    def is_client(self) -> bool:
        return self._host.client

    def is_old_client(self) -> bool:
        return self._host.client and self._host.build < 17763


class EngineService:
    """An engine as the program of a service of any name."""

    def __init__(self, engine: Any, name: str) -> None:
        self._engine, self._name = engine, name

    def start(self) -> None:
        self._engine.start(self._name)

    def stop(self) -> None:
        self._engine.stop()


@dataclass(frozen=True)
class Launch:
    """What a service starts: the file of dockerd.exe and its arguments; `wrapped` by a program that is the service."""

    path: str
    arguments: tuple[str, ...]
    wrapped: bool = False


def launch(machine: Any, service: str) -> Launch | None:
    """What the service of that name starts, None where there is no such service. Raises ServiceError where its program
    would start what Windows does not run."""
    row = machine.service(service)
    if row is None:
        return None
    path = machine.service_program(service)
    _, arguments = command_line.split(row["PathName"])
    if program_of(machine, path) is not None:
        return Launch(path, tuple(arguments))
    told = machine.registry(f"HKLM\\SYSTEM\\CurrentControlSet\\Services\\{service}\\Parameters") or {}
    inner = str(told.get("Application") or "")
    if program_of(machine, inner) is None:
        raise ServiceError("", "running")  # nssm runs, finds nothing to run, and ends
    return Launch(inner, tuple(command_line.arguments(str(told.get("AppParameters") or ""))), wrapped=True)


def program_of(machine: Any, path: str) -> Program | None:
    """The dockerd.exe that a file is, None for anything else."""
    try:
        found = program_files.read(machine.read_file(path))
    except WindowsError:
        return None
    return found if found is not None and found.kind == KIND else None


class Dockerd:
    """The program in one version, on one machine; `path` is its file."""

    def __init__(self, machine: Any, version: EngineVersion, path: str = f"C:\\Program Files\\docker\\{NAME}") -> None:
        self._machine = machine
        self._version = version
        self._path = path

    def call(self, arguments: Sequence[str]) -> tuple[str, str, int]:
        """What a call prints to its two outputs, and its exit code."""
        ended = self.run(arguments)
        return ended.stdout, ended.stderr, ended.exit_code

    def run(self, arguments: Sequence[str]) -> Ended:
        """A call from a command line."""
        world = HostWorld(self._machine, look_at(self._machine), self._version)
        found = command(arguments, self._version, self.read, world.unfit)
        if isinstance(found, Ended):
            return found
        try:
            said = TASKS[found.task](self, found, world)
        except WindowsError as error:
            return Ended(found.stdout, error.text + "\n", 1)
        return said

    def read(self, path: str) -> bytes:
        """A file's content. Raises Missing."""
        whole = path if ntpath.splitdrive(path)[0] else ntpath.join(SYSTEM, path)
        try:
            content: bytes = self._machine.read_file(whole)
        except WindowsError as error:
            text, absent = UNREADABLE[error.code]
            raise Missing(text.format(path=path), absent) from error
        return content

    def register(self, found: GoesOn, world: HostWorld) -> Ended:
        own = [word for word in found.arguments if word not in ("--register-service", "--unregister-service")]
        line = _quoted([self._path, "--run-service", *own])
        self._machine.create_service(found.service, DISPLAY, line, failure_actions=RECOVERY)
        source = f"{SOURCES}\\{found.service}"
        if self._machine.registry(source) is not None:
            return Ended(found.stdout, f"{SOURCES[5:]}\\{found.service} registry key already exists\n", 1)
        self._machine.set_registry(source, event_source(self._path))
        why = world.unfit() if self._version.number >= (29, 3) else None
        if why is None:
            return Ended(found.stdout)
        text = f"Windows service registration was successful but system requirements were not met: {why}"
        moment = self._machine.clock.now().isoformat()
        return Ended(f'{found.stdout}time="{moment}" level=warning msg="{text}"\n')

    def unregister(self, found: GoesOn, world: HostWorld) -> Ended:
        if self._machine.service(found.service) is not None:
            self._machine.remove_registry(f"{SOURCES}\\{found.service}")
        self._machine.delete_service(found.service)
        return Ended(found.stdout)

    def serve(self, found: GoesOn, world: HostWorld) -> Ended:
        return Ended(found.stdout, HERE_ONLY_AS_SERVICE + "\n", 1)


TASKS = {
    "register": Dockerd.register, "unregister": Dockerd.unregister, "serve": Dockerd.serve, "run": Dockerd.serve,
}  # fmt: skip


def begin(
    machine: MachineLike,
    version: EngineVersion,
    service: str,
    exec_opts: Sequence[str] = (),
    given: Launch | None = None,
    failing: str = "",
) -> tuple[Loaded, Start]:
    """A start of what a service launches, until the engine answers or has ended. Raises ServiceError.

    `exec_opts` stand for a file where there is none; `failing` is why it does not come up whatever it is told.
    """
    given = given or Launch(NAME, ("--run-service",))
    program = Dockerd(machine, version, given.path)

    def read(path: str) -> bytes:
        try:
            return program.read(path)
        except Missing:
            if not exec_opts or path != f"{ROOT}\\config\\daemon.json":
                raise
            return json.dumps({"exec-opts": list(exec_opts)}).encode()

    world = HostWorld(machine, look_at(machine), version)
    found = command(given.arguments, version, read, world.unfit)
    if isinstance(found, Ended) or found.task != ("serve" if given.wrapped else "run"):
        # it has printed where nobody reads, and never spoken to the service control manager
        raise ServiceError("", "running" if given.wrapped else "unconnected")
    going = start(found.configuration, version, world)
    if failing and going.result == "starts":
        going.result, going.error = "ends", failing
        going.lines = [line for line in going.lines if not line.text.startswith(LAST_LINES)]
    own = [] if given.wrapped else going.lines  # a program that is no service logs to its output
    if going.result == "ends":
        log(machine, service, [*own, *([] if given.wrapped else _last_words(going.error, version))])
        raise ServiceError("", "running" if going.was_running or given.wrapped else "starting")
    log(machine, service, own)
    return found.configuration, going


def log(machine: MachineLike, service: str, lines: Sequence[Line]) -> None:
    """To the Application log, as the engine's hook does once it knows that it is a service (service_windows.go)."""
    for line in lines:
        level, number = ETW[line.level]
        text = f"{line.text} [{line.about}]" if line.about else line.text
        prefix = "debug: " if line.level == "debug" else ""
        machine.write_event(service, prefix + text, level, number + (EXTENDED if line.about else 0))


def farewell(version: EngineVersion) -> list[Line]:
    """Of a stop; before 29.6 the error that there is not is logged as one (docker_windows.go runDaemon)."""
    end = Line("info", "Stopping service") if version.number >= TELLS_STOP else Line("error", "<nil>")
    return [Line("info", "Daemon shutdown complete"), end]


def _last_words(error: str, version: EngineVersion) -> list[Line]:
    if version.number >= TELLS_STOP:
        about = f"error={error}"
        return [Line("info", "Daemon shutdown complete", about), Line("error", "Stopping service", about)]
    return [Line("error", error)]


def _quoted(words: Sequence[str]) -> str:
    return subprocess.list2cmdline(words)


def _has_drive(machine: MachineLike, drive: str) -> bool:
    disks = {str(disk["DeviceID"]).lower() for disk in machine.cim("Win32_LogicalDisk")}
    return drive.lower() in disks or bool(machine.path(drive + "\\")["exists"])
