"""Which services run, what starts them, and what happens when one cannot."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import Condition, RLock
from typing import Any, Protocol

from . import programs
from .clock import Clock
from .errors import ServiceError, WindowsError
from .events import Events
from .files import Files
from .processes import LOCAL, NETWORK, SYSTEM, Processes
from .programs import ProgramError
from .service_failures import (
    ABSENT,
    EXISTS,
    MANAGER,
    MARKED,
    NEVER_STARTED,
    PROCESS_ABORTED,
    failed,
    service_error,
)
from .service_table import SERVICES, Row

ACCOUNTS = {"LocalSystem": SYSTEM, "NT AUTHORITY\\LocalService": LOCAL, "NT AUTHORITY\\NetworkService": NETWORK}
SERVICE_EXCEPTION = "Microsoft.PowerShell.Commands.ServiceCommandException"
_GONE = {"State": ""}
PENDING_LIMIT = 30.0  # seconds, as the service control manager waits


class Program(Protocol):
    """What a service runs. `start` may raise ServiceError; both are called without the machine's lock."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Services:
    """The services of one machine; `active` says whether a feature (DISM's name) is active."""

    def __init__(
        self,
        lock: RLock,
        clock: Clock,
        events: Events,
        processes: Processes,
        active: Callable[[str], bool],
        files: Files,
        added: tuple[Row, ...],
        forgotten: Callable[[str], None],
    ) -> None:
        """`added` are further services, `forgotten` is told the name of one that is gone."""
        self._lock = lock
        self._changed = Condition(lock)
        self._clock = clock
        self._events = events
        self._processes = processes
        self._active = active
        self._rows: dict[str, dict[str, Any]] = {}
        self._files = files
        self._forgotten = forgotten
        self._programs: dict[str, Program] = {}
        self._current: dict[str, Program] = {}  # what runs, whatever has become of its file
        self._makers: dict[str, Callable[[str], Program]] = {}
        self._added = {row.name.lower(): row for row in added}
        self._marked: set[str] = set()
        self.failing: dict[str, str] = {}
        self.slow: dict[str, float] = {}  # seconds that a start takes longer

    def boot(self, at: datetime) -> list[str]:
        """A new table, as the active features have it, with Windows' own services running since `at`.

        Returns the names of the services that are started automatically and are not Windows' own.
        """
        with self._lock:
            self._rows = {row.name.lower(): self._row(row) for row in self._existing()}
            self._marked.clear()
            self._current.clear()
            for row in SERVICES:
                key = row.name.lower()
                if row.at_boot and key in self._rows and key not in self._programs:
                    self._run(key, at)
            return [
                name for name, row in self._rows.items() if row["State"] == "Stopped" and row["StartMode"] == "Auto"
            ]

    def register(self, name: str, program: Program) -> None:
        """Say what the service runs. Where it counts as running already, the program is started now."""
        key = name.lower()
        with self._lock:
            self._programs[key] = program
            running = key in self._rows and self._rows[key]["State"] == "Running"
            if running:
                self._halt(key, 0)
        if running:
            self._try(key)

    def register_kind(self, kind: str, maker: Callable[[str], Program]) -> None:
        """Say what runs when a service starts a program of this kind; `maker` gets the service's name. Where one counts
        as running already, its program is started now."""
        with self._lock:
            self._makers[kind] = maker
            running = [key for key in self._added if self._runs_kind(key, kind)]
            for key in running:
                self._halt(key, 0)
        for key in running:
            self._try(key)

    def create(self, row: Row) -> None:
        """CreateService. Raises WindowsError 1073 where there is one."""
        key = row.name.lower()
        with self._lock:
            if key in self._rows:
                raise service_error(MARKED if key in self._marked else EXISTS)
            self._added[key] = row
            self._rows[key] = {**self._row(row), "ExitCode": NEVER_STARTED}

    def delete(self, name: str) -> None:
        """DeleteService: what runs is only marked, and goes when it stops. Raises WindowsError 1060, 1072."""
        key = name.lower()
        with self._lock:
            if key not in self._rows:
                raise service_error(ABSENT)
            if key in self._marked:
                raise service_error(MARKED)
            self._added.pop(key, None)
            self._marked.add(key)
            self._forget(key)

    def change(self, name: str, **properties: Any) -> None:
        """ChangeServiceConfig: PathName, DisplayName, StartMode, DelayedAutoStart of a service."""
        key = name.lower()
        names = {
            "PathName": "path",
            "DisplayName": "display",
            "StartMode": "start_mode",
            "DelayedAutoStart": "delayed",
        }
        with self._lock:
            if key not in self._rows:
                raise service_error(ABSENT)
            self._rows[key].update(properties)
            if key in self._added:
                self._added[key] = replace(self._added[key], **{names[name]: properties[name] for name in properties})

    def row(self, name: str) -> Row | None:
        """What a service that is not Windows' own was made with."""
        with self._lock:
            return self._added.get(name.lower())

    def program_of(self, name: str) -> str:
        """The file that a service starts."""
        with self._lock:
            return programs.named_by(self._rows[name.lower()]["PathName"], self._files)

    def start(self, name: str) -> None:
        """Start-Service. A service that runs already is no error. Raises WindowsError."""
        key = self._known(name)
        if self._rows[key]["StartMode"] == "Disabled" or self._try(key) is not None:
            row = self._rows[key]
            raise WindowsError(
                SERVICE_EXCEPTION,
                "0x80131501",
                f"Service '{row['DisplayName']} ({row['Name']})' cannot be started due to the following error: "
                f"Cannot start service {row['Name']} on computer '.'.",
                "CouldNotStartService,Microsoft.PowerShell.Commands.StartServiceCommand",
            )  # A8.2

    def start_quietly(self, name: str) -> None:
        """As the service control manager does at boot: a failure is an event, not an exception."""
        if self.one(name) is not None:
            self._try(name.lower())

    def stop(self, name: str) -> None:
        """Stop-Service. A service that is stopped already is no error. Raises WindowsError."""
        key = self._known(name)
        with self._lock:
            self._wait_for_others(key)
            if self._rows[key]["State"] != "Running":
                return
            self._rows[key]["State"] = "Stop Pending"
            program = self._programs.get(key) or self._current.get(key)
        try:
            if program is not None:
                program.stop()
        finally:
            with self._lock:
                self._halt(key, 0)

    def exited(self, name: str, text: str | None = None) -> None:
        """The service's program died by itself (it is not called again)."""
        with self._lock:
            key = self._known(name)
            if self._rows[key]["State"] == "Stopped":
                return
            display = self._rows[key]["DisplayName"]
            self._halt(key, PROCESS_ABORTED)
            self._events.write(
                "System",
                MANAGER,
                7034,
                "Error",
                f"The {display} service terminated unexpectedly.  It has done this 1 time(s).",
            )
            if text:
                self._events.write("Application", name, 1, "Error", text)

    def running(self) -> list[str]:
        """The names of the services that run a registered program now."""
        with self._lock:
            known = {*self._programs, *self._current}
            return [name for name, row in self._rows.items() if row["State"] == "Running" and name in known]

    def one(self, name: str) -> dict[str, Any] | None:
        """Win32_Service's view of one service, or None."""
        with self._lock:
            row = self._rows.get(name.lower())
            return dict(row) if row else None

    def all(self) -> list[dict[str, Any]]:
        """Win32_Service, by name."""
        with self._lock:
            return [dict(self._rows[key]) for key in sorted(self._rows)]

    # inside

    def _existing(self) -> list[Row]:
        found = [row for row in SERVICES if row.feature is None or self._active(row.feature)]
        return [*found, *self._added.values()]

    def _known(self, name: str) -> str:
        with self._lock:
            if name.lower() in self._rows:
                return name.lower()
        raise WindowsError(
            SERVICE_EXCEPTION,
            "0x80131501",
            f"Cannot find any service with service name '{name}'.",
            "NoServiceFoundForGivenName,Microsoft.PowerShell.Commands.GetServiceCommand",
        )

    def _try(self, key: str) -> ServiceError | None:
        """Start one service; returns why it could not, or None."""
        with self._lock:
            self._wait_for_others(key)
            if self._rows[key]["State"] == "Running":
                return None
            self._rows[key]["State"] = "Start Pending"
            failing, slow = self.failing.get(key), self.slow.get(key, 0.0)
        failure = None if failing is None else ServiceError(failing)
        time.sleep(slow)
        try:
            if failure is None:
                self._load(key)
                program = self._current.get(key)
                if program is not None:
                    program.start()
        except ServiceError as error:
            failure = error
        except Exception:  # a fault of the program, not of the simulated service: it passes
            with self._lock:
                self._halt(key, PROCESS_ABORTED)
            raise
        with self._lock:
            if failure is None or failure.phase == "running":
                self._run(key, self._clock.now())
            if failure is not None:
                self._failed(key, failure)
        return failure if failure is None or failure.phase != "running" else None

    def _failed(self, key: str, failure: ServiceError) -> None:
        """What the service control manager writes down, and what the program did."""
        row = self._rows[key]
        code, events = failed(failure.phase, failure.code)
        self._halt(key, code)
        for event_id, text in events:
            self._events.write("System", MANAGER, event_id, "Error", text.format(display=row["DisplayName"]))
        if failure.text:
            self._events.write("Application", row["Name"], 1, "Error", failure.text)

    def _wait_for_others(self, key: str) -> None:
        """Wait while somebody else starts or stops the service."""
        self._changed.wait_for(lambda: not self._rows.get(key, _GONE)["State"].endswith("Pending"), PENDING_LIMIT)

    def _run(self, key: str, at: datetime) -> None:
        row = self._rows[key]
        path = programs.named_by(row["PathName"], self._files)
        owner = ACCOUNTS[row["StartName"]]
        parent = self._processes.named("services.exe")
        pid = self._processes.start(path.rsplit("\\", 1)[-1], parent, 0, owner, path, at)
        row.update(State="Running", Started=True, Status="OK", ProcessId=pid, ExitCode=0)
        self._changed.notify_all()

    def _halt(self, key: str, exit_code: int) -> None:
        row = self._rows[key]
        self._processes.end([row["ProcessId"]] if row["ProcessId"] else [])
        row.update(State="Stopped", Started=False, Status="OK", ProcessId=0, ExitCode=exit_code)
        self._changed.notify_all()
        self._forget(key)

    def _forget(self, key: str) -> None:
        """A service that is marked goes when it does not run."""
        if key in self._marked and self._rows[key]["State"] == "Stopped":
            self._marked.discard(key)
            self._forgotten(self._rows.pop(key)["Name"])

    def _load(self, key: str) -> None:
        """What a service starts now: what is said of its name, else of the program that its file is. Raises
        ServiceError where Windows does not run the file."""
        with self._lock:
            self._current.pop(key, None)
            program = self._programs.get(key)
            if key in self._added:
                try:
                    kind = programs.load(self._files, self.program_of(key)).kind
                except ProgramError as error:
                    raise ServiceError("", "unloaded", error.native) from error
                if program is None and kind in self._makers:
                    program = self._makers[kind](self._rows[key]["Name"])
            if program is not None:
                self._current[key] = program

    def _runs_kind(self, key: str, kind: str) -> bool:
        row = self._rows.get(key)
        if row is None or row["State"] != "Running" or key in self._programs:
            return False
        try:
            return programs.load(self._files, self.program_of(key)).kind == kind
        except ProgramError:
            return False

    @staticmethod
    def _row(row: Row) -> dict[str, Any]:
        return {
            "Name": row.name,
            "DisplayName": row.display,
            "State": "Stopped",
            "Status": "OK",
            "Started": False,
            "StartMode": row.start_mode,
            "DelayedAutoStart": row.delayed,
            "StartName": row.owner,
            "PathName": row.path,
            "ProcessId": 0,
            "ExitCode": NEVER_STARTED if row.start_mode == "Manual" else 0,  # GK: not started since the last boot
        }
