"""What does the daemon do? It holds all hosts of a fleet, and answers the command line's questions about them."""

from __future__ import annotations

import signal
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hostsim import faults, places
from hostsim.control import ControlError, ControlServer
from hostsim.engine import Registry
from hostsim.fleet import Fleet, read_fleet
from hostsim.host import SimulatedHost
from hostsim.inventory import inventory, remove_inventory, write_inventory

Question = dict[str, Any]


class Supervisor:
    """A fleet that runs. Use: start(), then serve() until somebody asks `down`, at last stop()."""

    def __init__(self, fleet: Fleet, front: str, state_dir: Path) -> None:
        self.fleet, self.front, self.state_dir = fleet, front, state_dir
        self.hosts: dict[str, SimulatedHost] = {}
        self._end = threading.Event()
        self._control = ControlServer(places.socket_dir(state_dir), self.answer)

    def start(self) -> None:
        """Builds the hosts and listens."""
        registry = Registry(self.fleet.registry, self.fleet.registries)
        for index, plan in enumerate(self.fleet.hosts):
            folder = self.state_dir / places.HOSTS / plan.name
            pipes = places.socket_dir(self.state_dir) / str(index)
            for new in (folder, pipes):
                new.mkdir(mode=0o700, parents=True)
            host = SimulatedHost(plan, self.front, registry, self.fleet.users, folder, pipes)
            self.hosts[plan.name] = host
            host.start()

    def write_inventory(self, path: Path, scheme: str) -> None:
        ports = {name: host.summary()["ports"][scheme] for name, host in self.hosts.items()}
        certificates = {name: str(host.endpoint.certificate) for name, host in self.hosts.items()}
        user, password = next(iter(self.fleet.users.items()))
        write_inventory(path, inventory(ports, user, password, scheme, certificates if scheme == "https" else None))

    def serve(self) -> None:
        """Answers questions until `down`, SIGTERM or SIGINT."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self._end.set())
        self._control.start()
        self._end.wait()
        self._control.shutdown()

    def stop(self) -> None:
        """Ends every host; a host that ends badly does not keep the others."""
        self._control.server_close()
        for host in self.hosts.values():
            try:
                host.stop()
            except Exception as error:
                print(f"{host.name} did not end cleanly: {error!r}", flush=True)

    def answer(self, question: Question) -> Any:
        """The value of one question. Raises ControlError."""
        return ANSWERS[question["ask"]](self, question)

    def _host(self, question: Question) -> SimulatedHost:
        host = self.hosts.get(question["host"])
        if host is None:
            raise ControlError(f"There is no host '{question['host']}'; there are {', '.join(self.hosts)}.")
        return host

    def _status(self, question: Question) -> Any:
        return {"front": self.front, "hosts": {name: host.summary() for name, host in self.hosts.items()}}

    def _state(self, question: Question) -> Any:
        return self._host(question).state()

    def _fault(self, question: Question) -> Any:
        return faults.apply(self._host(question), question["kind"], question["options"])

    def _counts(self, question: Question) -> Any:
        return self._host(question).counts.read(reset=question["reset"])

    def _reboot(self, question: Question) -> Any:
        code = self._host(question).machine.shutdown(0)
        if code:
            raise ControlError(
                f"The host {question['host']} is rebooting already (shutdown.exe would end with {code})."
            )
        return f"{question['host']} reboots."

    def _down(self, question: Question) -> Any:
        self._end.set()
        return "The fleet ends."


ANSWERS: dict[str, Callable[[Supervisor, Question], Any]] = {
    "status": Supervisor._status,
    "state": Supervisor._state,
    "fault": Supervisor._fault,
    "counts": Supervisor._counts,
    "reboot": Supervisor._reboot,
    "down": Supervisor._down,
}


def run(fleet_file: Path, front: str, state_dir: Path, inventory_file: Path, scheme: str, note: places.Note) -> int:
    """The daemon's whole life; its output goes to the log in the state folder."""
    tempfile.tempdir = str(state_dir / places.HOSTS)
    (state_dir / places.HOSTS).mkdir(mode=0o700)
    supervisor = Supervisor(read_fleet(fleet_file), front, state_dir)
    try:
        supervisor.start()
        supervisor.write_inventory(inventory_file, scheme)
        places.write_note(note)
        print(f"{len(supervisor.hosts)} {front} hosts are up.", flush=True)
        supervisor.serve()
    finally:
        supervisor.stop()
        remove_inventory(inventory_file)
    places.remove_dirs(state_dir)  # not after a failure: whoever started this reads the log
    return 0
