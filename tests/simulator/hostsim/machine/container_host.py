"""The Host Compute Service's calls: what the engine asks, and what hcsdiag and Get-ComputeProcess tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .compute import System, owner_of
from .core import Core
from .errors import CommandNotFound, HcsError, WindowsError
from .files import DISK_FULL
from .hcs_rules import HOST_RESERVE, Ask, refusal
from .runs import Output, Run
from .workload import Workload, further, workload

COMPUTE_LOG = "Microsoft-Windows-Hyper-V-Compute-Operational"  # isolation.md 6
COMPUTE_SOURCE = "Microsoft-Windows-Hyper-V-Compute"
CTRL_C_EXIT = 0xC000013A  # GK: STATUS_CONTROL_C_EXIT, what stopped containers usually show
NOT_PERMITTED = (
    "Only administrators or users that are members of the Hyper-V Administrators user group are permitted to access "
    "virtual machines or containers."
)  # A8.3; the end of the sentence is GK


# What Windows says of a program that is not there, by the language of its messages
NOT_FOUND = {
    "english": "The system cannot find the file specified.",
    "other": "Das System kann die angegebene Datei nicht finden.",
}


class ContainerHost(Core):
    """A machine that runs containers once its Containers feature is active."""

    def hcs_create_and_start(
        self,
        container_id: str,
        isolation: str,
        image_build: int,
        image_revision: int | None = None,
        command: Sequence[str] = (),
        memory: int | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Create and start a compute system; `{"pid"}` is the workload's, the guest's under hyperv. Raises HcsError.

        `isolation` is process or hyperv, `memory` bytes. The image's revision is no bar (isolation.md 3.3). Options:
        `user`; `output`, a callback for what it prints; `exited`, as for `on_exit`. A command that ends by itself
        (workload.py) ends the system, and the callbacks are called.
        """
        work, asked = workload(command), options or {}
        with self.lock:
            self._need_compute_service()
            ask = Ask(
                container_id,
                isolation,
                image_build,
                memory,
                self.description.build,
                self.parts.virtualization.running,
                self.description.memory - HOST_RESERVE - self.parts.compute.memory_in_use(),
            )
            error = refusal(ask)
            if error is not None:
                text = f"[{container_id}] {error}"
                self.parts.events.write(COMPUTE_LOG, COMPUTE_SOURCE, 12001 if error.event else 12000, "Error", text)
                raise error
            if self.parts.files.full:
                raise HcsError("0x80070070", DISK_FULL, "create")
            self._find_program(work)
            system = self.parts.compute.start(
                container_id, isolation, memory, work, asked.get("user"), self.clock.now()
            )
            text = f"[{container_id}] Create compute system, result 0x00000000"
            self.parts.events.write(COMPUTE_LOG, COMPUTE_SOURCE, 2000, "Information", text)
            if asked.get("exited"):
                self.parts.compute.on_exit(container_id, asked["exited"])
            run = Run(self._timer, work, asked.get("output"), lambda code: self._finish(system, code))
            system.runs[system.init] = (run, lambda code: None)
        run.begin()
        return {"pid": system.init}

    def hcs_execute(
        self, container_id: str, command: Sequence[str], user: str | None, output: Output, ended: Callable[[int], None]
    ) -> dict[str, Any]:
        """Start one more process in a running compute system: `{"pid"}`. Raises HcsError. `ended` is told its exit
        code, or the system's where that ends before."""
        work = further(command)
        with self.lock:
            self._find_program(work)
            pid = self.parts.compute.execute(container_id, work, owner_of(user), self.clock.now())
            system = self.parts.compute.get(container_id)

            def over(code: int) -> None:
                with self.lock:
                    self.parts.compute.executed(container_id, pid)
                ended(code)

            run = Run(self._timer, work, output, over)
            system.runs[pid] = (run, ended)
        run.begin()
        return {"pid": pid}

    def hcs_kill(self, container_id: str, pid: int, exit_code: int = CTRL_C_EXIT) -> None:
        """End one further process; nothing to do where it has ended."""
        with self.lock:
            if not self.parts.compute.running(container_id):
                return
            found = self.parts.compute.get(container_id).runs.get(pid)
            self.parts.compute.executed(container_id, pid)
        if found is not None:
            found[0].stop()
            found[1](exit_code)

    def hcs_terminate(self, container_id: str, exit_code: int = CTRL_C_EXIT) -> bool:
        """End a compute system with the workload's exit code; False where it does not run. Callbacks are called."""
        with self.lock:
            if not self.parts.compute.running(container_id):
                return False
            callbacks = self.parts.compute.end(container_id)
        for callback in callbacks:
            callback(exit_code)
        return True

    def hcs_pause(self, container_id: str, paused: bool = True) -> None:
        """Pause or resume. Raises HcsError: process isolation cannot be paused (isolation.md 1.10)."""
        with self.lock:
            system = self.parts.compute.get(container_id)
            if system.isolation != "hyperv":
                raise HcsError("0x80004001", "Not implemented", "pause")
            system.paused = paused

    def hcs_processes(self, container_id: str) -> list[dict[str, Any]]:
        """`{Name, PID, CPU (seconds), PrivateWorkingSet}`; guest PIDs under hyperv. HcsError 0xc037010e if none."""
        with self.lock:
            return self.parts.compute.guest_processes(container_id, self.clock.now())

    def hcs_running(self, container_id: str) -> bool:
        """Whether the compute system runs."""
        with self.lock:
            return self.parts.compute.running(container_id)

    def on_exit(self, container_id: str, callback: Callable[[int], None]) -> None:
        """Call back once, without the lock, with the exit code when the system ends. A machine's shutdown tells
        nobody: services are stopped first, and what then still runs is lost."""
        with self.lock:
            self.parts.compute.on_exit(container_id, callback)

    def hcsdiag_list(self) -> str:
        """hcsdiag.exe list (A8.3). Raises CommandNotFound without the feature, WindowsError when not permitted."""
        with self.lock:
            self._need_tool("hcsdiag.exe")
            return self.parts.compute.hcsdiag()

    def compute_processes(self) -> list[dict[str, Any]]:
        """Get-ComputeProcess: `{Id, Type, State, Owner, RuntimeId, IsTemplate}`; errors as `hcsdiag_list`."""
        with self.lock:
            self._need_tool("Get-ComputeProcess")
            return self.parts.compute.rows()

    def _finish(self, system: System, exit_code: int) -> None:
        with self.lock:
            still = self.parts.compute.running(system.container_id)
            same = still and self.parts.compute.get(system.container_id) is system
        if same:
            self.hcs_terminate(system.container_id, exit_code)

    def _find_program(self, work: Workload) -> None:
        if work.missing:
            raise HcsError("0x2", NOT_FOUND[self.description.messages], "process")

    def _need_compute_service(self) -> None:
        service = self.parts.services.one("vmcompute")
        if self.parts.power.phase == "down" or service is None or service["State"] != "Running":
            raise HcsError("0x80370114", "The Hyper-V Host Compute Service is not available.", "create")  # GK: text

    def _need_tool(self, command: str) -> None:
        if self.parts.services.one("vmcompute") is None:
            raise CommandNotFound(command)
        if self.hcs_denied:
            raise WindowsError("System.ComponentModel.Win32Exception", "0x8037011b", NOT_PERMITTED)
